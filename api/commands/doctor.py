"""`cairn doctor`: proof that what is counted, numbered and armed is what it should be."""

import click

from api.commands.opening import answered, for_programs, opened
from api.commands.saying import say_json
from engine.doctor import Finding, examined
from engine.workspaces import find_workspace, list_workspaces


@click.command("doctor")
@click.option("--workspace", metavar="KEY", help="Only this workspace; by default each of them.")
@for_programs
@click.pass_context
def command(context: click.Context, workspace: str | None, for_program: bool) -> None:
    """Look for what should never be; the exit status is 1 where there is something.

    Counters equal what counting gives, the feed has no gap, every state can be read and is what
    queries see, and no timer rings later than its profile is due.
    """

    async def work() -> dict[str, list[Finding]]:
        async with opened() as here:
            some = [await find_workspace(here.database, workspace)] if workspace else None
            every = some or await list_workspaces(here.database)
            return {one.key: await examined(here.database, one.id) for one in every}

    found = answered(work())
    for key, findings in found.items():
        if for_program:
            listed = [{"look": one.look, "message": one.message} for one in findings]
            say_json({"workspace": key, "findings": listed})
            continue
        for one in findings:
            click.echo(f"{key}: {one.look}: {one.message}")
        if not findings:
            click.echo(f"{key}: all is well")
    if any(found.values()):
        context.exit(1)

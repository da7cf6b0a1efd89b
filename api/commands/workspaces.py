"""`cairn workspaces`: who shares this installation without ever seeing one another."""

from dataclasses import asdict

import click

from api.commands.opening import answered, for_programs, opened
from api.commands.saying import BadInput, say_json
from api.starting import now
from domain.instants import text_of
from engine.workspaces import create_workspace, delete_workspace, list_workspaces
from store.workspaces import Workspace


@click.group("workspaces")
def command() -> None:
    """Make, list and delete workspaces."""


@command.command("create")
@click.argument("key")
@click.option("--name", help="What people call it; by default its key.")
@for_programs
def create(key: str, name: str | None, for_program: bool) -> None:
    """Make a workspace. KEY has lower-case letters, digits and hyphens."""

    async def work() -> Workspace:
        async with opened() as here:
            title = name or key.replace("-", " ").capitalize()
            return await create_workspace(here.database, key, title, now())

    made = answered(work())
    if for_program:
        say_json(_object(made))
    else:
        click.echo(f"Made the workspace {made.key}.")


@command.command("list")
@for_programs
def list_(for_program: bool) -> None:
    """List every workspace, the oldest first; with --json one object a line."""

    async def work() -> list[Workspace]:
        async with opened() as here:
            return await list_workspaces(here.database)

    for workspace in answered(work()):
        if for_program:
            say_json(_object(workspace))
        else:
            click.echo(f"{workspace.key}\t{workspace.name}\t{text_of(workspace.created_at)}")


@command.command("delete")
@click.argument("key")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(key: str, yes: bool) -> None:
    """Delete a workspace with everything in it."""
    if not yes and not click.confirm(f"Delete the workspace {key} with everything in it?"):
        raise BadInput("Nothing was deleted.")

    async def work() -> None:
        async with opened() as here:
            await delete_workspace(here.database, key)

    answered(work())
    click.echo(f"Deleted the workspace {key}.")


def _object(workspace: Workspace) -> dict[str, object]:
    fields = asdict(workspace)
    del fields["id"]
    return {**fields, "created_at": text_of(workspace.created_at)}

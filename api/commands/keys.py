"""`cairn keys`: what programs show to be let into a workspace."""

import click

from api.commands.opening import answered, for_programs, in_workspace, opened
from api.commands.saying import say_json
from api.starting import now
from domain.instants import text_of
from engine.keys import SCOPES, create_key, list_keys, revoke_key
from store.keys import ApiKey


@click.group("keys")
def command() -> None:
    """Make, list and revoke API keys."""


@command.command("create")
@click.argument("name")
@click.argument("more", metavar="", nargs=-1, type=click.Choice(SCOPES))
@click.option(
    "--scope",
    "scopes",
    metavar="SCOPE…",
    type=click.Choice(SCOPES),
    multiple=True,
    help=f"What the key is for: {', '.join(SCOPES)}; several may follow. By default everything.",
)
@in_workspace
@for_programs
def create(
    name: str,
    more: tuple[str, ...],
    scopes: tuple[str, ...],
    workspace: str | None,
    for_program: bool,
) -> None:
    """Make a key for the program NAME and print it, this once, alone on the last line.

    `read` looks and listens, `ingest` only tells what happened, `design` edits and publishes,
    `operate` moves and pins profiles (both of them look as well), `admin` may do everything.
    """
    wanted = {*scopes, *more}
    granted = tuple(scope for scope in SCOPES if not wanted or scope in wanted)

    async def work() -> tuple[str, str]:
        async with opened() as here:
            home = await here.workspace(workspace)
            return home.key, await create_key(here.database, home.id, name, granted, now())

    home, key = answered(work())
    if for_program:
        say_json({"workspace": home, "name": name, "scopes": granted, "key": key})
    else:
        click.echo(f"A key of {name} to the workspace {home}, for {', '.join(granted)}.")
        click.echo("This is the only time that its key can be seen; keep it safe:")
        click.echo(key)


@command.command("list")
@in_workspace
@for_programs
def list_(workspace: str | None, for_program: bool) -> None:
    """List a workspace's keys, without their secrets, which nobody has."""

    async def work() -> list[ApiKey]:
        async with opened() as here:
            return await list_keys(here.database, (await here.workspace(workspace)).id)

    for key in answered(work()):
        if for_program:
            say_json(_object(key))
        else:
            state = "revoked" if key.revoked_at is not None else ", ".join(key.scopes)
            click.echo(f"{key.id}\t{key.name}\t{text_of(key.created_at)}\t{state}")


@command.command("revoke")
@click.argument("id")
@in_workspace
def revoke(id: str, workspace: str | None) -> None:
    """Let the key with that ID, which `cairn keys list` shows, open nothing any more."""

    async def work() -> None:
        async with opened() as here:
            home = await here.workspace(workspace)
            await revoke_key(here.database, home.id, id, now())

    answered(work())
    click.echo(f"Revoked the key {id}. Servers may know it for a few seconds more.")


def _object(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": key.scopes,
        "created_at": text_of(key.created_at),
        "expires_at": None if key.expires_at is None else text_of(key.expires_at),
        "revoked_at": None if key.revoked_at is None else text_of(key.revoked_at),
        "last_used_at": None if key.last_used_at is None else text_of(key.last_used_at),
    }

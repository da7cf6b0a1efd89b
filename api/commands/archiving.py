"""`cairn journey archive`: a journey is over, and what it was is kept."""

import click

from api.commands.opening import answered, for_programs, in_workspace, opened
from api.commands.saying import say_json
from api.commands.visiting import everybody_visited
from api.starting import now
from domain.instants import text_of
from engine.archiving import Archived, archive


@click.command("archive")
@click.argument("key")
@click.option("--expected-version", type=int, help="The live version that is to be archived.")
@in_workspace
@for_programs
def archive_(
    key: str, expected_version: int | None, workspace: str | None, for_program: bool
) -> None:
    """Archive the live journey KEY: its profiles leave it.

    Its key, versions and draft are kept; publishing it again brings it back. Returns when every
    profile has left.
    """

    async def work() -> Archived:
        async with opened() as here:
            home = (await here.workspace(workspace)).id
            done = await archive(
                here.database, home, key, expected_version=expected_version, now=now()
            )
            await everybody_visited(here, home, done.revision)
            return done

    done = answered(work())
    if for_program:
        say_json({"journey": key, "version": done.version, "archived_at": text_of(done.at)})
    else:
        click.echo(f"Archived the journey {key}, which was at version {done.version}.")

"""`cairn journey`: journeys as files, from one environment to another."""

import click

from api.commands.archiving import archive_
from api.commands.comparing import diff
from api.commands.documents import document_at, located
from api.commands.opening import answered, for_programs, in_workspace, opened
from api.commands.pulling import list_, pull
from api.commands.saying import BadInput, one_line, say_json
from api.commands.visiting import everybody_visited
from api.starting import now
from domain.problems import blocks_publishing
from domain.refusals import Fault, MalformedDocument, UnpublishableJourney
from engine.history import History
from engine.publishing import Published, publish

MOST_SHOWN = 20


@click.group("journey")
def command() -> None:
    """Pull, compare, publish and archive journeys."""


for one in (list_, pull, diff, archive_):
    command.add_command(one)


@command.command("publish")
@click.argument("file")
@click.option(
    "--history",
    type=click.Choice([history.value for history in History], case_sensitive=False),
    default=History.FROM_NOW.value,
    help="REPLAY, for a journey's first version: as if it had always been there.",
)
@click.option("--expected-version", type=int, help="The live version that this one replaces.")
@in_workspace
@for_programs
def publish_(
    file: str,
    history: str,
    expected_version: int | None,
    workspace: str | None,
    for_program: bool,
) -> None:
    """Make the document in FILE, JSON or YAML, the live version of its journey.

    Returns when every profile has been judged under it.
    """
    document = document_at(file)

    async def work() -> Published:
        async with opened() as here:
            home = (await here.workspace(workspace)).id
            try:
                published = await publish(
                    here.database,
                    here.shelf,
                    home,
                    document,
                    expected_version=expected_version,
                    history=History(history.upper()),
                    actor="cairn journey publish",
                    now=now(),
                )
            except MalformedDocument as malformed:
                raise _unread(file, malformed) from None
            except UnpublishableJourney as unpublishable:
                raise _blocked(file, unpublishable) from None
            await everybody_visited(here, home, published.revision)
            return published

    _say(answered(work()), for_program)


def _unread(file: str, malformed: MalformedDocument) -> BadInput:
    """Each fault on its line; of very many the first ones, and how many more there are."""
    shown, more = malformed.faults[:MOST_SHOWN], len(malformed.faults) - MOST_SHOWN
    *others, last = (located(file, fault) for fault in shown)
    for line in others:
        click.echo(one_line(line), err=True)
    return BadInput(f"{last} (and {more} more)" if more > 0 else last)


def _blocked(file: str, unpublishable: UnpublishableJourney) -> BadInput:
    """Every problem that stands in the way, each on its line."""
    blocking = list(filter(blocks_publishing, unpublishable.problems))
    for problem in blocking:
        fault = Fault(problem.path, f"{problem.code}: {problem.message}")
        click.echo(one_line(located(file, fault)), err=True)
    return BadInput(f"{file}: has {len(blocking)} problems that stop its publication")


def _say(published: Published, for_program: bool) -> None:
    key, version = published.journey.key, published.version
    if for_program:
        say_json(
            {
                "journey": key,
                "version": version,
                "created_teams": published.created_teams,
                "problems": [
                    {"code": problem.code, "message": problem.message, "path": problem.path}
                    for problem in published.problems
                ],
            }
        )
        return
    for problem in published.problems:
        click.echo(f"{problem.severity.capitalize()} {problem.code}: {problem.message}", err=True)
    if published.created_teams:
        click.echo(f"Made the teams {', '.join(published.created_teams)}.")
    click.echo(f"Published version {version} of the journey {key}.")

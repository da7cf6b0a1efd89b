"""`cairn journey list` and `pull`: which journeys there are, and one of them as a file."""

from pathlib import Path

import click

from api.commands.naming import DRAFT, Kept, load_kept
from api.commands.opening import answered, for_programs, in_workspace, opened
from api.commands.saying import BadInput, say_json
from api.formats.catalogue import FORMATS, DocumentFormat, format_of, journey_text
from domain.draft import Draft
from domain.instants import text_of
from domain.journey import Journey
from store import drafts, journeys
from store.database import Transaction
from store.journeys import PublishedVersion

Listed = dict[str, tuple[PublishedVersion | None, Draft | None]]
"""What is live and what is drafted of each journey, by key."""


@click.command("list")
@in_workspace
@for_programs
def list_(workspace: str | None, for_program: bool) -> None:
    """List the journeys that are live or drafted."""

    async def look(tx: Transaction) -> Listed:
        live = {one.journey: one for one in await journeys.live(tx)}
        drafted = {one.key: one for one in await drafts.every(tx)}
        return {key: (live.get(key), drafted.get(key)) for key in sorted({*live, *drafted})}

    async def work() -> Listed:
        async with opened() as here:
            return await here.database.read((await here.workspace(workspace)).id, look)

    for key, (live, draft) in answered(work()).items():
        told = _object(key, live, draft)
        if for_program:
            say_json(told)
        else:
            version = f"version {told['version']}" if live else "not live"
            drafted = f"draft at revision {draft.revision}" if draft else "no draft"
            click.echo(f"{key}\t{told['name']}\t{told['kind']}\t{version}\t{drafted}")


@click.command("pull")
@click.argument("key")
@click.option("--version", type=click.IntRange(1), help="The version; by default the live one.")
@click.option("--draft", is_flag=True, help="The draft, published or not.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice([format.value for format in DocumentFormat], case_sensitive=False),
    help="What to write; by default as the name of the file says, else CAIRN_YAML.",
)
@click.option("-o", "--output", metavar="FILE", help="The file to write; by default to the screen.")
@in_workspace
def pull(
    key: str,
    version: int | None,
    draft: bool,
    format_name: str | None,
    output: str | None,
    workspace: str | None,
) -> None:
    """Write the journey KEY as a file, ids and layout included."""
    if draft and version is not None:
        raise BadInput("Say --version or --draft, one of the two.")
    which = DRAFT if draft else None if version is None else str(version)
    kept = Kept(key, which)
    format = _format(format_name, output)

    async def work() -> Journey:
        async with opened() as here:
            home = (await here.workspace(workspace)).id
            return await load_kept(here, home, kept)

    text = journey_text(answered(work()), format)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as fault:
        raise BadInput(f"{output}: {fault.strerror}") from None
    click.echo(f"Wrote {output}: {kept}.", err=True)


def _format(said: str | None, output: str | None) -> DocumentFormat:
    if said is not None:
        return DocumentFormat(said.upper())
    found = DocumentFormat.CAIRN_YAML if output is None else format_of(output)
    if found is None:
        suffixes = ", ".join(page.suffix for page in FORMATS.values())
        raise BadInput(f"{output}: say --format, or end its name with one of {suffixes}")
    return found


def _object(key: str, live: PublishedVersion | None, draft: Draft | None) -> dict[str, object]:
    shown = live.document if live is not None else None
    kind = live.kind if live is not None else draft.kind if draft is not None else None
    return {
        "key": key,
        "name": shown["name"] if shown is not None else draft.name if draft is not None else None,
        "kind": kind,
        "version": None if live is None else live.version,
        "published_at": None if live is None else text_of(live.published_at),
        "published_by": None if live is None else live.actor,
        "draft": None if draft is None else draft.id,
        "draft_revision": None if draft is None else draft.revision,
    }

"""`cairn journey list` and `pull`: which journeys there are, and one of them as a file."""

from dataclasses import dataclass
from pathlib import Path

import click

from api.commands.naming import DRAFT, Kept, load_kept
from api.commands.opening import answered, for_programs, in_workspace, opened
from api.commands.saying import BadInput, say_json
from api.formats.catalogue import FORMATS, DocumentFormat, format_of, journey_text
from domain.draft import Draft
from domain.instants import Instant, text_of
from domain.journey import Journey
from store import drafts, journeys
from store.database import Transaction
from store.journeys import PublishedVersion


@dataclass(frozen=True, slots=True)
class Listed:
    """A journey: its live version, else its last and since when it is archived; its draft."""

    version: PublishedVersion | None
    archived_at: Instant | None
    draft: Draft | None

    @property
    def state(self) -> str:
        """Whether it is live."""
        if self.version is None:
            return "not live"
        return f"version {self.version.version}" if self.archived_at is None else "archived"

    @property
    def name(self) -> object:
        """Its name, and the draft's where nothing was published."""
        return self.version.document["name"] if self.version else self.draft and self.draft.name

    @property
    def kind(self) -> object:
        """What kind of profile travels in it."""
        return self.version.kind if self.version else self.draft and self.draft.kind


@click.command("list")
@in_workspace
@for_programs
def list_(workspace: str | None, for_program: bool) -> None:
    """List the journeys that are live, archived or drafted."""

    async def work() -> dict[str, Listed]:
        async with opened() as here:
            return await here.database.read((await here.workspace(workspace)).id, _listed)

    for key, one in answered(work()).items():
        if for_program:
            say_json(_object(key, one))
        else:
            drafted = f"draft at revision {one.draft.revision}" if one.draft else "no draft"
            click.echo(f"{key}\t{one.name}\t{one.kind}\t{one.state}\t{drafted}")


async def _listed(tx: Transaction) -> dict[str, Listed]:
    drafted = {one.key: one for one in await drafts.every(tx)}
    found = {key: Listed(None, None, one) for key, one in drafted.items()}
    for one in await journeys.live(tx):
        found[one.journey] = Listed(one, None, drafted.get(one.journey))
    for one, at in await journeys.archived(tx):
        found[one.journey] = Listed(one, at, drafted.get(one.journey))
    return dict(sorted(found.items()))


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


def _object(key: str, one: Listed) -> dict[str, object]:
    version, draft = one.version, one.draft
    return {
        "key": key,
        "name": one.name,
        "kind": one.kind,
        "version": version.version if version and one.archived_at is None else None,
        "published_at": None if version is None else text_of(version.published_at),
        "published_by": None if version is None else version.actor,
        "archived_at": None if one.archived_at is None else text_of(one.archived_at),
        "draft": None if draft is None else draft.id,
        "draft_revision": None if draft is None else draft.revision,
    }

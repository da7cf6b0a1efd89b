"""`cairn import`: history brought into a running installation, as one import session.

Until it ends time waits for the profiles that it touches, so that they are judged at the instants
of their past, and not at now. Each line has a message id made of the file's content and its number:
an import that was interrupted is begun again, and what came in before is passed over.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import click

from api.commands.lines import IMPORTED, BadLine, numbered, read_line
from api.commands.lines import opened as opened_file
from api.commands.opening import Opened, answered, for_programs, in_workspace, opened
from api.commands.saying import BadInput, one_line, say_json
from api.starting import now
from domain.instants import Instant
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from domain.refusals import Refusal
from engine.importing import end_import, start_import
from engine.ingest import Accepted, Duplicate, Ingest
from engine.sweep import swept

TOGETHER = 1_000
MOST_NAMED = 20
"""Bad lines that are named one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A line that can be taken, kept as it was written."""

    at: Instant
    number: int
    raw: bytes


@dataclass(slots=True)
class Tally:
    """How the lines of a file fared."""

    file: str
    accepted: int = 0
    duplicates: int = 0
    bad: int = 0

    def refuse(self, number: int, fault: str) -> None:
        """A line that was passed over, and why."""
        self.bad += 1
        if self.bad <= MOST_NAMED:
            click.echo(one_line(f"{self.file}:{number}: {fault}"), err=True)


@click.command("import")
@click.argument("file")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ProfileKind], case_sensitive=False),
    default=ProfileKind.CONTACT.value,
    help="What profiles are whose lines do not say; CONTACT by default.",
)
@click.option("--as-is", is_flag=True, help="Keep the order of the lines, late ones and all.")
@in_workspace
@for_programs
def command(file: str, kind: str, as_is: bool, workspace: str | None, for_program: bool) -> None:
    """Bring in the observations in FILE, NDJSON; `-` is standard input.

    A line is what `cairn replay` reads, with an optional `kind`. Lines that cannot be taken are
    passed over and named; the exit status is 2 then.
    """
    tally = Tally(file)
    kept, digest = _read(file, tally)
    if not as_is:
        kept.sort(key=lambda line: (line.at, line.number))
    fallback = ProfileKind(kind.upper())

    def received(line: Kept) -> ReceivedObservation:
        message_id = f"import:{digest}:{line.number}"
        return read_line(line.number, line.raw, IMPORTED, kind=fallback, message_id=message_id)

    async def work() -> None:
        async with opened() as here:
            home = (await here.workspace(workspace)).id
            await _imported(here, home, kept, received, tally)
            await _time_served(here, home)

    answered(work())
    _say(tally, for_program)


def _read(file: str, tally: Tally) -> tuple[list[Kept], str]:
    """The lines that can be taken, and a digest of all."""
    kept: list[Kept] = []
    digest = hashlib.sha256()
    with opened_file(file) as stream:
        for number, raw in numbered(stream):
            digest.update(raw)
            try:
                at = read_line(number, raw, IMPORTED).at
            except BadLine as bad:
                tally.refuse(number, str(bad))
            else:
                assert at is not None, "every line has its instant"
                kept.append(Kept(at, number, raw))
    return kept, digest.hexdigest()[:24]


async def _imported(
    here: Opened,
    workspace: int,
    lines: Sequence[Kept],
    received: Callable[[Kept], ReceivedObservation],
    tally: Tally,
) -> None:
    ingest = Ingest(here.database, here.shelf, now)
    session = await start_import(here.database, workspace, now())
    try:
        with click.progressbar(length=len(lines), label="Importing", file=sys.stderr) as bar:
            for together in _batches(lines):
                receipts = await ingest.submit(
                    workspace, [received(line) for line in together], session
                )
                for line, receipt in zip(together, receipts, strict=True):
                    match receipt:
                        case Accepted():
                            tally.accepted += 1
                        case Duplicate():
                            tally.duplicates += 1
                        case Refusal():
                            tally.refuse(line.number, _said(receipt))
                bar.update(len(together))
    finally:
        await ingest.close()
        await end_import(here.database, workspace, session, now())


def _batches(lines: Sequence[Kept]) -> Iterator[list[Kept]]:
    rest = iter(lines)
    while together := list(islice(rest, TOGETHER)):
        yield together


def _said(refusal: Refusal) -> str:
    return f"{refusal.path}: {refusal.message}" if refusal.path else refusal.message


async def _time_served(here: Opened, workspace: int) -> None:
    """Bring everybody who is due up to now: a server may be running beside us, or none."""
    upto = now()
    while await swept(here.database, here.shelf, workspace, upto):
        pass


def _say(tally: Tally, for_program: bool) -> None:
    if tally.bad > MOST_NAMED:
        click.echo(f"{tally.file}: and {tally.bad - MOST_NAMED} more", err=True)
    if for_program:
        say_json(
            {
                "accepted": tally.accepted,
                "duplicates": tally.duplicates,
                "refused": tally.bad,
            }
        )
    else:
        click.echo(f"Imported {tally.accepted:,} observations.")
        if tally.duplicates:
            click.echo(f"Passed over {tally.duplicates:,} that had come in before.")
    if tally.bad:
        raise BadInput(f"{tally.file}: {tally.bad} lines were passed over")

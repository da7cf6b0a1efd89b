"""`cairn replay`: a history lived through a journey, without a database (design, section 4)."""

import json
import sys
from collections.abc import Iterator

import click

from api.commands.documents import journey_at, located
from api.commands.lines import BadLine, numbered, opened, read_line
from api.commands.saying import BadInput
from domain.instants import Instant, instant_of, text_of
from domain.observation import Observation, ReceivedObservation
from domain.problems import blocks_replay, problems_of
from domain.reading import shown
from domain.refusals import Fault
from engine.replaying import Rehearsal, ReplayedChange


@click.command("replay")
@click.argument("journey")
@click.argument("observations")
@click.option("--until", metavar="INSTANT", help="Also print what time alone brings up to then.")
def command(journey: str, observations: str, until: str | None) -> None:
    """Print the stage changes of a history, one JSON object a line.

    JOURNEY is a cairn/1 document, JSON or YAML. OBSERVATIONS is NDJSON in order of arrival, `-` is
    standard input.
    """
    last = None if until is None else _until(until)
    map_ = journey_at(journey)
    for problem in filter(blocks_replay, problems_of(map_)):
        raise BadInput(located(journey, Fault(problem.path, f"{problem.code}: {problem.message}")))
    rehearsal = Rehearsal(map_)
    with opened(observations) as stream:
        try:
            for number, raw in numbered(stream):
                line = read_line(number, raw)
                _print(rehearsal.observe(line.external_id, _observation(line)))
        except BadLine as bad:
            sys.stdout.flush()
            raise BadInput(f"{observations}:{bad.number}: {bad}") from None
    if last is not None:
        _print(rehearsal.serve_time(last))


def _until(text: str) -> Instant:
    instant = instant_of(text)
    if instant is None:
        raise BadInput(f"--until: {shown(text)} is not an instant such as 2026-01-05T00:00:00Z")
    return instant


def _observation(line: ReceivedObservation) -> Observation:
    assert line.at is not None, "every line has its instant"
    return Observation(at=line.at, traits=line.traits, event=line.event, properties=line.properties)


def _print(changes: Iterator[ReplayedChange]) -> None:
    """Print changes, and let nobody wait for them."""
    write = sys.stdout.write
    for change in changes:
        write(json.dumps(_object(change)) + "\n")
    sys.stdout.flush()


def _object(replayed: ReplayedChange) -> dict[str, object]:
    change = replayed.change
    return {
        "profile": replayed.profile,
        "from": change.left,
        "to": change.entered,
        "at": text_of(change.at),
        "move": change.move,
        "trigger": change.trigger,
        "skipped": list(change.skipped),
    }

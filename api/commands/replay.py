"""`cairn replay`: a history lived through a journey, without a database (design, section 4)."""

import json
import sys
from collections.abc import Iterator
from typing import assert_never

import click

from api.commands.documents import journey_at, located, segment_at
from api.commands.lines import BadLine, numbered, opened, read_line
from api.commands.saying import BadInput
from domain.health import HealthChange
from domain.instants import Instant, instant_of, text_of
from domain.observation import Observation, ReceivedObservation
from domain.problems import blocks_replay, problems_of
from domain.reading import shown
from domain.refusals import Fault
from domain.signals import SEGMENT, is_segment
from domain.stage_change import StageChange
from engine.replaying import Rehearsal, Replayed


@click.command("replay")
@click.argument("journey")
@click.argument("observations")
@click.option("--until", metavar="INSTANT", help="Also print what time alone brings up to then.")
@click.option("--health", is_flag=True, help="Also print every change of a profile's health.")
@click.option(
    "--segment",
    "segments",
    metavar="FILE",
    multiple=True,
    help="A cairn-segment/1 document that the journey reads; who comes and goes is printed too.",
)
def command(
    journey: str, observations: str, until: str | None, health: bool, segments: tuple[str, ...]
) -> None:
    """Print the stage changes of a history, one JSON object a line.

    JOURNEY is a cairn/1 document, JSON or YAML. OBSERVATIONS is NDJSON in order of arrival, `-` is
    standard input.
    """
    last = None if until is None else _until(until)
    map_ = journey_at(journey)
    for problem in filter(blocks_replay, problems_of(map_)):
        raise BadInput(located(journey, Fault(problem.path, f"{problem.code}: {problem.message}")))
    beside = [segment_at(path) for path in segments]
    rehearsal = Rehearsal(map_, beside, with_health=health)
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


def _print(facts: Iterator[Replayed]) -> None:
    """Print facts, and let nobody wait for them."""
    write = sys.stdout.write
    for told in facts:
        write(json.dumps(_object(told)) + "\n")
    sys.stdout.flush()


def _object(told: Replayed) -> dict[str, object]:
    match told.fact:
        case StageChange(journey=key) if is_segment(key):
            return _membership(told.profile, told.fact)
        case StageChange():
            return _stage_change(told.profile, told.fact)
        case HealthChange():
            return _health(told.profile, told.fact)
        case _:
            assert_never(told.fact)


def _health(profile: str, change: HealthChange) -> dict[str, object]:
    health = change.after
    return {
        "profile": profile,
        "stage": health.stage,
        # A score has one decimal, which a binary number shows as it is.
        "score": None if health.score is None else health.score / 10,
        "band": health.band,
        "at": text_of(change.at),
        "trigger": change.trigger,
    }


def _membership(profile: str, change: StageChange) -> dict[str, object]:
    return {
        "profile": profile,
        "segment": change.journey.removeprefix(SEGMENT),
        "entered": change.entered is not None,
        "at": text_of(change.at),
        "trigger": change.trigger,
    }


def _stage_change(profile: str, change: StageChange) -> dict[str, object]:
    return {
        "profile": profile,
        "from": change.left,
        "to": change.entered,
        "at": text_of(change.at),
        "move": change.move,
        "trigger": change.trigger,
        "skipped": list(change.skipped),
    }

"""What the templates' stories are told with: days, what happened on them, and the moves made of it.

A story is one profile's. A day stands for nine in the morning unless it gives the hour.
"""

from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from api.documents import read_document
from domain.document import load
from domain.health import HealthChange, decimal_of
from domain.instants import DAY, Instant, instant_of
from domain.journey import Journey
from domain.observation import Observation
from domain.stage_change import Move, StageChange, Trigger
from engine.replaying import replayed

TEMPLATES = Path(__file__).parents[2] / "templates"

Chapter: TypeAlias = tuple[Observation, ...]
Fared: TypeAlias = tuple[Instant, str | None, str | None, str | None]
Moved: TypeAlias = tuple[str | None, str | None, Instant, Move, Trigger, tuple[str, ...]]


@cache
def template(key: str) -> Journey:
    """A template, read as anybody's document is."""
    return load(read_document(TEMPLATES / f"{key}.yaml"))


def told(key: str, *chapters: Chapter, until: str) -> list[Moved]:
    """Every move that a template makes of a story, and of the time after it."""
    history = (("acme", observation) for chapter in chapters for observation in chapter)
    return [brief(it.fact) for it in replayed(template(key), history, on(until))]


def brief(change: StageChange) -> Moved:
    """A stage change as `moved` writes it."""
    return change.left, change.entered, change.at, change.move, change.trigger, change.skipped


def moved(
    left: str | None, entered: str | None, day: str, move: str, trigger: str, *skipped: str
) -> Moved:
    """The move that a story expects."""
    return left, entered, on(day), Move(move), Trigger(trigger), skipped


def fared(key: str, *chapters: Chapter, until: str) -> list[Fared]:
    """Each stage and band that a story comes through, its days in order, with its score."""
    history = sorted((one for chapter in chapters for one in chapter), key=lambda one: one.at)
    told = [("acme", one) for one in history]
    facts = [it.fact for it in replayed(template(key), told, on(until), with_health=True)]
    return [
        (it.at, it.after.stage, it.after.band, _score(it))
        for it in facts
        if isinstance(it, HealthChange)
        and (it.after.stage, it.after.band) != (it.before.stage, it.before.band)
    ]


def fares(day: str, stage: str, band: str | None, score: str | None) -> Fared:
    """The stage and band that a story is expected to come to."""
    return on(day), stage, band, score


def becomes(day: str, **traits: Any) -> Chapter:
    """On that day the profile's traits change."""
    return (Observation(at=on(day), traits=traits),)


def does(event: str, *days: str) -> Chapter:
    """On each of the days the profile did something."""
    return tuple(Observation(at=on(day), event=event) for day in days)


def keeps(event: str, first: str, last: str, *, every: int) -> Chapter:
    """From the first day to the last the profile did something every so many days."""
    instants = range(on(first), on(last) + 1, every * DAY)
    return tuple(Observation(at=instant, event=event) for instant in instants)


def on(day: str) -> Instant:
    """Nine in the morning of a day, unless the hour is given."""
    instant = instant_of(day if "T" in day else f"{day}T09:00:00Z")
    assert instant is not None, day
    return instant


def _score(change: HealthChange) -> str | None:
    return None if change.after.score is None else str(decimal_of(change.after.score))

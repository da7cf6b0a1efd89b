"""How profiles do in their stages as of now: between data a score is a function of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from domain.definitions import Definitions
from domain.health import Health, MeasureReading, RecordedHealth
from domain.instants import Instant
from domain.pairs import ChunkNeeded
from domain.profile import Profile
from domain.timeline import as_of
from engine.shelf import Shelf
from store import health_changes, series_chunks
from store.database import Transaction

Asked: TypeAlias = tuple[Profile, str, Instant]
"""A profile, a journey, and as of when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faring:
    """A profile's health in its stage of a journey at an instant, and what changed it last."""

    profile: int
    journey: str
    health: Health
    measures: tuple[MeasureReading, ...]
    evaluated_at: Instant
    newest: RecordedHealth | None


async def faring(tx: Transaction, shelf: Shelf, asked: Sequence[Asked]) -> list[Faring | None]:
    """Of each who is asked about; None where nothing says what health is.

    Nothing is told: a band that time has brought since the last judgement is a fact when a timer
    has been served, moments later.
    """
    newest = await health_changes.newest(tx, {(one.id, journey) for one, journey, _ in asked})
    found: list[Faring | None] = []
    for profile, journey, now in asked:
        definitions = await shelf.at(tx, profile.revision)
        found.append(
            await _faring(tx, profile, definitions, journey, now, newest.get((profile.id, journey)))
        )
    return found


async def _faring(
    tx: Transaction,
    profile: Profile,
    definitions: Definitions,
    journey: str,
    now: Instant,
    newest: RecordedHealth | None,
) -> Faring | None:
    course, placement = definitions.courses.get(journey), profile.placements.get(journey)
    if course is None or course.health is None or placement is None or placement.stage is None:
        return None
    if not course.health.has_health(placement.stage):
        return None
    profile = await seen_at(tx, profile, definitions, max(now, profile.clock))
    look = course.health.look(profile, placement.stage, profile.clock)
    return Faring(
        profile=profile.id,
        journey=journey,
        health=look.health,
        measures=look.measures(placement.health),
        evaluated_at=profile.clock,
        newest=newest,
    )


async def seen_at(
    tx: Transaction, profile: Profile, definitions: Definitions, clock: Instant
) -> Profile:
    """The profile as of an instant, where nothing but time has come to it."""
    while True:
        try:
            return as_of(profile, definitions, clock)
        except ChunkNeeded as needed:
            content = await series_chunks.load(tx, profile.id, needed.series, needed.number)
            profile = profile.with_chunk(needed.series, needed.number, content)

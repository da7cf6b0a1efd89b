"""The numbers of stages that teams live by: whatever one look asks for, on one view of the store.

What is asked for is a value, so that the questions of many stages are answered together, in as many
statements as those of one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from domain.instants import DAY, Instant
from engine.dwelling import dwells
from engine.health_figures import HealthAsked, HealthFigure, health_figures, tallied
from engine.measuring import Counted
from engine.shelf import Shelf
from engine.stays import ARRIVALS, DEPARTURES, POPULATION, on
from store import counters, feed, placements
from store.counters import Tally
from store.database import Transaction
from store.stage_dwells import StageDwell


@dataclass(frozen=True, slots=True)
class DwellAsked:
    """How long stays in a stage last; only those that ended in so many days or go on, perhaps."""

    journey: str
    stage: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class StuckAsked:
    """How many stand in a stage since before an instant."""

    journey: str
    stage: str
    before: Instant


Asked: TypeAlias = Tally | DwellAsked | StuckAsked | HealthAsked
Figure: TypeAlias = int | StageDwell | HealthFigure | None
"""A number, durations (None where nobody ever was in the stage), or how well they are."""


def population(journey: str, stage: str) -> Tally:
    """Asks how many stand in a stage."""
    return Tally(journey, stage, (POPULATION,))


def arrivals(journey: str, stage: str, days: int, now: Instant) -> Tally:
    """Asks how many stays in a stage began in so many UTC days, of which the last is today."""
    return _in_days(ARRIVALS, journey, stage, days, now)


def departures(journey: str, stage: str, days: int, now: Instant) -> Tally:
    """Asks how many stays in a stage ended in so many UTC days, of which the last is today."""
    return _in_days(DEPARTURES, journey, stage, days, now)


def _in_days(name: str, journey: str, stage: str, days: int, now: Instant) -> Tally:
    return Tally(journey, stage, _named(name, now // DAY, days))


@lru_cache(maxsize=64)
def _named(name: str, today: int, days: int) -> tuple[str, ...]:
    """The counters of so many days, of which the last is that of a number."""
    return tuple(on(name, (today - day) * DAY) for day in range(days))


async def answered(
    tx: Transaction, shelf: Shelf, asked: Sequence[Asked], now: Instant
) -> list[Counted[Figure]]:
    """The answers, in the order of the questions."""
    _, cursor = await feed.bounds(tx)
    about_health = [it for it in asked if isinstance(it, HealthAsked)]
    wanted = {it for it in asked if isinstance(it, Tally)}
    tallies = await counters.sums(tx, wanted.union(*map(tallied, about_health)))
    healths = await health_figures(tx, shelf, about_health, tallies, now, cursor)
    durations = await _dwells(tx, [it for it in asked if isinstance(it, DwellAsked)], now, cursor)
    stuck = await _stuck(tx, [it for it in asked if isinstance(it, StuckAsked)])

    def answer(one: Asked) -> Counted[Figure]:
        match one:
            case Tally():
                return Counted(tallies[one], now, cursor)
            case HealthAsked():
                return Counted(healths[one], now, cursor)
            case StuckAsked():
                return Counted(stuck.get(one, 0), now, cursor)
            case DwellAsked():
                found = durations.get(one)
                if found is None:
                    return Counted(None, now, cursor)
                return Counted(found, found.evaluated_at, found.cursor)

    return [answer(one) for one in asked]


async def _dwells(
    tx: Transaction, asked: Collection[DwellAsked], now: Instant, cursor: int
) -> Mapping[DwellAsked, StageDwell]:
    found = {}
    for days in {it.days for it in asked}:
        journeys = {it.journey for it in asked if it.days == days}
        for one in await dwells(tx, journeys, days, now, cursor):
            found[DwellAsked(one.journey, one.stage, days)] = one
    return found


async def _stuck(tx: Transaction, asked: Collection[StuckAsked]) -> Mapping[StuckAsked, int]:
    found = {}
    for before in {it.before for it in asked}:
        places = {(it.journey, it.stage) for it in asked if it.before == before}
        for (journey, stage), number in (await placements.since_before(tx, places, before)).items():
            found[StuckAsked(journey, stage, before)] = number
    return found

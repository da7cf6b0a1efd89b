"""What stage changes make of visits, of stages passed and of the counters of stages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.instants import Instant, day_of
from domain.profile import Profile
from domain.stage_change import StageChange
from store.counters import CounterKey
from store.passed_stages import PassedStage
from store.visits import ClosedVisit, OpenedVisit

POPULATION = "population"
"""The counter of those who stand in a stage."""
ARRIVALS, DEPARTURES = "arrivals", "departures"
"""The counters of a stage's visits that begin and end, each with a day: see `on`."""


def on(counter: str, at: Instant) -> str:
    """The name of the counter for the UTC day of an instant; names sort as their days do."""
    return f"{counter}.{day_of(at)}"


@dataclass(frozen=True, slots=True)
class Stays:
    """Visits that begin and end, stages passed on the way, and what that does to counters."""

    opened: list[OpenedVisit]
    closed: list[ClosedVisit]
    passed: list[PassedStage]
    counted: Counter[CounterKey]


def stays(before: Iterable[Profile], changes: Iterable[tuple[int, StageChange]]) -> Stays:
    """What these changes, each of a profile, come to."""
    visit = {
        (one.id, journey): placement.visit
        for one in before
        for journey, placement in one.placements.items()
    }
    opened: dict[tuple[int, str, int], OpenedVisit] = {}
    closed: list[ClosedVisit] = []
    passed: list[PassedStage] = []
    counted: Counter[CounterKey] = Counter()
    for profile, change in changes:
        key = (profile, change.journey)
        number = visit.get(key, 0)
        if change.left is not None:
            counted[change.journey, change.left, POPULATION] -= 1
            counted[change.journey, change.left, on(DEPARTURES, change.at)] += 1
            inside = opened.get((*key, number))
            if inside is not None:
                # It came and went in one transaction: written once, closed already.
                opened[(*key, number)] = replace(
                    inside, left_at=change.at, next_stage=change.entered
                )
            else:
                closed.append(ClosedVisit(*key, number, change.at, change.entered))
        if change.entered is not None:
            visit[key] = number = number + 1
            counted[change.journey, change.entered, POPULATION] += 1
            counted[change.journey, change.entered, on(ARRIVALS, change.at)] += 1
            opened[(*key, number)] = OpenedVisit(
                profile=profile,
                journey=change.journey,
                number=number,
                stage=change.entered,
                entered_at=change.at,
                move=change.move,
                trigger=change.trigger,
                version=change.version,
            )
            passed += [PassedStage(*key, number, stage, change.at) for stage in change.skipped]
    return Stays(list(opened.values()), closed, passed, counted)

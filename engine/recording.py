"""Facts as they go into the feed, and what changes of health make of the counters of bands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from domain.fact import Fact, RecordedFact
from domain.health import HealthChange, RecordedHealth
from domain.instants import Instant
from domain.profile import Placement, Profile
from domain.signals import is_segment
from domain.stage_change import RecordedChange, StageChange
from store.counters import CounterKey

BAND = "band."
"""What counters of bands are called, before the band's key."""


@dataclass(frozen=True, slots=True)
class Made:
    """A fact of a sitting, before it has its number in the feed."""

    profile: int
    fact: Fact


def recorded(made: Made, now: Instant) -> RecordedFact:
    """The fact as it is kept, still without its number."""
    match made.fact:
        case StageChange() as change:
            return _stage_change(made.profile, change, now)
        case HealthChange() as change:
            return _health(made.profile, change, now)
        case _:
            assert_never(made.fact)


def changes_among(facts: Iterable[RecordedFact]) -> tuple[RecordedChange, ...]:
    """The stage changes among some facts; who came into a segment the feed tells."""
    changes = (fact for fact in facts if isinstance(fact, RecordedChange))
    return tuple(change for change in changes if not is_segment(change.journey))


def bands_moved(before: Iterable[Profile], after: Iterable[Profile]) -> Counter[CounterKey]:
    """How many more are in each band of each stage after than before."""
    moved: Counter[CounterKey] = Counter()
    for profiles, step in ((before, -1), (after, 1)):
        for profile in profiles:
            for journey, placement in profile.placements.items():
                place = _band(journey, placement)
                if place is not None:
                    moved[place] += step
    return moved


def _band(journey: str, placement: Placement) -> CounterKey | None:
    health = placement.health
    if placement.stage is None or health is None or health.band is None:
        return None
    return journey, placement.stage, f"{BAND}{health.band}"


def _stage_change(profile: int, change: StageChange, now: Instant) -> RecordedChange:
    return RecordedChange(
        number=0,
        profile=profile,
        journey=change.journey,
        version=change.version,
        left=change.left,
        entered=change.entered,
        at=change.at,
        recorded_at=now,
        move=change.move,
        trigger=change.trigger,
        skipped=change.skipped,
        explanation=change.explanation,
        actor=change.actor,
        reason=change.reason,
    )


def _health(profile: int, change: HealthChange, now: Instant) -> RecordedHealth:
    before, after = change.before, change.after
    return RecordedHealth(
        number=0,
        profile=profile,
        journey=change.journey,
        version=change.version,
        stage=after.stage,
        score=after.score,
        band=after.band,
        old_stage=before.stage,
        old_score=before.score,
        old_band=before.band,
        at=change.at,
        recorded_at=now,
        trigger=change.trigger,
        measures=change.measures,
    )

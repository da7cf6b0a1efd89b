"""A profile's way through time: timers first, then data, then a new definition.

    observed      one observation arrives
    time_served   time alone, up to an instant
    brought_to    time up to now, before a move by hand
    republished   the definitions change at an instant

Each takes a profile and gives the next one with the stage changes on the way, in order. They raise
`Interrupted` when a window's edge has entered pairs that are kept elsewhere: give those to the
profile that has come so far (`with_chunk`), and ask again with it.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from domain.course import Course, Definitions
from domain.instants import Instant
from domain.observation import Observation
from domain.pairs import ChunkNeeded
from domain.placement import settled
from domain.profile import Profile, absorbed, at_clock
from domain.rollover import NO_MAPPING, StageMapping, put_out, taken_over
from domain.series import SeriesSpec
from domain.stage_change import StageChange, Trigger

Outcome: TypeAlias = tuple[Profile, tuple[StageChange, ...]]
Settle: TypeAlias = Callable[[Profile, Course, Instant, Trigger], Outcome]
"""The one rule, `placement.settled`, or that rule and somebody who writes down what it does."""


class Interrupted(ChunkNeeded):
    """A chunk is needed halfway: where the profile has come, and by which changes.

    What was lived through is not lived again: a year of silence may need thousands of chunks.
    """

    def __init__(
        self, needed: ChunkNeeded, profile: Profile, changes: Sequence[StageChange]
    ) -> None:
        super().__init__(needed.series, needed.number)
        self.profile, self.changes = profile, tuple(changes)


def observed(
    profile: Profile, definitions: Definitions, observation: Observation, settle: Settle = settled
) -> Outcome:
    """Serve the timers due up to the observation, absorb it, evaluate at the clock."""
    changes: list[StageChange] = []
    if profile.due <= observation.at:
        profile, served = time_served(profile, definitions, observation.at, settle)
        changes += served
    kind, clock = profile.kind, max(profile.clock, observation.at)
    specs = definitions.touched_by(kind, observation.event)
    try:
        profile = absorbed(profile, observation, clock, specs, definitions.windows[kind])
    except ChunkNeeded as needed:
        raise Interrupted(needed, profile, changes) from None
    for course in definitions.by_kind[kind]:
        if course.key not in profile.placements or course.reads(observation):
            profile, made = settle(profile, course, clock, Trigger.DATA)
            changes += made
    return profile, tuple(changes)


def time_served(
    profile: Profile, definitions: Definitions, upto: Instant, settle: Settle = settled
) -> Outcome:
    """Serve every timer due up to `upto`, each at its own instant."""
    changes: list[StageChange] = []
    windows = definitions.windows[profile.kind]
    while (due := profile.due) <= upto:
        profile = _come_to(max(due, profile.clock), profile, windows, changes)
        for course in definitions.by_kind[profile.kind]:
            placement = profile.placements.get(course.key)
            if placement is not None and placement.due <= due:
                profile, made = settle(profile, course, profile.clock, Trigger.TIME)
                changes += made
    return profile, tuple(changes)


def brought_to(profile: Profile, definitions: Definitions, now: Instant) -> Outcome:
    """Serve time up to `now` and stand there, ready to be acted upon by hand.

    A profile that was judged by a server whose clock is ahead stays at its own clock.
    """
    profile, changes = time_served(profile, definitions, now)
    clock, windows = max(profile.clock, now), definitions.windows[profile.kind]
    return _come_to(clock, profile, windows, changes), changes


def republished(
    profile: Profile,
    older: Definitions,
    newer: Definitions,
    mapping: StageMapping = NO_MAPPING,
    settle: Settle = settled,
) -> Outcome:
    """Serve time up to the publication under the older definitions, then judge under the newer.

    `mapping` says where those go who stand in a stage that is no more; whoever stands in a journey
    that is archived leaves it. The series that `newer`
    needs and `older` did not keep must have been rebuilt already, see `rebuilding.missing_series`;
    that happens between the two, so the caller serves time first.
    """
    clock = max(profile.clock, newer.at)
    profile = _come_to(clock, profile, newer.windows[profile.kind], (), newer.revision)
    changes: list[StageChange] = []
    for course in older.by_kind[profile.kind]:
        if course.key not in newer.courses:
            profile, made = put_out(profile, course, clock)
            changes += made
    for course in newer.by_kind[profile.kind]:
        known = older.courses.get(course.key)
        if known is not None and known.version == course.version:
            continue
        profile, made = taken_over(profile, known, course, clock, mapping)
        changes += made
        profile, made = settle(profile, course, clock, Trigger.PUBLISH)
        changes += made
    return profile, tuple(changes)


def _come_to(
    clock: Instant,
    profile: Profile,
    windows: tuple[SeriesSpec, ...],
    changes: Sequence[StageChange],
    revision: int | None = None,
) -> Profile:
    try:
        return at_clock(profile, clock, windows, revision)
    except ChunkNeeded as needed:
        raise Interrupted(needed, profile, changes) from None

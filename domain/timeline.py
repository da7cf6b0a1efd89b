"""A profile's way through time: timers first, then data, then a new definition.

    observed      one observation arrives
    time_served   time alone, up to an instant
    followed      who reads a journey is judged after it
    brought_to    time up to now, before a move by hand
    republished   the definitions change at an instant

Each takes a profile and gives the next one with the stage changes on the way, in order. They raise
`Interrupted` when a window's edge has entered pairs that are kept elsewhere: give those to the
profile that has come so far (`with_chunk`), and ask again with it.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from domain.course import Course
from domain.definitions import Definitions
from domain.fact import Fact
from domain.faring import aged
from domain.instants import Instant
from domain.observation import Observation
from domain.pairs import ChunkNeeded
from domain.placement import settled
from domain.profile import Profile, absorbed, at_clock
from domain.rollover import NO_MAPPING, StageMapping, put_out, taken_over
from domain.stage_change import Trigger

Outcome: TypeAlias = tuple[Profile, tuple[Fact, ...]]
Settle: TypeAlias = Callable[[Profile, Course, Instant, Trigger], Outcome]
"""The one rule, `placement.settled`, or that rule and somebody who writes down what it does."""


class Interrupted(ChunkNeeded):
    """A chunk is needed halfway: where the profile has come, and by which changes.

    What was lived through is not lived again: a year of silence may need thousands of chunks.
    """

    def __init__(self, needed: ChunkNeeded, profile: Profile, changes: Sequence[Fact]) -> None:
        super().__init__(needed.series, needed.number)
        self.profile, self.changes = profile, tuple(changes)


def observed(
    profile: Profile, definitions: Definitions, observation: Observation, settle: Settle = settled
) -> Outcome:
    """Serve the timers due up to the observation, absorb it, evaluate at the clock."""
    changes: list[Fact] = []
    if profile.due <= observation.at:
        profile, served = time_served(profile, definitions, observation.at, settle)
        changes += served
    kind, clock = profile.kind, max(profile.clock, observation.at)
    for course in definitions.scoring[kind]:
        profile = aged(profile, course, clock)
    specs = definitions.touched_by(kind, observation.event)
    try:
        profile = absorbed(profile, observation, clock, specs, definitions.windows[kind])
    except ChunkNeeded as needed:
        raise Interrupted(needed, profile, changes) from None
    asked = definitions.asked_by(kind, observation)
    if profile.arrivals == 1:
        asked.update(course.key for course in definitions.by_kind[kind])
    profile, made = _judged(profile, definitions, asked, Trigger.DATA, settle)
    return profile, (*changes, *made)


def time_served(
    profile: Profile, definitions: Definitions, upto: Instant, settle: Settle = settled
) -> Outcome:
    """Serve every timer due up to `upto`, each at its own instant."""
    changes: list[Fact] = []
    while (due := profile.due) <= upto:
        profile = _come_to(max(due, profile.clock), profile, definitions, changes, brings=1)
        asked = {key for key, placement in profile.placements.items() if placement.due <= due}
        for course in definitions.scoring[profile.kind]:
            if course.key not in asked:
                profile = aged(profile, course, profile.clock)
        profile, made = _judged(profile, definitions, asked, Trigger.TIME, settle)
        changes += made
    return profile, tuple(changes)


def followed(profile: Profile, definitions: Definitions, journey: str, trigger: Trigger) -> Outcome:
    """Judge the journeys that read a journey which has just been judged, at the profile's clock."""
    return _judged(profile, definitions, {journey}, trigger, already=frozenset({journey}))


def scored(profile: Profile, definitions: Definitions, journeys: set[str]) -> Outcome:
    """Judge, at its clock, journeys that say something about health and have never scored it."""
    return _judged(profile, definitions, journeys, Trigger.TIME)


def _judged(
    profile: Profile,
    definitions: Definitions,
    asked: set[str],
    trigger: Trigger,
    settle: Settle = settled,
    already: frozenset[str] = frozenset(),
) -> Outcome:
    """Judge these journeys and those that read them, each once, in the order of references."""
    changes: list[Fact] = []
    for course in definitions.with_readers(profile.kind, asked):
        if course.key not in already:
            profile, made = settle(profile, course, profile.clock, trigger)
            changes += made
    return profile, tuple(changes)


def brought_to(profile: Profile, definitions: Definitions, now: Instant) -> Outcome:
    """Serve time up to `now` and stand there, ready to be acted upon by hand.

    A profile that was judged by a server whose clock is ahead stays at its own clock.
    """
    profile, changes = time_served(profile, definitions, now)
    return _come_to(max(profile.clock, now), profile, definitions, changes), changes


def as_of(profile: Profile, definitions: Definitions, now: Instant) -> Profile:
    """The profile as time alone has made of it, judged by nobody: for who only looks."""
    return _come_to(now, profile, definitions, ())


def republished(
    profile: Profile,
    older: Definitions,
    newer: Definitions,
    mapping: StageMapping = NO_MAPPING,
    settle: Settle = settled,
) -> Outcome:
    """Judge under the newer definitions a profile brought up to their publication under the older.

    `mapping` says where those go who stand in a stage that is no more; whoever stands in a journey
    that is archived leaves it. The series that `newer`
    needs and `older` did not keep must have been rebuilt already, see `rebuilding.missing_series`;
    that happens between the two, see `brought_to`.
    """
    clock = max(profile.clock, newer.at)
    profile = _cleared(clock, profile, newer, (), newer.revision)
    changes: list[Fact] = []
    judged: set[str] = set()
    for course in older.by_kind[profile.kind]:
        if course.key not in newer.courses:
            profile, gone = put_out(profile, course, clock)
            changes += gone
            judged.add(course.key)
    for course in newer.by_kind[profile.kind]:
        known = older.courses.get(course.key)
        is_asked = known is None or known.version != course.version
        if not is_asked and course.follows.isdisjoint(judged):
            continue
        judged.add(course.key)
        profile, taken = taken_over(profile, known, course, clock, mapping)
        changes += taken
        profile, made = settle(profile, course, clock, Trigger.PUBLISH)
        changes += made
    return profile, tuple(changes)


def _come_to(
    clock: Instant,
    profile: Profile,
    definitions: Definitions,
    changes: Sequence[Fact],
    brings: int = 0,
) -> Profile:
    """The profile at that clock; what the last `brings` microseconds bring is still to be told."""
    for course in definitions.scoring[profile.kind]:
        profile = aged(profile, course, clock - brings)
    return _cleared(clock, profile, definitions, changes)


def _cleared(
    clock: Instant,
    profile: Profile,
    definitions: Definitions,
    changes: Sequence[Fact],
    revision: int | None = None,
) -> Profile:
    try:
        return at_clock(profile, clock, definitions.windows[profile.kind], revision)
    except ChunkNeeded as needed:
        raise Interrupted(needed, profile, changes) from None

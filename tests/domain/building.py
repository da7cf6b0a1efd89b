"""Journeys, lives and questions to test the domain with, filled in where a sentence is brief."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.course import Course, charted
from domain.definitions import Definitions, defined
from domain.document import load
from domain.fact import Fact
from domain.instants import DAY, EARLIEST, Instant, instant_of
from domain.journey import Journey, ProfileKind
from domain.moving import moved_by_hand, pinned, unpinned
from domain.observation import Observation
from domain.pairs import ChunkNeeded, Pair, SpilledChunk
from domain.profile import Pin, Placement, Profile
from domain.rebuilding import cleared, missing_series, relearned
from domain.rollover import NO_MAPPING, StageMapping
from domain.stage_change import Move, StageChange, Trigger
from domain.timeline import (
    Interrupted,
    Outcome,
    brought_to,
    observed,
    republished,
    time_served,
)
from domain.values import Value

Document = dict[str, Any]
Moved = tuple[str | None, str | None, Instant, Move, Trigger, tuple[str, ...]]


def on(text: str) -> Instant:
    """The instant that a text spells, which must be one."""
    instant = instant_of(text)
    assert instant is not None, text
    return instant


START = on("2026-01-05")


def day(number: float) -> Instant:
    """So many days after the start of every story."""
    return START + round(number * DAY)


def rule(signal: Document, operator: str, *value: object) -> Document:
    asked: Document = {"signal": signal, "is": operator}
    return asked | {"value": value[0]} if value else asked


def at_least(event: str, count: int, **signal: object) -> Document:
    return rule({"count": event, **signal}, "gte", count)


def trait(path: str, value: object) -> Document:
    return rule({"trait": path}, "eq", value)


def stage(key: str, entry: Document | None = None, **fields: object) -> Document:
    asked = {} if entry is None else {"entry": entry}
    return {"key": key, "name": key.title(), **asked, **fields}


def entry(key: str, criteria: Document | None = None) -> Document:
    return stage(key, criteria, role="ENTRY")


def final(key: str, criteria: Document | None = None) -> Document:
    return stage(key, criteria, role="EXIT")


def advance(left: str, entered: str, **guards: object) -> Document:
    return {"from": left, "to": entered, **guards}


def leave(left: str, entered: str, **guards: object) -> Document:
    return {"from": left, "to": entered, "kind": "EXIT", **guards}


def recycle(left: str, entered: str, **guards: object) -> Document:
    return {"from": left, "to": entered, "kind": "RECYCLE", **guards}


def a_journey(*parts: Document, **fields: object) -> Journey:
    """A journey of these stages and transitions."""
    document = {
        "format": "cairn/1",
        "key": "lead",
        "name": "Lead",
        "kind": "CONTACT",
        "movement": "FORWARD",
        "stages": [part for part in parts if "key" in part],
        "transitions": [part for part in parts if "from" in part],
    }
    return load(document | fields)


def a_course(*parts: Document, version: int = 1, **fields: object) -> Course:
    return charted(a_journey(*parts, **fields), version)


def is_on(name: str) -> Document:
    """Criteria that a trait switches."""
    return trait(name, True)


def a_ladder(movement: str = "FORWARD") -> Course:
    """new, a, b, c, each asking for its own trait, and lost."""
    return a_course(
        entry("new"),
        *(stage(key, is_on(key)) for key in "abc"),
        final("lost", is_on("lost")),
        advance("new", "a"),
        advance("a", "b"),
        advance("b", "c"),
        leave("*", "lost"),
        movement=movement,
    )


def a_swing(key: str = "lead", **fields: Any) -> Course:
    """In and out of activity, as time and logins have it."""
    return a_course(
        entry("new"),
        stage("active", at_least("login", 1, within="P2D")),
        advance("new", "active"),
        movement="FREE",
        key=key,
        **fields,
    )


def published(*courses: Course, revision: int = 1, at: Instant = EARLIEST) -> Definitions:
    return defined(revision, at, courses)


def did(event: str, at: Instant, /, **properties: Value) -> Observation:
    return Observation(at=at, event=event, properties=properties)


def became(at: Instant, /, **traits: Value) -> Observation:
    return Observation(at=at, traits=traits)


def a_profile(**fields: Any) -> Profile:
    return replace(Profile(id=1, kind=ProfileKind.CONTACT, external_id="u1"), **fields)


def answered(act: Callable[[Profile], Outcome], profile: Profile) -> Outcome:
    """Act on a profile, giving it back the chunks that it put away as they turn out needed."""
    changes: list[Fact] = []
    while True:
        try:
            profile, made = act(profile)
        except ChunkNeeded as needed:
            if isinstance(needed, Interrupted):
                profile = needed.profile
                changes += needed.changes
            pairs = put_away(profile, needed.series, needed.number)
            profile = profile.with_chunk(needed.series, needed.number, pairs)
        else:
            return profile, (*changes, *made)


def put_away(profile: Profile, series: str, number: int) -> tuple[Pair, ...]:
    """The pairs of a chunk that the profile notes to have spilled."""
    return next(
        note.content
        for note in reversed(profile.chunk_notes)
        if isinstance(note, SpilledChunk) and (note.series, note.number) == (series, number)
    )


@dataclass(frozen=True)
class Life:
    """A profile under some definitions, with every change so far."""

    definitions: Definitions
    profile: Profile
    changes: tuple[Fact, ...] = ()

    def acting(self, act: Callable[[Profile], Outcome]) -> "Life":
        profile, changes = answered(act, self.profile)
        return replace(self, profile=profile, changes=(*self.changes, *changes))

    def observing(self, *observations: Observation) -> "Life":
        life = self
        for one in observations:
            life = life.acting(lambda it, one=one: observed(it, self.definitions, one))
        return life

    def until(self, instant: Instant) -> "Life":
        return self.acting(lambda it: time_served(it, self.definitions, instant))

    @property
    def moved(self) -> list[StageChange]:
        return [fact for fact in self.changes if isinstance(fact, StageChange)]

    @property
    def moves(self) -> list[Moved]:
        return [brief(change) for change in self.moved]

    @property
    def stages(self) -> list[str | None]:
        """The stages entered one after the other."""
        return [change.entered for change in self.moved]

    @property
    def placement(self) -> Placement:
        """Where the profile stands in the one journey."""
        [placement] = self.profile.placements.values()
        return placement


def lived(course: Course, *observations: Observation, until: Instant | None = None) -> Life:
    """A new profile's life under one journey."""
    life = Life(published(course), a_profile()).observing(*observations)
    return life if until is None else life.until(until)


def republished_to(
    life: Life,
    *courses: Course,
    at: Instant,
    log: Sequence[Observation] = (),
    revision: int = 2,
    mapping: StageMapping = NO_MAPPING,
) -> Life:
    """The life after a publication: time served up to it, what is newly read learned from a log."""
    older, newer = life.definitions, published(*courses, revision=revision, at=at)
    served = life.acting(lambda it: brought_to(it, older, at))
    missing = missing_series(served.profile, older, newer)
    profile = relearned(cleared(served.profile, older, newer, missing), missing, log)
    life = replace(served, profile=profile).acting(
        lambda it: republished(it, older, newer, mapping)
    )
    return replace(life, definitions=newer)


def by_hand(life: Life, stage: str, now: Instant, **how: Any) -> Life:
    """The life after Ada has moved the profile."""
    return life.acting(
        lambda it: moved_by_hand(it, course_of(life), stage, now, actor="ada", **how)
    )


def pin(life: Life, now: Instant, until: Instant | None = None) -> Life:
    return life.acting(lambda it: pinned(it, course_of(life), Pin(until, "ada"), now))


def unpin(life: Life, now: Instant) -> Life:
    return life.acting(lambda it: unpinned(it, course_of(life), now))


def course_of(life: Life) -> Course:
    """The one journey of a life."""
    [course] = life.definitions.courses.values()
    return course


def brief(change: StageChange) -> Moved:
    """A stage change as `moved` writes it."""
    return change.left, change.entered, change.at, change.move, change.trigger, change.skipped


def moved(
    left: str | None, entered: str | None, at: Instant, move: str, trigger: str, *skipped: str
) -> Moved:
    """The move that a sentence expects."""
    return left, entered, at, Move(move), Trigger(trigger), skipped

"""Everything published in a workspace as of one revision, ready to judge with.

There may be a thousand segments: whoever is judged looks up which of them an observation concerns,
and asks no other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from domain.course import Course, charted
from domain.instants import Instant
from domain.journey import ProfileKind
from domain.looking import HealthBook
from domain.observation import Observation
from domain.series import SeriesSpec
from domain.signals import ANY_EVENT, SEGMENT


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything published in a workspace as of a definitions revision, ready to judge with.

    `at` is the instant of that revision; `changed` the journeys that it published.
    """

    revision: int
    at: Instant
    courses: Mapping[str, Course]
    by_kind: Mapping[ProfileKind, tuple[Course, ...]]
    specs: Mapping[ProfileKind, Mapping[str, SeriesSpec]]
    by_event: Mapping[ProfileKind, Mapping[str, tuple[SeriesSpec, ...]]]
    windows: Mapping[ProfileKind, tuple[SeriesSpec, ...]]
    scoring: Mapping[ProfileKind, tuple[Course, ...]]
    """The journeys that say something about health."""
    journeys: Mapping[str, Course]
    """The courses that are journeys, by key; the others are segments."""
    segments: Mapping[str, Course]
    """Segments, by their own keys."""
    ranks: Mapping[str, int]
    """The place of each course in the order in which they are judged."""
    readers: Mapping[str, tuple[str, ...]]
    """The courses that read the standings of one, by its key."""
    asking: Mapping[ProfileKind, "Asking"]

    def asked_by(self, kind: ProfileKind, observation: Observation) -> set[str]:
        """The courses whose answers an observation could change by itself."""
        asking = self.asking[kind]
        event = observation.event
        asked = set() if event is None else {*asking.events.get(event, asking.any_event)}
        for name in observation.traits:
            asked.update(asking.traits.get(name, ()))
        return asked

    def with_readers(self, kind: ProfileKind, asked: Iterable[str]) -> list[Course]:
        """Courses of a kind and those that read them, in the order in which they are judged."""
        found: set[str] = set()
        waiting = [key for key in asked if key in self.ranks]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self.readers.get(key, ())
        courses = (self.courses[key] for key in sorted(found, key=self.ranks.__getitem__))
        return [course for course in courses if course.kind is kind]

    def read_by(self, course: Course) -> tuple[Course, ...]:
        """The course with those whose standings it reads, and that those read."""
        found = {course.key: course}
        waiting = [*course.follows]
        while waiting:
            there = self.courses.get(waiting.pop())
            if there is not None and there.key not in found:
                found[there.key] = there
                waiting += there.follows
        return tuple(found.values())

    def touched_by(self, kind: ProfileKind, event: str | None) -> tuple[SeriesSpec, ...]:
        """The series that an event of that name may change."""
        if event is None:
            return ()
        by_event = self.by_event[kind]
        return by_event.get(event, by_event[ANY_EVENT])


@dataclass(frozen=True, slots=True)
class Asking:
    """Which courses of a kind read an event or a trait, by its name; those that read any event."""

    events: Mapping[str, Collection[str]]
    any_event: Collection[str]
    traits: Mapping[str, Collection[str]]


def defined(revision: int, at: Instant, courses: tuple[Course, ...]) -> Definitions:
    """Put the live journeys of a workspace together.

    They are judged in the order of their references: who reads a journey comes after it. Without
    references the key decides.
    """
    ordered = _linked(_ordered(courses))
    by_kind = {
        kind: tuple(course for course in ordered if course.kind is kind) for kind in ProfileKind
    }
    specs = {kind: _merged(by_kind[kind]) for kind in ProfileKind}
    return Definitions(
        revision=revision,
        at=at,
        courses={course.key: course for course in ordered},
        by_kind=by_kind,
        specs=specs,
        by_event={kind: _by_event(specs[kind]) for kind in ProfileKind},
        windows={
            kind: tuple(spec for spec in specs[kind].values() if spec.within is not None)
            for kind in ProfileKind
        },
        scoring={
            kind: tuple(course for course in by_kind[kind] if course.health is not None)
            for kind in ProfileKind
        },
        journeys={course.key: course for course in ordered if not course.is_segment},
        segments={
            course.key.removeprefix(SEGMENT): course for course in ordered if course.is_segment
        },
        ranks={course.key: rank for rank, course in enumerate(ordered)},
        readers=_readers(ordered),
        asking={kind: _asking(by_kind[kind]) for kind in ProfileKind},
    )


def _readers(courses: Iterable[Course]) -> dict[str, tuple[str, ...]]:
    readers: dict[str, list[str]] = {}
    for course in courses:
        for key in course.follows:
            readers.setdefault(key, []).append(course.key)
    return {key: tuple(reading) for key, reading in readers.items()}


def _asking(courses: Iterable[Course]) -> Asking:
    events: dict[str, set[str]] = {}
    traits: dict[str, set[str]] = {}
    for course in courses:
        for name in course.events:
            events.setdefault(name, set()).add(course.key)
        for name in course.traits:
            traits.setdefault(name, set()).add(course.key)
    any_event = events.pop(ANY_EVENT, set())
    return Asking({name: keys | any_event for name, keys in events.items()}, any_event, traits)


def _ordered(courses: tuple[Course, ...]) -> tuple[Course, ...]:
    """Each journey after those that it reads; by key otherwise, and where they read in a circle."""
    waiting = {course.key: course for course in courses}
    missing = {key: len(course.follows & waiting.keys()) for key, course in waiting.items()}
    readers = _readers(courses)
    free = [key for key, number in missing.items() if number == 0]
    heapify(free)
    ordered: list[Course] = []
    while waiting:
        # Journeys that read in a circle are refused when they are published.
        key = heappop(free) if free else min(waiting)
        ordered.append(waiting.pop(key))
        for reader in readers.get(key, ()):
            missing[reader] -= 1
            if missing[reader] == 0 and reader in waiting:
                heappush(free, reader)
    return tuple(ordered)


def _linked(courses: tuple[Course, ...]) -> tuple[Course, ...]:
    """The same, those that read others compiled with the health of those, which come before."""
    recall: dict[str, int] = {}
    for course in courses:
        for key, within in course.recalls.items():
            recall[key] = max(recall.get(key, 0), within)
    books: dict[str, HealthBook] = {}
    linked: list[Course] = []
    for course in courses:
        known = {key: books[key] for key in course.follows if key in books}
        if known:
            again = charted(course.journey, course.version, known)
            health = again.health or course.health
            course = replace(again, health=health, tells_steps=course.tells_steps)
        if course.health is not None:
            books[course.key] = course.health
        within = recall.get(course.key, 0)
        linked.append(course if course.recall == within else replace(course, recall=within))
    return tuple(linked)


def _merged(courses: tuple[Course, ...]) -> dict[str, SeriesSpec]:
    merged: dict[str, SeriesSpec] = {}
    for course in courses:
        for spec in course.specs:
            known = merged.get(spec.key)
            merged[spec.key] = spec if known is None else known.merged(spec)
    return merged


def _by_event(specs: Mapping[str, SeriesSpec]) -> dict[str, tuple[SeriesSpec, ...]]:
    """Per event name its own series and those of any event; under `*` the latter alone."""
    of_any = tuple(spec for spec in specs.values() if spec.event == ANY_EVENT)
    named = {spec.event for spec in specs.values()} - {ANY_EVENT}
    by_event = {
        name: tuple(spec for spec in specs.values() if spec.event == name) + of_any
        for name in named
    }
    return {**by_event, ANY_EVENT: of_any}

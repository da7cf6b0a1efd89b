"""Everything published in a workspace as of one revision, ready to judge with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from domain.course import Course, charted
from domain.instants import Instant
from domain.journey import ProfileKind
from domain.looking import HealthBook
from domain.series import SeriesSpec
from domain.signals import ANY_EVENT


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
    )


def _ordered(courses: tuple[Course, ...]) -> tuple[Course, ...]:
    """Each journey after those that it reads; by key otherwise, and where they read in a circle."""
    waiting = {course.key: course for course in courses}
    missing = {key: len(course.follows & waiting.keys()) for key, course in waiting.items()}
    readers: dict[str, list[str]] = {}
    for course in courses:
        for key in course.follows:
            readers.setdefault(key, []).append(course.key)
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

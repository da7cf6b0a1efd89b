"""Trying out a journey: somebody's life in it, told step by step, and nothing kept.

A life begins with nothing known, with traits, with a profile as it really stands, or where an
earlier answer ended. It is told up to a length; whoever asked goes on with the rest from there.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import TypeAlias

from domain.candidates import Candidate, Round, candidates_of
from domain.compiling import Compiled
from domain.course import Course, charted
from domain.criteria import rules_of
from domain.definitions import Definitions, defined
from domain.document import dump
from domain.instants import LATEST, Instant
from domain.journey import Journey
from domain.observation import Observation
from domain.problems import replay_problems
from domain.profile import Profile
from domain.refusals import UnreplayableJourney
from domain.simulating import Evaluation, Happening, lived_by
from domain.values import Value
from engine.beginning import beginning_with
from engine.explaining import Explained
from engine.shelf import Shelf
from engine.signing import secret_of
from engine.simulating import Simulation
from engine.snapshots import simulation_of, snapshot_of
from store.columns import dumps
from store.database import Database

MOST_STEPS = 5_000
"""Steps of one answer: time alone may bring any number of them."""
MOST_RULES = 5_000
"""Candidates and rules of one answer, after which it ends with the step that it has come to."""


class Detail(StrEnum):
    """Of which steps all that was looked at is told."""

    MOVES = "MOVES"
    ALL = "ALL"


@dataclass(frozen=True, slots=True)
class FromTraits:
    """Somebody of whom so much is known at an instant."""

    at: Instant
    traits: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FromProfile:
    """A profile as it will stand at an instant, if nothing happens."""

    at: Instant
    external_id: str


@dataclass(frozen=True, slots=True)
class FromSnapshot:
    """Where an earlier answer ended."""

    text: str


Start: TypeAlias = FromTraits | FromProfile | FromSnapshot | None
"""None is somebody of whom nothing is known before the first observation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What to try out: time goes on up to `until`, or by so much after the last observation."""

    journey: Journey
    start: Start
    observations: Sequence[Observation] = ()
    until: Instant | None = None
    by: int | None = None
    detail: Detail = Detail.MOVES


@dataclass(frozen=True, slots=True)
class ToldRound:
    """A round with all that was looked at in it."""

    course: Course
    round: Round
    candidates: tuple[Candidate, ...]

    @property
    def weight(self) -> int:
        """How much there is to tell of it."""
        return sum(_weight(self.course, one) for one in self.candidates)


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step; `rounds` None where they are not told."""

    course: Course
    happening: Happening
    rounds: tuple[ToldRound, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it: so many observations taken, and whether that and the time after was all."""

    course: Course
    steps: tuple[ToldStep, ...]
    taken: int
    is_complete: bool
    at: Instant
    until: Instant | None
    snapshot: str | None
    explanation: Explained


async def tried(
    database: Database, shelf: Shelf, workspace: int, trial: Trial, now: Instant
) -> Tried:
    """Live the life and tell it. Raises UnreplayableJourney, NotFound and BadArgument."""
    secret = await secret_of(database, workspace, "snapshot", now)
    live = await database.read(workspace, shelf.current)
    at = trial.start.at if isinstance(trial.start, FromProfile) else now
    newer = await asyncio.to_thread(_definitions, trial.journey, live, at)
    key = trial.journey.key
    begun: tuple[Evaluation, ...] = ()
    match trial.start:
        case FromProfile(_, external_id):
            begin = partial(
                beginning_with, shelf=shelf, newer=newer, journey=key, external_id=external_id
            )
            simulation, begun = await database.read(workspace, begin)
        case FromSnapshot(text):
            lived = lived_by(newer, key)
            simulation = await asyncio.to_thread(simulation_of, text, lived, key, secret)
        case _:
            nobody = Profile(id=0, kind=trial.journey.kind, external_id="")
            simulation = Simulation(lived_by(newer, key), key, nobody)
    # A life takes a while, and others want to be answered meanwhile.
    return await asyncio.to_thread(told, trial, simulation, begun, secret)


def _definitions(journey: Journey, live: Definitions, at: Instant) -> Definitions:
    """What would be live, were the journey published; it is what is where that says the same."""
    problems = replay_problems(journey)
    if problems:
        raise UnreplayableJourney(journey.key, problems, "source")
    known = live.courses.get(journey.key)
    if known is None or dumps(dump(known.journey)) != dumps(dump(journey)):
        # As text: to Python two documents are equal as well where one has `true` for 1.
        known = charted(journey, 1 if known is None else known.version + 1)
    return defined(live.revision + 1, at, tuple({**live.courses, journey.key: known}.values()))


def told(trial: Trial, simulation: Simulation, begun: Iterable[Evaluation], secret: bytes) -> Tried:
    """The life told, once it has begun; `begun` are steps that beginning it took."""
    until = trial.until
    if trial.by is not None:
        latest = max([simulation.at, *(one.at for one in trial.observations)])
        until = min(latest + trial.by, LATEST)
    first = [simulation.happened(begun)]
    if isinstance(trial.start, FromTraits):
        start = Observation(at=trial.start.at, traits=trial.start.traits)
        first.append(simulation.observe(None, start))
    steps: list[ToldStep] = []
    number, weight, is_complete = 0, 0, True
    for moment in chain(first, simulation.live(trial.observations, until)):
        # That a segment was judged first is nothing that happened in a journey.
        there = [happening for happening in moment if not happening.course.is_segment]
        told_of = [told_step(happening, trial.detail) for happening in there]
        steps += told_of
        number += len(moment)
        weight += sum(one.weight for step in told_of for one in step.rounds or ())
        if number >= MOST_STEPS or weight >= MOST_RULES:
            is_complete = False
            break
    return Tried(
        course=simulation.course,
        steps=tuple(steps),
        taken=simulation.taken,
        is_complete=is_complete,
        at=simulation.at,
        until=until,
        snapshot=snapshot_of(simulation, secret),
        explanation=simulation.explained(),
    )


def told_step(happening: Happening, detail: Detail) -> ToldStep:
    """A step, with its rounds where the detail asks for them."""
    course = happening.course
    if happening.evaluation is None or not (happening.moves or detail is Detail.ALL):
        return ToldStep(course, happening, None)
    rounds = happening.evaluation.rounds
    looked = tuple(ToldRound(course, one, candidates_of(course, one)) for one in rounds)
    return ToldStep(course, happening, looked)


def _weight(course: Course, candidate: Candidate) -> int:
    asked = [course.places[candidate.stage].entry, *(way.when for way in candidate.path)]
    return 1 + sum(map(_rules, asked))


def _rules(compiled: Compiled | None) -> int:
    return 0 if compiled is None else sum(1 for _ in rules_of(compiled.criteria))

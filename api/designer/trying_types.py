"""A simulated life, as clients see it."""

from dataclasses import dataclass

import strawberry

from api.feed.enums import Move, Trigger
from api.fields import described, field, seen, window_on
from api.journeys.types import Stage, StageOf, stage_of
from api.profiles.explanations import Explanation
from api.scalars import JSON, DateTime
from domain.candidates import Candidate, Fate, explained_candidate
from domain.candidates_in_words import candidate_in_words, round_in_words
from domain.course import Course
from domain.instants import LATEST, Instant
from domain.move_in_words import move_in_words
from domain.opening import NOW
from domain.problems import name_of
from domain.stage_change import StageChange
from engine.trying import ToldRound, ToldStep, Tried

described(
    Fate,
    "What became of a candidate.",
    name="CandidateOutcome",
    TAKEN="It opened, and the profile went there.",
    STAYED="Its criteria hold, and the profile stands there already.",
    OUTRANKED="It opened, and another went first.",
    UNMET="The criteria of its stage do not hold.",
    GUARDED="The criteria of its stage hold, or it has none, and a guard on the way does not.",
    HELD="Its stage is held: what asks for it has to lapse once before.",
    BY_HAND="Nothing but a move by hand leads there.",
)


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A stage change of a simulated life."""

    course: Course
    change: StageChange


@dataclass(frozen=True, slots=True)
class ToldCandidate:
    """A candidate in its round."""

    round: ToldRound
    candidate: Candidate


def _stage(course: Course, key: str | None) -> StageOf | None:
    return None if key is None else stage_of(course, key)


def _later(instant: Instant) -> DateTime | None:
    return None if instant > LATEST else DateTime(instant)


@strawberry.type(description="A move in a simulated life.")
class SimulatedChange:
    """A window on `ToldChange`."""

    @field("The stage it left; null when it was unplaced.", of=Stage | None, name="from")
    @staticmethod
    def left(told: strawberry.Parent[ToldChange]) -> StageOf | None:
        return _stage(told.course, told.change.left)

    @field("The stage it entered; null when it is unplaced now.", of=Stage | None, name="to")
    @staticmethod
    def entered(told: strawberry.Parent[ToldChange]) -> StageOf | None:
        return _stage(told.course, told.change.entered)

    @field("When it took effect.")
    @staticmethod
    def at(told: strawberry.Parent[ToldChange]) -> DateTime:
        return DateTime(told.change.at)

    @field("How it went.")
    @staticmethod
    def move(told: strawberry.Parent[ToldChange]) -> Move:
        return told.change.move

    @field("What brought it.")
    @staticmethod
    def trigger(told: strawberry.Parent[ToldChange]) -> Trigger:
        return told.change.trigger

    @field("Keys of the stages that were passed over.")
    @staticmethod
    def skipped(told: strawberry.Parent[ToldChange]) -> list[str]:
        return list(told.change.skipped)

    @field("The rules that decided, each with its actual value.")
    @staticmethod
    def explanation(told: strawberry.Parent[ToldChange]) -> JSON | None:
        explanation = told.change.explanation
        return None if explanation is None else JSON(explanation)

    @field("What happened and why, in one sentence.")
    @staticmethod
    def sentence(told: strawberry.Parent[ToldChange]) -> str:
        return move_in_words(told.change, told.course.names)


@strawberry.type(description="A stage that the rule could have brought the profile to.")
class SimulatedCandidate:
    """A window on `ToldCandidate`."""

    @field("The stage.", of=Stage)
    @staticmethod
    def stage(told: strawberry.Parent[ToldCandidate]) -> StageOf | None:
        return stage_of(told.round.course, told.candidate.stage)

    @field("How the profile would move.")
    @staticmethod
    def move(told: strawberry.Parent[ToldCandidate]) -> Move:
        return told.candidate.move

    @field("What became of it.")
    @staticmethod
    def outcome(told: strawberry.Parent[ToldCandidate]) -> Fate:
        return told.candidate.fate

    @field("When time alone might open it; null when it is open, or time never opens it.")
    @staticmethod
    def opens_at(told: strawberry.Parent[ToldCandidate]) -> DateTime | None:
        return None if told.candidate.opens == NOW else _later(told.candidate.opens)

    @field("The transitions that lead there, by id, else `from -> to (KIND)`; none for criteria.")
    @staticmethod
    def via(told: strawberry.Parent[ToldCandidate]) -> list[str]:
        return [name_of(way.transition) for way in told.candidate.path]

    @field("What became of it and why: `It needs 1 more login within 30 days (2 of 3).`")
    @staticmethod
    def sentence(told: strawberry.Parent[ToldCandidate]) -> str:
        return candidate_in_words(told.round.course, told.round.round, told.candidate)

    @field(
        "The criteria of its stage as `entry` and the guards on the way as `transitions`, each "
        "rule with its actual value, whether it holds, and until when at the least."
    )
    @staticmethod
    def explanation(told: strawberry.Parent[ToldCandidate]) -> JSON:
        round_ = told.round
        return JSON(explained_candidate(round_.course, round_.round, told.candidate))


@strawberry.type(
    description="One look around. The rule moves a profile and looks again, until nothing moves."
)
class SimulatedRound:
    """A window on `engine.trying.ToldRound`."""

    @field("Where the profile stood; null while unplaced.", of=Stage | None, name="from")
    @staticmethod
    def left(told: strawberry.Parent[ToldRound]) -> StageOf | None:
        return _stage(told.course, told.round.placement.stage)

    @field("Where it went; null when it stayed, or now stands nowhere.", of=Stage | None, name="to")
    @staticmethod
    def entered(told: strawberry.Parent[ToldRound]) -> StageOf | None:
        step = told.round.step
        return None if step is None else _stage(told.course, step.entered)

    @field("Whether it moved.")
    @staticmethod
    def moved(told: strawberry.Parent[ToldRound]) -> bool:
        return told.round.step is not None

    @field(
        "All that was looked at, in the rule's own order: ways out, what lies ahead with the most "
        "advanced first, ways back. The first that opens is taken. None while it is pinned.",
        of=list[SimulatedCandidate],
    )
    @staticmethod
    def candidates(told: strawberry.Parent[ToldRound]) -> list[ToldCandidate]:
        return [ToldCandidate(told, one) for one in told.candidates]

    @field("Why it went so: `Adoption is further on than Onboarding, and both hold.`")
    @staticmethod
    def sentence(told: strawberry.Parent[ToldRound]) -> str:
        return round_in_words(told.course, told.round, told.candidates)


@strawberry.type(
    description="An observation or a timer of a simulated life, and what it did in one journey. "
    "The live journeys that are read are lived through as well, each before those that read it."
)
class SimulatedStep:
    """A window on `engine.trying.ToldStep`."""

    @field("Key of the journey that was judged: the one tried out, or one that it reads.")
    @staticmethod
    def journey(told: strawberry.Parent[ToldStep]) -> str:
        return told.course.key

    @field("The profile's clock then: for what came late the instant of what came before it.")
    @staticmethod
    def at(told: strawberry.Parent[ToldStep]) -> DateTime:
        return DateTime(told.happening.at)

    @field("DATA for an observation, TIME for a timer, PUBLISH where a profile met the journey.")
    @staticmethod
    def trigger(told: strawberry.Parent[ToldStep]) -> Trigger:
        return told.happening.trigger

    @field("Which of the observations it is, from 0; null for a timer, and for the start.")
    @staticmethod
    def observation(told: strawberry.Parent[ToldStep]) -> int | None:
        return told.happening.observation

    @field("Whether the rule was asked: not for what nothing in the journey reads.")
    @staticmethod
    def evaluated(told: strawberry.Parent[ToldStep]) -> bool:
        return told.happening.evaluation is not None

    @field("The stage before it; null while unplaced.", of=Stage | None, name="from")
    @staticmethod
    def left(told: strawberry.Parent[ToldStep]) -> StageOf | None:
        return _stage(told.course, told.happening.left)

    @field("The stage after it; null while unplaced.", of=Stage | None, name="to")
    @staticmethod
    def entered(told: strawberry.Parent[ToldStep]) -> StageOf | None:
        return _stage(told.course, told.happening.entered)

    @field("The score of its health after it, 0 to 100; null while nothing is known.")
    @staticmethod
    def score(told: strawberry.Parent[ToldStep]) -> float | None:
        health = told.happening.health
        return None if health is None or health.score is None else health.score / 10

    @field("The band of its health after it; null while nothing is known.")
    @staticmethod
    def band(told: strawberry.Parent[ToldStep]) -> str | None:
        health = told.happening.health
        return None if health is None else health.band

    @field("The moves that it brought, as production would record them.", of=list[SimulatedChange])
    @staticmethod
    def changes(told: strawberry.Parent[ToldStep]) -> list[ToldChange]:
        return [ToldChange(told.course, change) for change in told.happening.changes]

    @field(
        "Each look around, with every candidate. Null where the rule was not asked, and with "
        "MOVES where nothing moved.",
        of=list[SimulatedRound] | None,
    )
    @staticmethod
    def rounds(told: strawberry.Parent[ToldStep]) -> list[ToldRound] | None:
        return None if told.rounds is None else list(told.rounds)

    @field(
        "The first instant at which time alone may move it then, or change its band; null when it "
        "never does."
    )
    @staticmethod
    def next_timer(told: strawberry.Parent[ToldStep]) -> DateTime | None:
        return _later(told.happening.due)


@strawberry.type(description="A life that was tried out. Nothing of it is kept.")
class JourneySimulated:
    """A window on `engine.trying.Tried`."""

    steps: list[SimulatedStep] = seen("What happened, in order.")
    taken: int = seen("How many of the observations were lived through.")
    at: DateTime = seen("How far time has come.")
    until: DateTime | None = seen("How far it was to go; null where nothing was said.")
    explanation: Explanation = seen("Where it stands in the end, why, and what is next.")

    is_type_of = window_on(Tried)

    @field(
        "Whether that is all. An answer that grows too long ends with a step: go on from "
        "`snapshot` with the observations from `taken` on, up to the same `until`."
    )
    @staticmethod
    def complete(tried: strawberry.Parent[Tried]) -> bool:
        return tried.is_complete

    @field(
        "Begin with it to go on exactly here, under the same journey. It is signed: only what this "
        "server wrote is read. Null where it would be longer than 1 MB, of a profile with very "
        "many events in a window."
    )
    @staticmethod
    def snapshot(tried: strawberry.Parent[Tried]) -> str | None:
        return tried.snapshot

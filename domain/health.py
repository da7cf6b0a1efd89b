"""How well a profile does in its stage: a score, a band, and the fact that they changed.

Inside, scores are whole tenths: 76.3 is 763. A score is rounded once, to one decimal, and a tenth
is an integer that nothing can round again.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from domain.instants import NEVER, Instant
from domain.stage_change import Trigger
from domain.values import Value

Tenths: TypeAlias = int
Peak: TypeAlias = tuple[Tenths, Instant]
"""A score that was greater than all since, and when it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A profile's health in a stage as it was last judged; `score` and `band` None are unknown.

    `parts` are the scores of the measures of the stage's `variant`, None for one that is skipped.
    By time alone the score stays as it is until `lasts`. `peaks` are kept where some criteria read
    how far it fell.
    """

    stage: str | None = None
    score: Tenths | None = None
    band: str | None = None
    variant: int = 0
    parts: tuple[Tenths | None, ...] = ()
    lasts: Instant = NEVER
    peaks: tuple[Peak, ...] = ()

    def is_told_from(self, other: "Health") -> bool:
        """Whether `cairn replay --health` would print it after the other."""
        return (self.stage, self.score, self.band) != (other.stage, other.score, other.band)


UNKNOWN = Health()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureReading:
    """One measure of a stage's health as it was read off a profile.

    `value` is what its signal gave, `score` what the points make of it or `missing` says; None when
    it is skipped. `before` is the score it had before the change that it is told with.
    """

    key: str
    name: str | None
    value: Value
    score: Tenths | None
    weight: int | Decimal
    before: Tenths | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthChange:
    """A profile's health in one journey became another.

    `is_step` says that data moved the score and the band stayed; `measures` are those behind the
    new score.
    """

    journey: str
    version: int
    before: Health
    after: Health
    at: Instant
    trigger: Trigger
    measures: tuple[MeasureReading, ...] = ()

    @property
    def is_step(self) -> bool:
        """Whether only the score changed."""
        return self.before.band == self.after.band


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedHealth:
    """A change of health in the feed: `number` is its place there, `recorded_at` when it was kept.

    The stage, score and band are those after it; the others those before.
    """

    number: int
    profile: int
    journey: str
    version: int
    stage: str | None
    score: Tenths | None
    band: str | None
    old_stage: str | None
    old_score: Tenths | None
    old_band: str | None
    at: Instant
    recorded_at: Instant
    trigger: Trigger
    measures: tuple[MeasureReading, ...] = ()

    @property
    def is_step(self) -> bool:
        """Whether only the score changed."""
        return self.band == self.old_band


def decimal_of(score: Tenths) -> Decimal:
    """A score as it is told: 76.3."""
    return Decimal(score).scaleb(-1)

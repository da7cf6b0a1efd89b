"""Where a journey holds profiles up or loses them: stages ranked, each with its reasons.

What is compared is how a stage treats profiles against how it treated those who went on, and
against the whole journey; nothing here knows what a stage is for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MUCH_WORSE = Fraction(3, 2)
"""A share that is so many times that of the whole journey stands out."""
FEW = 5
"""Fewer departures than this say nothing about a share."""
MUCH_FULLER = Fraction(1, 5)
"""A stage that grew by such a part of those who stood in it is filling up."""


class Hindrance(StrEnum):
    """Why a stage is a bottleneck."""

    WAITING = "WAITING"
    """Some stand there for longer than nine of ten of those who went on did."""
    LOSING = "LOSING"
    """Of those who leave it, far more leave the journey than elsewhere."""
    FILLING = "FILLING"
    """Many more came than left."""
    NOBODY_GOES_ON = "NOBODY_GOES_ON"
    """Profiles stand there, a way leads on, and none took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTraffic:
    """What happened in a stage in a period; `usual` is how long nine of ten who went on stayed.

    `arrived`, `went_on` and `lost` count moves; `went_on` is to more advanced stages that are no
    EXIT, `lost` to EXIT stages and out of the journey, `went_back` to the others. `overdue` are
    those who stand there for longer than `usual`, by `waiting` in all. Times are microseconds.
    """

    stage: str
    leads_on: bool
    arrived: int = 0
    went_on: int = 0
    went_back: int = 0
    lost: int = 0
    population: int = 0
    usual: int | None = None
    overdue: int = 0
    waiting: int = 0

    @property
    def left(self) -> int:
        """How many moves led out of it."""
        return self.went_on + self.went_back + self.lost


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A stage that holds profiles up or loses them, and why."""

    traffic: StageTraffic
    reasons: tuple[Hindrance, ...]


def bottlenecks(stages: Sequence[StageTraffic]) -> tuple[Bottleneck, ...]:
    """The stages with a reason, the worst first: by the time waited in all, then by whom it lost.

    Stages of one rank stay in the order in which they are given.
    """
    lost, left = sum(one.lost for one in stages), sum(one.left for one in stages)
    overall = Fraction(lost, left) if left else Fraction(0)
    found = (Bottleneck(one, tuple(_reasons(one, overall))) for one in stages)
    return tuple(
        sorted(
            (one for one in found if one.reasons),
            key=lambda one: (-one.traffic.waiting, -one.traffic.lost, -one.traffic.population),
        )
    )


def _reasons(stage: StageTraffic, overall: Fraction) -> Iterable[Hindrance]:
    if not stage.leads_on:
        return
    if stage.overdue:
        yield Hindrance.WAITING
    if stage.left >= FEW and Fraction(stage.lost, stage.left) > overall * MUCH_WORSE:
        yield Hindrance.LOSING
    stood = stage.population - stage.arrived + stage.left
    grown = stage.arrived - stage.left
    if grown > FEW and grown > stood * MUCH_FULLER:
        yield Hindrance.FILLING
    if stage.population and not stage.went_on:
        yield Hindrance.NOBODY_GOES_ON

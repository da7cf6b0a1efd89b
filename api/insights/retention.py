"""Retention as clients see it: cohorts, and what became of them period by period."""

from dataclasses import dataclass
from decimal import Decimal

import strawberry

from api.fields import field, seen, window_on
from api.insights.measurement import Measurement
from api.scalars import JSON, DateTime, Duration
from domain.retention import Retained, RetainedCohort
from engine.measuring import Counted


@dataclass(frozen=True, slots=True)
class PeriodOf:
    """What is left of a cohort after some periods."""

    number: int
    every: int
    retained: Retained


@dataclass(frozen=True, slots=True)
class CohortOf:
    """A cohort, and how long its periods are."""

    every: int
    cohort: RetainedCohort


@strawberry.type(
    description="What a cohort is worth after some periods, by the trait that was named: sums over "
    "the members for whom that time has come, exact decimals."
)
class RetainedWorth:
    """A window on `domain.retention.Retained`."""

    @field("What they were worth when they began.")
    @staticmethod
    def before(retained: strawberry.Parent[Retained]) -> JSON:
        return JSON(retained.worth_before)

    @field("What those of them who are still there are worth.")
    @staticmethod
    def after(retained: strawberry.Parent[Retained]) -> JSON:
        return JSON(retained.worth_after)

    @field("By how much those who are still there are worth more.")
    @staticmethod
    def expansion(retained: strawberry.Parent[Retained]) -> JSON:
        return JSON(retained.expansion)

    @field("By how much those who are still there are worth less.")
    @staticmethod
    def contraction(retained: strawberry.Parent[Retained]) -> JSON:
        return JSON(retained.contraction)

    @field("What those who are gone were worth when they began.")
    @staticmethod
    def churn(retained: strawberry.Parent[Retained]) -> JSON:
        return JSON(retained.churn)

    @field("Net revenue retention: `after` over `before`; null when that was nothing.")
    @staticmethod
    def net(retained: strawberry.Parent[Retained]) -> float | None:
        return _rounded(retained.net)

    @field("Gross revenue retention: as net, nobody counted for more than in the beginning.")
    @staticmethod
    def gross(retained: strawberry.Parent[Retained]) -> float | None:
        return _rounded(retained.gross)


@strawberry.type(description="What is left of a cohort after some periods.")
class RetentionPeriod:
    """A window on `PeriodOf`."""

    number: int = seen("After how many periods; 0 is the beginning.")

    @field("After how long, since each member began.")
    @staticmethod
    def after(period: strawberry.Parent[PeriodOf]) -> Duration:
        return Duration(period.number * period.every)

    @field("For how many members that time has come: only they are counted.")
    @staticmethod
    def of(period: strawberry.Parent[PeriodOf]) -> int:
        return period.retained.of

    @field("How many of them stood in a stage that is no EXIT.")
    @staticmethod
    def retained(period: strawberry.Parent[PeriodOf]) -> int:
        return period.retained.retained

    @field("The part of them that did, 0 to 1; null while that time has come for nobody.")
    @staticmethod
    def rate(period: strawberry.Parent[PeriodOf]) -> float | None:
        return _rounded(period.retained.rate)

    @field("What they are worth, by the trait that was named.", of=RetainedWorth)
    @staticmethod
    def worth(period: strawberry.Parent[PeriodOf]) -> Retained:
        return period.retained


@strawberry.type(description="Those who began in one period, and what became of them.")
class RetentionCohort:
    """A window on `CohortOf`."""

    @field("They began at this instant or later.")
    @staticmethod
    def since(of: strawberry.Parent[CohortOf]) -> DateTime:
        return DateTime(of.cohort.since)

    @field("They began before this instant.")
    @staticmethod
    def until(of: strawberry.Parent[CohortOf]) -> DateTime:
        return DateTime(of.cohort.until)

    @field("How many they are.")
    @staticmethod
    def size(of: strawberry.Parent[CohortOf]) -> int:
        return of.cohort.size

    @field("After 0, 1, 2… periods, as far as that time has come.", of=list[RetentionPeriod])
    @staticmethod
    def periods(of: strawberry.Parent[CohortOf]) -> list[PeriodOf]:
        periods = enumerate(of.cohort.periods)
        return [PeriodOf(number, of.every, retained) for number, retained in periods]


@strawberry.type(description="Cohorts that were counted together.")
class Retention(Measurement):
    """A window on `engine.measuring.Counted`."""

    is_type_of = window_on(Counted)

    @field("The cohorts, the earliest first.", of=list[RetentionCohort])
    @staticmethod
    def cohorts(counted: strawberry.Parent[Counted[list[CohortOf]]]) -> list[CohortOf]:
        return counted.value


def _rounded(part: Decimal | None) -> float | None:
    return None if part is None else float(part)

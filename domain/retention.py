"""Retention: who of a cohort is still there after so many periods, and what that is worth.

A member is there at an instant when it stands in a stage that is no EXIT. Weighted by a trait such
as the revenue it brings, retention splits into what subscription businesses report:

    net revenue retention    worth now of those who are there / what all were worth in the beginning
    gross revenue retention  the same, each counted for no more than it was worth in the beginning
    expansion, contraction   by how much those who are there are worth more, and less
    churn                    what those who are gone were worth in the beginning

Only members for whom the instant has come are counted, in numerators and denominators alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.instants import NEVER, Instant
from domain.values import Number, Value, minus, plus


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a stage that is no EXIT; `left_at` is NEVER while it goes on."""

    entered_at: Instant
    left_at: Instant = NEVER


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a cohort: when it began, its stays, and what its trait was from when on."""

    began: Instant
    stays: Sequence[Stay]
    values: Sequence[tuple[Instant, Value]] = ()

    def is_there(self, at: Instant) -> bool:
        """Whether it stands in a stage that is no EXIT; on leaving it is gone already."""
        return any(stay.entered_at <= at < stay.left_at for stay in self.stays)

    def worth(self, at: Instant) -> Number:
        """The trait as it was then; nothing where it is missing or no number."""
        worth: Number = 0
        for since, value in self.values:
            if since > at:
                break
            worth = 0
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                worth = value
        return worth


@dataclass(slots=True)
class Retained:
    """A cohort after some periods: how many it is counted `of`, and how many are still there."""

    of: int = 0
    retained: int = 0
    worth_before: Number = 0
    worth_after: Number = 0
    expansion: Number = 0
    contraction: Number = 0
    churn: Number = 0

    def count(self, member: Member, at: Instant) -> None:
        """Count a member for whom the instant has come."""
        before, after = member.worth(member.began), member.worth(at)
        self.of += 1
        self.worth_before = plus(self.worth_before, before)
        if not member.is_there(at):
            self.churn = plus(self.churn, before)
            return
        self.retained += 1
        self.worth_after = plus(self.worth_after, after)
        self.expansion = plus(self.expansion, max(minus(after, before), 0))
        self.contraction = plus(self.contraction, max(minus(before, after), 0))

    @property
    def rate(self) -> Decimal | None:
        """The part that is still there; None of nobody."""
        return Decimal(self.retained) / self.of if self.of else None

    @property
    def net(self) -> Decimal | None:
        """Net revenue retention; None where nothing was worth anything in the beginning."""
        return Decimal(self.worth_after) / self.worth_before if self.worth_before else None

    @property
    def gross(self) -> Decimal | None:
        """Gross revenue retention, never above one; None likewise."""
        if not self.worth_before:
            return None
        lost = plus(self.contraction, self.churn)
        return Decimal(minus(self.worth_before, lost)) / self.worth_before


@dataclass(slots=True)
class RetainedCohort:
    """Those who began in one period, `since <= began < until`, after 0, 1, 2… periods."""

    since: Instant
    until: Instant
    size: int = 0
    periods: list[Retained] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Cohorts of `every` microseconds from `since` on up to `until`, looked at until `as_of`."""

    since: Instant
    until: Instant
    every: int
    as_of: Instant

    def cohorts(self) -> list[RetainedCohort]:
        """The cohorts before anybody is counted."""
        made = []
        for since in range(self.since, self.until, self.every):
            until = min(since + self.every, self.until)
            periods = [Retained() for _ in range(since, self.as_of + 1, self.every)]
            made.append(RetainedCohort(since, until, periods=periods))
        return made

    def count(self, cohorts: Sequence[RetainedCohort], members: Iterable[Member]) -> None:
        """Count members, each in the cohort that it began in."""
        for member in members:
            cohort = cohorts[(member.began - self.since) // self.every]
            cohort.size += 1
            for number, retained in enumerate(cohort.periods):
                at = member.began + number * self.every
                if at > self.as_of:
                    break
                retained.count(member, at)

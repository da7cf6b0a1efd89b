"""Bounded exact event series: of each event only what the published criteria need, and no less.

Four shapes, each a frozen value that an event turns into the next:

    Newest   how many there were, the first, the newest k instants   thresholds, `last`, `first`
    Running  count, sum, least and greatest of a property            totals over the whole cycle
    Pairs    instants with values, see `pairs.py`                    totals within a window
    DaySet   distinct UTC days                                       `days` without a window

A series belongs to a journey's cycle, or with `lifetime: true` to no journey, and then never
restarts. A threshold `gte 3` within a week is decided by the third newest instant alone, whatever
the traffic: that is why k instants are enough (design, section 6).
"""

from bisect import bisect_right, insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from domain.instants import DAY, Instant
from domain.pairs import Pairs, paired
from domain.values import Number, Value, at_path, plus

MOST_INSTANTS = 256
"""A threshold beyond this keeps pairs in chunks instead of instants in the row."""


@dataclass(frozen=True, slots=True)
class Newest:
    """How many events there were, the first instant, and the newest ones in ascending order."""

    count: int = 0
    first: Instant | None = None
    instants: tuple[Instant, ...] = ()


@dataclass(frozen=True, slots=True)
class Running:
    """Exact totals of a numeric property over everything since the series began."""

    count: int = 0
    total: Number = 0
    least: Number | None = None
    greatest: Number | None = None


@dataclass(frozen=True, slots=True)
class DaySet:
    """Distinct UTC days, as days since 1970, ascending; no more of them than anyone asks about."""

    days: tuple[int, ...] = ()


Series: TypeAlias = Newest | Running | Pairs | DaySet

Where: TypeAlias = Callable[[Mapping[str, Value]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpec:
    """One series that the published definitions read.

    `shape` is the class; `depth` how many instants or days are enough (None: all of them);
    `within` the window in microseconds where the shape needs it; `journey` the cycle it restarts
    with, None for lifetime; `where` the compiled condition on properties.
    """

    key: str
    shape: type[Newest] | type[Running] | type[Pairs] | type[DaySet]
    event: str
    journey: str | None
    where: Where | None = None
    property: str | None = None
    within: int | None = None
    depth: int | None = None
    daily: bool = False

    def merged(self, other: "SeriesSpec") -> "SeriesSpec":
        """The spec that serves both readers of one series."""
        if self.depth is None or other.depth is None:
            return replace(self, depth=None)
        return self if self.depth >= other.depth else other

    def empty(self) -> Series:
        """A series in which nothing has happened."""
        return self.shape()

    def covers(self, other: "SeriesSpec") -> bool:
        """Whether a series kept for this spec holds all that the other needs."""
        return self.depth is None or (other.depth is not None and self.depth >= other.depth)

    def after(self, series: Series, at: Instant, properties: Mapping[str, Value]) -> Series:
        """The series after an event at `at`, late or not."""
        if self.where is not None and not self.where(properties):
            return series
        match series:
            case Newest():
                return self._counted(series, at)
            case DaySet(days):
                return self._with_day(days, at // DAY)
        value: Value = 1 if self.property is None else at_path(properties, self.property)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return series
        if isinstance(series, Running):
            return _added(series, value)
        return paired(series, at, value)

    def _counted(self, series: Newest, at: Instant) -> Newest:
        instants, depth = series.instants, self.depth
        first = at if series.first is None or at < series.first else series.first
        if self.daily:
            instants = _with_newest_of_day(instants, at)
        elif not instants or at >= instants[-1]:
            instants = (*instants, at)
        elif depth is None or len(instants) < depth or at > instants[0]:
            place = bisect_right(instants, at)
            instants = (*instants[:place], at, *instants[place:])
        if depth is not None and len(instants) > depth:
            instants = instants[len(instants) - depth :]
        return Newest(series.count + 1, first, instants)

    def _with_day(self, days: tuple[int, ...], day: int) -> DaySet:
        if day in days or (self.depth is not None and len(days) >= self.depth):
            return DaySet(days)
        grown = list(days)
        insort(grown, day)
        return DaySet(tuple(grown))


def _with_newest_of_day(instants: tuple[Instant, ...], at: Instant) -> tuple[Instant, ...]:
    day = at // DAY
    place = bisect_right(instants, at)
    if place < len(instants) and instants[place] // DAY == day:
        return instants
    before = place - 1 if place and instants[place - 1] // DAY == day else place
    return (*instants[:before], at, *instants[place:])


def _added(series: Running, value: Number) -> Running:
    least = value if series.least is None else min(series.least, value)
    greatest = value if series.greatest is None else max(series.greatest, value)
    return Running(series.count + 1, plus(series.total, value), least, greatest)

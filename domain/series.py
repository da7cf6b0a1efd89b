"""Bounded exact event series: of each event only what the published criteria need, and no less.

Four shapes, each a frozen value that an event turns into the next:

    Newest   how many there were, the first, the newest k instants   thresholds, `last`, `first`
    Running  count, sum, least and greatest of a property            totals over the whole cycle
    Pairs    instants with values, older ones in chunks              totals within a window
    DaySet   distinct UTC days                                       `days` without a window

A series belongs to a journey's cycle, or with `lifetime: true` to no journey, and then never
restarts. A threshold `gte 3` within a week is decided by the third newest instant alone, whatever
the traffic: that is why k instants are enough (design, section 6).
"""

from bisect import bisect_right, insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from domain.instants import DAY, Instant
from domain.values import Number, Value, at_path, minus, plus

MOST_INSTANTS = 256
"""A threshold beyond this keeps pairs in chunks instead of instants in the row."""
HEAD = 256
"""Pairs kept in the row before the older half becomes a chunk."""
CHUNK = 128
MOST_OF_LEVEL = 12
MERGED = 8
MOST_LEVELS = 20

Pair: TypeAlias = tuple[Instant, Number]


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
class Chunk:
    """What the row remembers of pairs that are kept elsewhere.

    At level 0 the chunk holds the pairs themselves, above it chunks of the level below.
    """

    number: int
    level: int
    first: Instant
    last: Instant
    count: int
    total: Number
    least: Number
    greatest: Number


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every event of a window with its value: `head` and `tail` here, the bulk between in chunks.

    A chunk may overlap its neighbours in time (late events); it is opened, at last into `tail`,
    when the window's edge enters it, and forgotten when the edge has passed it. `count` and `total`
    are of all that is left.
    """

    count: int = 0
    total: Number = 0
    tail: tuple[Pair, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    head: tuple[Pair, ...] = ()
    next_chunk: int = 1


@dataclass(frozen=True, slots=True)
class DaySet:
    """Distinct UTC days, as days since 1970, ascending; no more of them than anyone asks about."""

    days: tuple[int, ...] = ()


Content: TypeAlias = "tuple[Pair, ...] | tuple[Chunk, ...]"
"""What a chunk holds."""

Series: TypeAlias = Newest | Running | Pairs | DaySet


@dataclass(frozen=True, slots=True)
class SpilledChunk:
    """What left the row and must be kept under (series, number)."""

    series: str
    number: int
    content: Content


@dataclass(frozen=True, slots=True)
class DroppedChunk:
    """A chunk that nothing will read again, `with_inner` all that it holds as well."""

    series: str
    number: int
    with_inner: bool = False


class ChunkNeeded(Exception):
    """The window's edge has entered a chunk that is not in the row: load it and ask again."""

    def __init__(self, series: str, number: int) -> None:
        super().__init__(f"{series} needs its chunk {number}")
        self.series, self.number = series, number


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
        return _paired(series, at, value)

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


def _paired(series: Pairs, at: Instant, value: Number) -> Pairs:
    head = series.head
    if not head or at >= head[-1][0]:
        head = (*head, (at, value))
    else:
        place = bisect_right(head, at, key=lambda pair: pair[0])
        head = (*head[:place], (at, value), *head[place:])
    return replace(series, count=series.count + 1, total=plus(series.total, value), head=head)


def spilled(key: str, series: Pairs) -> tuple[Pairs, tuple[SpilledChunk, ...]]:
    """The series with the older half of its head moved out of the row.

    Where a level has too many chunks, its newest become one chunk of the next level: those are the
    last that the window's edge will reach. So a row remembers a few chunks a level, and a million
    events take four levels.
    """
    pairs, head = series.head[:CHUNK], series.head[CHUNK:]
    values = [value for _, value in pairs]
    number = series.next_chunk
    chunk = Chunk(
        number=number,
        level=0,
        first=pairs[0][0],
        last=pairs[-1][0],
        count=len(pairs),
        total=_sum(values),
        least=min(values),
        greatest=max(values),
    )
    chunks, notes = [*series.chunks, chunk], [SpilledChunk(key, number, pairs)]
    for level in range(MOST_LEVELS):
        peers = sorted((one for one in chunks if one.level == level), key=_first)
        if len(peers) <= MOST_OF_LEVEL:
            break
        number += 1
        inner = tuple(peers[-MERGED:])
        chunks = [one for one in chunks if one not in inner]
        chunks.append(_around(number, inner))
        notes.append(SpilledChunk(key, number, inner))
    moved = replace(series, head=head, chunks=tuple(chunks), next_chunk=number + 1)
    return moved, tuple(notes)


def _around(number: int, inner: tuple[Chunk, ...]) -> Chunk:
    return Chunk(
        number=number,
        level=inner[0].level + 1,
        first=min(one.first for one in inner),
        last=max(one.last for one in inner),
        count=sum(one.count for one in inner),
        total=_sum([one.total for one in inner]),
        least=min(one.least for one in inner),
        greatest=max(one.greatest for one in inner),
    )


def _sum(numbers: Sequence[Number]) -> Number:
    total: Number = 0
    for number in numbers:
        total = plus(total, number)
    return total


def _first(chunk: Chunk) -> Instant:
    return chunk.first


def pruned(key: str, series: Pairs, edge: Instant) -> tuple[Pairs, tuple[DroppedChunk, ...]]:
    """The series without what is at or before `edge`; the second part names chunks to forget.

    Raises ChunkNeeded when the edge lies inside a chunk whose pairs are not here.
    """
    count, total = series.count, series.total
    chunks: list[Chunk] = []
    dropped: list[DroppedChunk] = []
    for chunk in series.chunks:
        if chunk.last <= edge:
            count, total = count - chunk.count, minus(total, chunk.total)
            dropped.append(DroppedChunk(key, chunk.number, with_inner=chunk.level > 0))
        elif chunk.first <= edge:
            raise ChunkNeeded(key, chunk.number)
        else:
            chunks.append(chunk)
    kept: list[tuple[Pair, ...]] = []
    for pairs in (series.tail, series.head):
        place = bisect_right(pairs, edge, key=lambda pair: pair[0])
        for _, value in pairs[:place]:
            count, total = count - 1, minus(total, value)
        kept.append(pairs[place:])
    tail, head = kept
    return replace(
        series, count=count, total=total, tail=tail, head=head, chunks=tuple(chunks)
    ), tuple(dropped)


def opened(key: str, series: Pairs, number: int, content: Content) -> tuple[Pairs, DroppedChunk]:
    """The series with what a chunk holds back in the row: pairs in the tail, or smaller chunks."""
    tail, chunks = series.tail, [chunk for chunk in series.chunks if chunk.number != number]
    for one in content:
        if isinstance(one, Chunk):
            chunks.append(one)
        else:
            tail = (*tail, one)
    tail = tuple(sorted(tail, key=lambda pair: pair[0]))
    return replace(series, tail=tail, chunks=tuple(chunks)), DroppedChunk(key, number)


def oldest(series: Pairs) -> Instant | None:
    """The instant of the oldest event left; None when there is none."""
    starts = [pairs[0][0] for pairs in (series.tail, series.head) if pairs]
    starts += [chunk.first for chunk in series.chunks]
    return min(starts, default=None)

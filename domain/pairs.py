"""Every event of a window with its value: the newest in the profile's row, the bulk in chunks.

A total within a window must know what leaves it and when, so nothing may be forgotten before its
time. The row keeps a few pairs at either end of the window and a summary of each chunk between.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from domain.instants import Instant
from domain.values import Number, minus, plus

HEAD = 256
"""Pairs kept in the row before the older half becomes a chunk."""
CHUNK = 128
MOST_OF_LEVEL = 12
MERGED = 8
MOST_LEVELS = 20

Pair: TypeAlias = tuple[Instant, Number]


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


Content: TypeAlias = "tuple[Pair, ...] | tuple[Chunk, ...]"
"""What a chunk holds."""


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


def paired(series: Pairs, at: Instant, value: Number) -> Pairs:
    """The series with one more event."""
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
    moved = replace(series, head=series.head[CHUNK:])
    return _put_away(key, moved, series.head[:CHUNK])


def shortened(key: str, series: Pairs) -> tuple[Pairs, tuple[SpilledChunk, ...]]:
    """The series with only the oldest pairs of its tail in the row.

    Where events came in no order, chunks overlap, and the window's edge enters many of them at
    once. What they held is put away again, in order, so that it comes back bit by bit.
    """
    tail, notes = series.tail, list[SpilledChunk]()
    series = replace(series, tail=tail[:CHUNK])
    for start in range(CHUNK, len(tail), CHUNK):
        series, put_away = _put_away(key, series, tail[start : start + CHUNK])
        notes += put_away
    return series, tuple(notes)


def _put_away(
    key: str, series: Pairs, pairs: tuple[Pair, ...]
) -> tuple[Pairs, tuple[SpilledChunk, ...]]:
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
    return replace(series, chunks=tuple(chunks), next_chunk=number + 1), tuple(notes)


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
    tail, chunks = [*series.tail], [chunk for chunk in series.chunks if chunk.number != number]
    for one in content:
        if isinstance(one, Chunk):
            chunks.append(one)
        else:
            tail.append(one)
    tail.sort(key=lambda pair: pair[0])
    return replace(series, tail=tuple(tail), chunks=tuple(chunks)), DroppedChunk(key, number)


def oldest(series: Pairs) -> Instant | None:
    """The instant of the oldest event left; None when there is none."""
    starts = [pairs[0][0] for pairs in (series.tail, series.head) if pairs]
    starts += [chunk.first for chunk in series.chunks]
    return min(starts, default=None)

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.pairs import (
    CHUNK,
    Chunk,
    ChunkNeeded,
    DroppedChunk,
    Pairs,
    SpilledChunk,
    oldest,
    opened,
    pruned,
    shortened,
    spilled,
)
from tests.domain.building import START, day


def test_the_older_half_leaves_the_row_as_a_chunk_with_its_totals():
    amounts_of = [Decimal(place % 7) / 2 for place in range(CHUNK + 3)]
    head = tuple((START + place, amount) for place, amount in enumerate(amounts_of))
    series = Pairs(
        count=200, total=500, head=head, chunks=(Chunk(4, 0, 1, 2, 3, 4, 1, 2),), next_chunk=5
    )

    moved, notes = spilled("s", series)

    old = amounts_of[:CHUNK]
    summary = Chunk(5, 0, START, START + CHUNK - 1, CHUNK, sum(old), Decimal(0), Decimal(3))
    assert notes == (SpilledChunk("s", 5, head[:CHUNK]),)
    assert moved == Pairs(
        count=200, total=500, head=head[CHUNK:], chunks=(*series.chunks, summary), next_chunk=6
    )


def test_the_newest_chunks_of_a_full_level_become_one_of_the_next(monkeypatch):
    monkeypatch.setattr("domain.pairs.MOST_OF_LEVEL", 3)
    monkeypatch.setattr("domain.pairs.MERGED", 2)
    older = tuple(Chunk(n, 0, day(n), day(n) + 9, 4, 8, 1, n) for n in (1, 2, 3))
    head = tuple((day(4) + n, 2) for n in range(CHUNK + 1))
    series = Pairs(count=CHUNK + 13, total=0, head=head, chunks=older, next_chunk=4)

    moved, notes = spilled("s", series)

    newest = Chunk(4, 0, day(4), day(4) + CHUNK - 1, CHUNK, 2 * CHUNK, 2, 2)
    merged = Chunk(5, 1, day(3), newest.last, CHUNK + 4, 2 * CHUNK + 8, 1, 3)
    assert (moved.chunks, moved.next_chunk) == ((*older[:2], merged), 6)
    assert notes == (
        SpilledChunk("s", 4, head[:CHUNK]),
        SpilledChunk("s", 5, (older[2], newest)),
    )


def test_a_chunk_of_chunks_is_opened_into_them_and_forgotten_with_them():
    inner = (Chunk(1, 0, day(0), day(1), 2, 2, 1, 1), Chunk(2, 0, day(2), day(3), 2, 2, 1, 1))
    outer = Chunk(3, 1, day(0), day(3), 4, 4, 1, 1)
    series = Pairs(count=4, total=4, chunks=(outer,))

    assert opened("s", series, 3, inner) == (
        Pairs(count=4, total=4, chunks=inner),
        DroppedChunk("s", 3),
    )
    assert pruned("s", series, day(3)) == (Pairs(), (DroppedChunk("s", 3, with_inner=True),))


def test_a_million_events_leave_few_chunks_in_the_row():
    series = Pairs()
    for number in range(8_000):
        head = tuple((START + number * CHUNK + n, 1) for n in range(CHUNK))
        series, _ = spilled("s", replace(series, head=head))

    events = sum(chunk.count for chunk in series.chunks)
    assert (events, len(series.chunks) <= 60) == (8_000 * CHUNK, True)


CHUNKS = (
    Chunk(1, 0, day(0), day(3), 4, Decimal("0.4"), 0, 1),
    Chunk(2, 0, day(2), day(6), 3, 3, 1, 1),
)


def test_what_lies_at_the_edge_has_left_and_one_microsecond_later_has_not():
    pairs = ((day(1), 1), (day(2) - 1, 2), (day(2), 4), (day(2) + 1, 8))
    series = Pairs(count=5, total=31, tail=((day(2), 16),), head=pairs)

    left, dropped = pruned("s", series, day(2))

    assert (left, dropped) == (Pairs(count=1, total=8, head=((day(2) + 1, 8),)), ())


def test_a_chunk_that_the_edge_has_passed_is_forgotten_with_its_totals():
    series = Pairs(count=8, total=Decimal("4.4"), chunks=(*CHUNKS[:1],), head=((day(7), 1),) * 4)

    left, dropped = pruned("s", series, day(3))

    assert (left, dropped) == (
        Pairs(count=4, total=4, head=((day(7), 1),) * 4),
        (DroppedChunk("s", 1),),
    )


def test_a_chunk_that_the_edge_has_entered_is_asked_for():
    series = Pairs(count=7, total=Decimal("3.4"), chunks=CHUNKS)

    with pytest.raises(ChunkNeeded) as needed:
        pruned("s", series, day(3))

    assert (needed.value.series, needed.value.number) == ("s", 2)


def test_a_chunk_that_the_edge_has_not_entered_stays_away():
    series = Pairs(count=7, total=Decimal("3.4"), chunks=CHUNKS)

    assert pruned("s", series, day(0) - 1) == (series, ())


def test_a_chunk_is_opened_in_among_the_tail():
    pairs = ((day(2), 1), (day(4), 1), (day(6), 1))
    series = Pairs(count=9, total=9, chunks=CHUNKS, tail=((day(3), 5), (day(5), 5)))

    grown_series, dropped = opened("s", series, 2, pairs)

    tail = ((day(2), 1), (day(3), 5), (day(4), 1), (day(5), 5), (day(6), 1))
    assert dropped == DroppedChunk("s", 2)
    assert grown_series == Pairs(count=9, total=9, chunks=CHUNKS[:1], tail=tail)


@pytest.mark.parametrize(
    ("series", "instant"),
    [
        (Pairs(), None),
        (Pairs(head=((day(4), 1),)), day(4)),
        (Pairs(head=((day(4), 1),), tail=((day(3), 1),)), day(3)),
        (Pairs(head=((day(4), 1),), tail=((day(3), 1),), chunks=CHUNKS), day(0)),
        (Pairs(head=((day(-1), 1),), chunks=CHUNKS), day(-1)),
    ],
)
def test_the_oldest_event_may_lie_in_any_part(series, instant):
    assert oldest(series) == instant


def test_a_long_tail_goes_away_again_in_the_order_in_which_it_will_be_wanted():
    tail = tuple((START + place, 2) for place in range(2 * CHUNK + 3))
    series = Pairs(count=300, total=600, tail=tail, next_chunk=7)

    left, notes = shortened("s", series)

    assert notes == (
        SpilledChunk("s", 7, tail[CHUNK : 2 * CHUNK]),
        SpilledChunk("s", 8, tail[2 * CHUNK :]),
    )
    assert (left.count, left.total, left.tail, left.next_chunk) == (300, 600, tail[:CHUNK], 9)
    assert [(chunk.first - START, chunk.count) for chunk in left.chunks] == [
        (CHUNK, CHUNK),
        (2 * CHUNK, 3),
    ]

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.instants import DAY, HOUR
from domain.series import (
    CHUNK,
    Chunk,
    ChunkNeeded,
    DaySet,
    DroppedChunk,
    Newest,
    Pairs,
    Running,
    SeriesSpec,
    SpilledChunk,
    oldest,
    opened,
    pruned,
    spilled,
)
from tests.domain.building import START, day

# Few enough that instants and days coincide, on both sides of 1970.
instants = st.integers(-6, 6).map(lambda hours: START + hours * 8 * HOUR) | st.integers(
    -2 * DAY, 2 * DAY
)
amounts = st.one_of(
    st.integers(-(10**30) + 1, 10**30 - 1),
    st.decimals(-(10**9), 10**9, places=18, allow_nan=False),
)
unfit = st.sampled_from([None, True, False, "5", [5], {"amount": 5}])


def a_spec(shape, **fields):
    return SeriesSpec(key="s", shape=shape, event="order", journey="lead", **fields)


def grown(spec, *events):
    """The series after events of (instant, amount), or of an instant alone."""
    series = spec.empty()
    for event in events:
        at, amount = event if isinstance(event, tuple) else (event, None)
        series = spec.after(series, at, {"amount": amount})
    return series


@given(st.lists(instants, max_size=12), st.integers(0, 5) | st.none())
def test_the_newest_instants_are_kept_in_whatever_order_they_come(events, depth):
    series = grown(a_spec(Newest, depth=depth), *events)

    kept = sorted(events)[max(0, len(events) - depth) :] if depth is not None else sorted(events)
    assert series == Newest(len(events), min(events, default=None), tuple(kept))


@given(st.lists(instants, max_size=12), st.integers(1, 4) | st.none())
def test_of_each_day_the_newest_instant_is_kept_and_of_days_the_newest(events, depth):
    series = grown(a_spec(Newest, depth=depth, daily=True), *events)

    daily = sorted({at // DAY: at for at in sorted(events)}.values())
    kept = daily if depth is None else daily[max(0, len(daily) - depth) :]
    assert series == Newest(len(events), min(events, default=None), tuple(kept))


@given(st.lists(instants, max_size=12))
def test_every_distinct_day_is_kept_once(events):
    assert grown(a_spec(DaySet), *events) == DaySet(tuple(sorted({at // DAY for at in events})))


@given(st.lists(instants, max_size=12), st.integers(0, 3))
def test_no_more_days_are_kept_than_anyone_asks_about(events, depth):
    series = grown(a_spec(DaySet, depth=depth), *events)

    all_days = {at // DAY for at in events}
    assert len(series.days) == min(depth, len(all_days))
    assert all_days >= set(series.days)
    assert list(series.days) == sorted(series.days)


@given(st.lists(st.tuples(instants, amounts | unfit), max_size=12))
def test_running_totals_are_exact_and_of_numbers_only(events):
    series = grown(a_spec(Running, property="amount"), *events)

    numbers = [x for _, x in events if isinstance(x, int | Decimal) and not isinstance(x, bool)]
    assert (series.count, Fraction(series.total)) == (len(numbers), sum(map(Fraction, numbers)))
    assert (series.least, series.greatest) == (
        min(numbers, default=None),
        max(numbers, default=None),
    )


def test_sums_do_not_drift():
    tenths = grown(
        a_spec(Running, property="amount"), *((START, Decimal("0.1")) for _ in range(1000))
    )
    cancelled = grown(
        a_spec(Running, property="amount"),
        (START, 10**29),
        (START, Decimal("0.00000000000001")),
        (START, -(10**29)),
    )

    assert (tenths.total, cancelled.total) == (100, Decimal("0.00000000000001"))


@given(st.lists(st.tuples(instants, amounts | unfit), max_size=12))
def test_pairs_are_kept_in_the_order_of_their_instants(events):
    series = grown(a_spec(Pairs, property="amount", within=DAY), *events)

    numbers = [
        (at, x) for at, x in events if isinstance(x, int | Decimal) and not isinstance(x, bool)
    ]
    assert series.head == tuple(sorted(numbers, key=lambda pair: pair[0]))
    assert series.count == len(numbers)
    assert Fraction(series.total) == sum(Fraction(x) for _, x in numbers)


def test_without_a_property_each_event_counts_as_one():
    series = grown(a_spec(Pairs, within=DAY), day(1), day(0))

    assert series == Pairs(count=2, total=2, head=((day(0), 1), (day(1), 1)))


def test_a_property_may_lie_deeper():
    spec = a_spec(Running, property="cart.total")

    series = spec.after(spec.empty(), START, {"cart": {"total": 5}})

    assert series == Running(1, 5, 5, 5)


@pytest.mark.parametrize("shape", [Newest, Running, Pairs, DaySet])
def test_what_a_condition_does_not_let_in_leaves_no_trace(shape):
    spec = a_spec(shape, property="amount", where=lambda properties: False)
    series = spec.empty()

    assert spec.after(series, START, {"amount": 5}) is series


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
    monkeypatch.setattr("domain.series.MOST_OF_LEVEL", 3)
    monkeypatch.setattr("domain.series.MERGED", 2)
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


@pytest.mark.parametrize(
    ("one", "other", "both"), [(3, 5, 5), (5, 3, 5), (3, None, None), (None, 3, None), (2, 2, 2)]
)
def test_two_readers_share_the_series_that_serves_both(one, other, both):
    shared = a_spec(Newest, depth=one).merged(a_spec(Newest, depth=other))

    assert shared == a_spec(Newest, depth=both)


@pytest.mark.parametrize(
    ("kept", "needed", "answer"),
    [(3, 3, True), (3, 4, False), (5, 4, True), (None, 4, True), (None, None, True),
     (4, None, False)],
)  # fmt: skip
def test_a_series_serves_whoever_needs_no_more_of_it(kept, needed, answer):
    assert a_spec(Newest, depth=kept).covers(a_spec(Newest, depth=needed)) is answer

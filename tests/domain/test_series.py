from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.instants import DAY, HOUR
from domain.pairs import (
    Pairs,
)
from domain.series import DaySet, Newest, Running, SeriesSpec
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

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event_records import EventRecord
from domain.instants import DAY, EARLIEST, HOUR, NEVER
from domain.pairs import Chunk, DroppedChunk, Pairs, SpilledChunk
from domain.profile import Pin, Placement, absorbed, at_clock, restarted, traits_after, with_event
from domain.series import DaySet, Newest, Running, SeriesSpec
from tests.domain.building import START, a_profile, answered, became, day, did, put_away


def a_spec(shape, key="s", **fields):
    return SeriesSpec(key=key, shape=shape, event="order", **({"journey": "lead"} | fields))


ORDERS = a_spec(Newest, depth=3)
SPENT = a_spec(Pairs, within=DAY, property="amount")


def after(profile, *observations, specs=(), windows=()):
    """The profile after these, each at its own instant or at the clock."""
    for one in observations:
        clock = max(profile.clock, one.at)
        profile, _ = answered(
            lambda it, one=one, clock=clock: (absorbed(it, one, clock, specs, windows), ()), profile
        )
    return profile


def test_a_profile_that_nobody_has_seen_knows_nothing():
    profile = a_profile()

    assert (profile.clock, profile.arrivals, profile.due) == (EARLIEST, 0, NEVER)
    assert (profile.traits, profile.events, profile.series, profile.placements) == ({}, {}, {}, {})


@pytest.mark.parametrize(
    ("given_traits", "traits"),
    [
        ({}, {"plan": "free", "deal": {"won": True}}),
        ({"seats": 5}, {"plan": "free", "deal": {"won": True}, "seats": 5}),
        ({"plan": "pro"}, {"plan": "pro", "deal": {"won": True}}),
        ({"plan": None}, {"deal": {"won": True}}),
        ({"deal": {"by": "Ada"}}, {"plan": "free", "deal": {"by": "Ada"}}),
        ({"deal": {"won": None}}, {"plan": "free", "deal": {"won": None}}),
        ({"gone": None, "seats": 0}, {"plan": "free", "deal": {"won": True}, "seats": 0}),
    ],
)
def test_traits_merge_at_the_top_and_a_null_takes_one_away(given_traits, traits):
    assert traits_after({"plan": "free", "deal": {"won": True}}, given_traits) == traits


def test_an_observation_is_absorbed_in_one_step():
    before = a_profile(traits={"plan": "free"}, clock=day(0), arrivals=4, revision=2)
    observation = replace(did("order", day(1), amount=5), traits={"plan": "pro"})

    profile = absorbed(before, observation, day(1), (ORDERS,), ())

    assert profile == replace(
        before,
        clock=day(1),
        arrivals=5,
        traits={"plan": "pro"},
        events={"order": EventRecord(1, day(1), day(1))},
        series={"s": Newest(1, day(1), (day(1),))},
    )


def test_absorbing_leaves_the_profile_that_was_given_as_it_was():
    before = after(a_profile(), did("order", day(0)), specs=(ORDERS,))
    copy = replace(before, series=dict(before.series), events=dict(before.events))

    after(before, did("order", day(1)), specs=(ORDERS,))

    assert before == copy


def test_of_every_event_the_count_and_the_first_and_last_are_kept():
    profile = after(
        a_profile(),
        did("order", day(2)),
        did("login", day(3)),
        did("order", day(1)),
        became(day(4), plan="pro"),
        did("order", day(2.5)),
    )

    assert profile.events == {
        "order": EventRecord(3, day(1), day(2.5)),
        "login": EventRecord(1, day(3), day(3)),
    }


def test_an_event_at_or_before_the_cycle_does_not_count_in_it():
    placed = a_profile().placed("lead", Placement(version=1, stage="new", cycle=day(1)))
    lifetime = a_spec(Newest, "lifetime", journey=None, depth=3)

    profile = after(
        placed,
        *(did("order", at) for at in (day(0), day(1), day(1) + 1)),
        specs=(ORDERS, lifetime),
    )

    assert profile.series == {
        "s": Newest(1, day(1) + 1, (day(1) + 1,)),
        "lifetime": Newest(3, day(0), (day(0), day(1), day(1) + 1)),
    }


def test_a_late_event_that_has_left_its_window_is_never_stored():
    profile = a_profile(clock=day(5))

    profile = after(
        profile, did("order", day(4), amount=1), did("order", day(4) + 1, amount=2), specs=(SPENT,)
    )

    assert profile.series == {"s": Pairs(count=1, total=2, head=((day(4) + 1, 2),))}
    assert profile.events["order"].count == 2


def test_windows_are_cleared_before_an_event_counts():
    profile = after(
        a_profile(),
        did("order", day(0), amount=1),
        did("order", day(0.5), amount=2),
        did("order", day(1), amount=4),
        specs=(SPENT,),
        windows=(SPENT,),
    )

    assert profile.series == {"s": Pairs(count=2, total=6, head=((day(0.5), 2), (day(1), 4)))}


def test_the_clock_goes_on_and_windows_lose_what_has_left_them():
    daily = a_spec(Newest, "daily", within=DAY, daily=True)
    kept = {
        "s": Pairs(count=2, total=3, head=((day(0), 1), (day(0) + 1, 2))),
        "daily": Newest(2, day(0), (day(0), day(0) + 1)),
        "other": Newest(1, day(0), (day(0),)),
    }
    profile = a_profile(clock=day(0) + 1, series=kept)

    cleared = at_clock(profile, day(1), (SPENT, daily, a_spec(Pairs, "unseen", within=DAY)))

    assert cleared == a_profile(
        clock=day(1),
        series={
            "s": Pairs(count=1, total=2, head=((day(0) + 1, 2),)),
            "daily": Newest(2, day(0), (day(0) + 1,)),
            "other": Newest(1, day(0), (day(0),)),
        },
    )


def test_where_no_time_passes_nothing_changes():
    profile = after(a_profile(), did("order", day(0), amount=1), specs=(SPENT,))

    assert at_clock(profile, day(0), (SPENT,)) is profile


def test_a_past_event_is_relearned_without_arriving_again():
    profile = a_profile(clock=day(5), arrivals=3, traits={"plan": "pro"})

    relearned = with_event(profile, (ORDERS, SPENT), did("order", day(2), amount=1))

    assert relearned == replace(profile, series={"s": Newest(1, day(2), (day(2),))})


def test_a_series_that_restarts_forgets_its_chunks_too():
    chunks = (Chunk(3, 0, day(0), day(1), 2, 2, 1, 1), Chunk(4, 0, day(1), day(2), 2, 2, 1, 1))
    profile = a_profile(
        series={
            "a": Pairs(count=4, total=4, chunks=chunks),
            "b": Running(1, 1, 1, 1),
            "c": DaySet(),
        }
    )

    assert restarted(profile, ("a", "b", "unknown")) == replace(
        profile,
        series={"c": DaySet()},
        chunk_notes=(DroppedChunk("a", 3), DroppedChunk("a", 4)),
    )


def test_the_first_placement_that_is_due_makes_the_profile_due():
    profile = (
        a_profile()
        .placed("a", Placement(version=1, due=day(3)))
        .placed("b", Placement(version=1, due=day(2)))
        .placed("c", Placement(version=1))
    )

    assert profile.due == day(2)


@pytest.mark.parametrize(
    ("until", "now", "answer"),
    [(None, day(9), False), (day(1), day(1) - 1, False), (day(1), day(1), True)],
)
def test_a_pin_ends_at_its_instant_or_by_hand(until, now, answer):
    assert Pin(until, "ada").has_ended(now) is answer


def everything_in(profile, key):
    """The pairs of a series, wherever they are kept, in order."""
    series = profile.series.get(key, Pairs())
    away = [pairs_of(profile, chunk) for chunk in series.chunks]
    return sorted(pair for pairs in (series.tail, series.head, *away) for pair in pairs)


def pairs_of(profile, chunk):
    """The pairs of a chunk, through all its levels."""
    content = put_away(profile, "s", chunk.number)
    if chunk.level == 0:
        return content
    return [pair for inner in content for pair in pairs_of(profile, inner)]


def chunks_in(profile, chunks):
    """The numbers of these chunks and of all that they hold."""
    inner = [put_away(profile, "s", chunk.number) for chunk in chunks if chunk.level > 0]
    return {chunk.number for chunk in chunks}.union(*(chunks_in(profile, one) for one in inner))


def kept_away(profile):
    """The numbers of the chunks that whoever follows the profile's notes still has."""
    away = {}
    for note in profile.chunk_notes:
        match note:
            case SpilledChunk(_, number, content):
                away[number] = content
            case DroppedChunk(_, number, with_inner):
                forget(away, number, with_inner=with_inner)
    return set(away)


def forget(away, number, *, with_inner):
    for one in away.pop(number):
        if with_inner and isinstance(one, Chunk):
            forget(away, one.number, with_inner=True)


steps = st.sampled_from([-30 * HOUR, -12 * HOUR, -1, 0, 0, 1, HOUR, 6 * HOUR, DAY, DAY + 1])
amounts = st.sampled_from([Decimal("0.1"), Decimal("0.2"), 1, -3])


@given(st.lists(st.tuples(steps, amounts), max_size=40))
def test_a_window_holds_what_is_in_it_and_nothing_else_however_events_arrive(events):
    profile, lived = a_profile(clock=START), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domain.profile.HEAD", 4)
        patch.setattr("domain.pairs.CHUNK", 2)
        patch.setattr("domain.pairs.MOST_OF_LEVEL", 3)
        patch.setattr("domain.pairs.MERGED", 2)
        for step, amount in events:
            at = profile.clock + step
            lived.append((at, amount))
            profile = after(
                profile, did("order", at, amount=amount), specs=(SPENT,), windows=(SPENT,)
            )

            inside = sorted(pair for pair in lived if pair[0] > profile.clock - DAY)
            series = profile.series.get("s", Pairs())
            assert everything_in(profile, "s") == inside
            assert (series.count, series.total) == (len(inside), sum(x for _, x in inside))
            assert chunks_in(profile, series.chunks) == kept_away(profile)
            assert len(series.head) <= 4
            assert len(series.tail) <= 4


def test_a_long_window_keeps_no_more_than_two_hundred_and_fifty_six_pairs_in_the_row():
    long = a_spec(Pairs, within=30 * DAY)

    profile = after(
        a_profile(),
        *(did("order", day(0) + minute * 60_000_000) for minute in range(1_000)),
        specs=(long,),
        windows=(long,),
    )

    series = profile.series["s"]
    assert (series.count, len(series.head), len(series.chunks)) == (1_000, 232, 6)
    assert series.count == len(series.head) + sum(chunk.count for chunk in series.chunks)


def test_events_that_come_in_no_order_keep_no_more_in_the_row():
    long = a_spec(Pairs, within=DAY)
    shuffled = sorted(range(3_000), key=lambda n: n * 7919 % 3_001)
    profile = after(
        a_profile(), *(did("order", START + n) for n in shuffled), specs=(long,), windows=(long,)
    )

    profile, _ = answered(lambda it: (at_clock(it, day(1) + 1_000, (long,)), ()), profile)

    series = profile.series["s"]
    assert everything_in(profile, "s") == [(START + n, 1) for n in range(1_001, 3_000)]
    assert (series.count, len(series.head) + len(series.tail) <= 512) == (1_999, True)


def test_a_window_opens_one_chunk_at_a_time():
    long = a_spec(Pairs, within=DAY)
    profile = after(
        a_profile(), *(did("order", START + n) for n in range(600)), specs=(long,), windows=(long,)
    )

    profile, _ = answered(lambda it: (at_clock(it, day(1) + 10, (long,)), ()), profile)

    series = profile.series["s"]
    assert (series.count, series.total) == (589, 589)
    assert [pair[0] - START for pair in series.tail] == list(range(11, 128))
    assert [chunk.number for chunk in series.chunks] == [2, 3]
    assert kept_away(profile) == {2, 3}

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.instants import DAY, WEEK
from domain.journey import ProfileKind
from domain.pairs import Chunk, DroppedChunk, Pairs
from domain.profile import Placement
from domain.rebuilding import cleared, events_of, missing_series, relearned
from domain.series import DaySet, Newest, Running, SeriesSpec
from tests.domain.building import (
    START,
    a_course,
    a_profile,
    advance,
    at_least,
    became,
    day,
    did,
    entry,
    lived,
    moved,
    published,
    republished_to,
    rule,
    stage,
)
from tests.lives import arrived
from tests.strategies.criteria import criteria
from tests.strategies.dice import Dice
from tests.strategies.histories import history
from tests.strategies.stories import MOVEMENTS

CONTACT = ProfileKind.CONTACT


def reading(*asked, version=1, **fields):
    """A journey of a stage for each of these criteria."""
    return a_course(
        entry("new"),
        *(stage(f"s{number}", one) for number, one in enumerate(asked)),
        *(advance("new", f"s{number}") for number in range(len(asked))),
        version=version,
        **{"movement": "FREE", **fields},
    )


def missing(older, newer):
    """Event and shape of what the newer journey reads and the older did not keep."""
    specs = missing_series(a_profile(), published(older), published(newer))
    return [(spec.event, spec.shape) for spec in specs]


# What is missing


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ([at_least("login", 3, within="P1D")], [at_least("login", 3, within="P1D")], []),
        ([at_least("login", 3, within="P1D")], [at_least("login", 2, within="P7D")], []),
        ([at_least("login", 3, within="P1D")], [at_least("login", 9)], []),
        (
            [at_least("login", 3, within="P1D")],
            [at_least("login", 4, within="P1D")],
            [("login", Newest)],
        ),
        ([at_least("login", 3)], [at_least("login", 1, within="P1D")], [("login", Newest)]),
        ([at_least("login", 3)], [at_least("login", 3, lifetime=True)], [("login", Newest)]),
        ([at_least("login", 3)], [rule({"days": "login"}, "gte", 3)], [("login", DaySet)]),
        (
            [rule({"sum": "order", "property": "a", "within": "P1D"}, "gt", 3)],
            [rule({"max": "order", "property": "a", "within": "P1D"}, "gt", 3)],
            [],
        ),
        (
            [rule({"sum": "order", "property": "a", "within": "P1D"}, "gt", 3)],
            [rule({"sum": "order", "property": "a", "within": "P2D"}, "gt", 3)],
            [("order", Pairs)],
        ),
        ([], [rule({"avg": "order", "property": "a"}, "gt", 3)], [("order", Running)]),
        ([at_least("login", 3)], [], []),
    ],
)
def test_only_what_was_not_kept_deep_enough_is_missing(older, newer, expected):
    assert missing(reading(*older), reading(*newer)) == expected


def test_another_journeys_cycle_is_another_series_and_another_kinds_does_not_matter():
    login = at_least("login", 3, within="P1D")

    assert missing(reading(login), reading(login, key="other")) == [("login", Newest)]
    assert missing(reading(login), reading(login, kind="ACCOUNT")) == []


def a_spec(event, key="s", **fields):
    fields = {"shape": Newest, "journey": "lead", "depth": 3} | fields
    return SeriesSpec(key=key, event=event, **fields)


def test_only_the_events_that_are_read_are_taken_from_the_log():
    assert events_of([a_spec("login"), a_spec("order"), a_spec("login")]) == {"login", "order"}
    assert events_of([]) == frozenset()
    assert events_of([a_spec("login"), a_spec("*")]) is None


# What is forgotten


def test_what_nothing_reads_any_more_and_what_is_rebuilt_is_forgotten_with_its_chunks():
    daily = {"sum": "order", "property": "a", "within": "P1D"}
    older = published(
        reading(at_least("login", 3, within="P1D"), rule(daily, "gt", 3), at_least("ticket", 3))
    )
    newer = published(reading(at_least("login", 5, within="P1D"), at_least("ticket", 3)))
    login, order, ticket = older.specs[CONTACT]
    chunks = (Chunk(7, 0, START, START, 1, 1, 1, 1),)
    kept = {
        login: Newest(1, START, (START,)),
        order: Pairs(count=1, total=1, chunks=chunks),
        ticket: Newest(1, START, ()),
    }
    profile = a_profile(series=kept)

    profile = cleared(profile, older, newer, missing_series(profile, older, newer))

    assert profile == a_profile(
        series={ticket: kept[ticket]}, chunk_notes=(DroppedChunk(order, 7),)
    )


def test_where_nothing_is_forgotten_the_profile_is_as_it_was():
    definitions = published(reading(at_least("login", 3)))
    profile = a_profile(series={"anything": DaySet((1,))})

    assert cleared(profile, definitions, definitions, ()) is profile


# What is learned again


def test_a_log_is_learned_in_order_of_arrival_and_only_what_is_missing():
    log = [
        did("login", day(0)),
        became(day(1), plan="pro"),
        did("order", day(2)),
        did("login", day(1)),
    ]
    profile = a_profile(clock=day(2), arrivals=4)

    learned = relearned(profile, (a_spec("login"), a_spec("*", "any", depth=1)), log)

    assert learned == replace(
        profile,
        series={
            "s": Newest(2, day(0), (day(0), day(1))),
            "any": Newest(3, day(0), (day(2),)),
        },
    )


def test_a_log_may_come_in_pages():
    log = [did("login", day(number)) for number in range(5)]
    specs = (a_spec("login"),)
    profile = a_profile(clock=day(5))

    in_pages = relearned(relearned(profile, specs, log[:2]), specs, iter(log[2:]))

    assert in_pages == relearned(profile, specs, log)


def test_what_lies_before_the_cycle_or_outside_its_window_is_not_learned():
    placed = a_profile(clock=day(9)).placed(
        "lead", Placement(version=1, stage="new", since=day(3), cycle=day(3))
    )
    specs = (
        a_spec("login"),
        a_spec("login", "lifetime", journey=None),
        a_spec("login", "week", shape=Pairs, within=WEEK, journey=None),
        a_spec("login", "day", shape=Pairs, within=DAY),
    )

    learned = relearned(placed, specs, [did("login", day(number)) for number in range(1, 8)])

    assert learned.series == {
        "s": Newest(4, day(4), (day(5), day(6), day(7))),
        "lifetime": Newest(7, day(1), (day(5), day(6), day(7))),
        "week": Pairs(count=5, total=5, head=tuple((day(number), 1) for number in range(3, 8))),
    }


# All of it together


def test_a_new_version_judges_by_events_that_the_old_one_never_read():
    log = [did("order", day(number), amount=2) for number in range(3)]
    spent = rule({"sum": "order", "property": "amount"}, "gte", 6)
    life = lived(reading(at_least("login", 1)), *log)

    life = republished_to(life, reading(spent, version=2), at=day(5), log=log)

    assert life.moves == [
        moved(None, "new", day(0), "ENTER", "DATA"),
        moved("new", "s0", day(5), "ADVANCE", "PUBLISH"),
    ]


def known(spec, series):
    """What answers depend on. More may be kept where another version needed more."""
    match series:
        case Newest(_, _, instants) if spec.within is not None:
            return instants
        case Newest(count, first, instants):
            return count, first, instants[max(0, len(instants) - spec.depth) :]
        case DaySet(days):
            return days if spec.depth is None else min(len(days), spec.depth)
        case Pairs():
            return series.total, series.tail + series.head
    return series


def all_known(life, course):
    kept = life.profile.series
    return {spec.key: known(spec, kept.get(spec.key, spec.empty())) for spec in course.specs}


@st.composite
def republications(draw):
    """Criteria of two versions, a history, and how long after it the second is published."""
    dice = Dice(draw)
    asked = [dice.several(lambda: criteria(dice), again=50, most=3) for _ in range(2)]
    lines = [line for line in history(dice) if line["profile"] == "u1"]
    movement = dice.one_of([one for one in MOVEMENTS if one != "STEPWISE"])
    return asked, lines, dice.one_of([0, 1, DAY, 3 * DAY]), movement


@settings(max_examples=200)
@given(republications())
def test_a_rebuilt_profile_knows_what_it_would_had_it_always_been_judged_so(drawn):
    (first, second), lines, later, movement = drawn
    log = [became(START), *map(arrived, lines)]
    at = max(one.at for one in log) + later
    older = reading(*first, movement=movement)
    newer = reading(*second, movement=movement, version=2)

    rebuilt = republished_to(lived(older, *log), newer, at=at, log=log)
    always = republished_to(lived(newer, *log), replace(newer, version=3), at=at)

    assert all_known(rebuilt, newer) == all_known(always, newer)
    if movement == "FREE":
        assert rebuilt.placement.stage == always.placement.stage
        assert rebuilt.profile.due == always.profile.due

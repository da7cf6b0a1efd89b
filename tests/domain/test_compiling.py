"""What each signal says of a profile's traits and events, and what rules make of it."""

from decimal import Decimal

import pytest

from domain.instants import NEVER
from tests.domain.asking import asked, holds
from tests.domain.building import (
    START,
    became,
    day,
    did,
    on,
    rule,
)

ORDERS = {"count": "order"}
AMOUNT = {"property": "amount"}


def spent(aggregate, **selection):
    return {aggregate: "order", "property": "amount", **selection}


def orders(*amounts):
    return [did("order", START, amount=amount) for amount in amounts]


def value_is(signal, value, *observations, now=None):
    """Whether the signal's value is this one and no other; None is missing."""
    if value is None:
        return holds(rule(signal, "missing"), *observations, now=now)
    return holds(
        {"all": [rule(signal, "eq", value), rule(signal, "exists")]}, *observations, now=now
    )


# Traits


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("plan", "pro"),
        ("seats", 5),
        ("deal.won", True),
        ("deal.by.name", "Ada"),
        ("flat.key", "whole"),
        ("deal.lost", None),
        ("deal.lost.why", None),
        ("plan.name", None),
        ("nobody", None),
        ("gone", None),
    ],
)
def test_a_trait_is_read_by_its_path(path, value):
    traits = {
        "plan": "pro",
        "seats": Decimal("5.0"),
        "deal": {"won": True, "lost": None, "by": {"name": "Ada"}},
        "flat.key": "whole",
        "flat": {"key": "inner"},
        "gone": "soon",
    }

    assert value_is({"trait": path}, value, became(START, **traits), became(START, gone=None))


@pytest.mark.parametrize(
    ("criteria_of_plan", "answers"),
    [
        (("eq", "pro"), (True, False, False, False)),
        (("ne", "pro"), (False, True, True, True)),
        (("in", ["pro", "team"]), (True, False, False, False)),
        (("not_in", ["pro", "team"]), (False, True, True, True)),
        (("lt", "z"), (True, True, False, False)),
        (("lte", 5), (False, False, True, False)),
        (("gt", 4), (False, False, True, False)),
        (("gte", "f"), (True, True, False, False)),
        (("contains", "r"), (True, True, False, False)),
        (("exists",), (True, True, True, False)),
        (("missing",), (False, False, False, True)),
    ],
)
def test_an_operator_says_of_a_trait_of_each_type(criteria_of_plan, answers):
    lives = [[became(START, plan="pro")], [became(START, plan="free")], [became(START, plan=5)], []]

    judged = tuple(holds(rule({"trait": "plan"}, *criteria_of_plan), *life) for life in lives)

    assert judged == answers


# Events, and which of them


def test_nobody_has_done_anything_at_first():
    signals = [ORDERS, {"days": "order"}, spent("sum"), ORDERS | {"within": "P1D"}]
    missing = [spent("min"), spent("max"), spent("avg"), {"last": "order"}, {"first": "order"}]

    assert [value_is(signal, 0) for signal in signals] == [True] * 4
    assert [holds(rule(signal, "missing")) for signal in missing] == [True] * 5
    assert holds(rule({"age": {"last": "order"}}, "missing"))


@pytest.mark.parametrize(
    ("conditions", "amounts"),
    [
        ([], {1, 2, 5, "5", None}),
        ([AMOUNT | {"is": "gte", "value": 2}], {2, 5}),
        ([AMOUNT | {"is": "gte", "value": 2}, AMOUNT | {"is": "lt", "value": 5}], {2}),
        ([AMOUNT | {"is": "eq", "value": Decimal("5.0")}], {5}),
        ([AMOUNT | {"is": "eq", "value": "5"}], {"5"}),
        ([AMOUNT | {"is": "ne", "value": 5}], {1, 2, "5", None}),
        ([AMOUNT | {"is": "in", "value": [1, "5"]}], {1, "5"}),
        ([AMOUNT | {"is": "not_in", "value": [1, "5"]}], {2, 5, None}),
        ([AMOUNT | {"is": "contains", "value": "5"}], {"5"}),
        ([AMOUNT | {"is": "exists"}], {1, 2, 5, "5"}),
        ([AMOUNT | {"is": "missing"}], {None}),
    ],
)
def test_only_events_that_meet_every_condition_count(conditions, amounts):
    observations = [did("order", START, amount=amount) for amount in (1, 2, 5, "5", None)]

    where = {"where": conditions} if conditions else {}
    assert value_is(ORDERS | where, len(amounts), *observations)
    assert value_is(
        spent("sum", **where),
        sum(amount for amount in amounts if isinstance(amount, int)),
        *observations,
    )


def test_a_condition_reads_a_property_as_a_trait_is_read():
    observations = [
        did("order", START, item={"color": "red"}),
        did("order", START, **{"item.color": "red", "item": {"color": "blue"}}),
        did("order", START, **{"item.color": None, "item": {"color": "red"}}),
        did("order", START, item="red"),
        did("order", START),
    ]
    is_red = [{"property": "item.color", "is": "eq", "value": "red"}]

    assert value_is(ORDERS | {"where": is_red}, 2, *observations)


def test_any_event_counts_as_one():
    observations = [
        did("order", day(0)),
        did("login", day(1)),
        became(day(2), plan="pro"),
        did("order", day(3)),
    ]

    assert value_is({"count": "*"}, 3, *observations)
    assert value_is({"days": "*"}, 3, *observations)
    assert holds(rule({"last": "*"}, "gte", "2026-01-08"), *observations)
    assert holds(rule({"first": "*"}, "lte", "2026-01-05"), *observations)


@pytest.mark.parametrize(
    ("signal", "values"),
    [
        ({"count": "order", "within": "P3D"}, [1, 1, 1, 0]),
        (spent("sum", within="P3D"), [5, 5, 5, 0]),
        (spent("max", within="P3D"), [5, 5, 5, None]),
        ({"days": "order", "within": "P3D"}, [1, 1, 1, 0]),
    ],
)
def test_an_event_counts_from_its_instant_until_it_is_as_old_as_the_window(signal, values):
    order = did("order", day(0), amount=5)
    instants = [day(0), day(0) + 1, day(3) - 1, day(3)]

    assert [
        value_is(signal, value, order, now=now) for value, now in zip(values, instants, strict=True)
    ] == [True] * 4


def test_a_late_event_counts_at_its_own_instant():
    late = [did("login", day(4)), did("order", day(2)), did("order", day(1))]

    assert value_is(ORDERS | {"within": "P2D"}, 0, *late)
    assert value_is(ORDERS | {"within": "P3D"}, 1, *late)
    assert holds(rule({"last": "order"}, "gte", "2026-01-07"), *late)
    assert holds(rule({"first": "order"}, "lt", "2026-01-06T00:00:00.000001"), *late)
    assert holds(rule({"age": {"last": "order"}}, "lte", "P2D"), *late)


@pytest.mark.parametrize(("within", "days"), [({}, 3), ({"within": "P1D"}, 2)])
def test_days_are_those_of_utc(within, days):
    texts = ["2026-01-04T23:59:59Z", "2026-01-05T00:30+01:00", "2026-01-05T00:00Z",
             "2026-01-05T23:59:59.999999Z", "2026-01-06T00:00Z"]  # fmt: skip
    observations = [did("login", on(text)) for text in texts]

    assert value_is({"days": "login", **within}, days, *observations)


def test_a_day_stays_in_a_window_until_its_newest_event_leaves():
    logins = [did("login", day(0)), did("login", day(0.75)), did("login", day(1))]
    both_days = rule({"days": "login", "within": "P2D"}, "gte", 2)

    assert asked(both_days, *logins).verdict == (True, day(2.75))
    assert asked(both_days, *logins, now=day(2.75)).verdict == (False, NEVER)


# Numbers


@pytest.mark.parametrize(
    ("aggregate", "amounts", "value"),
    [
        ("sum", [Decimal("0.1"), Decimal("0.2")], Decimal("0.3")),
        ("sum", [Decimal("0.1")] * 10, 1),
        ("sum", [10**29 - 1, Decimal("-0.5")], Decimal("99999999999999999999999999998.5")),
        ("sum", [10**29, Decimal("1E-25"), -(10**29)], Decimal("1E-25")),
        ("min", [Decimal("0.3"), Decimal("0.1"), 1], Decimal("0.10")),
        ("max", [Decimal("0.3"), Decimal("0.1"), 1], 1),
        ("avg", [Decimal("0.1"), Decimal("0.2")], Decimal("0.15")),
        ("avg", [1, 1, 1], 1),
        ("avg", [3, "9", True, None, [9]], 3),
        ("sum", ["9", True, None], 0),
        ("min", ["9", True, None], None),
        ("avg", ["9", True, None], None),
    ],
)
@pytest.mark.parametrize("window", [{}, {"within": "P1D"}])
def test_numbers_are_added_and_averaged_exactly(aggregate, amounts, value, window):
    assert value_is(spent(aggregate, **window), value, *orders(*amounts))


@pytest.mark.parametrize("window", [{}, {"within": "P1D"}])
def test_an_average_is_compared_as_the_fraction_that_it_is(window):
    thirds = orders(1, 1, 2)
    digits = Decimal("1.33333333333333333333333333333")

    answers = [
        holds(rule(spent("avg", **window), operator, digits), *thirds)
        for operator in ("eq", "gt", "lte")
    ]

    assert answers == [False, True, False]


@pytest.mark.parametrize(
    ("part", "whole", "value"),
    [
        ({"count": "call"}, {"trait": "limit"}, 20),
        ({"trait": "limit"}, {"count": "call"}, Decimal("0.05")),
        ({"trait": "none"}, {"trait": "three"}, 0),
        ({"trait": "less"}, {"trait": "limit"}, -10),
        ({"count": "mail"}, {"count": "call"}, 0),
        ({"share": {"count": "call"}, "of": {"count": "call"}}, {"count": "call"}, Decimal("0.5")),
        ({"trait": "three"}, {"trait": "none"}, None),
        ({"trait": "three"}, {"trait": "less"}, None),
        ({"trait": "three"}, {"trait": "text"}, None),
        ({"trait": "text"}, {"trait": "three"}, None),
        ({"trait": "three"}, {"trait": "nobody"}, None),
        ({"trait": "nobody"}, {"trait": "three"}, None),
        ({"trait": "three"}, {"count": "mail"}, None),
    ],
)
def test_a_share_is_one_number_over_another_that_is_more_than_nothing(part, whole, value):
    plan = became(START, three=3, limit=Decimal("0.1"), none=0, less=-1, text="9")

    signal = {"share": part, "of": whole}
    assert value_is(signal, value, plan, did("call", START), did("call", START))


def test_a_share_is_compared_as_the_fraction_that_it_is():
    two_thirds = {"share": {"trait": "part"}, "of": {"trait": "whole"}}
    plan = became(START, part=2, whole=3)

    assert holds(rule(two_thirds, "lt", Decimal("0.66666666666666666666666666667")), plan)
    assert holds(rule(two_thirds, "gt", Decimal("0.66666666666666666666666666666")), plan)


def test_a_share_is_read_again_when_what_it_reads_may_change():
    nearly_all = rule({"share": {"count": "call", "within": "P1D"}, "of": {"trait": "limit"}},
                      "gte", Decimal("0.5"))  # fmt: skip
    life = [became(day(0), limit=4), did("call", day(0)), did("call", day(0.5))]

    assert asked(nearly_all, *life).verdict == (True, day(1))
    assert asked(nearly_all, *life, now=day(1)).verdict == (False, day(1.5))
    assert asked(nearly_all, *life, now=day(1.5)).verdict == (False, NEVER)


# Instants


@pytest.mark.parametrize(
    ("operator", "value", "answer"),
    [
        ("gte", "2026-01-06", True),
        ("gt", "2026-01-06", False),
        ("gt", "2026-01-05T23:59:59.999999Z", True),
        ("lt", "2026-01-06T00:00:00.000001Z", True),
        ("lte", "2026-01-06T01:00+01:00", True),
        ("lt", "2026-01-06T01:00+01:00", False),
    ],
)
def test_an_instant_is_compared_with_an_instant(operator, value, answer):
    order = did("order", day(1))

    for moment in ("last", "first"):
        assert holds(rule({moment: "order"}, operator, value), order) is answer
        assert not holds(rule({moment: "login"}, operator, value), order)


def test_the_last_and_the_first_meet_their_conditions():
    big = {"where": [AMOUNT | {"is": "gte", "value": 5}]}
    observations = [did("order", day(n), amount=amount) for n, amount in enumerate([1, 9, 5, 2])]

    assert asked(rule({"age": {"last": "order", **big}}, "gte", "P3D"), *observations).verdict == (
        False,
        day(5),
    )
    assert holds(rule({"first": "order", **big}, "gte", "2026-01-06"), *observations)

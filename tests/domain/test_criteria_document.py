from decimal import Decimal

import pytest

from domain.criteria import All, Any, Not, Rule
from domain.criteria_document import criteria_to_document, read_criteria
from domain.instants import DAY, Duration
from domain.reading import Reading
from domain.signals import (
    Age,
    Aggregate,
    Condition,
    Count,
    Days,
    First,
    Last,
    Operator,
    Share,
    Total,
    Trait,
    Until,
)
from tests.documents import LOGINS, RULE, asking, faults_of, messages_of, nested, reading

WEEK = Duration(7 * DAY, "P7D")
PAID = [{"property": "plan.name", "is": "ne", "value": "free"}, {"property": "vat", "is": "exists"}]
IS_PAID = (
    Condition(property="plan.name", operator=Operator.NE, value="free"),
    Condition(property="vat", operator=Operator.EXISTS),
)


def read(document):
    noted = Reading()
    criteria = read_criteria(noted, document, "entry")
    noted.finish()
    return criteria


@pytest.mark.parametrize(
    ("written", "signal"),
    [
        ({"trait": "deal.status"}, Trait("deal.status")),
        ({"count": "*"}, Count(event="*")),
        ({"count": "order", "within": "P7D", "where": PAID, "lifetime": True},
         Count(event="order", within=WEEK, where=IS_PAID, lifetime=True)),
        ({"sum": "order", "property": "total", "within": "P7D"},
         Total(aggregate=Aggregate.SUM, event="order", property="total", within=WEEK)),
        ({"min": "order", "property": "total"},
         Total(aggregate=Aggregate.MIN, event="order", property="total")),
        ({"max": "order", "property": "total", "lifetime": True},
         Total(aggregate=Aggregate.MAX, event="order", property="total", lifetime=True)),
        ({"avg": "order", "property": "total", "where": PAID},
         Total(aggregate=Aggregate.AVG, event="order", property="total", where=IS_PAID)),
        ({"days": "*", "within": "P7D"}, Days(event="*", within=WEEK)),
        ({"share": {"count": "call"}, "of": {"trait": "plan.calls"}},
         Share(Count(event="call"), Trait("plan.calls"))),
    ],
)  # fmt: skip
def test_a_signal_is_read_and_written(written, signal):
    document = {"signal": written, "is": "gte", "value": Decimal("0.8")}
    rule = Rule(signal, Operator.GTE, Decimal("0.8"))

    assert read(document) == rule
    assert criteria_to_document(rule) == document


@pytest.mark.parametrize(
    ("written", "signal", "value", "expected"),
    [
        ({"age": {"trait": "born"}}, Age(Trait("born")), "P7D", WEEK),
        ({"until": {"last": "*"}}, Until(Last(event="*")), "PT0S", Duration(0, "PT0S")),
        ({"age": {"first": "paid", "where": PAID}}, Age(First(event="paid", where=IS_PAID)),
         "P1W", Duration(7 * DAY, "P1W")),
        ({"last": "paid", "lifetime": True}, Last(event="paid", lifetime=True),
         "2026-01-05", "2026-01-05"),
        ({"first": "*"}, First(event="*"), "2026-01-05T09:30+02:00", "2026-01-05T09:30+02:00"),
    ],
)  # fmt: skip
def test_a_time_is_compared_with_a_time_as_it_was_spelled(written, signal, value, expected):
    document = {"signal": written, "is": "lt", "value": value}
    rule = Rule(signal, Operator.LT, expected)

    assert read(document) == rule
    assert criteria_to_document(rule) == document


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("eq", True, True),
        ("ne", "", ""),
        ("lt", -3, -3),
        ("lte", 0.1, Decimal("0.1")),
        ("gt", Decimal("7.0"), Decimal("7.0")),
        ("contains", "vip", "vip"),
        ("in", [True, 1, "1"], (True, 1, "1")),
        ("not_in", [], ()),
    ],
)
def test_a_value_is_taken_as_it_is_written(operator, value, expected):
    rule = read({"signal": LOGINS, "is": operator, "value": value})

    assert repr(rule.value) == repr(expected)


@pytest.mark.parametrize("operator", ["exists", "missing"])
def test_some_operators_take_no_value(operator):
    document = {"signal": LOGINS, "is": operator}

    assert criteria_to_document(read(document)) == document


def test_groups_are_read_and_written():
    document = {"all": [RULE, {"any": [RULE, {"not": RULE}]}]}
    rule = Rule(Count(event="login"), Operator.GTE, 3)
    criteria = All((rule, Any((rule, Not(rule)))))

    assert read(document) == criteria
    assert criteria_to_document(criteria) == document


def test_criteria_may_be_six_groups_deep_and_have_sixty_four_rules():
    assert faults_of(asking(nested(6, {"any": [RULE] * 64}["any"][0]))) == []
    assert faults_of(asking({"any": [RULE] * 64})) == []


def test_criteria_nested_beyond_all_measure_are_refused_where_they_become_too_deep():
    deep = RULE
    for _ in range(50_000):
        deep = {"any": [deep]}

    assert faults_of(asking(deep)) == [("stages[0].entry" + ".any[0]" * 6, "LIMIT_EXCEEDED")]


def test_shares_nested_beyond_all_measure_are_refused():
    deep = LOGINS
    for _ in range(50_000):
        deep = {"share": deep, "of": LOGINS}

    assert {code for _, code in faults_of(reading(deep))} == {"LIMIT_EXCEEDED"}


def test_criteria_with_too_many_rules_are_refused_once():
    too_many = {"any": [{"all": [RULE] * 40}, {"all": [RULE] * 40}]}

    assert faults_of(asking(too_many)) == [("stages[0].entry", "LIMIT_EXCEEDED")]


def test_every_fault_of_a_tree_is_named():
    document = asking(
        {
            "all": [
                {"signal": {"count": "login", "within": "P1M"}, "is": "gt"},
                {"signal": {"counts": "login"}, "is": "=>", "value": 3},
                {"nott": RULE},
            ]
        }
    )

    assert messages_of(document) == [
        "stages[0].entry.all[0].signal.within: "
        "'P1M' counts months or years, whose length is ambiguous",
        "stages[0].entry.all[0].value: is required with gt",
        "stages[0].entry.all[1].signal: names no signal, such as trait, count, sum, min, max, avg, "
        "days, last, first, age, until, share, stage, health, band, dwell, fall, segment; "
        "did you mean 'count'?",
        "stages[0].entry.all[1].is: '=>' is none of eq, ne, lt, lte, gt, gte, in, not_in, "
        "contains, exists, missing",
        "stages[0].entry.all[2]: must be all, any, not, or a rule with signal and is; "
        "did you mean 'not'?",
    ]


def test_a_signal_of_a_later_version_is_refused_by_its_name():
    assert messages_of(reading({"contacts": "count"})) == [
        "stages[0].entry.signal.contacts: contacts is a signal that is not read yet"
    ]

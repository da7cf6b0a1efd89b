from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import comparing  # whose `tester`, imported by name, would be taken for a test
from domain.comparing import deciding_depth, least_count
from domain.signals import ORDERINGS, WITH_LIST, Operator

ACTUALS = {
    "missing": None,
    "true": True,
    "false": False,
    "0": 0,
    "1": 1,
    "4.9": Decimal("4.9"),
    "5": 5,
    "5.0": Decimal("5.0"),
    "5/1": Fraction(5),
    "16/3": Fraction(16, 3),
    "text 5": "5",
    "empty text": "",
    "pro": "pro",
    "protocol": "protocol",
    "list": ["pro", 5, True],
    "empty list": [],
    "object": {"pro": 5},
}
EVERYTHING = set(ACTUALS)
NUMBERS = {"0", "1", "4.9", "5", "5.0", "5/1", "16/3"}
FIVES = {"5", "5.0", "5/1"}


def passing(operator: str, value: object = None) -> set[str]:
    test = comparing.tester(Operator(operator), value)
    return {name for name, actual in ACTUALS.items() if test(actual)}


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("exists", None, EVERYTHING - {"missing"}),
        ("missing", None, {"missing"}),
        ("eq", 5, FIVES),
        ("eq", Decimal("5.00"), FIVES),
        ("eq", Decimal("4.9"), {"4.9"}),
        ("eq", 1, {"1"}),
        ("eq", True, {"true"}),
        ("eq", False, {"false"}),
        ("eq", "5", {"text 5"}),
        ("eq", "", {"empty text"}),
        ("ne", 5, EVERYTHING - FIVES),
        ("ne", True, EVERYTHING - {"true"}),
        ("ne", "pro", EVERYTHING - {"pro"}),
        ("in", (5, "pro", True), {*FIVES, "pro", "true"}),
        ("in", ("pro", ""), {"pro", "empty text"}),
        ("in", (1, 0), {"0", "1"}),
        ("in", (), set()),
        ("not_in", (5, "pro", True), EVERYTHING - {*FIVES, "pro", "true"}),
        ("not_in", ("pro",), EVERYTHING - {"pro"}),
        ("not_in", (), EVERYTHING),
        ("contains", "pro", {"pro", "protocol", "list"}),
        ("contains", "", {"empty text", "pro", "protocol", "text 5"}),
        ("contains", 5, {"list"}),
        ("contains", Decimal("5.0"), {"list"}),
        ("contains", True, {"list"}),
        ("contains", 1, set()),
        ("contains", False, set()),
        ("lt", 5, {"0", "1", "4.9"}),
        ("lte", 5, {"0", "1", "4.9"} | FIVES),
        ("gt", 5, {"16/3"}),
        ("gte", 5, {"16/3"} | FIVES),
        ("gt", Decimal("4.9"), {"16/3"} | FIVES),
        ("gte", Decimal("4.9"), {"16/3", "4.9"} | FIVES),
        ("lt", "pro", {"text 5", "empty text"}),
        ("lte", "pro", {"text 5", "empty text", "pro"}),
        ("gt", "pro", {"protocol"}),
        ("gte", "pro", {"pro", "protocol"}),
        ("lt", True, set()),
        ("gte", True, set()),
        ("lte", False, set()),
    ],
)  # fmt: skip
def test_an_operator_passes_values_of_its_own_type_only(operator, value, expected):
    assert passing(operator, value) == expected


def test_strings_are_ordered_by_code_point():
    words = ["", "A", "Z", "a", "z", "é", "\uffff", "😀"]

    ordered = [
        all(comparing.tester(Operator.LT, later)(word) for later in words[place + 1 :])
        for place, word in enumerate(words)
    ]

    assert ordered == [True] * len(words)


def test_decimals_are_compared_as_they_are_written():
    third_sum = Decimal("0.1") + Decimal("0.2")
    thirty_digits = 10**30 - 1

    assert comparing.tester(Operator.EQ, Decimal("0.3"))(third_sum)
    assert not comparing.tester(Operator.EQ, thirty_digits)(thirty_digits - 1)
    assert comparing.tester(Operator.LT, Decimal(thirty_digits))(thirty_digits - 1)
    assert comparing.tester(Operator.GT, Decimal("0.3333333333333333333333333333"))(Fraction(1, 3))
    assert not comparing.tester(Operator.EQ, Decimal("0.3333333333333333333333333333"))(
        Fraction(1, 3)
    )


@pytest.mark.parametrize(
    ("operator", "value", "least"),
    [
        ("gte", 3, 3),
        ("gte", Decimal("2.5"), 3),
        ("gt", 3, 4),
        ("gt", Decimal("2.5"), 3),
        ("lt", 3, 3),
        ("lt", Decimal("2.5"), 3),
        ("lte", 3, 4),
        ("lte", Decimal("2.5"), 3),
        ("gte", -2, -2),
        ("gte", "3", None),
        ("gte", True, None),
        ("eq", 3, None),
    ],
)
def test_an_ordering_turns_at_one_count(operator, value, least):
    assert least_count(Operator(operator), value) == least


@pytest.mark.parametrize(
    ("operator", "value", "depth"),
    [
        ("gte", 3, 3),
        ("lt", 3, 3),
        ("gte", Decimal("2.5"), 3),
        ("gt", 3, 4),
        ("lte", 3, 4),
        ("eq", 3, 4),
        ("ne", 3, 4),
        ("eq", Decimal("2.5"), 3),
        ("in", (1, 5, "x"), 6),
        ("not_in", (2,), 3),
        ("in", (), 0),
        ("gte", -5, 0),
        ("eq", "3", 0),
        ("eq", True, 0),
        ("contains", 3, 0),
        ("exists", None, 0),
        ("missing", None, 0),
    ],
)
def test_so_many_of_the_newest_decide(operator, value, depth):
    assert deciding_depth(Operator(operator), value) == depth


values = st.one_of(
    st.integers(-2, 8), st.decimals(-2, 8, places=1), st.sampled_from(["3", True, ""])
)


@given(st.sampled_from(list(Operator)), st.data(), st.integers(0, 12))
def test_the_newest_decide_as_all_of_them_would(operator, data, count):
    value = data.draw(st.lists(values, max_size=3).map(tuple) if operator in WITH_LIST else values)
    test = comparing.tester(operator, value)

    assert test(min(count, deciding_depth(operator, value))) == test(count)


@given(st.sampled_from(sorted(ORDERINGS)), st.integers(-2, 8), st.integers(0, 12))
def test_an_ordering_of_counts_turns_there_and_nowhere_else(operator, value, count):
    is_reached = count >= least_count(operator, value)

    assert comparing.tester(operator, value)(count) == (
        is_reached if operator in (Operator.GTE, Operator.GT) else not is_reached
    )

import copy
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values import BadValue, at_path, is_number, minus, plus, same, taken

THIRTY_NINES = 10**30 - 1
TENTHS = Decimal(THIRTY_NINES).scaleb(-10)

numbers = st.one_of(
    st.integers(-THIRTY_NINES, THIRTY_NINES),
    st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**17),
                max_value=10**17),
)  # fmt: skip


def nested(levels: int) -> object:
    return [nested(levels - 1)] if levels else "leaf"


def test_values_are_kept_with_floats_as_the_decimals_that_were_written():
    given_value = {"a": [0.1, True, None, "x", 7], "b": {"c": (1e-3, Decimal("5.0"))}}

    kept = {"a": [Decimal("0.1"), True, None, "x", 7],
            "b": {"c": [Decimal("0.001"), Decimal("5.0")]}}  # fmt: skip
    assert repr(taken(given_value)) == repr(kept)


def test_what_is_taken_is_a_copy():
    given_value = {"tags": ["red"]}
    kept = taken(given_value)
    before = copy.deepcopy(kept)

    given_value["tags"].append("green")

    assert kept == before


@pytest.mark.parametrize("number", [THIRTY_NINES, -THIRTY_NINES, TENTHS, Decimal("1E+29")])
def test_thirty_digits_are_kept(number):
    assert taken(number) == number


@pytest.mark.parametrize(
    "number",
    [
        10**30,
        -(10**30),
        10**4000,
        Decimal(10**30),
        Decimal("100000000000000000000.0000000001"),
        Decimal("1E+30"),
        Decimal("1E-30"),
        Decimal("1E+999999"),
        Decimal("0E+999999"),
        Decimal("0E-999999"),
        1e30,
        5e-324,
    ],
)
def test_more_than_thirty_digits_are_refused(number):
    with pytest.raises(BadValue, match="n: is a number of more than 30 digits"):
        taken(number, "n")


@pytest.mark.parametrize(
    "number", [float("nan"), float("inf"), -float("inf"), Decimal("NaN"), Decimal("sNaN"),
               Decimal("-Infinity")],
)  # fmt: skip
def test_what_is_not_finite_is_refused(number):
    with pytest.raises(BadValue, match="n: is not a finite number"):
        taken(number, "n")


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": {"b": float("nan")}}, "traits.a.b"),
        ({"a": [1, {"b": "\ud800"}]}, "traits.a[1].b"),
        ({"a": "nul\0"}, "traits.a"),
        ({"a": {1: 2}}, "traits.a"),
        ({"\udfff": 2}, "traits"),
        ({"a": {"x", "y"}}, "traits.a"),
        ({"a": b"bytes"}, "traits.a"),
        ({"a": 1j}, "traits.a"),
    ],
)
def test_a_fault_inside_a_value_is_named_by_its_path(value, path):
    with pytest.raises(BadValue) as refused:
        taken(value, "traits")

    assert refused.value.path == path


def test_a_value_may_be_nested_thirty_two_levels_deep():
    assert taken(nested(32)) == nested(32)

    with pytest.raises(BadValue, match="more than 32 levels deep"):
        taken(nested(33))


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (1, True),
        (Decimal("0.1"), True),
        (Fraction(1, 3), True),
        (True, False),
        ("1", False),
        (None, False),
        ([1], False),
    ],
)
def test_a_boolean_is_not_a_number(value, answer):
    assert is_number(value) is answer


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (7, Decimal("7.0")),
        (Decimal("0.10"), Decimal("0.1")),
        (0, Decimal("-0.0")),
        (True, True),
        ("é", "é"),
        ([1, "a"], (Decimal(1), "a")),
        ({"a": [1]}, {"a": [Decimal("1.0")]}),
        (None, None),
    ],
)
def test_values_of_one_type_may_be_the_same(left, right):
    assert (same(left, right), same(right, left)) == (True, True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, True),
        (0, False),
        (0, None),
        (False, None),
        ("", None),
        (5, "5"),
        ("true", True),
        ("é", "e\u0301"),
        ([1], 1),
        ([1], [True]),
        ([1], [1, 1]),
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": 1, "b": None}),
        ({}, []),
        ("ab", ["a", "b"]),
    ],
)
def test_values_of_two_types_are_never_the_same(left, right):
    assert (same(left, right), same(right, left)) == (False, False)


@given(numbers, numbers)
def test_sums_and_differences_are_exact(left, right):
    assert Fraction(plus(left, right)) == Fraction(left) + Fraction(right)
    assert Fraction(minus(left, right)) == Fraction(left) - Fraction(right)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("plan", "pro"),
        ("deal.won", True),
        ("deal.by.name", "Ada"),
        ("deal.by", {"name": "Ada"}),
        ("flat.key", "whole"),
        ("flat.other", "inner"),
        ("flat.key.deeper", None),
        ("deal.lost", None),
        ("plan.name", None),
        ("tags.0", None),
        ("gone.key", None),
        ("", None),
        (".", None),
    ],
)
def test_a_path_is_a_key_as_a_whole_before_its_dots_are_read(path, value):
    tree = {
        "plan": "pro",
        "deal": {"won": True, "by": {"name": "Ada"}, "lost": None},
        "flat.key": "whole",
        "flat": {"key": "inner", "other": "inner"},
        "tags": ["red"],
        "gone.key": None,
        "gone": {"key": "inner"},
    }

    assert at_path(tree, path) == value

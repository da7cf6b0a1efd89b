from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import comparing
from domain.signals import WITH_LIST, WITHOUT_VALUE, Operator
from domain.solver.ranges import ALL, MISSING, NONE, Range, among, containing
from domain.solver.sampling import values_in
from domain.solver.variables import compared

SCALARS = [True, False, 0, 1, Decimal("1.5"), -2, "", "a", "ab", "b", "1"]
ACTUAL = [None, *SCALARS, [], ["a", 1], [True], {"a": 1}, {}]
scalars = st.sampled_from(SCALARS)


@st.composite
def comparisons(draw):
    operator = draw(st.sampled_from(list(Operator)))
    if operator in WITHOUT_VALUE:
        return operator, None
    if operator in WITH_LIST:
        return operator, tuple(draw(st.lists(scalars, max_size=3)))
    return operator, draw(scalars)


def values_of(asked: Range):
    return [value for value in ACTUAL if asked.holds(value)]


@given(comparisons())
def test_a_comparison_holds_for_the_values_of_its_range(comparison):
    test = comparing.tester(*comparison)

    assert values_of(compared(*comparison)) == [value for value in ACTUAL if test(value)]


@given(comparisons(), comparisons())
def test_ranges_meet_in_what_both_hold(one, other):
    left, right = compared(*one), compared(*other)
    both = left & right

    assert values_of(both) == [value for value in values_of(left) if right.holds(value)]
    assert not (both.is_empty and values_of(both))


@given(comparisons())
def test_every_value_that_is_drawn_from_a_range_is_in_it(comparison):
    asked = compared(*comparison)
    drawn = list(values_in(asked))

    assert [value for value in drawn if not asked.holds(value)] == []
    assert bool(drawn) != asked.is_empty


@given(comparisons().filter(lambda one: one[0] is not Operator.CONTAINS))
def test_a_complement_holds_everything_else(comparison):
    asked = compared(*comparison)

    assert values_of(~asked) == [value for value in ACTUAL if not asked.holds(value)]
    assert asked.is_within(asked)
    assert (asked | ~asked) == ALL


@pytest.mark.parametrize("value", ["a", "", 1, True])
def test_what_contains_a_value_and_what_does_not_are_everything(value):
    holds, fails = containing(value)

    assert [it for it in ACTUAL if holds.holds(it) == fails.holds(it)] == []
    assert (holds & fails).is_empty


@pytest.mark.parametrize(
    "impossible",
    [
        NONE,
        among(["free"]) & among(["pro"]),
        among([1]) & among([True]),
        among([1]) & among(["1"]),
        among(["free"]) & containing("x")[0],
        containing("pro")[0] & containing("r")[1] & compared(Operator.GTE, ""),
        containing(1)[0] & containing(1)[1],
        compared(Operator.LT, 3) & compared(Operator.GTE, 3),
        compared(Operator.LT, True),
    ],
    ids=str,
)
def test_a_range_without_values_is_known_to_be_empty(impossible):
    assert impossible.is_empty


@pytest.mark.parametrize(
    "possible",
    [
        MISSING,
        among(["pro"]) & containing("r")[0],
        containing("a")[0] & containing("b")[1],
        compared(Operator.GT, 3) & compared(Operator.LT, 4),
        compared(Operator.GT, "a") & compared(Operator.LT, "b"),
        compared(Operator.NE, "free") & compared(Operator.EXISTS, None),
    ],
    ids=str,
)
def test_a_range_with_values_gives_one(possible):
    assert not possible.is_empty
    assert possible.holds(next(values_in(possible)))

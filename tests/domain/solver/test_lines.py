from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.solver.lines import (
    EVERYTHING,
    NOTHING,
    Line,
    above,
    below,
    between,
    greatest_integer,
    least_integer,
    point,
    points,
)

HALVES = [Fraction(number, 2) for number in range(-6, 7)]
values = st.sampled_from(HALVES)
lines = st.builds(
    Line,
    st.booleans(),
    st.lists(st.tuples(values, st.integers(0, 1)), unique=True, max_size=5).map(sorted).map(tuple),
)


def members(line):
    """What of a few numbers is in it, between the halves too."""
    return {value for half in HALVES for value in (half, half + Fraction(1, 4)) if value in line}


@given(lines, lines)
def test_what_is_in_both_is_in_each(left, right):
    assert members(left & right) == members(left) & members(right)


@given(lines, lines)
def test_what_is_in_either_is_in_one(left, right):
    assert members(left | right) == members(left) | members(right)


@given(lines)
def test_a_complement_has_everything_else(line):
    assert members(~line) == members(EVERYTHING) - members(line)
    assert (line & ~line).is_empty
    assert line | ~line == EVERYTHING


@given(lines)
def test_a_mirror_changes_signs(line):
    mirrored = {-value for value in HALVES if value in line}

    assert {value for value in HALVES if value in line.mirrored()} == mirrored


@given(lines)
def test_whole_numbers_are_those_that_were_in_it(line):
    whole = line.whole()

    assert {value for value in range(-5, 6) if value in whole} == {
        value for value in range(-5, 6) if value in line
    }
    assert all(side == 0 and isinstance(value, int) for value, side in whole.cuts)


def test_no_whole_number_lies_between_two():
    between_two_and_three = above(2, with_it=False) & below(3, with_it=False)

    assert not between_two_and_three.is_empty
    assert between_two_and_three.whole() == NOTHING


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (NOTHING, ()),
        (point(3), (3,)),
        (points([5, 3, 3]), (3, 5)),
        (point("free") | point("pro"), ("free", "pro")),
        (EVERYTHING, None),
        (between(1, 2), None),
    ],
    ids=str,
)
def test_a_line_of_single_values_names_them(line, expected):
    assert line.points() == expected


def test_a_line_says_where_it_begins_and_ends():
    line = between(1, 3) | above(7, with_it=False).whole()

    assert list(line.intervals()) == [((1, 0), (4, 0)), ((8, 0), None)]
    assert (line.lower, line.upper) == ((1, 0), None)
    assert (least_integer(line), greatest_integer(line)) == (1, None)
    assert greatest_integer(below(3, with_it=False).whole()) == 2
    assert (NOTHING.lower, NOTHING.upper) == (None, None)

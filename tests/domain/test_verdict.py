import pytest

from domain.instants import EARLIEST, NEVER
from domain.verdict import FALSE, TRUE, conjunction, disjunction, negation
from tests.domain.building import START, a_profile, day

MONDAY, TUESDAY, FRIDAY = day(0), day(1), day(4)


def saying(verdict):
    return lambda profile, now: verdict


def answer(judge):
    return judge(a_profile(), START)


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([], TRUE),
        ([TRUE, TRUE], TRUE),
        ([(True, TUESDAY)], (True, TUESDAY)),
        ([(True, FRIDAY), TRUE, (True, TUESDAY)], (True, TUESDAY)),
        ([(False, FRIDAY)], (False, FRIDAY)),
        ([(False, TUESDAY), (False, FRIDAY), TRUE], (False, FRIDAY)),
        ([(True, TUESDAY), (False, FRIDAY)], (False, FRIDAY)),
        ([(True, FRIDAY), (False, TUESDAY)], (False, TUESDAY)),
        ([(False, TUESDAY), FALSE], FALSE),
        ([FALSE, (True, TUESDAY)], FALSE),
        ([(False, -2), (False, -1)], (False, -1)),
    ],
)
def test_an_all_is_false_for_as_long_as_its_longest_lived_false_part(parts, verdict):
    assert answer(conjunction([saying(part) for part in parts])) == verdict


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([], FALSE),
        ([FALSE, FALSE], FALSE),
        ([(False, FRIDAY), FALSE, (False, TUESDAY)], (False, TUESDAY)),
        ([(True, FRIDAY)], (True, FRIDAY)),
        ([(True, TUESDAY), (True, FRIDAY), FALSE], (True, FRIDAY)),
        ([(False, TUESDAY), (True, FRIDAY)], (True, FRIDAY)),
        ([(False, FRIDAY), (True, TUESDAY)], (True, TUESDAY)),
        ([(True, TUESDAY), TRUE], TRUE),
        ([TRUE, (False, TUESDAY)], TRUE),
        ([(True, -2), (True, -1)], (True, -1)),
    ],
)
def test_an_any_is_true_for_as_long_as_its_longest_lived_true_part(parts, verdict):
    assert answer(disjunction([saying(part) for part in parts])) == verdict


@pytest.mark.parametrize("holds", [True, False])
def test_a_not_turns_when_its_part_does(holds):
    assert answer(negation(saying((holds, FRIDAY)))) == (not holds, FRIDAY)


def test_years_before_1970_are_as_good_as_any():
    old = EARLIEST + 1

    assert answer(conjunction([saying((False, EARLIEST)), saying((False, old))])) == (False, old)
    assert answer(disjunction([saying((True, EARLIEST)), saying((True, old))])) == (True, old)
    assert NEVER not in (EARLIEST, old)

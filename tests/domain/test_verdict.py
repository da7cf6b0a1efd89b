import pytest

from domain.instants import EARLIEST, NEVER
from domain.verdict import FALSE, TRUE, conjunction, disjunction, negation
from tests.domain.asking import asked
from tests.domain.building import (
    START,
    a_profile,
    at_least,
    became,
    day,
    did,
    rule,
    trait,
)

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


# Of real rules


def test_an_any_that_is_true_lasts_as_long_as_its_longest_lived_true_part():
    logins = [did("login", day(0)), did("order", day(1))]
    criteria_of_both = {
        "any": [
            at_least("login", 1, within="P3D"),
            at_least("order", 1, within="P7D"),
            at_least("order", 2, within="P1D"),
        ]
    }

    assert asked(criteria_of_both, *logins).verdict == (True, day(8))


def test_an_all_that_is_false_lasts_as_long_as_its_longest_lived_false_part():
    renewal = became(day(0), renewal_at="2026-02-04")
    criteria_of_both = {
        "all": [
            rule({"until": {"trait": "renewal_at"}}, "lte", "P20D"),
            rule({"until": {"trait": "renewal_at"}}, "lte", "P3D"),
            rule({"trait": "renewal_at"}, "exists"),
        ]
    }

    assert asked(criteria_of_both, renewal).verdict == (False, day(27))
    assert asked({"not": criteria_of_both}, renewal).verdict == (True, day(27))


def test_what_no_time_can_change_lasts_for_ever():
    always = {"any": [trait("plan", "pro"), at_least("login", 1, within="P1D")]}
    never = {"all": [trait("plan", "free"), at_least("login", 1, within="P1D")]}
    life = [became(day(0), plan="pro"), did("login", day(0))]

    assert asked(always, *life).verdict == (True, NEVER)
    assert asked(never, *life).verdict == (False, NEVER)

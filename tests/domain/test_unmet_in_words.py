from decimal import Decimal
from fractions import Fraction

import pytest

from domain.explanation import found
from domain.unmet import lacks_of
from domain.unmet_in_words import lack_in_words
from tests.domain.asking import asked
from tests.domain.building import START, at_least, became, day, did, rule, trait

NOW = day(10)
LIFE = (
    became(START, plan="free", seats=4, tags=["red"], ends="2026-02-14", began="2026-01-05"),
    did("login", day(7)),
    did("login", day(8)),
    did("page_viewed", day(8)),
    did("paid", day(9), amount=40),
)


def lacks(criteria):
    put = asked(criteria, *LIFE, now=NOW)
    return lacks_of(put.criteria, put.profile, NOW)


def nearness(criteria):
    progress, _ = lacks(criteria)
    return progress


def words(criteria):
    _, found_ = lacks(criteria)
    return [lack_in_words(lack) for lack in found_]


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        (at_least("login", 3, within="P30D"), "1 more login within 30 days (2 of 3)"),
        (at_least("login", 5), "3 more logins (2 of 5)"),
        (at_least("reply", 2), "2 replies (none yet)"),
        (at_least("page_viewed", 3), "2 more page_viewed events (1 of 3)"),
        (at_least("*", 6), "2 more events of any kind (4 of 6)"),
        (rule({"count": "login"}, "gt", 2), "1 more login (2 of 3)"),
        (rule({"days": "login"}, "gte", 3), "logins on 1 more day (2 of 3)"),
        (rule({"days": "visit", "within": "P7D"}, "gte", 1),
         "visits on 1 day within 7 days (none yet)"),
        (rule({"count": "login", "within": "P7D"}, "lt", 1),
         "no login within 7 days (there are at least 1; time alone brings it on 20 Jan 2026 at "
         "the earliest)"),
        (rule({"count": "login"}, "lte", 1), "no more than 1 login (there are 2)"),
        ({"not": at_least("login", 2)}, "no more than 1 login (there are 2)"),
        (rule({"days": "login"}, "lt", 2), "logins on no more than 1 day (there are at least 2)"),
        (rule({"sum": "paid", "property": "amount"}, "gte", 100),
         "the total amount of paid to be at least 100 (it is 40)"),
        (trait("plan", "pro"), "plan to be pro (it is free)"),
        (trait("nobody", True), "nobody to be true (it is not known)"),
        (rule({"trait": "plan"}, "in", ["pro", "max"]), "plan to be pro or max (it is free)"),
        (rule({"trait": "plan"}, "ne", "free"), "plan not to be free (it is free)"),
        (rule({"trait": "nps"}, "exists"), "nps to be known (it is not known)"),
        (rule({"trait": "plan"}, "missing"), "plan not to be known (it is free)"),
        (rule({"trait": "tags"}, "contains", "blue"),
         "tags to contain blue (it is a value of 1 part)"),
        ({"not": rule({"trait": "plan"}, "contains", "re")},
         "plan not to contain re (it is free)"),
        (rule({"trait": "seats"}, "gte", Decimal("7.50")),
         "seats to be at least 7.50 (it is 4)"),
        (rule({"age": {"last": "login"}}, "gte", "P14D"),
         "the last login to be at least 14 days ago (it was 2 days ago; time alone brings that "
         "on 27 Jan 2026)"),
        (rule({"age": {"last": "login"}}, "lt", "P1D"),
         "the last login to be less than 1 day ago (it was 2 days ago)"),
        (rule({"age": {"last": "visit"}}, "lt", "P1D"),
         "the last visit to be less than 1 day ago (there is no visit yet)"),
        (rule({"until": {"trait": "ends"}}, "lte", "P10D"),
         "ends to be at most 10 days away (it is 30 days away; time alone brings that on "
         "4 Feb 2026)"),
        (rule({"until": {"trait": "began"}}, "gte", "PT0S"),
         "began to lie ahead (it was 10 days ago)"),
        (rule({"last": "login"}, "gt", "2026-02-01"),
         "the last login to be after 2026-02-01 (it is 13 Jan 2026)"),
        (rule({"first": "visit"}, "exists"),
         "the first visit to be known (there is no visit yet)"),
        (trait("plan", "x" * 60), f"plan to be {'x' * 60} (it is free)"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_said_with_how_far_it_is(criteria, said):
    assert words(criteria) == [said]


def test_of_all_parts_each_that_is_not_met_is_lacking_and_of_any_the_nearest():
    both = {"all": [trait("plan", "pro"), at_least("login", 2), at_least("paid", 3)]}
    either = {"any": [trait("plan", "pro"), at_least("login", 4), at_least("paid", 3)]}

    assert words(both) == ["plan to be pro (it is free)", "2 more paid events (1 of 3)"]
    assert words(either) == ["2 more logins (2 of 4)"]
    assert words({"not": either | {"any": [at_least("login", 2), at_least("paid", 1)]}}) == [
        "no more than 1 login (there are 2)",
        "no paid event (there is 1)",
    ]
    assert words({"not": {"all": [at_least("login", 2), trait("plan", "free")]}}) == [
        "no more than 1 login (there are 2)"
    ]


@pytest.mark.parametrize(
    ("criteria", "progress"),
    [
        (at_least("login", 2), Fraction(1)),
        (at_least("login", 3), Fraction(2, 3)),
        (rule({"trait": "seats"}, "gt", 4), Fraction(99, 100)),
        (rule({"trait": "seats"}, "lte", 1), Fraction(1, 4)),
        (rule({"trait": "seats"}, "eq", 5), Fraction(0)),
        (rule({"trait": "seats"}, "gte", "5"), Fraction(0)),
        (rule({"age": {"last": "login"}}, "gte", "P8D"), Fraction(1, 4)),
        (rule({"age": {"last": "login"}}, "lt", "P1D"), Fraction(0)),
        (rule({"until": {"trait": "ends"}}, "lte", "P10D"), Fraction(1, 3)),
        (rule({"until": {"trait": "began"}}, "gte", "P5D"), Fraction(0)),
        ({"all": [at_least("login", 2), at_least("login", 4)]}, Fraction(3, 4)),
        ({"any": [at_least("login", 8), at_least("login", 4)]}, Fraction(1, 2)),
        ({"not": at_least("login", 2)}, Fraction(1, 2)),
    ],
)
def test_how_near_criteria_are_is_told_relative_to_what_they_ask(criteria, progress):
    assert nearness(criteria) == progress


@pytest.mark.parametrize(
    ("criteria", "missing"),
    [
        (at_least("login", 5), 3),
        (rule({"trait": "seats"}, "gte", Decimal("7.5")), Decimal("3.5")),
        (rule({"age": {"last": "login"}}, "gte", "P14D"), "P12D"),
        (trait("plan", "pro"), None),
        (rule({"count": "login"}, "lt", 2), None),
    ],
)
def test_what_only_has_to_grow_says_by_how_much(criteria, missing):
    _, (lack,) = lacks(criteria)

    assert found(lack.missing) == missing

import pytest

from domain.course import charted
from domain.problems import Severity
from tests.domain.building import (
    a_journey,
    advance,
    at_least,
    entry,
    final,
    leave,
    lived,
    rule,
    stage,
    trait,
)
from tests.domain.checks.finding import LOST, OUT, found, logins, stages_of
from tests.domain.solver.sampled import example_meets

PLAN_A, PLAN_B = trait("plan", "a"), trait("plan", "b")
ACTIVE = logins(3)
BRANCHES = (entry("new"), advance("new", "keep"), advance("new", "grow"), LOST, OUT)


def branching(keep, grow, *more, **fields):
    return a_journey(*BRANCHES, stage("keep", keep), stage("grow", grow), *more, **fields)


def test_two_branches_that_one_profile_can_meet_overlap_and_somebody_shows_it():
    [overlap] = found(branching(ACTIVE, PLAN_A), "BRANCHES_OVERLAP")

    assert (overlap.severity, overlap.stages) == (Severity.WARNING, ("keep", "grow"))
    assert overlap.transitions == ("new -> keep (ADVANCE)", "new -> grow (ADVANCE)")
    assert overlap.message == (
        "One profile can meet both keep and grow; only their order in the list puts it into grow."
    )
    assert example_meets(overlap.example, {"all": [ACTIVE, PLAN_A]})


@pytest.mark.parametrize(
    "keep",
    [
        ACTIVE,
        logins(2, within="P7D"),
        rule({"age": {"last": "login"}}, "gte", "P30D"),
        rule({"until": {"trait": "renewal"}}, "lte", "P3D"),
        {"all": [rule({"days": "login"}, "gte", 4), {"not": trait("vip", True)}]},
    ],
    ids=range(5),
)
def test_who_shows_an_overlap_is_put_into_the_more_advanced_branch(keep):
    journey = branching(keep, PLAN_A)
    [overlap] = found(journey, "BRANCHES_OVERLAP")
    example = overlap.example

    life = lived(charted(journey, 1), *example.observations, until=example.at)

    assert life.stages[-1] == "grow"


@pytest.mark.parametrize(
    ("keep", "grow"),
    [
        (PLAN_A, PLAN_B),
        ({"all": [ACTIVE, PLAN_A]}, {"all": [ACTIVE, PLAN_B]}),
        (ACTIVE, {"not": ACTIVE}),
        (at_least("login", 1, within="P7D"), rule({"age": {"last": "login"}}, "gte", "P30D")),
        (logins(3), rule({"count": "login"}, "lt", 3)),
    ],
    ids=range(5),
)
def test_branches_that_nobody_meets_together_do_not_overlap(keep, grow):
    assert found(branching(keep, grow), "BRANCHES_OVERLAP") == []


def test_guards_keep_branches_apart():
    journey = a_journey(
        entry("new"),
        stage("keep", ACTIVE),
        stage("grow", ACTIVE),
        LOST,
        OUT,
        advance("new", "keep", when=PLAN_A),
        advance("new", "grow", when=PLAN_B),
    )

    assert found(journey, "BRANCHES_OVERLAP") == []


def test_a_branch_that_lies_deeper_is_more_advanced_whatever_the_list_says():
    journey = branching(ACTIVE, PLAN_A, advance("keep", "grow"))

    assert found(journey, "BRANCHES_OVERLAP") == []


def test_stages_that_nothing_leads_to_from_one_place_are_no_branches():
    journey = a_journey(
        entry("new", trait("kind", "x")),
        entry("other", trait("kind", "y")),
        stage("keep", ACTIVE),
        stage("grow", PLAN_A),
        advance("new", "keep"),
        advance("other", "grow"),
    )

    assert found(journey, "BRANCHES_OVERLAP") == []


def test_in_free_all_stages_of_one_depth_compete():
    journey = a_journey(entry("new"), stage("keep", ACTIVE), stage("grow", PLAN_A), movement="FREE")

    assert stages_of(journey, "BRANCHES_OVERLAP") == [("keep", "grow")]


def test_exits_compete_for_whoever_leaves():
    journey = a_journey(
        entry("new"), LOST, final("gone", ACTIVE), OUT, leave("new", "gone"), leave("*", "gone")
    )

    assert stages_of(journey, "BRANCHES_OVERLAP") == [("lost", "gone")]


def test_entry_stages_compete_at_the_start():
    journey = a_journey(entry("new", ACTIVE), entry("known", PLAN_A), movement="STEPWISE")

    assert stages_of(journey, "BRANCHES_OVERLAP") == [("new", "known")]


def test_each_branch_is_reported_with_the_next_that_it_overlaps():
    journey = branching(ACTIVE, PLAN_A, stage("soar", trait("vip", True)), advance("new", "soar"))

    assert stages_of(journey, "BRANCHES_OVERLAP") == [("keep", "grow"), ("grow", "soar")]


def test_a_branch_whose_profiles_all_meet_a_more_advanced_one_is_shadowed():
    [shadowed] = found(branching(logins(5), logins(3)), "BRANCH_SHADOWED")

    assert shadowed.stages == ("keep", "grow")
    assert shadowed.message == (
        "From new, whoever meets keep also meets grow, which is more advanced: "
        "nobody is ever put into keep."
    )
    assert found(branching(logins(5), logins(3)), "BRANCHES_OVERLAP") == []


@pytest.mark.parametrize(
    ("keep", "grow"),
    [(logins(3), logins(5)), (logins(3), {"all": [logins(3), PLAN_A]}), (PLAN_A, ACTIVE)],
    ids=range(3),
)
def test_a_branch_that_asks_less_than_the_more_advanced_one_is_not_shadowed(keep, grow):
    assert found(branching(keep, grow), "BRANCH_SHADOWED") == []


def test_a_branch_that_opens_sooner_is_not_shadowed():
    journey = a_journey(
        entry("new"),
        stage("keep", logins(5)),
        stage("grow", logins(3)),
        advance("new", "keep"),
        advance("new", "grow", after="P7D"),
    )

    assert found(journey, "BRANCH_SHADOWED") == []


def test_branches_that_only_the_list_orders_are_named():
    [hint] = found(branching(PLAN_A, PLAN_B), "BRANCH_ORDER_IMPLICIT")

    assert (hint.severity, hint.stages) == (Severity.HINT, ("keep", "grow"))
    assert hint.message == (
        "keep, grow are branches of one depth; "
        "their order in the list alone makes grow the most advanced."
    )


@pytest.mark.parametrize(
    "journey",
    [
        branching(ACTIVE, PLAN_A),
        branching(PLAN_A, PLAN_B, advance("keep", "grow")),
        branching(PLAN_A, PLAN_B, movement="FREE"),
        branching(PLAN_A, None),
    ],
    ids=["overlapping", "ordered", "free", "asking nothing"],
)
def test_the_order_of_other_branches_is_not_remarked_on(journey):
    assert found(journey, "BRANCH_ORDER_IMPLICIT") == []


def test_more_branches_than_anybody_compares_are_said_to_be_too_many():
    keys = [f"s{number}" for number in range(120)]
    journey = a_journey(
        entry("new"),
        *(stage(key, trait("plan", key)) for key in keys),
        *(advance("new", key) for key in keys),
    )

    [too_many] = found(journey, "CRITERIA_TOO_COMPLEX")

    assert too_many.message == (
        "There are too many cases in the choice between the branches of new "
        "to look for contradictions and overlaps."
    )


def test_a_map_without_an_order_has_no_branches():
    assert found(branching(ACTIVE, PLAN_A, advance("grow", "new")), "BRANCHES_OVERLAP") == []

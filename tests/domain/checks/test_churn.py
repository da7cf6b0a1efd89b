import pytest

from domain.problems import Severity, problems_of
from tests.domain.building import (
    a_journey,
    advance,
    entry,
    final,
    leave,
    recycle,
    rule,
    stage,
    trait,
)
from tests.domain.checks.finding import LOST, OUT, found, logins, stages_of
from tests.domain.solver.sampled import example_meets

ON = stage("on", logins(3))
WAY = advance("new", "on")


def journey(*parts, **fields):
    return a_journey(entry("new"), ON, WAY, *parts, **fields)


def test_an_exit_that_neither_criteria_nor_a_hand_leads_to_is_an_error():
    [shut] = found(journey(LOST, OUT, final("gone")), "EXIT_WITHOUT_CRITERIA_OR_HAND")

    assert (shut.severity, shut.stages, shut.path) == (Severity.ERROR, ("gone",), "stages[3]")
    assert shut.message == "gone can be entered neither by criteria nor by hand."


@pytest.mark.parametrize(
    "exit_parts",
    [(final("gone", logins(1)),), (final("gone"), leave("on", "gone"))],
    ids=["criteria", "hand"],
)
def test_an_exit_by_criteria_or_by_hand_is_no_error(exit_parts):
    assert found(journey(LOST, OUT, *exit_parts), "EXIT_WITHOUT_CRITERIA_OR_HAND") == []


def test_exits_that_nobody_comes_to_by_itself_see_no_churn():
    [none] = found(journey(final("gone"), leave("*", "gone")), "NO_CHURN_EXIT")

    assert (none.severity, none.stages) == (Severity.WARNING, ("gone",))
    assert none.message == "No profile leaves by itself: gone can be entered by hand only."


@pytest.mark.parametrize(
    "the_journey",
    [
        journey(LOST, OUT),
        journey(final("gone"), leave("*", "gone", after="P90D")),
        journey(final("gone"), LOST, OUT, leave("on", "gone")),
        journey(LOST, movement="FREE"),
        journey(),
    ],
    ids=["criteria", "guard", "one of two", "free", "no exit at all"],
)
def test_an_exit_that_somebody_comes_to_by_itself_sees_churn(the_journey):
    assert found(the_journey, "NO_CHURN_EXIT") == []


def test_a_stage_that_no_exit_leaves_cannot_churn():
    assert stages_of(journey(LOST, leave("on", "lost")), "STAGE_CANNOT_CHURN") == [("new",)]


@pytest.mark.parametrize(
    "the_journey",
    [
        journey(LOST, OUT),
        journey(LOST, leave("on", "lost"), leave("new", "lost")),
        journey(LOST, leave("new", "lost")),
        journey(LOST, movement="FREE"),
    ],
    ids=["everywhere", "each", "no way out at all", "free"],
)
def test_a_stage_that_can_churn_or_never_comes_out_is_not_told_so(the_journey):
    assert found(the_journey, "STAGE_CANNOT_CHURN") == []


def test_an_exit_that_a_thriving_profile_can_meet_overlaps_success():
    [overlap] = found(journey(LOST, OUT), "EXIT_OVERLAPS_SUCCESS")

    assert (overlap.severity, overlap.stages) == (Severity.WARNING, ("on", "lost"))
    assert overlap.message == (
        "One profile can meet both on, where the journey ends well, and lost; it would leave."
    )
    assert example_meets(overlap.example, {"all": [logins(3), trait("status", "lost")]})


@pytest.mark.parametrize(
    "the_journey",
    [
        journey(final("lost", rule({"count": "login"}, "lt", 3)), OUT),
        journey(LOST, leave("*", "lost", when={"not": logins(1)})),
        journey(LOST, leave("new", "lost")),
        journey(final("lost", logins(5)), OUT),
        journey(final("lost"), OUT),
        journey(final("lost", rule({"count": "login"}, "lt", 3)), movement="FREE"),
    ],
    ids=["excluded", "guard", "no way", "what comes of it", "by hand", "free"],
)
def test_an_exit_that_success_rules_out_does_not_overlap_it(the_journey):
    assert found(the_journey, "EXIT_OVERLAPS_SUCCESS") == []


def test_in_free_criteria_alone_can_overlap_success():
    assert stages_of(journey(LOST, movement="FREE"), "EXIT_OVERLAPS_SUCCESS") == [("on", "lost")]


def test_an_exit_without_a_way_back_wins_nobody_back():
    [hint] = found(journey(LOST, OUT), "NO_WINBACK")

    assert (hint.severity, hint.message) == (Severity.HINT, "Nobody comes back from lost.")


@pytest.mark.parametrize(
    "the_journey",
    [journey(LOST, OUT, recycle("lost", "new", after="P90D")), journey(LOST, movement="FREE")],
    ids=["recycle", "free"],
)
def test_an_exit_with_a_way_back_is_let_be(the_journey):
    assert found(the_journey, "NO_WINBACK") == []


def test_a_journey_as_code_is_not_nagged_about_success_or_winback():
    assert problems_of(journey(LOST, OUT)) == ()

import pytest

from domain.problems import Severity, Surroundings, problems_of
from tests.domain.building import a_journey, advance, entry, final, leave, stage, trait
from tests.domain.checks.finding import found, logins, paths_of, stages_of

WORDS = {"description": "Stands there.", "goal": "Goes on.", "teams": ["sales"]}
TEAMS = Surroundings(teams=frozenset({"sales", "marketing"}))


def journey(*parts, **fields):
    return a_journey(
        entry("new") | WORDS,
        *parts,
        final("lost", trait("status", "lost")) | WORDS,
        leave("*", "lost"),
        **fields,
    )


def on(**fields):
    return stage("on", logins(3), **(WORDS | fields))


WAY = advance("new", "on")


@pytest.mark.parametrize(
    ("the_journey", "path", "what"),
    [
        (journey(on(name="  "), WAY), "stages[1].name", "The stage on"),
        (journey(on(), WAY, name=""), "name", "The journey"),
        (journey(on(), WAY, lanes=[{"key": "a", "name": ""}]), "lanes[0].name", "Lane 1"),
    ],
    ids=["stage", "journey", "lane"],
)
def test_a_name_that_is_missing_is_an_error_of_journeys_as_code_too(the_journey, path, what):
    [missing] = problems_of(the_journey)

    assert (missing.code, missing.severity, missing.path) == (
        "LABEL_MISSING",
        Severity.ERROR,
        path,
    )
    assert missing.message == f"{what} has no name."


def test_names_that_are_there_are_not_missed():
    assert found(journey(on(), WAY, lanes=[{"key": "a", "name": "A"}]), "LABEL_MISSING") == []


def test_a_team_that_the_workspace_does_not_have_is_an_error():
    [unknown] = found(journey(on(teams=["sales", "art"]), WAY), "TEAM_UNKNOWN", TEAMS)

    assert (unknown.severity, unknown.path) == (Severity.ERROR, "stages[1].teams[1]")
    assert unknown.message == "on is looked after by art, and there is no such team."


def test_teams_are_known_where_the_workspace_has_them_or_nobody_knows_which_it_has():
    strange = journey(on(teams=["art"]), WAY)

    assert found(journey(on(teams=["marketing"]), WAY), "TEAM_UNKNOWN", TEAMS) == []
    assert found(strange, "TEAM_UNKNOWN") == []
    assert problems_of(strange) == ()


@pytest.mark.parametrize(
    ("code", "fields", "severity"),
    [
        ("TEAM_MISSING", {"teams": []}, Severity.WARNING),
        ("DESCRIPTION_MISSING", {"description": " "}, Severity.HINT),
        ("GOAL_MISSING", {"goal": ""}, Severity.HINT),
    ],
)
def test_what_a_stage_does_not_say_is_missed(code, fields, severity):
    [missing] = found(journey(on(**fields), WAY), code)

    assert (missing.stages, missing.severity) == (("on",), severity)
    assert found(journey(on(), WAY), code) == []


def test_an_exit_has_no_goal():
    journey_ = a_journey(entry("new"), final("lost", logins(1)), leave("*", "lost"))

    assert stages_of(journey_, "GOAL_MISSING") == [("new",)]


def test_stages_of_one_name_cannot_be_told_apart():
    [twins] = found(journey(on(name="Onboarding"), stage("b", name="onboarding "), WAY),
                    "DUPLICATE_LABEL")  # fmt: skip

    assert (twins.severity, twins.stages) == (Severity.WARNING, ("on", "b"))
    assert twins.message == "on, b are all called Onboarding."
    assert found(journey(on(), WAY), "DUPLICATE_LABEL") == []


def test_a_hand_off_from_one_team_to_another_is_remarked_on():
    [unmarked] = found(journey(on(teams=["support"]), WAY), "HANDOFF_UNMARKED")

    assert (unmarked.severity, unmarked.path) == (Severity.HINT, "transitions[0]")
    assert unmarked.message == (
        "new -> on (ADVANCE) passes profiles from sales to support, and no team is on both sides."
    )


@pytest.mark.parametrize("teams", [["sales"], ["support", "sales"], []], ids=len)
def test_a_hand_off_with_somebody_on_both_sides_is_let_be(teams):
    assert paths_of(journey(on(teams=teams), WAY), "HANDOFF_UNMARKED") == []

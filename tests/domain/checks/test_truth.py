import pytest

from domain.problems import Severity, problems_of
from tests.domain.building import a_journey, advance, entry, leave, recycle, rule, stage, trait
from tests.domain.checks.finding import LOST, OUT, found, logins, paths_of

FEW = rule({"count": "login"}, "lt", 3)
PRO = trait("plan", "pro")
NEVER = {"all": [logins(3, within="P7D"), rule({"count": "login", "within": "P30D"}, "lt", 3)]}
EVERYBODY = {"any": [PRO, {"not": PRO}]}
TANGLE = {"all": [{"any": [trait(f"a{it}", 1), trait(f"b{it}", 1)]} for it in range(9)]}


def asking(criteria, *more, **guards):
    return a_journey(
        entry("new"), stage("on", criteria), advance("new", "on", **guards), LOST, OUT, *more
    )


def test_criteria_that_nobody_can_meet_are_a_contradiction():
    [contradiction] = found(asking(NEVER), "CRITERIA_CONTRADICTION")

    assert (contradiction.severity, contradiction.path) == (Severity.ERROR, "stages[1].entry")
    assert contradiction.message == "Nobody can meet the entry criteria of on."
    assert contradiction.args == {"what": "the entry criteria of on"}


def test_a_guard_that_nobody_can_meet_is_a_contradiction_too():
    [contradiction] = found(asking(PRO, when=NEVER), "CRITERIA_CONTRADICTION")

    assert (contradiction.blocking, contradiction.path) == (True, "transitions[0].when")


def test_a_guard_that_its_stage_excludes_closes_the_way_and_is_a_warning():
    [closed] = found(asking(PRO, when=trait("plan", "free")), "CRITERIA_CONTRADICTION")

    assert (closed.severity, closed.stages) == (Severity.WARNING, ("on",))
    assert closed.message == (
        "Nobody can meet the guard of new -> on (ADVANCE) together with the entry criteria of on."
    )


def test_a_way_back_does_not_ask_its_stage():
    back = recycle("lost", "on", when=trait("plan", "free"))

    assert found(asking(PRO, back), "CRITERIA_CONTRADICTION") == []


@pytest.mark.parametrize(
    "criteria", [logins(3), {"any": [NEVER, PRO]}, {"not": NEVER}, EVERYBODY], ids=range(4)
)
def test_what_somebody_can_meet_is_no_contradiction(criteria):
    assert found(asking(criteria), "CRITERIA_CONTRADICTION") == []


@pytest.mark.parametrize(
    "criteria",
    [EVERYBODY, {"not": NEVER}, logins(0), rule({"trait": "plan"}, "not_in", [])],
    ids=range(4),
)
def test_criteria_that_everybody_meets_are_noticed(criteria):
    [always] = found(asking(criteria), "CRITERIA_ALWAYS_TRUE")

    assert always.message == "Everybody meets the entry criteria of on."


@pytest.mark.parametrize("criteria", [PRO, {"not": PRO}, {"any": [PRO, logins(1)]}], ids=range(3))
def test_criteria_that_somebody_fails_are_not_always_met(criteria):
    assert found(asking(criteria), "CRITERIA_ALWAYS_TRUE") == []


def climbing(first, second, *more, **guards):
    return a_journey(
        entry("new"),
        stage("first", first),
        stage("second", second),
        advance("new", "first"),
        advance("first", "second", **guards),
        LOST,
        OUT,
        *more,
    )


def test_a_stage_whose_criteria_imply_the_next_ones_is_skipped_always():
    [skipped] = found(climbing(logins(5), logins(3)), "STAGE_ALWAYS_SKIPPED")

    assert skipped.stages == ("first", "second")
    assert skipped.message == (
        "Whoever meets first also meets second, to which first -> second (ADVANCE) leads: "
        "nobody stays in first."
    )


@pytest.mark.parametrize(
    "journey",
    [
        climbing(logins(3), logins(5)),
        climbing(logins(5), logins(3), after="P1D"),
        climbing(logins(5), logins(3), when=PRO),
        climbing(logins(5), None, after="P1D"),
        climbing(logins(5), logins(3), recycle("second", "first", when=FEW)),
        climbing(None, logins(3)),
        climbing(logins(5), TANGLE),
    ],
    ids=["more asked", "after", "guard", "nothing asked", "way back", "no criteria", "unknown"],
)
def test_a_stage_where_somebody_can_stay_is_not_skipped(journey):
    assert found(journey, "STAGE_ALWAYS_SKIPPED") == []


def test_a_guard_that_is_implied_too_keeps_nobody():
    journey = climbing({"all": [logins(5), PRO]}, logins(3), when=PRO)

    assert len(found(journey, "STAGE_ALWAYS_SKIPPED")) == 1


def test_in_free_a_guard_keeps_nobody():
    journey = a_journey(
        entry("new"),
        stage("first", logins(5)),
        stage("second", logins(3)),
        advance("first", "second", when=PRO),
        movement="FREE",
    )

    assert len(found(journey, "STAGE_ALWAYS_SKIPPED")) == 1


@pytest.mark.parametrize(
    ("criteria", "paths"),
    [
        ({"all": [logins(3), logins(1)]}, ["all[1]"]),
        ({"all": [logins(1), logins(3)]}, ["all[0]"]),
        ({"all": [PRO, PRO]}, ["all[1]"]),
        ({"any": [logins(3), logins(1)]}, ["any[0]"]),
        ({"any": [PRO, NEVER]}, ["any[1]"]),
        ({"all": [logins(3, within="P7D"), logins(1), PRO]}, ["all[1]"]),
        ({"all": [PRO, {"any": [PRO, logins(1)]}]}, ["all[1]"]),
        ({"any": [logins(5), {"all": [PRO, trait("plan", "free")]}]}, ["any[1]"]),
        ({"not": {"all": [logins(3), logins(1)]}}, ["not.all[1]"]),
        ({"any": [FEW, {"all": [logins(9), logins(2)]}]}, ["any[1].all[1]"]),
    ],
    ids=range(10),
)
def test_a_part_that_changes_nothing_is_named(criteria, paths):
    assert paths_of(asking(criteria), "CRITERIA_REDUNDANT_RULE") == [
        f"stages[1].entry.{path}" for path in paths
    ]


@pytest.mark.parametrize(
    "criteria",
    [
        {"all": [logins(3), PRO]},
        {"all": [logins(3, within="P7D"), logins(5)]},
        {"any": [logins(3), PRO]},
        {"all": [logins(3), {"any": [PRO, logins(5)]}]},
        NEVER,
        EVERYBODY,
        PRO,
    ],
    ids=range(7),
)
def test_parts_that_all_change_something_are_left_alone(criteria):
    assert found(asking(criteria), "CRITERIA_REDUNDANT_RULE") == []


def test_a_redundant_part_is_named_in_words():
    [idle] = found(asking({"all": [logins(3), logins(1)]}), "CRITERIA_REDUNDANT_RULE")

    assert idle.message == "all[1] changes nothing in the entry criteria of on."
    assert idle.severity is Severity.HINT


def test_criteria_of_too_many_cases_are_not_guessed_at():
    [complex_] = found(asking(TANGLE), "CRITERIA_TOO_COMPLEX")

    assert (complex_.severity, complex_.path) == (Severity.HINT, "stages[1].entry")
    assert found(asking({"all": TANGLE["all"][:8]}), "CRITERIA_TOO_COMPLEX") == []


def test_a_journey_as_code_is_told_of_contradictions_and_given_no_hints():
    journey = asking({"all": [logins(3), logins(1)]}, leave("on", "lost"), when=NEVER)

    assert [problem.code for problem in problems_of(journey)] == ["CRITERIA_CONTRADICTION"]

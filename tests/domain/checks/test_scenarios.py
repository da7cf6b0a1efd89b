import pytest

from domain.problems import Severity, blocks_replay, problems_of
from tests.domain.building import a_journey, advance, entry, final, leave, recycle, stage
from tests.domain.checks.finding import found, logins

LOGIN = {"at": "2026-01-05", "event": "login"}


def a_story(**fields):
    return {"name": "Gets going", "observations": [LOGIN, LOGIN], **fields}


def journey(*scenarios, asked=2, **fields):
    return a_journey(
        entry("new"),
        stage("active", logins(asked)),
        advance("new", "active"),
        scenarios=list(scenarios),
        **fields,
    )


def failures(*scenarios, **fields):
    return found(journey(*scenarios, **fields), "SCENARIO_FAILED")


def test_a_scenario_that_comes_to_another_stage_stops_a_publication():
    [failed] = failures(a_story(expect="active", id="scn_1"), asked=5)

    assert (failed.severity, failed.blocking, failed.path, failed.element_ids) == (
        Severity.ERROR,
        True,
        "scenarios[0].expect",
        ("scn_1",),
    )
    assert failed.args == {
        "scenario": "Gets going",
        "expected": "active",
        "actual": "new",
        "at": "the end",
    }
    assert failed.message == (
        "By the end the scenario Gets going should come to active, and comes to new."
    )


def test_a_scenario_that_comes_as_it_expects_is_no_problem_nor_one_that_expects_nothing():
    assert failures(a_story(expect="active"), a_story()) == []


def test_the_first_expectation_that_is_not_met_is_told_of_each_scenario():
    wrong = [{"stage": "new", "at": "2026-01-04"}, {"stage": "new"}]
    told = failures(a_story(expect="active"), a_story(expect=wrong), a_story(expect=wrong[1:]))

    assert [(one.path, one.args["expected"], one.args["actual"]) for one in told] == [
        ("scenarios[1].expect[0]", "new", "no stage"),
        ("scenarios[2].expect[0]", "new", "active"),
    ]
    assert told[0].args["at"] == "2026-01-04T00:00:00Z"
    assert len({one.id for one in told}) == 2


def test_a_stage_that_is_no_longer_there_is_never_come_to():
    [failed] = failures(a_story(expect="onboarded"))

    assert failed.args["expected"] == "onboarded"


def test_a_scenario_without_end_says_so():
    round_ = a_journey(
        entry("in"),
        final("out"),
        leave("in", "out", after="PT1S"),
        recycle("out", "in", after="PT1S"),
        scenarios=[a_story(until="2027-01-01")],
    )

    [failed] = found(round_, "SCENARIO_FAILED")

    assert (failed.path, failed.message) == (
        "scenarios[0]",
        "By 1000 steps the scenario Gets going should come to an end, and comes to none.",
    )


def test_as_code_it_is_told_as_well():
    codes = {one.code for one in problems_of(journey(a_story(expect="active"), asked=5))}

    assert "SCENARIO_FAILED" in codes


@pytest.mark.parametrize("way", [advance("active", "new"), recycle("new", "active")])
def test_on_a_map_without_meaning_no_scenario_is_tried(way):
    broken = a_journey(
        entry("new"),
        stage("active", logins(2)),
        advance("new", "active"),
        way,
        scenarios=[a_story(expect="nowhere")],
    )
    problems = problems_of(broken)

    assert any(map(blocks_replay, problems))
    assert "SCENARIO_FAILED" not in {one.code for one in problems}

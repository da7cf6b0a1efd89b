import pytest

from domain.observation import Observation
from domain.scenario import Beginning, Expectation, Scenario
from domain.scenario_document import scenarios_of
from domain.scenario_run import scenario_run, scenario_runs
from tests.domain.building import (
    START,
    a_course,
    a_journey,
    advance,
    at_least,
    became,
    day,
    did,
    entry,
    final,
    leave,
    recycle,
    rule,
    stage,
    trait,
)

LEAD = a_course(
    entry("new"),
    stage("active", at_least("login", 2)),
    stage("paying", trait("plan", "pro")),
    final("gone", rule({"age": {"last": "login"}}, "gte", "P30D")),
    advance("new", "active"),
    advance("active", "paying"),
    leave("*", "gone"),
)


def run(*observations, expect=(), **fields):
    scenario = Scenario(
        name="s", observations=observations, expect=tuple(Expectation(*it) for it in expect),
        **fields,
    )  # fmt: skip
    return scenario_run(LEAD, scenario)


def came_to(told):
    return [one.stage for one in told.checked]


def test_a_scenario_passes_where_all_comes_as_it_expects():
    told = run(did("login", day(0)), did("login", day(1)), expect=[("active",)])

    assert (told.passed, told.failed, len(told.steps)) == (True, None, 2)


def test_the_first_expectation_that_is_not_met_is_what_failed():
    told = run(did("login", day(0)), expect=[("new", day(0)), ("active", day(1)), ("paying",)])

    assert (told.passed, told.failed.index, told.failed.stage) == (False, 1, "new")


def test_an_expectation_of_an_instant_is_after_all_that_happens_up_to_it():
    told = run(
        did("login", day(0)),
        did("login", day(1)),
        expect=[("new", day(1) - 1), ("active", day(1)), ("active", day(1) + 1)],
    )

    assert (told.passed, came_to(told)) == (True, ["new", "active", "active"])


def test_time_is_served_up_to_what_is_expected_and_no_further():
    told = run(did("login", day(0)), expect=[("new", day(30) - 1), ("gone", day(30))])
    ended = run(did("login", day(0)), until=day(40), expect=[("gone",)])
    waiting = run(did("login", day(0)), expect=[("new",)])

    assert [one.passed for one in (told, ended, waiting)] == [True, True, True]


def test_expectations_may_be_written_in_any_order():
    told = run(did("login", day(0)), expect=[("gone",), ("gone", day(30)), ("new", day(29))])

    assert (told.passed, came_to(told)) == (True, ["gone", "gone", "new"])


def test_what_comes_late_is_no_reason_to_look_earlier():
    told = run(
        did("login", day(5)), did("login", day(1)), expect=[(None, day(3)), ("active", day(5))]
    )

    assert told.passed


def test_it_begins_with_what_is_known():
    told = run(start=Beginning(day(0), {"plan": "pro"}), expect=[("paying", day(0))])

    assert (told.passed, told.steps[0].observation) == (True, None)


def test_with_nothing_known_one_stands_in_no_stage():
    assert run(expect=[(None,)]).passed


def test_a_life_that_goes_round_in_circles_is_ended():
    course = a_course(
        entry("in"),
        final("out"),
        leave("in", "out", after="PT1S"),
        recycle("out", "in", after="PT1S"),
    )
    scenario = Scenario(name="s", observations=(became(day(0)),), until=day(99))

    told = scenario_run(course, scenario)

    assert (told.passed, told.is_cut, len(told.steps)) == (False, True, 1_000)


def test_all_scenarios_together_take_only_so_many_steps(monkeypatch):
    monkeypatch.setattr("domain.scenario_run.MOST_STEPS_TOGETHER", 3)
    scenario = Scenario(name="s", observations=(did("login", day(0)), did("login", day(1))))

    told = [(one.is_cut, len(one.steps)) for one in scenario_runs(LEAD, [scenario] * 3)]

    assert told == [(False, 2), (True, 1), (True, 0)]


def test_all_scenarios_together_look_only_so_often(monkeypatch):
    monkeypatch.setattr("domain.scenario_run.MOST_LOOKS", 10)
    scenario = Scenario(name="s", observations=(did("login", day(0)),) * 2)

    told = [one.is_cut for one in scenario_runs(LEAD, [scenario] * 2)]

    assert told == [False, True]


@pytest.mark.parametrize(
    ("expect", "read"),
    [
        ("active", (Expectation("active"),)),
        ({"stage": None, "at": "2026-01-05"}, (Expectation(None, START),)),
        ([{"stage": "a"}, {"stage": "b"}], (Expectation("a"), Expectation("b"))),
    ],
)
def test_what_is_expected_may_be_written_short(expect, read):
    written = {
        "name": "s",
        "id": "scn_1",
        "description": "d",
        "start": {"traits": {"a": 1}},
        "observations": [{"at": "2026-01-05", "event": "e", "properties": {"b": 2}}],
        "until": "2026-01-06",
        "expect": expect,
    }

    [scenario] = scenarios_of(a_journey(entry("new"), scenarios=[written]))

    assert scenario == Scenario(
        name="s",
        id="scn_1",
        description="d",
        start=Beginning(START, {"a": 1}),
        observations=(Observation(at=START, event="e", properties={"b": 2}),),
        until=day(1),
        expect=read,
    )


def test_a_journey_without_scenarios_has_none():
    assert scenarios_of(a_journey(entry("new"))) == ()

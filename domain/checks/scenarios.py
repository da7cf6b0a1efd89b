"""Scenarios that do not come to where they should."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from domain.checks.problem import Problem
from domain.checks.survey import Survey
from domain.course import charted
from domain.instants import text_of
from domain.scenario_document import scenarios_of
from domain.scenario_run import ScenarioRun, scenario_runs
from domain.values import Value


def scenario_problems(survey: Survey) -> Iterator[Problem]:
    """Each scenario that fails, by the first of its expectations that is not met.

    Only of journeys that can be replayed: on others there is no rule to live by.
    """
    scenarios = scenarios_of(survey.journey)
    if not scenarios:
        return
    course = charted(survey.journey, version=1)
    for place, run in enumerate(scenario_runs(course, scenarios)):
        if not run.passed:
            yield _failure(survey, run, place)


def _failure(survey: Survey, run: ScenarioRun, place: int) -> Problem:
    scenario, failed, path = run.scenario, run.failed, f"scenarios[{place}]"
    expected, actual, at = "an end", "none", f"{len(run.steps)} steps"
    if failed is not None:
        when = failed.expectation.at
        at = "the end" if when is None else text_of(when)
        expected, actual = _called(failed.expectation.stage), _called(failed.stage)
        written = cast("list[Mapping[str, Value]]", survey.journey.scenarios)[place]["expect"]
        path += f".expect[{failed.index}]" if isinstance(written, list | tuple) else ".expect"
    says = {"scenario": scenario.name, "expected": expected, "actual": actual, "at": at}
    problem = survey.problem_at("SCENARIO_FAILED", (), (), path, "", says)
    return replace(problem, element_ids=(scenario.id or scenario.name,))


def _called(stage: str | None) -> str:
    return "no stage" if stage is None else stage

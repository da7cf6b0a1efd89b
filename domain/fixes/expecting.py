"""Fixes of scenarios: what they come to is right, and what they expect is out of date."""

from collections.abc import Iterator, Mapping
from typing import cast

from domain.course import charted
from domain.edits import JourneyFields, UpdateJourney
from domain.fixes.mending import Mending, Proposal, Proposer
from domain.scenario_document import scenarios_of
from domain.scenario_run import ScenarioRun, scenario_run
from domain.values import Value

Written = Mapping[str, Value]


def _expect_what_comes(mending: Mending) -> Iterator[Proposal]:
    """The scenario expecting the stages that it comes to, or no scenario at all."""
    journey = mending.survey.journey
    written = cast("list[Written]", journey.scenarios)
    place = int(mending.problem.path.removeprefix("scenarios[").partition("]")[0])
    run = scenario_run(charted(journey, version=1), scenarios_of(journey)[place])
    name = run.scenario.name or "without a name"
    if not run.is_cut:
        ours = {**written[place], "expect": _expecting(run, written[place]["expect"])}
        yield _scenarios(f"Expect what {name} comes to", [*_without(written, place, ours)])
    yield _scenarios(f"Remove the scenario {name}", [*_without(written, place)])


def _without(written: list[Written], place: int, *instead: Written) -> Iterator[Written]:
    yield from written[:place]
    yield from instead
    yield from written[place + 1 :]


def _expecting(run: ScenarioRun, written: Value) -> Value:
    """What it expects, as it is written but for the stages."""
    come_to = [one.stage for one in run.checked]
    match written:
        case str():
            [stage] = come_to
            return {"stage": None} if stage is None else stage
        case Mapping():
            return {**written, "stage": come_to[0]}
    parts = cast("list[Written]", written)
    return [{**part, "stage": stage} for part, stage in zip(parts, come_to, strict=True)]


def _scenarios(title: str, scenarios: list[Written]) -> Proposal:
    return Proposal(title, (UpdateJourney(fields=JourneyFields(scenarios=scenarios)),))


PROPOSERS: Mapping[str, Proposer] = {"SCENARIO_FAILED": _expect_what_comes}

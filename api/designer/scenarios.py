"""Scenarios, and what comes of them, as clients see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import strawberry

from api.context import Info
from api.designer.sources import JourneySource, journey_at
from api.designer.trying_types import SimulatedStep
from api.fields import field, seen, told, window_on
from api.refusing import BadArgument, DocumentRefused, NotFound, answering
from api.scalars import JSON, DateTime
from domain.scenario_run import Checked
from domain.scenario_run import ScenarioRun as LivedScenario
from engine.scenarios import KeptScenario, Story
from engine.trying import Detail, ToldStep, told_step


@strawberry.type(description="What a scenario expects, and what it comes to.")
class ScenarioExpectation:
    """A window on `domain.scenario_run.Checked`."""

    @field("The instant that it is of; null for the end.")
    @staticmethod
    def at(checked: strawberry.Parent[Checked]) -> DateTime | None:
        at = checked.expectation.at
        return None if at is None else DateTime(at)

    @field("Key of the stage that it expects; null for no stage.")
    @staticmethod
    def expected(checked: strawberry.Parent[Checked]) -> str | None:
        return checked.expectation.stage

    @field("Key of the stage that it comes to; null for no stage.")
    @staticmethod
    def actual(checked: strawberry.Parent[Checked]) -> str | None:
        return checked.stage

    @field("Whether they are the same.")
    @staticmethod
    def met(checked: strawberry.Parent[Checked]) -> bool:
        return checked.is_met


@strawberry.type(description="What came of a scenario.")
class ScenarioRun:
    """A window on `domain.scenario_run.ScenarioRun`."""

    passed: bool = seen("Whether all came as it expects.")

    @field("Whether it came to its end: not where time alone goes round in circles.")
    @staticmethod
    def complete(run: strawberry.Parent[LivedScenario]) -> bool:
        return not run.is_cut

    @field("What it expects, as written, as far as it came.", of=list[ScenarioExpectation])
    @staticmethod
    def expectations(run: strawberry.Parent[LivedScenario]) -> list[Checked]:
        return list(run.checked)

    @field(
        "The trail: each observation and each timer, with what was looked at where it moves.",
        of=list[SimulatedStep],
    )
    @staticmethod
    def steps(run: strawberry.Parent[LivedScenario]) -> list[ToldStep]:
        return [told_step(happening, Detail.MOVES) for happening in run.steps]


@strawberry.type(
    description="A story kept with a journey: what happens to somebody, and the stages that it "
    "should come to. One that does not stops a publication: `SCENARIO_FAILED`. It is lived through "
    "in this journey alone: what is read of others is missing."
)
class Scenario:
    """A window on `engine.scenarios.KeptScenario`."""

    @field("Its id, where the document has one.")
    @staticmethod
    def element_id(kept: strawberry.Parent[KeptScenario]) -> str | None:
        return kept.scenario.id

    @field("What people call it.")
    @staticmethod
    def name(kept: strawberry.Parent[KeptScenario]) -> str:
        return kept.scenario.name

    @field("What it is about.")
    @staticmethod
    def description(kept: strawberry.Parent[KeptScenario]) -> str | None:
        return kept.scenario.description

    @field(
        "The whole of it, as the document has it: its `observations` can be sent to "
        "`simulateJourney` as they are, and all scenarios to `updateJourney`, changed."
    )
    @staticmethod
    def document(kept: strawberry.Parent[KeptScenario]) -> JSON:
        return JSON(kept.written)

    @field(
        "What comes of it by the rule that moves profiles in production; null where the journey "
        "has problems that leave that no meaning.",
        of=ScenarioRun | None,
    )
    @staticmethod
    async def run(kept: strawberry.Parent[KeptScenario]) -> LivedScenario | None:
        return await kept.run()


@dataclass(frozen=True, slots=True)
class Told:
    """What came of all scenarios of a journey."""

    story: Story
    runs: Sequence[LivedScenario]


@strawberry.type(description="What came of all scenarios of a journey.")
class ScenariosRun:
    """A window on `Told`."""

    is_type_of = window_on(Told)

    @field("How many came as they expect.")
    @staticmethod
    def passed(told: strawberry.Parent[Told]) -> int:
        return sum(run.passed for run in told.runs)

    @field("How many did not.")
    @staticmethod
    def failed(told: strawberry.Parent[Told]) -> int:
        return sum(not run.passed for run in told.runs)

    @field("Every scenario, in the document's order.", of=list[Scenario])
    @staticmethod
    def scenarios(told: strawberry.Parent[Told]) -> list[KeptScenario]:
        return told.story.scenarios


@strawberry.type
class ScenarioQueries:
    """Root fields about scenarios."""

    @answering(
        "Run every scenario of a journey: whether it passes, and by which steps it came so.",
        of=("RunScenariosResult", "What came of the scenarios, or why they cannot be run."),
        answers=(ScenariosRun, DocumentRefused, NotFound, BadArgument),
    )
    @staticmethod
    async def run_scenarios(
        info: Info, source: Annotated[JourneySource, told("The journey.")]
    ) -> Told:
        story = Story(await journey_at(info.context, source, "source"))
        return Told(story, await story.runs())

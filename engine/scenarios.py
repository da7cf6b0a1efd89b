"""The scenarios of a journey, and what comes of them: lived through once, when somebody asks."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from domain.course import charted
from domain.journey import Journey
from domain.problems import replay_problems
from domain.refusals import UnreplayableJourney
from domain.scenario import Scenario
from domain.scenario_document import scenarios_of
from domain.scenario_run import ScenarioRun, scenario_runs
from domain.values import Value


class Story:
    """All scenarios of a journey."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey
        self._living: asyncio.Task[Sequence[ScenarioRun]] | None = None
        written = cast("Sequence[Value]", journey.scenarios or ())
        self.scenarios = [
            KeptScenario(self, place, scenario, written[place])
            for place, scenario in enumerate(scenarios_of(journey))
        ]

    async def runs(self) -> Sequence[ScenarioRun]:
        """What came of each. Raises UnreplayableJourney."""
        if self._living is None:
            # Lives take a while, and others want to be answered meanwhile.
            self._living = asyncio.create_task(asyncio.to_thread(lived, self._journey))
        return await asyncio.shield(self._living)


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A scenario with its place in the list, and as it is written there."""

    story: Story
    place: int
    scenario: Scenario
    written: Value

    async def run(self) -> ScenarioRun | None:
        """What came of it; None where the journey cannot be replayed."""
        try:
            return (await self.story.runs())[self.place]
        except UnreplayableJourney:
            return None


def lived(journey: Journey) -> Sequence[ScenarioRun]:
    """Every scenario of a journey lived through. Raises UnreplayableJourney."""
    problems = replay_problems(journey)
    if problems:
        raise UnreplayableJourney(journey.key, problems, "source")
    return list(scenario_runs(charted(journey, version=1), scenarios_of(journey)))

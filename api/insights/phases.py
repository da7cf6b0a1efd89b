"""Phases: stages that belong together in meaning, and who stands in any of them."""

from dataclasses import dataclass

import strawberry

from api.context import Info
from api.fields import field, seen
from api.insights.health import HealthOf, OfPersona, StageHealth, health_of
from api.insights.lazily import StageType
from api.journeys.stages import StageOf
from domain.course import Course
from engine import dashboard


@dataclass(frozen=True, slots=True)
class PhaseOf:
    """A phase of a journey: the stages that name it, in the order of advancement."""

    course: Course
    key: str
    keys: tuple[str, ...]


@strawberry.type(description="A phase of a journey: the stages that name it, taken together.")
class Phase:
    """A window on `PhaseOf`."""

    key: str = seen("What its stages name.")

    @field("Its stages in the order of advancement.", of=list[StageType])
    @staticmethod
    def stages(phase: strawberry.Parent[PhaseOf]) -> list[StageOf]:
        return [StageOf(phase.course, phase.course.places[key]) for key in phase.keys]

    @field("How many profiles stand in it now: counters, changed with the moves.")
    @staticmethod
    async def population(phase: strawberry.Parent[PhaseOf], info: Info) -> int:
        asked = [dashboard.population(phase.course.key, key) for key in phase.keys]
        return await info.context.loaders.total(asked, info.context.now)

    @field("How well those are who stand in it.", of=StageHealth)
    @staticmethod
    async def health(
        phase: strawberry.Parent[PhaseOf], info: Info, persona: OfPersona = None
    ) -> HealthOf:
        return await health_of(info, phase.course, phase.keys, persona)


def phases_of(course: Course) -> list[PhaseOf]:
    """The phases that stages name, in the order of their least advanced stages."""
    by_phase: dict[str, list[str]] = {}
    for key in course.order:
        phase = course.places[key].stage.phase
        if phase is not None:
            by_phase.setdefault(phase, []).append(key)
    return [PhaseOf(course, phase, tuple(keys)) for phase, keys in by_phase.items()]

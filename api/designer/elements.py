"""Stages and transitions of a draft, with their criteria read and the numbers of overlays."""

from dataclasses import dataclass

import strawberry

from api.context import Info
from api.criteria.types import CriteriaReading
from api.designer.drawing import Counts, ProblemCounts
from api.fields import field, seen
from api.journeys.enums import Role, TransitionKind
from api.scalars import JSON, Duration
from domain.criteria_reading import CriteriaReading as Reading
from domain.draft import Draft, id_of
from domain.journey import Stage, Transition
from domain.wording import guards_in_words


@dataclass(frozen=True, slots=True)
class Part:
    """A stage or a transition, and the draft that it is of."""

    element: Stage | Transition
    draft: Draft

    def __getattr__(self, name: str) -> object:
        """What is asked of it is what the element says."""
        return getattr(self.element, name)


@strawberry.type(description="A stage of a draft.")
class DraftStage:
    """A window on `domain.journey.Stage`, in a draft."""

    id: strawberry.ID = seen("Its id, which edits name.")
    key: str = seen("Its key, unique in the journey.")
    name: str = seen("Its name for people.")
    role: Role = seen("Where it lies in its journey.")
    description: str | None = seen("What it is about.")
    goal: str | None = seen("What a profile is to achieve here.")
    teams: list[str] = seen("Keys of the teams that look after profiles here.")
    phase: str | None = seen("The phase that it is drawn in.")
    lane: str | None = seen("Key of the lane that it is drawn in.")
    color: str | None = seen("The colour that it is drawn in.")
    health: JSON | None = seen("How health is measured here; null where as in the journey.")

    @field("What a profile has to meet to enter it; null when nothing.", of=CriteriaReading | None)
    @staticmethod
    def entry(stage: strawberry.Parent[Stage]) -> Reading | None:
        return None if stage.entry is None else Reading(stage.entry)

    @field("How many profiles stand in the stage of that key in the live version now.")
    @staticmethod
    async def population(part: strawberry.Parent[Part], info: Info) -> int:
        population = await info.context.loaders.population(part.draft.key)
        return population.get(str(part.key), 0)

    @field("How many problems it has a part in.", of=ProblemCounts)
    @staticmethod
    async def problem_counts(part: strawberry.Parent[Part], info: Info) -> Counts:
        survey = await info.context.loaders.survey(part.draft)
        return survey.counts.get(id_of(part.element), {})


@strawberry.type(description="A transition of a draft.")
class DraftTransition:
    """A window on `domain.journey.Transition`, in a draft."""

    id: strawberry.ID = seen("Its id, which edits name.")
    kind: TransitionKind = seen("What following it means.")

    @field("Id of the stage that it leaves; `*` is every stage that is not an EXIT.", name="from")
    @staticmethod
    def left(way: strawberry.Parent[Transition]) -> strawberry.ID:
        return strawberry.ID(way.left)

    @field("Id of the stage that it leads to.", name="to")
    @staticmethod
    def entered(way: strawberry.Parent[Transition]) -> strawberry.ID:
        return strawberry.ID(way.entered)

    @field("What has to hold for it to be followed.", of=CriteriaReading | None)
    @staticmethod
    def when(way: strawberry.Parent[Transition]) -> Reading | None:
        return None if way.when is None else Reading(way.when)

    @field("How long a profile has to have stayed before it is followed.")
    @staticmethod
    def after(way: strawberry.Parent[Transition]) -> Duration | None:
        return None if way.after is None else Duration(way.after.microseconds)

    @field("Both guards in plain words; null where it has none.")
    @staticmethod
    def summary(part: strawberry.Parent[Part]) -> str | None:
        assert isinstance(part.element, Transition)
        return guards_in_words(part.element)

    @field("How many problems it has a part in.", of=ProblemCounts)
    @staticmethod
    async def problem_counts(part: strawberry.Parent[Part], info: Info) -> Counts:
        survey = await info.context.loaders.survey(part.draft)
        return survey.counts.get(id_of(part.element), {})

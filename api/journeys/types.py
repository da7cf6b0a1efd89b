"""Journeys, stages and transitions as clients see them."""

from collections.abc import Awaitable
from functools import partial

import strawberry

from api.context import Info
from api.designer.formats import DocumentFormat, Format, journey_written
from api.designer.lazily import DraftType
from api.fields import described, field, seen, window_on
from api.ids import id_of
from api.insights.fields import JourneyInsights
from api.insights.foreseeing import with_numbers
from api.insights.stages import StageInsights
from api.journeys.enums import Movement, ProfileKind, Role, TransitionKind
from api.journeys.stages import StageOf, stage_of
from api.nodes import Node
from api.scalars import JSON, DateTime, Duration
from domain.course import Course
from domain.criteria_document import criteria_to_document
from domain.document import load
from domain.draft import Draft
from domain.journey import Transition as DomainTransition
from domain.problems import name_of
from engine.effects import Effects
from engine.history import History
from engine.migration import Migration as UnderWay
from store import journeys
from store.journeys import PublishedVersion

__all__ = ["Journey", "Stage", "StageOf", "Transition", "stage_of"]

described(
    History,
    "What a publication makes of the past.",
    name="PublishHistory",
    FROM_NOW="Profiles are judged from the publication on.",
    REPLAY="Every profile's kept log is lived through again, so that visits and instants are those "
    "that would have been. For a journey's first version only.",
)


@strawberry.type(description="A place in a journey.")
class Stage(Node, StageInsights):
    """A window on `StageOf`."""

    key: str = seen("Its key in the journey document.")
    name: str = seen("Its name for people.")
    role: Role = seen("Where it lies in its journey.")
    description: str | None = seen("What it is about.")
    goal: str | None = seen("What a profile is to achieve here.")
    teams: list[str] = seen("Keys of the teams that look after profiles here.")
    phase: str | None = seen("The phase that it is drawn in.")
    lane: str | None = seen("The lane that it is drawn in.")
    color: str | None = seen("The colour that it is drawn in.")

    is_type_of = window_on(StageOf)

    @field("Opaque, unique in the workspace, and never given to anything else.")
    @staticmethod
    def id(stage: strawberry.Parent[StageOf]) -> strawberry.ID:
        return id_of("Stage", stage.course.key, stage.place.stage.key)

    @field("Its place in the order of advancement, from 0; EXIT stages come last.")
    @staticmethod
    def rank(stage: strawberry.Parent[StageOf]) -> int:
        return stage.place.rank

    @field("What a profile has to meet to enter it, as in the document; null when nothing.")
    @staticmethod
    def entry(stage: strawberry.Parent[StageOf]) -> JSON | None:
        entry = stage.place.stage.entry
        return None if entry is None else JSON(criteria_to_document(entry))


@strawberry.type(description="A permitted way from a stage to another.")
class Transition:
    """A window on `domain.journey.Transition`."""

    kind: TransitionKind = seen("What following it means.")

    @field("Its id in the document, else `from -> to (KIND)`.")
    @staticmethod
    def name(transition: strawberry.Parent[DomainTransition]) -> str:
        return name_of(transition)

    @field("Key of the stage it leaves; `*` is every stage that is not an EXIT.", name="from")
    @staticmethod
    def left(transition: strawberry.Parent[DomainTransition]) -> str:
        return transition.left

    @field("Key of the stage it leads to.", name="to")
    @staticmethod
    def entered(transition: strawberry.Parent[DomainTransition]) -> str:
        return transition.entered

    @field("What has to hold for it to be followed, as in the document.")
    @staticmethod
    def when(transition: strawberry.Parent[DomainTransition]) -> JSON | None:
        when = transition.when
        return None if when is None else JSON(criteria_to_document(when))

    @field("How long a profile has to have stayed before it is followed.")
    @staticmethod
    def after(transition: strawberry.Parent[DomainTransition]) -> Duration | None:
        after = transition.after
        return None if after is None else Duration(after.microseconds)


described(
    Effects,
    "What the moves that a publication makes bring about besides.",
    name="PublishEffects",
    SILENT="Nothing: playbooks and webhooks leave them alone.",
    FULL="What any other move would bring about.",
)


@strawberry.type(description="Where those went who stood in a stage that a version removed.")
class StageMapped:
    """A window on an entry of `domain.rollover.StageMapping`."""

    @field("The removed stage's key.")
    @staticmethod
    def stage(entry: strawberry.Parent[tuple[str, str | None]]) -> str:
        return entry[0]

    @field("The key of the stage they went to; null where the rules placed them.")
    @staticmethod
    def stage_key(entry: strawberry.Parent[tuple[str, str | None]]) -> str | None:
        return entry[1]


@strawberry.type(description="A journey as it was published once.")
class JourneyVersion:
    """A window on `store.journeys.PublishedVersion`."""

    version: int = seen("Counts a journey's publications, from 1.")
    published_at: DateTime = seen("When it went live.")
    actor: str | None = seen(
        "Who published it: the name of a key, "
        "and after a slash for whom, where `X-Cairn-Actor` said so."
    )
    draft_revision: int | None = seen(
        "The revision of the draft that was published; null for a document."
    )

    @field("The document as published.")
    @staticmethod
    async def document(
        version: strawberry.Parent[PublishedVersion], format: Format = DocumentFormat.CAIRN_JSON
    ) -> JSON:
        return await journey_written(load(version.document), format)

    @field("What the publication made of the past.")
    @staticmethod
    def history(version: strawberry.Parent[PublishedVersion]) -> History:
        return History(version.history)

    @field("What the moves that it makes bring about besides.")
    @staticmethod
    def effects(version: strawberry.Parent[PublishedVersion]) -> Effects:
        return Effects(version.effects)

    @field("Where those went who stood in a stage that it removed.", of=list[StageMapped])
    @staticmethod
    def mapping(version: strawberry.Parent[PublishedVersion]) -> list[tuple[str, str | None]]:
        return list(version.mapping.items())


@strawberry.type(description="A publication on its way to every profile.")
class Migration:
    """A window on `engine.migration.Migration`."""

    version: int = seen("The version that profiles are brought to, or leave with the journey.")
    revision: int = seen("The definitions revision that it came with.")
    total: int = seen("How many profiles there are to visit.")
    done: int = seen("How many have been visited.")
    finished: bool = seen("Whether everybody has been.")


@strawberry.type(description="A published map: stages, and the permitted ways between them.")
class Journey(Node, JourneyInsights):
    """A window on `domain.course.Course`."""

    key: str = seen("Its key, unique in the workspace, never changed.")
    kind: ProfileKind = seen("What kind of profile travels here.")
    movement: Movement = seen("How profiles move by themselves.")
    archived_at: DateTime | None = seen(
        "Since when it is archived: profiles have left it, and publishing it brings it back."
    )

    is_type_of = window_on(Course)

    @field("Opaque, unique in the workspace, and never given to anything else.")
    @staticmethod
    def id(course: strawberry.Parent[Course]) -> strawberry.ID:
        return id_of("Journey", course.key)

    @field("Counts its publications, from 1; this is the live one, null while none is.")
    @staticmethod
    def version(course: strawberry.Parent[Course]) -> int | None:
        return course.version if course.archived_at is None else None

    @field("Its name for people.")
    @staticmethod
    def name(course: strawberry.Parent[Course]) -> str:
        return course.journey.name

    @field("What it is about.")
    @staticmethod
    def description(course: strawberry.Parent[Course]) -> str | None:
        return course.journey.description

    @field("Its stages in the order of advancement, the least advanced first.", of=list[Stage])
    @staticmethod
    def stages(
        course: strawberry.Parent[Course], info: Info
    ) -> list[StageOf] | Awaitable[list[StageOf]]:
        return with_numbers(info, [StageOf(course, course.places[key]) for key in course.order])

    @field("The ways between its stages, in the document's order.", of=list[Transition])
    @staticmethod
    def transitions(course: strawberry.Parent[Course]) -> tuple[DomainTransition, ...]:
        return course.journey.transitions

    @field("The whole definition.")
    @staticmethod
    async def document(
        course: strawberry.Parent[Course], format: Format = DocumentFormat.CAIRN_JSON
    ) -> JSON:
        return await journey_written(course.journey, format)

    @field("The draft in which it is edited; null while nobody has begun one.", of=DraftType | None)
    @staticmethod
    async def draft(course: strawberry.Parent[Course], info: Info) -> Draft | None:
        return await info.context.loaders.draft(course.key)

    @field("Everything published under its key, the first version first.", of=list[JourneyVersion])
    @staticmethod
    async def versions(course: strawberry.Parent[Course], info: Info) -> list[PublishedVersion]:
        return await info.context.read(partial(journeys.versions, journey=course.key))

    @field(
        "How far its last publication has come; null when every profile has been visited.",
        of=Migration | None,
    )
    @staticmethod
    async def migration(course: strawberry.Parent[Course], info: Info) -> UnderWay | None:
        return await info.context.loaders.migration(course.key)

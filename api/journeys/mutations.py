"""Publishing journeys."""

from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.fields import field, seen, told, window_on
from api.journeys.inputs import StageMappingInput, mapping_given
from api.journeys.types import Journey
from api.problems import Problem
from api.refusing import (
    BadArgument,
    DocumentRefused,
    HistoryNotFirst,
    NotFound,
    VersionConflict,
    mutation,
)
from api.scalars import JSON, DateTime
from api.segments.types import Segment, SegmentOf
from domain.course import Course
from engine.archiving import Archived, archive
from engine.history import History
from engine.publishing import Published, publish


@strawberry.type(
    description="The document is live. Profiles are brought to it one after the other."
)
class DocumentPublished:
    """A window on `engine.publishing.Published`."""

    version: int = seen("The version that it became, from 1.")
    problems: list[Problem] = seen("What somebody should look at, though it stopped nothing.")
    created_teams: list[str] = seen("Keys of teams that it names and that were unknown before.")

    is_type_of = window_on(Published)

    @field("The journey as it is live now.", of=Journey)
    @staticmethod
    async def journey(published: strawberry.Parent[Published], info: Info) -> Course:
        return (await info.context.loaders.definitions()).courses[published.journey.key]


@strawberry.type(
    description="The journey is archived. Profiles leave it one after the other; its key, versions "
    "and drafts are kept, and publishing it again brings it back."
)
class JourneyArchived:
    """A window on `engine.archiving.Archived`."""

    version: int = seen("Its last version.")
    at: DateTime = seen("When its profiles leave it.")

    is_type_of = window_on(Archived)

    @field(
        "Live journeys whose criteria read it: for them everybody stands nowhere in it from now "
        "on, and whoever that concerns is judged again at this instant.",
        of=list[Journey],
    )
    @staticmethod
    async def readers(archived: strawberry.Parent[Archived], info: Info) -> list[Course]:
        live = (await info.context.loaders.definitions()).journeys
        return [course for _, course in sorted(live.items()) if archived.key in course.follows]

    @field("Segments whose criteria read it, of which the same is true.", of=list[Segment])
    @staticmethod
    async def reader_segments(archived: strawberry.Parent[Archived], info: Info) -> list[SegmentOf]:
        live = (await info.context.loaders.definitions()).segments
        readers = (course for _, course in sorted(live.items()) if archived.key in course.follows)
        return [SegmentOf(course) for course in readers]

    @field("The journey as it was last.", of=Journey)
    @staticmethod
    async def journey(archived: strawberry.Parent[Archived], info: Info) -> Course | None:
        return await info.context.loaders.journey(archived.key)


@strawberry.type
class JourneyMutations:
    """Root fields that change journeys."""

    @mutation(
        "Archive a live journey: every profile in it leaves it at this instant, and nothing of it "
        "is due any more.",
        of=("ArchiveJourneyResult", "What came of archiving a journey."),
        answers=(JourneyArchived, NotFound, VersionConflict, BadArgument),
    )
    @staticmethod
    async def archive_journey(
        info: Info,
        key: Annotated[str, told("The journey's key.")],
        expected_version: Annotated[
            int | None, told("The version that has to be live: nothing that others did is lost.")
        ] = None,
    ) -> Archived:
        context = info.context
        return await archive(
            context.engine.database,
            context.workspace,
            text_given(key, "key"),
            expected_version=expected_version,
            now=context.now,
        )

    @mutation(
        "Make a `cairn/1` document the live version of its journey.",
        of=("PublishDocumentResult", "What came of a publication."),
        answers=(
            DocumentPublished,
            DocumentRefused,
            VersionConflict,
            HistoryNotFirst,
            BadArgument,
        ),
    )
    @staticmethod
    async def publish_document(
        info: Info,
        document: Annotated[JSON, told("The whole definition, a `cairn/1` document.")],
        expected_version: Annotated[
            int | None,
            told("The version that has to be live, 0 for none: nothing that others did is lost."),
        ] = None,
        history: Annotated[
            History | None, told("What to make of what happened before; FROM_NOW for null.")
        ] = History.FROM_NOW,
        mapping: Annotated[
            list[StageMappingInput] | None,
            told("Where those go who stand in removed stages; whom it leaves out is judged anew."),
        ] = None,
    ) -> Published:
        context = info.context
        return await publish(
            context.engine.database,
            context.engine.shelf,
            context.workspace,
            document,
            expected_version=expected_version,
            history=history or History.FROM_NOW,
            mapping=mapping_given(mapping),
            actor=context.asker.actor,
            now=context.now,
        )

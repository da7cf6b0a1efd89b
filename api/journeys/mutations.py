"""Publishing journeys."""

from typing import Annotated

import strawberry

from api.context import Info
from api.fields import field, seen, told, window_on
from api.journeys.inputs import StageMappingInput, mapping_given
from api.journeys.types import Journey
from api.problems import Problem
from api.refusing import (
    BadArgument,
    DocumentRefused,
    HistoryNotFirst,
    VersionConflict,
    mutation,
)
from api.scalars import JSON
from domain.course import Course
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


@strawberry.type
class JourneyMutations:
    """Root fields that change journeys."""

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

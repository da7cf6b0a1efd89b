"""Saving and deleting segments."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry

from api.arguments import text_given
from api.context import Info
from api.fields import field, seen, told, window_on
from api.problems import Problem
from api.refusing import (
    BadArgument,
    DocumentRefused,
    NotFound,
    Refusal,
    VersionConflict,
    mutation,
    shows,
)
from api.scalars import DateTime
from api.segments.inputs import SegmentInput, segment_given
from api.segments.types import Segment, SegmentOf
from domain.segment_refusals import SegmentHasErrors
from domain.segment_refusals import SegmentInUse as InUse
from domain.segment_refusals import TooManySegments as TooMany
from engine.archiving import Archived
from engine.segments import SavedSegment, delete, save

ExpectedVersion = Annotated[
    int | None,
    told("The version that it has to have, 0 for none: nothing that others did is lost."),
]


@shows(SegmentHasErrors)
@strawberry.type(description="It cannot be a segment; every problem is listed.")
class SegmentRefused(Refusal):
    """See `domain.segment_refusals`."""

    problems: list[Problem] = seen("All that is wrong with it, warnings included.")


@shows(InUse)
@strawberry.type(description="Something that is live reads the segment.")
class SegmentInUse(Refusal):
    """See `domain.segment_refusals`."""

    journeys: list[str] = seen("Keys of the journeys that read it.")
    segments: list[str] = seen("Keys of the segments that read it.")


@shows(TooMany)
@strawberry.type(description="The workspace has as many segments as it may, which are 1,000.")
class TooManySegments(Refusal):
    """See `domain.segment_refusals`."""


@strawberry.type(
    description="The segment is live. It is filled profile by profile: `migration` tells how far."
)
class SegmentSaved:
    """A window on `engine.segments.SavedSegment`."""

    version: int = seen("The version that it has now.")
    problems: list[Problem] = seen("What somebody should look at, though it stopped nothing.")

    is_type_of = window_on(SavedSegment)

    @field("The segment as it is live now.", of=Segment)
    @staticmethod
    async def segment(saved: strawberry.Parent[SavedSegment], info: Info) -> SegmentOf:
        return SegmentOf((await info.context.loaders.definitions()).segments[saved.key])


@strawberry.type(
    description="The segment is no more. Its members leave it one after the other, and the feed "
    "goes on telling who was in it."
)
class SegmentDeleted:
    """A window on `engine.archiving.Archived`."""

    key: str = seen("The key that it had; a segment that is saved by it goes on counting.")
    version: int = seen("Its last version.")
    at: DateTime = seen("When its members leave it.")

    is_type_of = window_on(Archived)


@strawberry.type
class SegmentMutations:
    """Root fields that change segments."""

    @mutation(
        "Save a segment, a new one or another version of the one that has the key.",
        of=("SaveSegmentResult", "What came of saving a segment."),
        answers=(
            SegmentSaved,
            SegmentRefused,
            TooManySegments,
            DocumentRefused,
            VersionConflict,
            BadArgument,
        ),
    )
    @staticmethod
    async def save_segment(
        info: Info,
        input: Annotated[SegmentInput, told("The segment.")],
        expected_version: ExpectedVersion = None,
    ) -> SavedSegment:
        context, given = info.context, segment_given(_plain(input))
        return await save(
            context.engine.database,
            context.engine.shelf,
            context.workspace,
            given,
            expected_version=expected_version,
            actor=context.asker.actor,
            now=context.now,
        )

    @mutation(
        "Delete a segment that nothing live reads.",
        of=("DeleteSegmentResult", "What came of deleting a segment."),
        answers=(SegmentDeleted, SegmentInUse, NotFound, VersionConflict, BadArgument),
    )
    @staticmethod
    async def delete_segment(
        info: Info,
        key: Annotated[str, told("The segment's key.")],
        expected_version: ExpectedVersion = None,
    ) -> Archived:
        context, engine = info.context, info.context.engine
        return await delete(
            engine.database,
            engine.shelf,
            context.workspace,
            text_given(key, "key"),
            expected_version=expected_version,
            now=context.now,
        )


def _plain(input: Any) -> Mapping[str, Any]:
    """The input as it came, see `plainly`."""
    fields: Mapping[str, Any] = input
    return fields

"""Asking for segments, and for who would be in one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

import strawberry

from api.context import Context, Info
from api.fields import field, seen, told, window_on
from api.problems import Problem
from api.profiles.types import Profile
from api.refusing import DocumentRefused, answering
from api.segments.inputs import SegmentPreviewInput, segment_given
from api.segments.mutations import SegmentRefused
from api.segments.types import Segment, SegmentOf
from domain.profile import Profile as DomainProfile
from engine.segments import SegmentPreview as Counted
from engine.segments import preview


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A preview, and the profiles that it names."""

    counted: Counted
    examples: list[DomainProfile]


@strawberry.type(description="Who would be in a segment if it were saved now.")
class SegmentPreview:
    """A window on `Foreseen`."""

    is_type_of = window_on(Foreseen)
    examples: list[Profile] = seen("Some of them, ten at the most.")

    @field("How many would be in it: counted, or where `exact` is false reckoned from a sample.")
    @staticmethod
    def count(it: strawberry.Parent[Foreseen]) -> int:
        return it.counted.count

    @field("How many profiles of the kind there are.", name="of")
    @staticmethod
    def of_all(it: strawberry.Parent[Foreseen]) -> int:
        return it.counted.of

    @field("How many of them were judged; 2,000 of more, always the same, stand for all.")
    @staticmethod
    def judged(it: strawberry.Parent[Foreseen]) -> int:
        return it.counted.judged

    @field("Whether everybody was judged.")
    @staticmethod
    def exact(it: strawberry.Parent[Foreseen]) -> bool:
        return it.counted.is_exact

    @field("What somebody should look at, though it stops nothing.", of=list[Problem])
    @staticmethod
    def problems(it: strawberry.Parent[Foreseen]) -> Any:
        return it.counted.problems


@strawberry.type
class SegmentQueries:
    """Root fields about segments."""

    @field("The segments, by key.", of=list[Segment])
    @staticmethod
    async def segments(info: Info) -> list[SegmentOf]:
        segments = (await info.context.loaders.definitions()).segments
        return [SegmentOf(course) for _, course in sorted(segments.items())]

    @field("The segment of that key; null when there is none.", of=Segment | None)
    @staticmethod
    async def segment(
        info: Info, key: Annotated[str, told("The segment's key.")]
    ) -> SegmentOf | None:
        return await segment_named(info.context, key)

    @answering(
        "Count who would be in a segment if it were saved now; nothing is kept.",
        of=("PreviewSegmentResult", "Who would be in it, or why it cannot be a segment."),
        answers=(SegmentPreview, SegmentRefused, DocumentRefused),
    )
    @staticmethod
    async def preview_segment(
        info: Info, input: Annotated[SegmentPreviewInput, told("The segment.")]
    ) -> Foreseen:
        return await _foreseen(info.context, input)  # type: ignore[arg-type]


async def segment_named(context: Context, key: str) -> SegmentOf | None:
    """The live segment of that key."""
    course = (await context.loaders.definitions()).segments.get(key)
    return None if course is None else SegmentOf(course)


async def _foreseen(context: Context, input: Mapping[str, Any]) -> Foreseen:
    key = input.get("key")
    # It may not have a key yet; the name of what is only counted is nobody's business.
    segment = segment_given({**input, "key": key or "preview", "name": "preview"})
    wanted = segment if key else replace(segment, key="")
    engine = context.engine
    counted = await preview(engine.database, engine.shelf, context.workspace, wanted, context.now)
    context.loaders.expect_profiles(counted.examples)
    examples = [await context.loaders.profile(id) for id in counted.examples]
    return Foreseen(counted, [profile for profile in examples if profile is not None])

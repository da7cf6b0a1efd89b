"""Who came into segments and who left them: in pages, and as it happens.

They are facts of the feed like stage changes, and numbered with them: a cursor of either stands for
a place in the feed, and the other can go on from it.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.feed.enums import Trigger
from api.feed.listening import Checkpoints, GoingOn, Told, heard
from api.feed.queries import OfProfile, page_of
from api.feed.types import feed_cursor, feed_cursor_text
from api.fields import field, seen, subscription, told
from api.ids import number_named
from api.paging import After, Before, Connection, First, Last, PageInfo, connection, part
from api.profiles.types import Profile
from api.scalars import JSON, DateTime
from api.segments.types import Segment, SegmentOf
from domain.fact import RecordedFact
from domain.membership_in_words import came_in_words
from domain.profile import Profile as DomainProfile
from domain.signals import SEGMENT, is_segment
from domain.stage_change import RecordedChange

OfSegment = Annotated[str | None, told("Only of the segment of that key.")]


@strawberry.type(description="The fact that a profile came into a segment, or left it.")
class SegmentChange:
    """A window on `domain.stage_change.RecordedChange`."""

    version: int = seen("The version of the segment by which it did.")
    at: DateTime = seen("When it took effect.")
    recorded_at: DateTime = seen("When it was written down; later than `at` for what came late.")
    trigger: Trigger = seen("What brought it.")
    explanation: JSON | None = seen("The criteria, each rule with its actual value.")

    @field("Its place in the feed, which nothing else has.")
    @staticmethod
    def cursor(change: strawberry.Parent[RecordedChange]) -> str:
        return str(change.number)

    @field("True for coming in, false for leaving.")
    @staticmethod
    def entered(change: strawberry.Parent[RecordedChange]) -> bool:
        return change.entered is not None

    @field("What happened and why, in one sentence; who it happened to is left out.")
    @staticmethod
    async def sentence(change: strawberry.Parent[RecordedChange], info: Info) -> str:
        course = await info.context.loaders.course(change.journey, change.version)
        key = change.journey.removeprefix(SEGMENT)
        return came_in_words(change, key if course is None else course.journey.name)

    @field("Who, as it is now.", of=Profile)
    @staticmethod
    async def profile(
        change: strawberry.Parent[RecordedChange], info: Info
    ) -> DomainProfile | None:
        return await info.context.loaders.profile(change.profile)

    @field("The segment, as it was then.", of=Segment)
    @staticmethod
    async def segment(change: strawberry.Parent[RecordedChange], info: Info) -> SegmentOf | None:
        course = await info.context.loaders.course(change.journey, change.version)
        return None if course is None else SegmentOf(course)


@strawberry.type(description="A segment's change on a page.")
class SegmentChangeEdge:
    """As Relay has it."""

    node: SegmentChange = seen("The change.")
    cursor: str = seen("Its place in the feed; a subscription can go on from it.")


@strawberry.type(description="A page of the feed, as far as it is about segments.")
class SegmentChangeConnection:
    """As Relay has it."""

    edges: list[SegmentChangeEdge] = seen("The changes of this page, each with its cursor.")
    page_info: PageInfo = seen("Where the page lies.")


@strawberry.type(
    description="A segment's change, or a checkpoint: a cursor alone, to go on from later."
)
class SegmentChangeEvent:
    """A window on `api.feed.listening.Told`."""

    cursor: str = seen("Go on from here with `after`: everything up to it was told, or filtered.")
    change: SegmentChange | None = seen("The change; null at a checkpoint.")


@strawberry.type
class SegmentChangeQueries:
    """Root fields about what has been."""

    @field(
        "Who came into segments and who left, in the order of the feed, as far as it is kept.",
        of=SegmentChangeConnection,
    )
    @staticmethod
    async def segment_changes(
        info: Info,
        segment: OfSegment = None,
        profile: OfProfile = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[RecordedChange]:
        wanted = part(first, after, last, before, feed_cursor)
        page = await info.context.read(page_of(_key(segment), profile, wanted, of_segments=True))
        info.context.loaders.expect_profiles(change.profile for change in page.items)
        return connection(page, feed_cursor_text)


@strawberry.type
class SegmentSubscriptions:
    """Root fields that go on."""

    @subscription(
        "Who comes into segments and who leaves, as it is committed, in feed order, none missing "
        "and none twice: first what is kept after `after`, then live. Each comes with the cursor "
        "to go on from, which `stageChanges` takes as well.",
        of=SegmentChangeEvent,
    )
    @staticmethod
    async def segment_changes(
        info: Info,
        segment: OfSegment = None,
        profile: OfProfile = None,
        after: GoingOn = None,
        checkpoints: Checkpoints = False,
    ) -> AsyncGenerator[Told, None]:
        key = _key(segment)
        of = None if profile is None else number_named(profile, "Profile", "profile")

        def wanted(fact: RecordedFact) -> bool:
            is_its = is_segment(fact.journey) if key is None else fact.journey == key
            return is_its and (of is None or fact.profile == of)

        async with aclosing(heard(info.context, wanted, after, checkpoints)) as told:
            async for event in told:
                yield event


def _key(segment: str | None) -> str | None:
    return None if segment is None else f"{SEGMENT}{text_given(segment, 'segment')}"

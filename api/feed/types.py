"""Stage changes and their feed, as clients see them."""

import strawberry

from api.context import Info
from api.feed.enums import Move, Trigger
from api.fields import field, seen, window_on
from api.ids import id_of, number_in
from api.journeys.types import Journey, Stage, StageOf, stage_of
from api.nodes import Node
from api.paging import PageInfo
from api.profiles.types import Profile
from api.scalars import JSON, DateTime
from domain.course import Course
from domain.move_in_words import move_in_words
from domain.profile import Profile as DomainProfile
from domain.refusals import BadCursor
from domain.stage_change import RecordedChange
from store.paging import Cursor


@strawberry.type(description="The fact that a profile moved in a journey.")
class StageChange(Node):
    """A window on `domain.stage_change.RecordedChange`."""

    version: int = seen("The version of the journey by which it moved.")
    at: DateTime = seen("When it took effect.")
    recorded_at: DateTime = seen("When it was written down; later than `at` for what came late.")
    move: Move = seen("How it went.")
    trigger: Trigger = seen("What brought it.")
    skipped: list[str] = seen("Keys of the stages that were passed over.")
    explanation: JSON | None = seen("The rules that decided, each with its actual value.")
    actor: str | None = seen(
        "Who did it by hand: the name of a key, "
        "and after a slash for whom, where `X-Cairn-Actor` said so."
    )
    reason: str | None = seen("Why, in their words.")

    is_type_of = window_on(RecordedChange)

    @field("Opaque, unique in the workspace, and never given to anything else.")
    @staticmethod
    def id(change: strawberry.Parent[RecordedChange]) -> strawberry.ID:
        return id_of("StageChange", change.number)

    @field("What happened and why, in one sentence; who it happened to is left out.")
    @staticmethod
    async def sentence(change: strawberry.Parent[RecordedChange], info: Info) -> str:
        return move_in_words(change, await _names(change, info))

    @field("Its place in the feed.")
    @staticmethod
    def cursor(change: strawberry.Parent[RecordedChange]) -> str:
        return str(change.number)

    @field("Who moved, as it is now.", of=Profile)
    @staticmethod
    async def profile(
        change: strawberry.Parent[RecordedChange], info: Info
    ) -> DomainProfile | None:
        return await info.context.loaders.profile(change.profile)

    @field("The journey, as it is live now, or as it was when it was archived.", of=Journey)
    @staticmethod
    async def journey(change: strawberry.Parent[RecordedChange], info: Info) -> Course | None:
        return await info.context.loaders.journey(change.journey)

    @field("The stage it left; null when it was unplaced.", of=Stage | None, name="from")
    @staticmethod
    async def left(change: strawberry.Parent[RecordedChange], info: Info) -> StageOf | None:
        return await _stage(change, change.left, info)

    @field("The stage it entered; null when it is unplaced now.", of=Stage | None, name="to")
    @staticmethod
    async def entered(change: strawberry.Parent[RecordedChange], info: Info) -> StageOf | None:
        return await _stage(change, change.entered, info)


async def _stage(change: RecordedChange, key: str | None, info: Info) -> StageOf | None:
    if key is None:
        return None
    course = await info.context.loaders.course(change.journey, change.version)
    found = stage_of(course, key) if course is not None else None
    if found is None and change.version > 1:
        # A publication may take a profile out of a stage that the new version no longer has.
        older = await info.context.loaders.course(change.journey, change.version - 1)
        found = stage_of(older, key) if older is not None else None
    return found


async def _names(change: RecordedChange, info: Info) -> dict[str, str]:
    """What people call its stages, by the version that it moved by and the one before."""
    names: dict[str, str] = {}
    for version in range(max(change.version - 1, 1), change.version + 1):
        course = await info.context.loaders.course(change.journey, version)
        if course is not None:
            names |= course.names
    return names


@strawberry.type(description="A stage change on a page.")
class StageChangeEdge:
    """As Relay has it."""

    node: StageChange = seen("The stage change.")
    cursor: str = seen("Its place in the feed; a subscription can go on from it.")


@strawberry.type(description="A page of the feed.")
class StageChangeConnection:
    """As Relay has it."""

    edges: list[StageChangeEdge] = seen("The stage changes of this page, each with its cursor.")
    page_info: PageInfo = seen("Where the page lies.")


@strawberry.type(
    description="The feed: every fact of the workspace, stage changes and changes of health, in "
    "the order of commits."
)
class Feed:
    """Its two ends."""

    cursor: str = seen("Now: subscribing after it gives what comes from here on.")
    oldest: str = seen("The earliest cursor to go on from: after it comes all that is kept.")


@strawberry.type(
    description="A stage change, or a checkpoint: a cursor alone, to go on from later."
)
class StageChangeEvent:
    """A window on `api.feed.listening.Told`."""

    cursor: str = seen("Go on from here with `after`: everything up to it was told, or filtered.")
    change: StageChange | None = seen("The stage change; null at a checkpoint.")


def place_in(text: str, path: str) -> int:
    """The place in the feed that a cursor names. Raises BadCursor."""
    place = number_in(text)
    if place is None:
        raise BadCursor(path)
    return place


def feed_cursor(text: str, path: str) -> Cursor:
    """The same, for a page."""
    return (place_in(text, path),)


def feed_cursor_text(cursor: Cursor) -> str:
    """A place in the feed on the wire."""
    return str(cursor[0])

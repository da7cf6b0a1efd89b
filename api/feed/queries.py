"""Asking for stage changes that have been."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Annotated, Any

import strawberry

from api.arguments import journey_given
from api.context import Info
from api.feed.types import (
    Feed,
    StageChangeConnection,
    feed_cursor,
    feed_cursor_text,
)
from api.fields import field, told
from api.ids import number_named
from api.paging import After, Before, Connection, First, Last, connection, part
from domain.refusals import CursorExpired
from domain.stage_change import RecordedChange
from store import feed, stage_changes
from store.database import Transaction
from store.paging import Page, Slice

OfJourney = Annotated[str | None, told("Only in the journey of that key.")]
OfProfile = Annotated[strawberry.ID | None, told("Only of this profile, by its `id`.")]


@strawberry.type
class FeedQueries:
    """Root fields about the feed."""

    @field("The two ends of the feed.")
    @staticmethod
    async def feed(info: Info) -> Feed:
        oldest, last = await info.context.read(feed.bounds)
        return Feed(cursor=str(last), oldest=str(oldest - 1))

    @field(
        "Stage changes in the order of the feed, as far as they are kept.", of=StageChangeConnection
    )
    @staticmethod
    async def stage_changes(
        info: Info,
        journey: OfJourney = None,
        profile: OfProfile = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[RecordedChange]:
        wanted = part(first, after, last, before, feed_cursor)
        key = None if journey is None else journey_given(journey, "journey")
        page = await info.context.read(page_of(key, profile, wanted))
        info.context.loaders.expect_profiles(change.profile for change in page.items)
        return connection(page, feed_cursor_text)


def page_of(
    journey: str | None, profile: str | None, wanted: Slice, *, of_segments: bool = False
) -> Callable[[Transaction], Coroutine[Any, Any, Page[RecordedChange]]]:
    """Reads a page of the moves in journeys, or into and out of segments."""
    number = None if profile is None else number_named(profile, "Profile", "profile")
    return partial(_page, journey, number, wanted, of_segments)


async def _page(
    journey: str | None, profile: int | None, wanted: Slice, of_segments: bool, tx: Transaction
) -> Page[RecordedChange]:
    await kept_after(tx, wanted)
    return await stage_changes.page(tx, journey, profile, wanted, of_segments=of_segments)


async def kept_after(tx: Transaction, wanted: Slice) -> None:
    """Raises CursorExpired where a page would begin with what is kept no longer."""
    oldest, _ = await feed.bounds(tx)
    if wanted.after is not None and 0 < wanted.after[0] < oldest - 1:
        raise CursorExpired(str(oldest - 1))

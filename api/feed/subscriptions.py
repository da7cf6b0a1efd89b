"""Hearing of stage changes as they happen, from any place in the feed that is still kept.

A subscriber has no queue. It takes the next batch when the last one is sent, so one that reads
slowly is told later, and never differently.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import Annotated

import strawberry

from api.context import Context, Info
from api.feed.queries import OfJourney, OfProfile
from api.feed.types import StageChangeEvent, Told, place_in
from api.fields import subscription, told
from api.ids import number_named
from domain.stage_change import RecordedChange

CHECKPOINT_AFTER = 5.0
"""Seconds that a subscriber who asked for checkpoints may hear nothing of facts passed over."""
MOST_UNTOLD = 1_000

Batch = Sequence[RecordedChange]
Wanted = Callable[[RecordedChange], bool]


@strawberry.type
class FeedSubscriptions:
    """Root fields that go on."""

    @subscription(
        "Stage changes as they are committed, in feed order, none missing and none twice: first "
        "those kept after `after`, then live ones. Each comes with the cursor to go on from.",
        of=StageChangeEvent,
    )
    @staticmethod
    async def stage_changes(
        info: Info,
        journey: OfJourney = None,
        stages: Annotated[
            list[str] | None, told("Only out of or into a stage of one of these keys.")
        ] = None,
        profile: OfProfile = None,
        after: Annotated[
            str | None,
            told("Go on after this cursor; `0` for all that is kept, nothing for live from now."),
        ] = None,
        checkpoints: Annotated[
            bool | None,
            told("Also send cursors alone, now and then, when much was passed over by the filter."),
        ] = False,
    ) -> AsyncGenerator[Told, None]:
        wanted = _filter(journey, stages, profile)
        place = None if after is None else place_in(after, "after")
        patience = CHECKPOINT_AFTER if checkpoints else None
        async with aclosing(_heard(info.context, wanted, place, patience)) as heard:
            async for event in heard:
                yield event


async def _heard(
    context: Context, wanted: Wanted, place: int | None, patience: float | None
) -> AsyncGenerator[Told, None]:
    """What a subscriber is told; each batch is looked at as of when it came."""
    batches = context.engine.feed.subscribe(context.workspace, place)
    async with aclosing(_paced(batches, wanted, patience)) as paced:
        async for facts, cursor in paced:
            context.begin()
            context.loaders.expect_profiles(fact.profile for fact in facts)
            for fact in facts:
                yield Told(str(fact.number), fact)
            if not facts:
                yield Told(str(cursor))


def _filter(journey: str | None, stages: list[str] | None, profile: str | None) -> Wanted:
    keys = None if stages is None else frozenset(stages)
    of = None if profile is None else number_named(profile, "Profile", "profile")

    def wanted(fact: RecordedChange) -> bool:
        return (
            (journey is None or fact.journey == journey)
            and (of is None or fact.profile == of)
            and (keys is None or fact.left in keys or fact.entered in keys)
        )

    return wanted


async def _paced(
    batches: AsyncIterator[Batch], wanted: Wanted, patience: float | None
) -> AsyncGenerator[tuple[Batch, int], None]:
    """What is wanted of each batch, and how far the feed was read; with patience, also nothing."""
    coming: asyncio.Task[Batch | None] | None = None
    untold, cursor = 0, 0
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(batches, None))
            done, _ = await asyncio.wait({coming}, timeout=patience if untold else None)
            if done:
                batch, coming = coming.result(), None
                if batch is None:
                    return
                facts = [fact for fact in batch if wanted(fact)]
                untold, cursor = untold + len(batch), batch[-1].number
                if not facts and (patience is None or untold < MOST_UNTOLD):
                    continue
            else:
                facts = []
            yield facts, cursor
            untold = cursor - facts[-1].number if facts else 0
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
        if isinstance(batches, AsyncGenerator):
            await batches.aclose()

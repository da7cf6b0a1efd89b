"""Hearing of facts as they happen, from any place in the feed that is still kept.

A subscriber has no queue. It takes the next batch when the last one is sent, so one that reads
slowly is told later, and never differently.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from api.context import Context
from api.feed.types import place_in
from api.fields import told
from domain.fact import RecordedFact

CHECKPOINT_AFTER = 5.0
"""Seconds that a subscriber who asked for checkpoints may hear nothing of facts passed over."""
MOST_UNTOLD = 1_000

GoingOn: TypeAlias = Annotated[
    str | None,
    told("Go on after this cursor; `0` for all that is kept, nothing for live from now."),
]
Checkpoints: TypeAlias = Annotated[
    bool | None,
    told("Also send cursors alone, now and then, when much was passed over by the filter."),
]
Batch: TypeAlias = Sequence[RecordedFact]
Wanted: TypeAlias = Callable[[RecordedFact], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """What a subscriber is sent; without a change it is a checkpoint."""

    cursor: str
    change: RecordedFact | None = None


async def heard(
    context: Context, wanted: Wanted, after: str | None, checkpoints: bool | None
) -> AsyncGenerator[Told, None]:
    """What a subscriber is told; each batch is looked at as of when it came."""
    place = None if after is None else place_in(after, "after")
    batches = context.engine.feed.subscribe(context.workspace, place)
    patience = CHECKPOINT_AFTER if checkpoints else None
    async with aclosing(_paced(batches, wanted, patience)) as paced:
        async for facts, cursor in paced:
            context.begin()
            context.loaders.expect_profiles(fact.profile for fact in facts)
            for fact in facts:
                yield Told(str(fact.number), fact)
            if not facts:
                yield Told(str(cursor))


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

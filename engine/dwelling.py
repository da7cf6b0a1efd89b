"""How long profiles stay in a stage: counted when asked for, or in the background where it is much.

A duration that goes on is another one at every instant, so no counter can hold it. The stays of a
journey that has few are counted at once; those of others are counted again every few minutes, by
one worker, and what is told is as of then.
"""

from collections.abc import Collection
from functools import partial
from time import monotonic

from domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from engine.clock import Clock
from store import chores, feed, journeys, stage_dwells
from store.database import Database, Transaction
from store.stage_dwells import StageDwell

FEW_STAYS = 2_000
"""Of a journey: so many are counted in a few milliseconds."""
EVERY = 5 * MINUTE
REST = 20
"""How much longer than it worked a worker rests at least: that costs a twentieth of its time."""
CLAIMED_FOR = HOUR
"""After which another worker takes over from one that has not come to an end."""


async def dwells(
    tx: Transaction, those: Collection[str], days: int | None, now: Instant, cursor: int
) -> list[StageDwell]:
    """Of every stage of these journeys in which somebody ever was; of some days perhaps.

    What is kept is told where it is there; nothing is kept of a journey that has few stays.
    """
    if days is not None:
        return await stage_dwells.count(tx, those, now, cursor, now - days * DAY)
    kept = await stage_dwells.kept(tx, those)
    few = set(those) - {one.journey for one in kept}
    if few:
        kept += await stage_dwells.count(tx, few, now, cursor)
    return kept


async def dwells_refreshed(database: Database, workspace: int, clock: Clock) -> None:
    """Count the stays of each journey that has many, where it is time to.

    Raises NotFound for a workspace that was deleted.
    """
    now, began = clock(), monotonic()

    async def due(tx: Transaction) -> list[str]:
        await still_there(tx)
        is_ours = await chores.claim(tx, "dwells", now, now + CLAIMED_FOR)
        return await journeys.every_key(tx) if is_ours else []

    async def done(tx: Transaction) -> None:
        await still_there(tx)
        again = now + max(EVERY, int((monotonic() - began) * REST) * SECOND)
        await chores.put_off(tx, "dwells", again)

    those = await database.write(workspace, due)
    for journey in those:
        counted = await database.read(workspace, partial(_counted, journey=journey, now=now))
        await database.write(workspace, partial(_keep, journey=journey, counted=counted))
    if those:
        await database.write(workspace, done)


async def still_there(tx: Transaction) -> None:
    """Raises NotFound where the workspace was deleted: nothing must be kept of it any more."""
    await tx.lock_definitions(exclusive=False)
    await journeys.current_revision(tx)


async def _keep(tx: Transaction, journey: str, counted: list[StageDwell]) -> None:
    await still_there(tx)
    await stage_dwells.keep(tx, journey, counted)


async def _counted(tx: Transaction, journey: str, now: Instant) -> list[StageDwell]:
    if not await stage_dwells.has_more_stays(tx, journey, FEW_STAYS):
        return []
    _, cursor = await feed.bounds(tx)
    return await stage_dwells.count(tx, [journey], now, cursor)

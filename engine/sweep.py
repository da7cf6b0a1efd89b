"""Time served to profiles whose timers are due.

Timers are claimed with a lease in one transaction and served in the next: a claim that held its
rows until the commit would wait for profiles while ingest, holding those, waits for timers.
"""

from collections.abc import Sequence

from domain.instants import SECOND, Instant
from domain.timeline import time_served
from engine.shelf import Shelf
from engine.sitting import locked
from engine.sparing import sparing
from store import timers
from store.database import Database, Transaction

MOST_TOGETHER = 250
LEASE = 10 * SECOND


async def swept(database: Database, shelf: Shelf, workspace: int, now: Instant) -> int:
    """Serve time up to `now` to some of the profiles that are due; how many. 0: none are left."""

    async def claim(tx: Transaction) -> list[int]:
        return await timers.claim(tx, now, MOST_TOGETHER, now + LEASE)

    async def serve(some: Sequence[int]) -> None:
        if await database.write(workspace, lambda tx: _served(tx, shelf, some, now)):
            database.ring(workspace)

    ids = await database.write(workspace, claim)
    if ids:
        # Whom it fails for stays claimed, and is tried again when the lease has run out.
        await sparing(serve, ids, "serving time")
    return len(ids)


async def _served(tx: Transaction, shelf: Shelf, ids: Sequence[int], now: Instant) -> bool:
    """One transaction; whether the feed has news."""
    await tx.lock_definitions(exclusive=False)
    definitions = await shelf.current(tx)
    sitting = await locked(tx, shelf, definitions, ids)
    # An import may have begun with some of them since they were claimed.
    waiting = await timers.held_back(tx, sitting.ids, now)
    for id in sitting.ids:
        if sitting.is_full:
            break  # the others stay due and are claimed again
        if id not in waiting:
            await sitting.bring_up_to_date(id)
            await sitting.act(id, lambda it: time_served(it, definitions, now))
    # Before the feed's numbers are taken: from there on everybody waits for this transaction.
    await timers.rearm(tx, [(id, sitting[id].due) for id in sitting.ids])
    return bool(await sitting.close(now))

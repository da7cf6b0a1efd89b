"""Time served to profiles whose timers are due.

Timers are claimed with a lease in one transaction and served in the next: a claim that held its
rows until the commit would wait for profiles while ingest, holding those, waits for timers.
"""

from domain.instants import NEVER, SECOND, Instant
from domain.timeline import time_served
from engine.shelf import Shelf
from engine.sitting import opened
from store import timers
from store.database import Database, Transaction

MOST_TOGETHER = 250
MOST_FACTS = 500
LEASE = 60 * SECOND


async def swept(database: Database, shelf: Shelf, workspace: int, now: Instant) -> int:
    """Serve time up to `now` to some of the profiles that are due; how many. 0: none are left."""

    async def claim(tx: Transaction) -> list[int]:
        return await timers.claim(tx, now, MOST_TOGETHER, now + LEASE)

    ids = await database.write(workspace, claim)
    if not ids:
        return 0

    async def serve(tx: Transaction) -> bool:
        await tx.lock_definitions(exclusive=False)
        definitions = await shelf.current(tx)
        sitting = await opened(tx, shelf, definitions, ids)
        for id in sitting.ids:
            if len(sitting.changes) >= MOST_FACTS:
                break  # the others stay due and are claimed again
            await sitting.act(id, lambda it: time_served(it, sitting.definitions, now))
        recorded = await sitting.close(now)
        dues = [(id, sitting[id].due) for id in sitting.ids]
        await timers.rearm(tx, [(id, None if due == NEVER else due) for id, due in dues])
        return bool(recorded)

    if await database.write(workspace, serve):
        database.ring(workspace)
    return len(ids)

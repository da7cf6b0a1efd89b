"""What goes on by itself: time is served, publications reach everybody and are previewed, counters
are folded, what takes long to count is counted anew.

Any number of workers may run, in the server's process or in their own: timers and jobs are claimed
with leases. One workspace's trouble never stops another's.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from domain.instants import DAY
from domain.presence import FRESH_FOR
from domain.refusals import NotFound, Unavailable
from engine.checkup import healths_refreshed
from engine.clock import Clock
from engine.dwelling import dwells_refreshed
from engine.preview_work import worked
from engine.previewing import KEPT_FOR
from engine.publishing import advanced
from engine.shelf import Shelf
from engine.sweep import swept
from store import (
    counters,
    feed,
    observations,
    presences,
    previews,
    publish_jobs,
    timers,
    workspaces,
)
from store.database import Database, Transaction

TICK = 0.1
"""Seconds between looks for due timers, and so by how much facts may be later than instants."""
HOUSEKEEPING = 30.0
"""Seconds between rounds through all workspaces."""
MESSAGES_KEPT = 30 * DAY
MOST_AT_ONCE = 5_000

log = logging.getLogger("cairn.worker")


class Worker:
    """The worker of one process; `run` goes on until `stop`."""

    def __init__(
        self, database: Database, shelf: Shelf, clock: Clock, *, feed_days: int = 90
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._clock = clock
        self._feed_days = feed_days
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Finish the transaction at hand and come to an end."""
        self._stopping.set()

    async def run(self) -> None:
        """Serve until stopped; a database that goes away is waited for."""
        async with asyncio.TaskGroup() as together:
            # Side by side: a publication may take minutes, and time does not wait for it.
            together.create_task(self._repeated(self._sweep, TICK))
            together.create_task(self._repeated(self._publish, TICK))
            together.create_task(self._repeated(self._preview, TICK))
            together.create_task(self._repeated(self._keep_houses, HOUSEKEEPING))
            together.create_task(self._repeated(self._refresh, HOUSEKEEPING))

    async def _repeated(self, act: Callable[[], Awaitable[bool]], pause: float) -> None:
        """Act again at once where there was something to do, else after a pause."""
        while not self._stopping.is_set():
            try:
                if await act():
                    continue
            except Unavailable:
                log.warning("the store is away; trying again")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _sweep(self) -> bool:
        now = self._clock()

        async def due(tx: Transaction) -> Iterable[int]:
            return await timers.due_workspaces(tx, now)

        due_workspaces = await self._database.read(None, due)
        return await self._in_turn(due_workspaces, self._serve_time, "serving time")

    async def _serve_time(self, workspace: int) -> bool:
        return await swept(self._database, self._shelf, workspace, self._clock()) > 0

    async def _publish(self) -> bool:
        async def unfinished(tx: Transaction) -> list[int]:
            return sorted({job.workspace_id for job in await publish_jobs.unfinished(tx)})

        open_workspaces = await self._database.read(None, unfinished)
        return await self._in_turn(open_workspaces, self._visit, "a publish job")

    async def _visit(self, workspace: int) -> bool:
        return await advanced(self._database, self._shelf, workspace, self._clock())

    async def _preview(self) -> bool:
        waiting = await self._database.read(None, previews.open_workspaces)
        return await self._in_turn(waiting, self._rehearse, "a preview")

    async def _rehearse(self, workspace: int) -> bool:
        stopping = self._stopping.is_set
        return await worked(self._database, self._shelf, workspace, self._clock, stopping)

    async def _keep_houses(self) -> bool:
        return await self._in_turn(await self._workspaces(), self._keep_house, "housekeeping")

    async def _keep_house(self, workspace: int) -> bool:
        now = self._clock()

        async def fold(tx: Transaction) -> int:
            return await counters.fold(tx, MOST_AT_ONCE)

        async def forget(tx: Transaction) -> int:
            return await observations.forget_messages(tx, now - MESSAGES_KEPT, MOST_AT_ONCE)

        async def give_up(tx: Transaction) -> int:
            return await previews.forget(tx, now - KEPT_FOR, MOST_AT_ONCE)

        async def expire(tx: Transaction) -> int:
            return await feed.expire(tx, now - self._feed_days * DAY, MOST_AT_ONCE)

        async def forget_presences(tx: Transaction) -> int:
            return await presences.forget(tx, now - FRESH_FOR)

        for chore in (fold, forget, give_up, expire, forget_presences):
            while await self._database.write(workspace, chore) == MOST_AT_ONCE:
                if self._stopping.is_set():
                    return False
        return False

    async def _refresh(self) -> bool:
        return await self._in_turn(await self._workspaces(), self._count_anew, "counting anew")

    async def _count_anew(self, workspace: int) -> bool:
        await dwells_refreshed(self._database, workspace, self._clock)
        await healths_refreshed(self._database, self._shelf, workspace, self._clock)
        return False

    async def _in_turn(
        self, workspaces: Iterable[int], act: Callable[[int], Awaitable[bool]], what: str
    ) -> bool:
        """A step in each workspace, so that one with much to do holds up no other.

        Whether there was something to do in any.
        """
        was_busy = False
        for workspace in workspaces:
            if self._stopping.is_set():
                break
            was_busy |= await self._guarded(workspace, act, what)
        return was_busy

    async def _guarded(
        self, workspace: int, act: Callable[[int], Awaitable[bool]], what: str
    ) -> bool:
        """One workspace's failure is logged and tried again at the next round."""
        try:
            return await act(workspace)
        except (Unavailable, asyncio.CancelledError):
            raise
        except NotFound:
            log.info("workspace %s was deleted during %s", workspace, what)
        except Exception:
            log.exception("%s failed in workspace %s", what, workspace)
        return False

    async def _workspaces(self) -> list[int]:
        async def work(tx: Transaction) -> list[int]:
            return [one.id for one in await workspaces.every(tx)]

        return await self._database.read(None, work)

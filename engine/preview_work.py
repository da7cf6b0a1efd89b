"""Working on previews over many profiles: claimed by one worker at a time, told of as they go on,
and taken over from whoever falls silent.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from domain.instants import SECOND, Instant
from domain.movements import Movements, movements_to_document
from domain.refusals import NotFound, Unavailable
from engine.clock import Clock
from engine.history import History
from engine.outlook import Intent, Outlook, outlook_of
from engine.rehearsing import Abandoned, rehearsed
from engine.shelf import Shelf
from store import previews
from store.database import Database, Transaction
from store.previews import KeptPreview

SILENT_FOR = 20 * SECOND
"""After which a preview that nothing is heard of is taken over."""
BEAT = 0.5
"""Seconds between words of how far it is."""


async def worked(
    database: Database,
    shelf: Shelf,
    workspace: int,
    clock: Clock,
    stopping: Callable[[], bool] = lambda: False,
) -> bool:
    """Finish a preview that nobody works on; False when there is none."""
    now = clock()
    claim = partial(previews.claim, now=now, silent_since=now - SILENT_FOR)
    kept = await database.write(workspace, claim)
    if kept is None:
        return False
    work = _Work(stopping)
    beating = asyncio.create_task(_beaten(database, workspace, kept.id, work, clock))
    try:
        movements = await _rehearsed(database, shelf, workspace, kept, now, work)
    except Abandoned:
        # Another worker may go on with it; one that nobody wants is gone already.
        leave = previews.let_go if work.is_wanted and stopping() else previews.give_up
        await database.write(workspace, partial(leave, id=kept.id))
        return True
    finally:
        work.ended.set()
        await beating
    result = {"at": now, **movements_to_document(movements)}
    # It may have waited for long, or the clock of whoever asked be ahead of ours: it is fresh now.
    finished_at = max(clock(), kept.created_at + clock() - now)
    finish = partial(previews.finish, id=kept.id, result=result, now=finished_at)
    await database.write(workspace, finish)
    database.ring(workspace)
    return True


class _Work:
    """A rehearsal under way, looked at from two sides: how far it is, and whether it is wanted."""

    def __init__(self, stopping: Callable[[], bool]) -> None:
        self.done = 0
        self.is_wanted = True
        self.ended = asyncio.Event()
        self.stopping = stopping

    def going(self, done: int) -> bool:
        """Go on, once so many are done?"""
        self.done = done
        return self.is_wanted and not self.stopping()


async def _rehearsed(
    database: Database,
    shelf: Shelf,
    workspace: int,
    kept: KeptPreview,
    now: Instant,
    work: _Work,
) -> Movements:
    intent = Intent(draft=kept.draft, mapping=kept.mapping, history=History(kept.history))

    async def look(tx: Transaction) -> Outlook:
        try:
            return await outlook_of(tx, shelf, intent)
        except NotFound:
            raise Abandoned from None

    outlook = await database.read(workspace, look)
    if outlook.draft.revision != kept.draft_revision or outlook.follows != kept.follows:
        raise Abandoned
    return await rehearsed(database, shelf, workspace, outlook.plan, now, work.going)


async def _beaten(database: Database, workspace: int, id: str, work: _Work, clock: Clock) -> None:
    """Tell others now and then how far the work is, and the work whether it is wanted still."""
    while work.is_wanted:
        with suppress(TimeoutError):
            async with asyncio.timeout(BEAT):
                await work.ended.wait()
                return
        with suppress(Unavailable):
            told = partial(previews.beat, id=id, done=work.done, now=clock())
            work.is_wanted = await database.write(workspace, told)
            database.ring(workspace)

"""The feed, read by everyone who listens: in order, without gaps, from any place still kept.

The store is the truth. Each process follows a workspace's feed once and keeps the newest facts in
memory; a subscriber has no queue of its own but a place in the feed, and takes what lies after it
from memory, or from the store when it has fallen behind. So one that stalls costs nothing, and
misses nothing when it goes on.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from domain.fact import RecordedFact
from domain.refusals import BadCursor, CursorExpired, Unavailable
from store import feed
from store.database import EVERY_WORKSPACE, Database, Transaction

PAGE = 500
MOST_IN_MEMORY = 10_000
SLOW_POLL = 1.0
"""Seconds between looks when no bell rings: a bell can be lost with its connection."""


class Tail:
    """The newest facts of one workspace, in memory, followed while anyone listens."""

    def __init__(self, database: Database, workspace: int) -> None:
        self._database = database
        self._workspace = workspace
        self._facts: list[RecordedFact] = []
        self.last = 0
        self.listeners = 0
        self.bell = asyncio.Event()
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin at the end of the feed."""
        _, self.last = await bounds(self._database, self._workspace)
        self._task = asyncio.create_task(self._follow())
        # However it ends, nobody must wait for news that nobody brings.
        self._task.add_done_callback(lambda _: self._news.set())

    async def stop(self) -> None:
        """Follow no longer; who still waits is let go."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _follow(self) -> None:
        while True:
            # Not `wait_for`: in Python 3.11 it forgets that it was cancelled when the bell rings.
            with suppress(TimeoutError):
                async with asyncio.timeout(SLOW_POLL):
                    await self.bell.wait()
            self.bell.clear()
            # A database that is away for a while only delays: the place in the feed is kept.
            with suppress(Unavailable):
                while page := await self._page(self.last):
                    self._append(page)

    def _append(self, page: Sequence[RecordedFact]) -> None:
        self._facts += page
        self.last = page[-1].number
        if len(self._facts) > 2 * MOST_IN_MEMORY:
            del self._facts[:-MOST_IN_MEMORY]
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def after(self, number: int) -> Sequence[RecordedFact]:
        """The next facts after that number: at once where there are any, else when they come.

        None at all when nobody follows any more; what broke the following is raised.
        """
        while number >= self.last:
            await self._news.wait()
            if self._task is None or self._task.done():
                return self._ended()
        first = self._facts[0].number if self._facts else self.last + 1
        if number + 1 >= first:
            start = number + 1 - first
            return self._facts[start : start + PAGE]
        return await self._page(number)

    def _ended(self) -> Sequence[RecordedFact]:
        if self._task is not None and not self._task.cancelled():
            self._task.result()
        return ()

    async def _page(self, after: int) -> Sequence[RecordedFact]:
        async def work(tx: Transaction) -> Sequence[RecordedFact]:
            return await feed.after(tx, after, PAGE)

        return await self._database.read(self._workspace, work)


class Feed:
    """Every workspace's feed, for this process's subscribers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tails: dict[int, Tail] = {}
        self._starting: dict[int, asyncio.Lock] = {}
        self._unlisten = database.listen(self._rung)

    def _rung(self, workspace: int) -> None:
        for number, tail in self._tails.items():
            if workspace in (number, EVERY_WORKSPACE):
                tail.bell.set()

    async def close(self) -> None:
        """Let go of every tail; subscriptions come to their end."""
        self._unlisten()
        tails, self._tails = self._tails, {}
        for tail in tails.values():
            await tail.stop()

    async def position(self, workspace: int) -> tuple[int, int]:
        """The oldest number still kept and the newest one; (1, 0) in an empty feed."""
        return await bounds(self._database, workspace)

    async def subscribe(
        self, workspace: int, after: int | None = None
    ) -> AsyncIterator[Sequence[RecordedFact]]:
        """Batches of facts in feed order: those kept after `after`, then live ones.

        Without `after` from now on; 0 is all that is kept. Raises CursorExpired when the next fact
        is no longer kept, BadCursor for a place that the feed has not reached.
        """
        oldest, newest = await self.position(workspace)
        place = newest if after is None else after
        if after is not None and after != 0 and after + 1 < oldest:
            raise CursorExpired(str(oldest - 1))
        if place > newest:
            raise BadCursor()
        place = max(place, oldest - 1)
        tail = await self._joined(workspace)
        try:
            while True:
                page = await tail.after(place)
                if not page:
                    return
                if page[0].number != place + 1:
                    raise CursorExpired(str(page[0].number - 1))
                place = page[-1].number
                yield page
        finally:
            await self._left(workspace, tail)

    async def _joined(self, workspace: int) -> Tail:
        async with self._starting.setdefault(workspace, asyncio.Lock()):
            tail = self._tails.get(workspace)
            if tail is None:
                tail = Tail(self._database, workspace)
                await tail.start()
                self._tails[workspace] = tail
            tail.listeners += 1
            return tail

    async def _left(self, workspace: int, tail: Tail) -> None:
        tail.listeners -= 1
        if tail.listeners == 0 and self._tails.get(workspace) is tail:
            del self._tails[workspace]
            await tail.stop()


async def bounds(database: Database, workspace: int) -> tuple[int, int]:
    """The oldest and the newest number of a workspace's feed."""

    async def work(tx: Transaction) -> tuple[int, int]:
        return await feed.bounds(tx)

    return await database.read(workspace, work)

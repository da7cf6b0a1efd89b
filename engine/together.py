"""Designing together: whoever listens to a draft hears what all others do to it, in order.

A listener is first given the draft whole, or goes on after a revision; then it hears each batch
once and in order, and beside them where people are, what is wrong and what went live.
"""

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from engine.clock import Clock
from engine.designing import Author
from engine.desk import Desk
from engine.listening import Listener
from engine.news import Event
from engine.presences import Presences
from engine.surveying import Surveyor
from store.database import EVERY_WORKSPACE, Database


class Together:
    """Every draft's listeners in this process."""

    def __init__(self, database: Database, surveyor: Surveyor, clock: Clock) -> None:
        self._database = database
        self._surveyor = surveyor
        self._clock = clock
        self.presences = Presences(database)
        self._listening: Counter[tuple[int, str, Author]] = Counter()
        self._desks: dict[tuple[int, str], Desk] = {}
        self._unlisten = database.listen(self._rung)

    def _rung(self, workspace: int) -> None:
        for (own, _), desk in self._desks.items():
            if workspace in (own, EVERY_WORKSPACE):
                desk.bell.set()

    async def close(self) -> None:
        """Let go of every desk; who listens comes to an end."""
        self._unlisten()
        desks, self._desks = self._desks, {}
        for desk in desks.values():
            await desk.stop()
        await self.presences.close()

    async def subscribe(
        self, workspace: int, draft: str, author: Author, after: int | None = None
    ) -> AsyncGenerator[Event, None]:
        """What happens to a draft, from the whole of it on, or from a revision. Raises NotFound.

        With the last line of a client it has left, unless it comes back before others hear of it.
        """
        async with self._seated(workspace, draft) as desk:
            listening = workspace, draft, author
            self._listening[listening] += 1
            try:
                listener = Listener(desk, author, after)
                while (event := await listener.next()) is not None:
                    yield event
            finally:
                self._listening[listening] -= 1
                if not self._listening[listening]:
                    del self._listening[listening]
                    self.presences.leave(workspace, draft, author.actor, author.client)

    @asynccontextmanager
    async def _seated(self, workspace: int, draft: str) -> AsyncIterator[Desk]:
        key = workspace, draft
        desk = self._desks.get(key)
        if desk is None or desk.is_over:
            desk = self._desks[key] = Desk(
                self._database, self._surveyor, self._clock, workspace, draft
            )
        desk.sitting += 1
        try:
            # What a client has been told of elsewhere, by another process too, is seen here.
            await desk.look()
            yield desk
        finally:
            desk.sitting -= 1
            if desk.sitting == 0 and self._desks.get(key) is desk:
                del self._desks[key]
                await desk.stop()

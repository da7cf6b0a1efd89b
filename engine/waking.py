"""Waiting for news of a workspace: the bell wakes, a slow look makes up for one that was lost."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from store.database import EVERY_WORKSPACE, Database

SLOW_LOOK = 1.0
"""Seconds after which to look without a bell."""
LOOK_EVERY = 0.05
"""Seconds between looks at least, however busy the workspace is."""


class Waking:
    """What `listening` gives: a wait that ends with the next news since the last one."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There is news."""
        self._rung.set()

    async def news(self) -> None:
        """Wait for news, or for the time of a slow look."""
        # Not `wait_for`: in Python 3.11 it forgets that it was cancelled when the bell rings.
        with suppress(TimeoutError):
            async with asyncio.timeout(SLOW_LOOK):
                await self._rung.wait()
        await asyncio.sleep(LOOK_EVERY)
        self._rung.clear()


@contextmanager
def listening(database: Database, workspace: int) -> Iterator[Waking]:
    """Listen for news of a workspace; whatever comes while nobody waits is not missed."""
    waking = Waking()

    def heard(where: int) -> None:
        if where in (workspace, EVERY_WORKSPACE):
            waking.ring()

    unlisten = database.listen(heard)
    try:
        yield waking
    finally:
        unlisten()

"""Where designers are, carried to everybody: for the clients of this process.

The newest of each client goes out, ten times a second at most, in one transaction for all of a
workspace's. So a pointer that moves more often is told less often, and never late.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from domain.presence import Presence
from domain.refusals import BadArgument, NotFound
from store import drafts, presences
from store.columns import dumps
from store.database import Database, Transaction
from store.presences import Place

PACE = 0.1
"""Seconds from one round of a workspace to the next."""
MOST_BYTES = 8_000
"""How much somebody can show at once, as JSON."""

Waiting: TypeAlias = Mapping[Place, Presence | None]


@dataclass(slots=True)
class Round:
    """What goes out next, None for who leaves; `done` tells which of the drafts there are."""

    waiting: dict[Place, Presence | None] = field(default_factory=dict)
    done: asyncio.Future[frozenset[str]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Presences:
    """Goes round for the clients of a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next: dict[int, Round] = {}
        self._going: dict[int, asyncio.Task[None]] = {}

    async def show(self, workspace: int, draft: str, presence: Presence) -> None:
        """Tell where somebody is; it has been told, or something newer has, when this is back.

        Raises BadArgument, NotFound.
        """
        if len(dumps(presence.shown).encode()) > MOST_BYTES:
            raise BadArgument(f"It is more than {MOST_BYTES} bytes of JSON.", "input")
        place = draft, presence.actor, presence.client
        if draft not in await asyncio.shield(self._joined(workspace, place, presence)):
            raise NotFound("draft", draft, "draftId")

    def leave(self, workspace: int, draft: str, actor: str, client: str) -> None:
        """Somebody has gone, and is soon seen no more."""
        self._joined(workspace, (draft, actor, client), None)

    async def close(self) -> None:
        """Wait for what is going round."""
        if self._going:
            await asyncio.wait(self._going.values())

    def _joined(
        self, workspace: int, place: Place, presence: Presence | None
    ) -> asyncio.Future[frozenset[str]]:
        coming = self._next.setdefault(workspace, Round())
        coming.waiting[place] = presence
        if workspace not in self._going:
            self._going[workspace] = asyncio.create_task(self._go_round(workspace))
        return coming.done

    async def _go_round(self, workspace: int) -> None:
        while (leaving := self._next.pop(workspace, None)) is not None:
            work = partial(_carried, waiting=leaving.waiting)
            carrying = asyncio.ensure_future(self._database.write(workspace, work))
            carrying.add_done_callback(partial(_answer, leaving.done))
            await asyncio.wait({carrying})
            self._database.ring(workspace)
            await asyncio.sleep(PACE)
        del self._going[workspace]


async def _carried(tx: Transaction, waiting: Waiting) -> frozenset[str]:
    """One transaction; which of the drafts there are."""
    # A workspace that is being erased is empty by the time that it is let go of.
    await tx.lock_definitions(exclusive=False)
    known = await drafts.those_kept(tx, {draft for draft, _, _ in waiting})
    told = {place: presence for place, presence in waiting.items() if place[0] in known}
    await presences.show(tx, [(place[0], one) for place, one in told.items() if one is not None])
    await presences.leave(tx, [place for place, presence in told.items() if presence is None])
    return known


def _answer(
    asked: asyncio.Future[frozenset[str]], carrying: asyncio.Future[frozenset[str]]
) -> None:
    """Whoever waits is told; who leaves does not wait, and is forgotten anyway in a while."""
    if carrying.cancelled():
        asked.cancel()
    elif (error := carrying.exception()) is not None:
        asked.set_exception(error)
        asked.exception()
    else:
        asked.set_result(carrying.result())

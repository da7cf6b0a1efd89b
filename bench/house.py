"""A workspace with an engine around it, for measuring without HTTP."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from domain.instants import Instant
from engine.history import History
from engine.ingest import Ingest
from engine.memory import settle
from engine.publishing import publish
from engine.shelf import Shelf
from engine.workspaces import create_workspace
from store.database import Database, open_database


def now() -> Instant:
    """The machine's clock."""
    return time.time_ns() // 1_000


@dataclass(slots=True)
class House:
    """Everything that an observation meets between a caller and the disk."""

    database: Database
    shelf: Shelf
    ingest: Ingest
    workspace: int


@asynccontextmanager
async def house(url: str, *documents: object) -> AsyncIterator[House]:
    """A new workspace in a migrated database, with these journeys published."""
    settle()  # as `cairn serve` does
    database = await open_database(url)
    shelf = Shelf()
    ingest = Ingest(database, shelf, now)
    try:
        workspace = await create_workspace(database, f"bench-{now()}", "Bench", now())
        for document in documents:
            await publish(
                database, shelf, workspace.id, document, history=History.FROM_NOW, now=now()
            )
        yield House(database, shelf, ingest, workspace.id)
    finally:
        await ingest.close()
        await database.close()

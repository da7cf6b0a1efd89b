"""Import sessions: while history is brought in, time waits for the profiles that it touches."""

import secrets

from domain.instants import Instant
from store import import_sessions, timers
from store.database import Database, Transaction


async def start_import(database: Database, workspace: int, now: Instant) -> str:
    """Begin a session; its name goes with every batch."""
    session = f"imp_{secrets.token_hex(8)}"

    async def work(tx: Transaction) -> None:
        await import_sessions.start(tx, session, now)

    await database.write(workspace, work)
    return session


async def end_import(database: Database, workspace: int, session: str, now: Instant) -> None:
    """All has come: from here on time is served to its profiles, up to now."""

    async def work(tx: Transaction) -> None:
        await import_sessions.end(tx, session, now)
        await timers.release_session(tx, session)

    await database.write(workspace, work)

"""Import sessions: who is bringing in history, so that time waits for it."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ColumnElement, ForeignKey, Table, select, update

from domain.instants import MINUTE, Instant
from store.columns import Name, metadata
from store.database import Transaction

SILENCE = 10 * MINUTE
"""How long a session may bring nothing before time goes on without it."""

import_sessions = Table(
    "import_sessions",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Name, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("last_batch_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class ImportSession:
    """An import: profiles that it touches are not swept while it lives."""

    id: str
    started_at: Instant
    last_batch_at: Instant
    ended_at: Instant | None = None

    def is_live(self, now: Instant) -> bool:
        """Whether time still waits for it."""
        return self.ended_at is None and self.last_batch_at > now - SILENCE


async def start(tx: Transaction, id: str, now: Instant) -> None:
    """Begin a session, or begin it again when an import is resumed."""
    await tx.upsert_many(
        import_sessions,
        [(tx.workspace, id, now, now, None)],
        changes={"last_batch_at": "excluded.last_batch_at", "ended_at": "NULL"},
    )


async def touch(tx: Transaction, id: str, now: Instant) -> bool:
    """A batch has come; False when there is no such session or it has ended."""
    return await _changed(tx, id, last_batch_at=now)


async def end(tx: Transaction, id: str, now: Instant) -> bool:
    """All has come; False when there is no such session or it has ended already."""
    return await _changed(tx, id, ended_at=now)


async def find(tx: Transaction, id: str) -> ImportSession | None:
    """The session of that id."""
    return next(iter(await _where(tx, import_sessions.c.id == id)), None)


async def live(tx: Transaction, now: Instant) -> list[ImportSession]:
    """The sessions for which time waits, the oldest first."""
    unended = await _where(tx, import_sessions.c.ended_at.is_(None))
    return [session for session in unended if session.is_live(now)]


async def _changed(tx: Transaction, id: str, **values: Instant) -> bool:
    own = import_sessions.c.workspace_id == tx.workspace
    one = update(import_sessions).where(
        own, import_sessions.c.id == id, import_sessions.c.ended_at.is_(None)
    )
    return await tx.run(one.values(values)) == 1


async def _where(tx: Transaction, condition: ColumnElement[bool]) -> list[ImportSession]:
    columns = [column for column in import_sessions.columns if column.name != "workspace_id"]
    own = select(*columns).where(import_sessions.c.workspace_id == tx.workspace, condition)
    rows = await tx.rows(own.order_by(import_sessions.c.started_at, import_sessions.c.id))
    return [ImportSession(*row) for row in rows]

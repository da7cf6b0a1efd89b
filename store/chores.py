"""Chores that one worker does and not all: when each was begun last."""

from sqlalchemy import BigInteger, Column, Table, update

from domain.instants import Instant
from store.columns import Name, metadata, workspace_id
from store.database import Transaction

chores = Table(
    "chores",
    metadata,
    workspace_id(),
    Column("name", Name, primary_key=True),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


async def claim(tx: Transaction, name: str, now: Instant, before: Instant) -> bool:
    """Whether the chore is ours: nobody has begun it at `before` or later. It is begun now then."""
    if await tx.insert_many_new(chores, [(tx.workspace, name, now)], returning=["name"]):
        return True
    begun = update(chores).where(
        chores.c.workspace_id == tx.workspace, chores.c.name == name, chores.c.at < before
    )
    return await tx.run(begun.values(at=now)) > 0

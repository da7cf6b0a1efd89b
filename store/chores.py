"""Chores that one worker does and not all: when each is due again."""

from sqlalchemy import BigInteger, Column, Table, update

from domain.instants import Instant
from store.columns import Name, metadata, workspace_id
from store.database import Transaction

chores = Table(
    "chores",
    metadata,
    workspace_id(),
    Column("name", Name, primary_key=True),
    Column("due", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


async def claim(tx: Transaction, name: str, now: Instant, again: Instant) -> bool:
    """Whether the chore is due, and so ours: for others it is not before `again`."""
    if await tx.insert_many_new(chores, [(tx.workspace, name, again)], returning=["name"]):
        return True
    taken = update(chores).where(
        chores.c.workspace_id == tx.workspace, chores.c.name == name, chores.c.due <= now
    )
    return await tx.run(taken.values(due=again)) > 0


async def put_off(tx: Transaction, name: str, again: Instant) -> None:
    """Let the chore be due then."""
    own = chores.c.workspace_id == tx.workspace, chores.c.name == name
    await tx.run(update(chores).where(*own).values(due=again))

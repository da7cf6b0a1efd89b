"""Workspaces: who shares a database without ever seeing one another."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Integer, Sequence, Table, Text, func, select, true

from domain.instants import Instant
from store.columns import Name, metadata
from store.database import Transaction

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("key", Name, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A tenant; `revision` counts what was published in it."""

    id: int
    key: str
    name: str
    created_at: Instant
    revision: int = 0


async def create(tx: Transaction, key: str, name: str, now: Instant) -> Workspace | None:
    """A new workspace, or None when the key is taken; from here on the transaction is its own."""
    number = None
    if tx.dialect == "postgresql":
        # Nobody inserts a row of a workspace in which he is not.
        ((number,),) = await tx.rows(select(Sequence("workspace_ids").next_value()))
        await tx.rows(select(func.set_config("cairn.workspace", str(number), true())))
    made = await tx.insert_many_new(workspaces, [(number, key, name, now, 0)], returning=["id"])
    if not made:
        return None
    ((tx.workspace,),) = made
    return Workspace(tx.workspace, key, name, now)


async def every(tx: Transaction) -> list[Workspace]:
    """All workspaces, in the order in which they were made; for any transaction."""
    all_of_them = select(workspaces)
    if tx.dialect == "postgresql":
        columns = [Column(column.name, column.type) for column in workspaces.columns]
        all_of_them = select(func.cairn_workspaces().table_valued(*columns))
    return sorted((Workspace(*row) for row in await tx.rows(all_of_them)), key=lambda one: one.id)


async def find(tx: Transaction, key: str) -> Workspace | None:
    """The workspace of that key; for any transaction."""
    return next((one for one in await every(tx) if one.key == key), None)


async def load(tx: Transaction) -> Workspace:
    """The workspace of this transaction."""
    (row,) = await tx.rows(select(workspaces).where(workspaces.c.id == tx.workspace))
    return Workspace(*row)

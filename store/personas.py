"""Personas: what contacts may be, as a workspace lists them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text, select

from domain.instants import Instant
from store.columns import Name, metadata
from store.database import Transaction

personas = Table(
    "personas",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("key", Name, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

_FIELDS = personas.c.key, personas.c.name, personas.c.created_at


@dataclass(frozen=True, slots=True)
class Persona:
    """A persona by its key, which is what the trait `persona` holds."""

    key: str
    name: str
    created_at: Instant


async def every(tx: Transaction) -> list[Persona]:
    """The workspace's personas by their keys."""
    own = select(*_FIELDS).where(personas.c.workspace_id == tx.workspace)
    return [Persona(*row) for row in await tx.rows(own.order_by(personas.c.key))]


async def add_missing(tx: Transaction, wanted: Iterable[Persona]) -> list[Persona]:
    """Add the personas whose keys are not there yet; gives those that were added, by key."""
    by_key = {one.key: one for one in wanted}
    rows = [(tx.workspace, key, by_key[key].name, by_key[key].created_at) for key in sorted(by_key)]
    added = await tx.insert_many_new(personas, rows, returning=["key"])
    return [by_key[key] for (key,) in sorted(added)]


async def save(tx: Transaction, persona: Persona) -> Persona:
    """Add the persona, or rename the one that has its key; gives it as it is kept."""
    row = (tx.workspace, persona.key, persona.name, persona.created_at)
    await tx.upsert_many(personas, [row], changes={"name": "excluded.name"})
    own = personas.c.workspace_id == tx.workspace
    (kept,) = await tx.rows(select(*_FIELDS).where(own, personas.c.key == persona.key))
    return Persona(*kept)

"""Sightings: what arrived for the first time, by which the vocabulary of a workspace is known.

Rows are only ever added, but that the values of a path go when they are too many. So how many there
are tells whether there is anything new.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Table, func, select

from domain.journey import ProfileKind
from domain.vocabulary import Sighting, What
from store.columns import Name, dumps, loads, metadata, workspace_id
from store.database import Transaction

sightings = Table(
    "sightings",
    metadata,
    workspace_id(),
    Column("kind", Name, primary_key=True),
    Column("event", Name, primary_key=True),
    Column("path", Name, primary_key=True),
    Column("what", Name, primary_key=True),
    Column("type", Name, primary_key=True),
    Column("value", Name, primary_key=True),
    sqlite_with_rowid=False,
)

NO_VALUE = ""
"""What no value is when it is written as JSON."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much has been seen: two that are equal are of the same sightings."""

    rows: int
    overflown: int


async def add(tx: Transaction, seen: Iterable[Sighting]) -> None:
    """Keep what has been seen; what another process has told before is there already."""
    rows = sorted({_row(tx.workspace, sighting) for sighting in seen})
    if not rows:
        return
    told = await tx.insert_many_new(sightings, rows, returning=("kind", "event", "path", "what"))
    overflown = [(kind, event, path) for kind, event, path, what in told if what == What.MANY]
    if overflown:
        keys = [(*place, What.VALUE.value) for place in sorted(overflown)]
        await tx.delete_many(sightings, ("kind", "event", "path", "what"), keys)


async def extent(tx: Transaction) -> Extent:
    """How much has been seen."""
    own = sightings.c.workspace_id == tx.workspace
    overflown = func.count().filter(sightings.c.what == What.MANY.value)
    ((rows, many),) = await tx.rows(select(func.count(), overflown).where(own))
    return Extent(rows, many)


async def every(tx: Transaction) -> list[Sighting]:
    """Everything that has been seen."""
    own = select(*list(sightings.columns)[1:]).where(sightings.c.workspace_id == tx.workspace)
    return [
        Sighting(
            ProfileKind(kind),
            event,
            path,
            What(what),
            type,
            None if value == NO_VALUE else loads(value),
        )
        for kind, event, path, what, type, value in await tx.rows(own)
    ]


def _row(workspace: int, one: Sighting) -> tuple[int, str, str, str, str, str, str]:
    value = NO_VALUE if one.value is None else dumps(one.value)
    return workspace, one.kind.value, one.event, one.path, one.what.value, one.type, value

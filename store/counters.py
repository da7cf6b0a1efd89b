"""Counters that nobody waits for: whoever changes one adds a delta, and readers add what is new.

Deltas are folded into the counters now and then. A counter belongs to a journey and a stage, or to
neither: '' then.
"""

import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Subquery,
    Table,
    and_,
    bindparam,
    func,
    select,
    union_all,
)

from store.columns import Name, metadata, workspace_id
from store.database import Transaction

counters = Table(
    "counters",
    metadata,
    workspace_id(),
    Column("journey", Name, primary_key=True),
    Column("stage", Name, primary_key=True),
    Column("name", Name, primary_key=True),
    Column("value", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

counter_deltas = Table(
    "counter_deltas",
    metadata,
    workspace_id(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("journey", Name, nullable=False),
    Column("stage", Name, nullable=False),
    Column("name", Name, nullable=False),
    Column("delta", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

CounterKey = tuple[str, str, str]
"""Journey, stage and name."""

# Made once: to put a statement together takes longer than to carry it out.
_NEW = (
    select(
        counter_deltas.c.journey,
        counter_deltas.c.stage,
        counter_deltas.c.name,
        func.sum(counter_deltas.c.delta).cast(BigInteger),
    )
    .where(
        counter_deltas.c.workspace_id == bindparam("own"),
        counter_deltas.c.journey.in_(bindparam("journeys", expanding=True)),
    )
    .group_by(counter_deltas.c.journey, counter_deltas.c.stage, counter_deltas.c.name)
)


async def add(tx: Transaction, deltas: Mapping[CounterKey, int]) -> None:
    """Change counters by so much."""
    await tx.insert_many(
        counter_deltas,
        [
            # Deltas have no order: an id at random is one that nobody has to be asked for.
            (tx.workspace, random.getrandbits(62), journey, stage, name, delta)
            for (journey, stage, name), delta in deltas.items()
            if delta
        ],
    )


async def fold(tx: Transaction, limit: int) -> int:
    """Fold so many deltas at most into their counters; how many there were."""
    some = (
        select(*list(counter_deltas.columns)[1:])
        .where(counter_deltas.c.workspace_id == tx.workspace)
        .limit(limit)
        # Who folds beside us takes others.
        .with_for_update(skip_locked=True)
    )
    folded = await tx.rows(some)
    sums: Counter[CounterKey] = Counter()
    for _, journey, stage, name, delta in folded:
        sums[journey, stage, name] += delta
    await tx.delete_many(counter_deltas, ("id",), [(row[0],) for row in folded])
    await tx.upsert_many(
        counters,
        [(tx.workspace, *key, value) for key, value in sorted(sums.items())],
        changes={"value": "counters.value + excluded.value"},
    )
    return len(folded)


async def read(tx: Transaction, name: str, journey: str | None = None) -> dict[str, int]:
    """A counter by stage; without a journey, the one that belongs to none, under ''."""
    parts = _parts(tx, lambda of: and_(of.journey == (journey or ""), of.name == name))
    rows = await tx.rows(select(parts.c.stage, _total(parts)).group_by(parts.c.stage))
    return {row[0]: row[1] for row in rows}


async def every(tx: Transaction, journey: str) -> dict[tuple[str, str], int]:
    """All counters of a journey's stages that are not 0, by stage and name."""
    parts = _parts(tx, lambda of: of.journey == journey)
    by = parts.c.stage, parts.c.name
    rows = await tx.rows(select(*by, _total(parts)).group_by(*by).having(_total(parts) != 0))
    return {(stage, name): value for stage, name, value in rows}


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of some of a stage's counters, by their names."""

    journey: str
    stage: str
    names: tuple[str, ...]


async def sums(tx: Transaction, tallies: Collection[Tally]) -> dict[Tally, int]:
    """What each comes to, in as many statements for many as for one."""
    if not tallies:
        return {}
    wanted = {(it.journey, it.stage, name) for it in tallies for name in it.names}
    found: Counter[CounterKey] = Counter()
    key = ("journey", "stage", "name")
    for *place, value in await tx.select_in(counters, (*key, "value"), key, sorted(wanted)):
        found[tuple(place)] += value
    journeys = {"journeys": sorted({it.journey for it in tallies})}
    for *place, value in await tx.rows(_NEW, {"own": tx.workspace, **journeys}):
        found[tuple(place)] += value
    return {it: sum(found[it.journey, it.stage, name] for name in it.names) for it in tallies}


def _parts(tx: Transaction, wanted: Callable[[Any], ColumnElement[bool]]) -> Subquery:
    """The `stage`, `name` and `amount` of counters and of what is not folded into them yet."""
    return union_all(
        *(
            select(table.c.stage, table.c.name, amount.label("amount")).where(
                table.c.workspace_id == tx.workspace, wanted(table.c)
            )
            for table, amount in (
                (counters, counters.c.value),
                (counter_deltas, counter_deltas.c.delta),
            )
        )
    ).subquery()


def _total(parts: Subquery) -> ColumnElement[int]:
    # A sum is wider than its parts on PostgreSQL, and would come back as a decimal.
    return func.sum(parts.c.amount).cast(BigInteger)

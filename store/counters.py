"""Counters that nobody waits for: whoever changes one adds a delta, and readers add what is new.

Deltas are folded into the counters now and then. A counter belongs to a journey and a stage, or to
neither: '' then.
"""

import random
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import BigInteger, Column, Table, func, select, union_all

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
    parts = union_all(
        *(
            select(table.c.stage, amount.label("amount")).where(
                table.c.workspace_id == tx.workspace,
                table.c.journey == (journey or ""),
                table.c.name == name,
            )
            for table, amount in (
                (counters, counters.c.value),
                (counter_deltas, counter_deltas.c.delta),
            )
        )
    ).subquery()
    # A sum is wider than its parts on PostgreSQL, and would come back as a decimal.
    total = func.sum(parts.c.amount).cast(BigInteger)
    rows = await tx.rows(select(parts.c.stage, total).group_by(parts.c.stage))
    return {row[0]: row[1] for row in rows}

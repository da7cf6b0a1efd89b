"""The feed: every fact of a workspace, numbered without gaps in the order of commits.

The number comes from one counter, taken as the last thing in a transaction. Whoever takes it makes
the next one wait until the commit, so a reader who has seen a number has seen all before it. A
sequence does not have that: its numbers appear in any order. Each kind of fact has a table of its
own; the numbers run through all of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from sqlalchemy import BigInteger, Column, Table, delete, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.fact import RecordedFact
from domain.health import RecordedHealth
from domain.instants import Instant
from domain.stage_change import RecordedChange
from store import health_changes, stage_changes
from store.columns import metadata, workspace_id
from store.database import Transaction

feeds = Table(
    "feeds",
    metadata,
    workspace_id(),
    Column("last_number", BigInteger, nullable=False),
    Column("oldest_number", BigInteger, nullable=False),
)

TABLES = (stage_changes.stage_changes, health_changes.health_changes)


async def record(tx: Transaction, facts: Sequence[RecordedFact]) -> list[RecordedFact]:
    """Append to the feed, whatever numbers the facts bring; gives them with those that they took.

    The last thing that a transaction does: from here to its end everybody else waits.
    """
    first = await _numbered(tx, len(facts))
    numbered = [replace(fact, number=number) for number, fact in enumerate(facts, start=first)]
    changes = [fact for fact in numbered if isinstance(fact, RecordedChange)]
    if changes:
        await stage_changes.add(tx, changes)
    healths = [fact for fact in numbered if isinstance(fact, RecordedHealth)]
    if healths:
        await health_changes.add(tx, healths)
    return numbered


async def after(tx: Transaction, number: int, limit: int) -> list[RecordedFact]:
    """The facts that follow a number; of one unchanging view, as every reading transaction is."""
    facts: list[RecordedFact] = [
        *await stage_changes.after(tx, number, limit),
        *await health_changes.after(tx, number, limit),
    ]
    return sorted(facts, key=attrgetter("number"))[:limit]


async def bounds(tx: Transaction) -> tuple[int, int]:
    """The oldest number that is kept, and the last one given; (1, 0) before the first."""
    kept = select(feeds.c.oldest_number, feeds.c.last_number)
    for oldest, last in await tx.rows(kept.where(feeds.c.workspace_id == tx.workspace)):
        return oldest, last
    return 1, 0


async def expire(tx: Transaction, before: Instant, limit: int) -> int:
    """Forget the oldest facts, as far as they were recorded before an instant; how many."""
    oldest, _ = await bounds(tx)
    eldest = union_all(
        *(
            select(table.c.number, table.c.recorded_at)
            .where(table.c.workspace_id == tx.workspace, table.c.number >= oldest)
            .where(table.c.number < oldest + limit)
            for table in TABLES
        )
    ).subquery()
    kept_from = oldest
    for number, recorded_at in await tx.rows(select(eldest).order_by(eldest.c.number)):
        if recorded_at >= before:
            break
        kept_from = number + 1
    if kept_from == oldest:
        return 0
    forgotten = 0
    for table in TABLES:
        own = table.c.workspace_id == tx.workspace, table.c.number < kept_from
        forgotten += await tx.run(delete(table).where(*own))
    # Another worker may have come further meanwhile.
    await tx.run(
        update(feeds)
        .where(feeds.c.workspace_id == tx.workspace, feeds.c.oldest_number < kept_from)
        .values(oldest_number=kept_from)
    )
    return forgotten


async def _numbered(tx: Transaction, count: int) -> int:
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    taken = (
        insert(feeds)
        .values(workspace_id=tx.workspace, last_number=count, oldest_number=1)
        .on_conflict_do_update(
            index_elements=[feeds.c.workspace_id],
            set_={"last_number": feeds.c.last_number + count},
        )
        .returning(feeds.c.last_number)
    )
    ((last,),) = await tx.rows(taken)
    return int(last) - count + 1

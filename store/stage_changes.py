"""The feed: every stage change of a workspace, numbered without gaps in the order of commits.

The number comes from one counter, taken as the last thing in a transaction. Whoever takes it makes
the next one wait until the commit, so a reader who has seen a number has seen all before it. A
sequence does not have that: its numbers appear in any order.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import BigInteger, Column, Index, Table, Text, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.instants import Instant
from domain.stage_change import Move, RecordedChange, Trigger
from store.columns import JsonText, Name, dumps, metadata, workspace_id
from store.database import AnyRow, Transaction
from store.paging import Page, Slice, paged

stage_changes = Table(
    "stage_changes",
    metadata,
    workspace_id(),
    Column("number", BigInteger, primary_key=True),
    Column("profile_id", BigInteger, nullable=False),
    Column("journey", Name, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("left", Name),
    Column("entered", Name),
    Column("at", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("move", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("skipped", JsonText, nullable=False),
    Column("explanation", JsonText),
    Column("actor", Text),
    Column("reason", Text),
    Index("stage_changes_by_profile", "workspace_id", "profile_id", "number"),
    Index("stage_changes_by_journey", "workspace_id", "journey", "number"),
)

feeds = Table(
    "feeds",
    metadata,
    workspace_id(),
    Column("last_number", BigInteger, nullable=False),
    Column("oldest_number", BigInteger, nullable=False),
)

_CHANGE = select(*list(stage_changes.columns)[1:])


async def record(tx: Transaction, changes: Sequence[RecordedChange]) -> int:
    """Append to the feed, whatever numbers the changes bring; gives the first number taken.

    The last thing that a transaction does: from here to its end everybody else waits.
    """
    first = await _numbered(tx, len(changes))
    workspace = tx.workspace
    await tx.insert_many(
        stage_changes,
        [
            (
                workspace,
                number,
                change.profile,
                change.journey,
                change.version,
                change.left,
                change.entered,
                change.at,
                change.recorded_at,
                change.move,
                change.trigger,
                dumps(change.skipped),
                None if change.explanation is None else dumps(change.explanation),
                change.actor,
                change.reason,
            )
            for number, change in enumerate(changes, start=first)
        ],
    )
    return first


async def after(tx: Transaction, number: int, limit: int) -> list[RecordedChange]:
    """The changes that follow a number."""
    following = _CHANGE.where(
        stage_changes.c.workspace_id == tx.workspace, stage_changes.c.number > number
    )
    rows = await tx.rows(following.order_by(stage_changes.c.number).limit(limit))
    return [_change(row) for row in rows]


async def page(
    tx: Transaction, journey: str | None, profile: int | None, wanted: Slice
) -> Page[RecordedChange]:
    """A page of the feed, of one journey or one profile where they are given."""
    kept = _CHANGE.where(stage_changes.c.workspace_id == tx.workspace)
    if journey is not None:
        kept = kept.where(stage_changes.c.journey == journey)
    if profile is not None:
        kept = kept.where(stage_changes.c.profile_id == profile)
    found = await paged(tx, kept, [stage_changes.c.number], wanted)
    return found.of([_change(row) for row in found.items])


async def newest(
    tx: Transaction, wanted: Collection[tuple[int, str]]
) -> dict[tuple[int, str], RecordedChange]:
    """The last change that is kept of each profile in each journey."""
    last = (
        select(func.max(stage_changes.c.number))
        .where(
            stage_changes.c.workspace_id == tx.workspace,
            stage_changes.c.profile_id.in_({profile for profile, _ in wanted}),
            stage_changes.c.journey.in_({journey for _, journey in wanted}),
        )
        .group_by(stage_changes.c.profile_id, stage_changes.c.journey)
    )
    kept = _CHANGE.where(
        stage_changes.c.workspace_id == tx.workspace, stage_changes.c.number.in_(last)
    )
    changes = [_change(row) for row in await tx.rows(kept)]
    return {(change.profile, change.journey): change for change in changes}


async def bounds(tx: Transaction) -> tuple[int, int]:
    """The oldest number that is kept, and the last one given; (1, 0) before the first."""
    kept = select(feeds.c.oldest_number, feeds.c.last_number)
    for oldest, last in await tx.rows(kept.where(feeds.c.workspace_id == tx.workspace)):
        return oldest, last
    return 1, 0


async def expire(tx: Transaction, before: Instant, limit: int) -> int:
    """Forget the oldest changes, as far as they were recorded before an instant; how many."""
    oldest, _ = await bounds(tx)
    eldest = (
        select(stage_changes.c.number, stage_changes.c.recorded_at)
        .where(stage_changes.c.workspace_id == tx.workspace, stage_changes.c.number >= oldest)
        .order_by(stage_changes.c.number)
        .limit(limit)
    )
    kept_from = oldest
    for number, recorded_at in await tx.rows(eldest):
        if recorded_at >= before:
            break
        kept_from = number + 1
    if kept_from == oldest:
        return 0
    forgotten = await tx.run(
        delete(stage_changes).where(
            stage_changes.c.workspace_id == tx.workspace, stage_changes.c.number < kept_from
        )
    )
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


def _change(row: AnyRow) -> RecordedChange:
    return RecordedChange(
        number=row.number,
        profile=row.profile_id,
        journey=row.journey,
        version=row.version,
        left=row.left,
        entered=row.entered,
        at=row.at,
        recorded_at=row.recorded_at,
        move=Move(row.move),
        trigger=Trigger(row.trigger),
        skipped=tuple(row.skipped),
        explanation=row.explanation,
        actor=row.actor,
        reason=row.reason,
    )

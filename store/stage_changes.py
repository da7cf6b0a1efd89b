"""Stage changes, each with its number in the feed."""

from collections.abc import Collection, Sequence

from sqlalchemy import BigInteger, Column, Index, Table, Text, func, select, text

from domain.stage_change import Move, RecordedChange, Trigger
from store.columns import JsonText, Name, dumps, metadata, workspace_id
from store.database import AnyRow, Transaction
from store.paging import Page, Slice, paged

# Written out, so that both databases know the indexes by it.
OF_SEGMENTS = text("journey >= 'segment:' AND journey < 'segment;'")
OF_JOURNEYS = text("(journey < 'segment:' OR journey >= 'segment;')")

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
    # What lists either kind passes over the other, of which there may be a hundred times as many.
    *(
        Index(name, "workspace_id", "number", sqlite_where=only, postgresql_where=only)
        for name, only in (
            ("stage_changes_of_journeys", OF_JOURNEYS),
            ("stage_changes_of_segments", OF_SEGMENTS),
        )
    ),
    Index("stage_changes_by_profile", "workspace_id", "profile_id", "number"),
    Index("stage_changes_by_journey", "workspace_id", "journey", "number"),
)

_CHANGE = select(*list(stage_changes.columns)[1:])


async def add(tx: Transaction, changes: Sequence[RecordedChange]) -> None:
    """Keep changes that have their numbers; `store.feed` gives them."""
    await tx.insert_many(
        stage_changes,
        [
            (
                tx.workspace,
                change.number,
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
            for change in changes
        ],
    )


async def after(tx: Transaction, number: int, limit: int) -> list[RecordedChange]:
    """The changes that follow a number."""
    following = _CHANGE.where(
        stage_changes.c.workspace_id == tx.workspace, stage_changes.c.number > number
    )
    rows = await tx.rows(following.order_by(stage_changes.c.number).limit(limit))
    return [_change(row) for row in rows]


async def page(
    tx: Transaction,
    journey: str | None,
    profile: int | None,
    wanted: Slice,
    *,
    of_segments: bool = False,
) -> Page[RecordedChange]:
    """A page of the moves in journeys, or into and out of segments; of one journey or profile,
    where they are given.
    """
    only = OF_SEGMENTS if of_segments else OF_JOURNEYS
    kept = _CHANGE.where(stage_changes.c.workspace_id == tx.workspace, only)
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

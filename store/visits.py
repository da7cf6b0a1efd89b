"""Visits: every stay of a profile in a stage of a journey, the last one perhaps still going on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Index, Table, Text, func, select

from domain.instants import DAY, Instant
from domain.stage_change import Move, Trigger
from store.columns import Name, metadata, workspace_id
from store.database import AnyRow, Transaction
from store.paging import Page, Slice, paged

visits = Table(
    "visits",
    metadata,
    workspace_id(),
    Column("profile_id", BigInteger, primary_key=True),
    Column("journey", Name, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("stage", Name, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
    Column("next_stage", Name),
    Column("move", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("visits_by_stage", "workspace_id", "journey", "stage", "entered_at", "profile_id"),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedVisit:
    """A stay, with how it began; `left_at` and `next_stage` are there once it has ended."""

    profile: int
    journey: str
    number: int
    stage: str
    entered_at: Instant
    left_at: Instant | None = None
    next_stage: str | None = None
    move: Move
    trigger: Trigger
    version: int


@dataclass(frozen=True, slots=True)
class ClosedVisit:
    """The end of a stay that was written before; `next_stage` None is out of the journey."""

    profile: int
    journey: str
    number: int
    left_at: Instant
    next_stage: str | None


async def open(tx: Transaction, rows: Sequence[OpenedVisit]) -> None:
    """Write down stays that have begun."""
    workspace = tx.workspace
    await tx.insert_many(
        visits,
        [
            (
                workspace,
                row.profile,
                row.journey,
                row.number,
                row.stage,
                row.entered_at,
                row.left_at,
                row.next_stage,
                row.move,
                row.trigger,
                row.version,
            )
            for row in rows
        ],
    )


async def close(tx: Transaction, rows: Sequence[ClosedVisit]) -> None:
    """Write down how stays have ended."""
    await tx.update_many(
        visits,
        ("profile_id", "journey", "number"),
        ("left_at", "next_stage"),
        [(row.profile, row.journey, row.number, row.left_at, row.next_stage) for row in rows],
    )


async def page(tx: Transaction, profile: int, journey: str, wanted: Slice) -> Page[OpenedVisit]:
    """A page of a profile's visits in a journey, in the order in which it made them."""
    made = select(*list(visits.columns)[1:]).where(
        visits.c.workspace_id == tx.workspace,
        visits.c.profile_id == profile,
        visits.c.journey == journey,
    )
    found = await paged(tx, made, [visits.c.number], wanted)
    return found.of([_visit(row) for row in found.items])


@dataclass(frozen=True, slots=True)
class VisitedDay:
    """How many stays in a stage began, or ended, on the UTC day that begins at an instant."""

    stage: str
    has_ended: bool
    day: Instant
    visits: int


async def by_day(tx: Transaction, journey: str) -> list[VisitedDay]:
    """The stays of a journey by the days on which they began and ended, counted one by one."""
    found = []
    for at in (visits.c.entered_at, visits.c.left_at):
        # What a division leaves is negative before 1970.
        day = (at - (at % DAY + DAY) % DAY).label("day")
        own = visits.c.workspace_id == tx.workspace, visits.c.journey == journey
        counted = select(visits.c.stage, day, func.count()).where(*own, at.is_not(None))
        has_ended = at is visits.c.left_at
        found += [
            VisitedDay(stage, has_ended, first, number)
            for stage, first, number in await tx.rows(counted.group_by(visits.c.stage, "day"))
        ]
    return found


def _visit(row: AnyRow) -> OpenedVisit:
    return OpenedVisit(
        profile=row.profile_id,
        journey=row.journey,
        number=row.number,
        stage=row.stage,
        entered_at=row.entered_at,
        left_at=row.left_at,
        next_stage=row.next_stage,
        move=Move(row.move),
        trigger=Trigger(row.trigger),
        version=row.version,
    )

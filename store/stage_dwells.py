"""How long profiles stay in a stage, those who are there still with their time so far.

Counted when asked for where a journey has few stays; where it has many, kept from the last time
that it was counted in the background.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Select, Table, case, delete, func, literal, or_, select

from domain.instants import Instant
from store.columns import Name, metadata, workspace_id
from store.database import Transaction
from store.quantiles import quantiles
from store.visits import visits

stage_dwells = Table(
    "stage_dwells",
    metadata,
    workspace_id(),
    Column("journey", Name, primary_key=True),
    Column("stage", Name, primary_key=True),
    Column("stays", BigInteger, nullable=False),
    Column("inside", BigInteger, nullable=False),
    Column("median", BigInteger, nullable=False),
    Column("p90", BigInteger, nullable=False),
    Column("evaluated_at", BigInteger, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

SHARES = {"median": 50, "p90": 90}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDwell:
    """How many stays in a stage there were, how many of them go on, and how long they last.

    `median` and `p90` are microseconds, by nearest rank. `evaluated_at` and `cursor`, the feed's
    last number, are those as of which it was counted.
    """

    journey: str
    stage: str
    stays: int
    inside: int
    median: int
    p90: int
    evaluated_at: Instant
    cursor: int


async def count(
    tx: Transaction,
    journeys: Collection[str],
    now: Instant,
    cursor: int,
    ended_after: Instant | None = None,
) -> list[StageDwell]:
    """Count one by one; with `ended_after` stays that go on, or ended after that instant, only."""
    timed = quantiles(_stays(tx, journeys, now, ended_after), ("journey", "stage"), "dwell", SHARES)
    inside = (
        select(visits.c.journey, visits.c.stage, func.count())
        .where(
            visits.c.workspace_id == tx.workspace,
            visits.c.journey.in_(sorted(journeys)),
            visits.c.left_at.is_(None),
        )
        .group_by(visits.c.journey, visits.c.stage)
    )
    stand = {(journey, stage): number for journey, stage, number in await tx.rows(inside)}
    return [
        StageDwell(
            journey=row.journey,
            stage=row.stage,
            stays=row.size,
            inside=stand.get((row.journey, row.stage), 0),
            median=row.median,
            p90=row.p90,
            evaluated_at=now,
            cursor=cursor,
        )
        for row in await tx.rows(timed)
    ]


async def has_more_stays(tx: Transaction, journey: str, than: int) -> bool:
    """Whether a journey has more stays than that; those of a few more are looked at, at most."""
    own = select(visits.c.profile_id).where(
        visits.c.workspace_id == tx.workspace, visits.c.journey == journey
    )
    return bool(await tx.rows(own.offset(than).limit(1)))


async def keep(tx: Transaction, journey: str, dwells: Sequence[StageDwell]) -> None:
    """Keep what was counted for a journey instead of what was kept before; nothing, perhaps."""
    await tx.run(
        delete(stage_dwells).where(
            stage_dwells.c.workspace_id == tx.workspace, stage_dwells.c.journey == journey
        )
    )
    await tx.insert_many(
        stage_dwells,
        [
            (
                tx.workspace,
                one.journey,
                one.stage,
                one.stays,
                one.inside,
                one.median,
                one.p90,
                one.evaluated_at,
                one.cursor,
            )
            for one in dwells
        ],
    )


async def kept(tx: Transaction, journeys: Collection[str]) -> list[StageDwell]:
    """What is kept of these journeys."""
    columns = stage_dwells.columns.keys()[1:]
    rows = await tx.select_in(stage_dwells, columns, ("journey",), [(key,) for key in journeys])
    return [StageDwell(**dict(zip(columns, row, strict=True))) for row in rows]


def _stays(
    tx: Transaction, journeys: Collection[str], now: Instant, ended_after: Instant | None
) -> Select[Any]:
    left_at = func.coalesce(visits.c.left_at, literal(now, BigInteger))
    # Another server's clock may be a little ahead of ours.
    dwell = case((left_at > visits.c.entered_at, left_at - visits.c.entered_at), else_=0)
    stays = select(visits.c.journey, visits.c.stage, dwell.label("dwell")).where(
        visits.c.workspace_id == tx.workspace, visits.c.journey.in_(sorted(journeys))
    )
    if ended_after is not None:
        stays = stays.where(or_(visits.c.left_at.is_(None), left_at > ended_after))
    return stays

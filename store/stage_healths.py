"""How well those were who stood in a stage, as it was counted last on each UTC day.

What every look wants lies in columns of its own; the sheets, of everybody and of each persona, in a
document.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Table, select

from domain.health import Tenths
from domain.instants import Instant
from store.columns import JsonText, Name, dumps, loads, metadata, workspace_id
from store.database import Transaction

stage_healths = Table(
    "stage_healths",
    metadata,
    workspace_id(),
    Column("journey", Name, primary_key=True),
    Column("stage", Name, primary_key=True),
    Column("day", Name, primary_key=True),
    Column("population", BigInteger, nullable=False),
    Column("known", BigInteger, nullable=False),
    Column("average", BigInteger),
    Column("median", BigInteger),
    Column("evaluated_at", BigInteger, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("sheets", JsonText, nullable=False),
)

_BRIEF = tuple(stage_healths.columns.keys()[1:-1])
NEWEST = ""
"""The day under which the newest count is kept besides: all days come after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageHealth:
    """A count of one day; scores are tenths."""

    journey: str
    stage: str
    day: str
    population: int
    known: int
    average: Tenths | None
    median: Tenths | None
    evaluated_at: Instant
    cursor: int
    sheets: Any = None
    """By persona, '' for who has none; None where it was not asked for."""


async def keep(tx: Transaction, counted: Sequence[StageHealth]) -> None:
    """Keep what was counted as the newest, and for its day instead of what was counted earlier."""
    await tx.upsert_many(
        stage_healths,
        [
            (
                tx.workspace,
                one.journey,
                one.stage,
                day,
                one.population,
                one.known,
                one.average,
                one.median,
                one.evaluated_at,
                one.cursor,
                dumps(one.sheets),
            )
            for one in counted
            for day in (NEWEST, one.day)
        ],
    )


async def newest(
    tx: Transaction, places: Collection[tuple[str, str]], *, with_sheets: bool = False
) -> list[StageHealth]:
    """What was counted last of each of these stages, by journey and stage."""
    columns = (*_BRIEF, "sheets") if with_sheets else _BRIEF
    keys = [(*place, NEWEST) for place in sorted(places)]
    rows = await tx.select_in(stage_healths, columns, ("journey", "stage", "day"), keys)
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    return [
        StageHealth(**one, sheets=loads(sheets) if sheets else None)
        for one in found
        for sheets in [one.pop("sheets", None)]
    ]


async def days(
    tx: Transaction, journey: str, stages: Collection[str], since: str
) -> list[StageHealth]:
    """What was counted of stages on each day from one on, with the sheets; by day."""
    found = (
        select(*list(stage_healths.columns)[1:])
        .where(
            stage_healths.c.workspace_id == tx.workspace,
            stage_healths.c.journey == journey,
            stage_healths.c.stage.in_(sorted(stages)),
            stage_healths.c.day >= since,
        )
        .order_by(stage_healths.c.day, stage_healths.c.stage)
    )
    return [StageHealth(**row._mapping) for row in await tx.rows(found)]

"""How long those who stand in a stage have stood there, as of an instant that may be past."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, case, func, literal, select

from domain.instants import Instant
from store.database import Transaction
from store.profile_pages import ProfileFilter, ids_of
from store.quantiles import quantiles
from store.visits import visits

SHARES = {"median": 50, "p90": 90}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who stands in a stage: how many, and quantiles of their dwell so far, in microseconds.

    `waiting` is how much longer than `usual` they have stood, all in all.
    """

    stage: str
    population: int
    median: int
    p90: int
    overdue: int
    waiting: int


async def count(
    tx: Transaction,
    journey: str,
    as_of: Instant,
    usual: dict[str, int],
    profiles: ProfileFilter | None = None,
) -> dict[str, Standing]:
    """By stage, those who stand there; `usual` says how long a stay is by stage, where known."""
    inside = _inside(tx, journey, as_of, profiles)
    timed = quantiles(inside, ("stage",), "dwell", SHARES)
    rows = {row.stage: row for row in await tx.rows(timed)}
    given = inside.subquery()
    limits = [
        (given.c.stage == stage, literal(limit, BigInteger)) for stage, limit in usual.items()
    ]
    late: dict[str, Any] = {}
    if limits:
        excess = given.c.dwell - case(*limits)
        over = select(
            given.c.stage, func.count().label("overdue"), func.sum(excess).label("waiting")
        ).where(excess > 0)
        late = {row.stage: row for row in await tx.rows(over.group_by(given.c.stage))}
    return {
        stage: Standing(
            stage=stage,
            population=row.size,
            median=row.median,
            p90=row.p90,
            overdue=late[stage].overdue if stage in late else 0,
            waiting=int(late[stage].waiting) if stage in late else 0,
        )
        for stage, row in rows.items()
    }


def _inside(
    tx: Transaction, journey: str, as_of: Instant, profiles: ProfileFilter | None
) -> Select[Any]:
    inside = select(
        visits.c.stage, (literal(as_of, BigInteger) - visits.c.entered_at).label("dwell")
    ).where(
        visits.c.workspace_id == tx.workspace,
        visits.c.journey == journey,
        visits.c.entered_at <= as_of,
        visits.c.left_at.is_(None) | (visits.c.left_at > as_of),
    )
    if profiles is not None:
        inside = inside.where(visits.c.profile_id.in_(ids_of(tx, profiles)))
    return inside

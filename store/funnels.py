"""How far the members of a cohort came: stage by stage, who reached it and when.

Everything here is counted from visits, and from stages passed, at the time of asking.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Select,
    and_,
    func,
    literal,
    null,
    select,
    union_all,
)

from domain.instants import Instant
from domain.profile import Profile
from store import profiles as people
from store.cohorts import Cohort, members
from store.database import Transaction
from store.paging import Page, Slice, paged
from store.passed_stages import passed_stages
from store.quantiles import quantiles
from store.visits import visits

SHARES = {"median": 50, "p90": 90}


class FunnelMode(StrEnum):
    """When a step counts as reached ."""

    STRICT = "STRICT"
    """It stayed in the stage, after it had stayed in every one before it, in their order."""
    ANY = "ANY"
    """It stayed in the stage, wherever else it was or was not."""
    PASSED_THROUGH = "PASSED_THROUGH"
    """It stayed in the stage, was moved past it, or came so to a later step: it is that far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """What is asked: which steps, of whom, for how long after each began, and up to when.

    `window` is in microseconds.
    """

    cohort: Cohort
    steps: tuple[str, ...]
    mode: FunnelMode
    as_of: Instant
    window: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """How many reached a step; the time it took since they began, by nearest rank, and who stays.

    Times are microseconds, None where nobody reached it. `inside` are those whose last visit, as
    of the funnel's `as_of`, is in that stage and goes on.
    """

    stage: str
    reached: int
    median: int | None
    p90: int | None
    inside: int


@dataclass(frozen=True, slots=True)
class FunnelCount:
    """A funnel counted: the cohort's size, and its steps in order."""

    size: int
    steps: tuple[FunnelStep, ...]


async def count(tx: Transaction, funnel: Funnel) -> FunnelCount:
    """Count a funnel."""
    cohort = members(tx, funnel.cohort)
    reached = _reached(tx, funnel, cohort)
    ((size,),) = await tx.rows(select(func.count()).select_from(cohort))
    if not reached:
        return FunnelCount(int(size), ())
    times = union_all(
        *(
            select(
                literal(number, BigInteger).label("step"),
                (step.c.at - step.c.began).label("time"),
            )
            for number, step in enumerate(reached)
        )
    ).subquery()
    timed = quantiles(select(times.c.step, times.c.time), ("step",), "time", SHARES)
    by_step = {row.step: row for row in await tx.rows(timed)}
    inside = {row.stage: row.size for row in await tx.rows(_inside(tx, funnel, cohort))}
    return FunnelCount(
        int(size),
        tuple(
            FunnelStep(
                stage=stage,
                reached=by_step[number].size if number in by_step else 0,
                median=by_step[number].median if number in by_step else None,
                p90=by_step[number].p90 if number in by_step else None,
                inside=inside.get(stage, 0),
            )
            for number, stage in enumerate(funnel.steps)
        ),
    )


async def page(
    tx: Transaction, funnel: Funnel, step: int | None, wanted: Slice, *, lost: bool = False
) -> Page[Profile]:
    """A page of those who reached a step, in the order of their ids; None for the cohort itself.

    With `lost` those who reached the step before it (the cohort, before the first) and not it.
    """
    found = _lost(tx, funnel, step or 0) if lost else _found(tx, funnel, step)
    rows = await paged(tx, found, [found.selected_columns.profile_id], wanted)
    ids = [row.profile_id for row in rows.items]
    loaded = await people.load_many(tx, ids)
    return rows.of([loaded[id] for id in ids])


async def lost(tx: Transaction, funnel: Funnel, step: int) -> int:
    """How many reached the step before it and not this one."""
    missing = _lost(tx, funnel, step).subquery()
    ((size,),) = await tx.rows(select(func.count()).select_from(missing))
    return int(size)


def _found(tx: Transaction, funnel: Funnel, step: int | None) -> Select[Any]:
    cohort = members(tx, funnel.cohort)
    chosen = cohort if step is None else _reached(tx, funnel, cohort)[step]
    return select(chosen.c.profile_id)


def _lost(tx: Transaction, funnel: Funnel, step: int) -> Select[Any]:
    cohort = members(tx, funnel.cohort)
    stages = [cohort, *_reached(tx, funnel, cohort)]
    before, at = stages[step], stages[step + 1]
    return select(before.c.profile_id).where(before.c.profile_id.not_in(select(at.c.profile_id)))


def _reached(tx: Transaction, funnel: Funnel, cohort: CTE) -> list[CTE]:
    """For each step its `profile_id`, and the `place` and instant `at` which it was reached first.

    Places order what a profile came to, even at one instant: a stay is at twice its number, what
    was passed on the way into it just before.
    """
    found: list[CTE] = []
    start = select(
        cohort.c.profile_id,
        cohort.c.began,
        cohort.c.began.label("at"),
        (cohort.c.visit * 2).label("place"),
    ).cte("start")
    before = start
    for number in range(len(funnel.steps)):
        stays = _arrivals(tx, funnel, number).subquery()
        follows = and_(stays.c.profile_id == before.c.profile_id, stays.c.place >= before.c.place)
        step = select(
            before.c.profile_id,
            before.c.began,
            func.min(stays.c.at).label("at"),
            func.min(stays.c.place).label("place"),
        ).join_from(before, stays, follows)
        if funnel.window is not None:
            step = step.where(stays.c.at - before.c.began <= funnel.window)
        made = step.group_by(before.c.profile_id, before.c.began).cte(f"step_{number}")
        found.append(made)
        before = made if funnel.mode is FunnelMode.STRICT else start
    return found


def _arrivals(tx: Transaction, funnel: Funnel, step: int) -> Any:
    """Whatever counts as coming to a step: `profile_id`, `place` and `at`."""
    has_passed = funnel.mode is FunnelMode.PASSED_THROUGH
    stages = funnel.steps[step:] if has_passed else funnel.steps[step : step + 1]
    stays = select(
        visits.c.profile_id, (visits.c.number * 2).label("place"), visits.c.entered_at.label("at")
    ).where(
        visits.c.workspace_id == tx.workspace,
        visits.c.journey == funnel.cohort.journey,
        visits.c.stage.in_(stages),
        visits.c.entered_at <= funnel.as_of,
    )
    if not has_passed:
        return stays
    passed = select(
        passed_stages.c.profile_id,
        (passed_stages.c.visit * 2 - 1).label("place"),
        passed_stages.c.at,
    ).where(
        passed_stages.c.workspace_id == tx.workspace,
        passed_stages.c.journey == funnel.cohort.journey,
        passed_stages.c.stage.in_(stages),
        passed_stages.c.at <= funnel.as_of,
    )
    return union_all(stays, passed)


def _inside(tx: Transaction, funnel: Funnel, cohort: CTE) -> Select[Any]:
    stands = visits.c.left_at.is_(null()) | (visits.c.left_at > funnel.as_of)
    return (
        select(visits.c.stage, func.count().label("size"))
        .join_from(cohort, visits, visits.c.profile_id == cohort.c.profile_id)
        .where(
            visits.c.workspace_id == tx.workspace,
            visits.c.journey == funnel.cohort.journey,
            visits.c.entered_at <= funnel.as_of,
            stands,
        )
        .group_by(visits.c.stage)
    )

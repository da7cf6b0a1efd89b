"""What went from where to where in a period, and how long those who left had stayed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, null, select

from domain.instants import Instant
from domain.profile import Profile
from domain.stage_change import Move
from store import profiles as people
from store.columns import Name
from store.database import Transaction
from store.paging import Page, Slice, paged
from store.profile_pages import ProfileFilter, ids_of
from store.quantiles import quantiles
from store.visits import visits

SHARES = {"median": 50, "p90": 90}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Which moves: those of a journey with `since <= at < until`, of these profiles."""

    journey: str
    since: Instant
    until: Instant
    version: int | None = None
    profiles: ProfileFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How many moves went one way; None is the place outside of the journey.

    `median` and `p90` are of the stays that ended so, in microseconds; None for arrivals from
    outside.
    """

    left: str | None
    entered: str | None
    moves: int
    profiles: int
    median: int | None = None
    p90: int | None = None


async def count(tx: Transaction, period: Period) -> list[Flow]:
    """Every way that was taken in the period, by where it leaves and where it leads."""
    left = _ended(tx, period)
    ends = select(
        left.c.stage,
        # A null would be no group of its own in every join.
        func.coalesce(left.c.next_stage, literal("", Name)).label("next_stage"),
        (left.c.left_at - left.c.entered_at).label("stay"),
    )
    timed = quantiles(ends, ("stage", "next_stage"), "stay", SHARES)
    times = {(row.stage, row.next_stage or None): row for row in await tx.rows(timed)}
    arrived = _entered(tx, period)
    ways = [
        *await _counted(tx, left, left.c.stage, left.c.next_stage),
        *await _counted(tx, arrived, literal(None, Name), arrived.c.stage),
    ]
    flows = []
    for way in ways:
        time = times.get((way.came_from, way.went_to))
        flows.append(
            Flow(
                left=way.came_from,
                entered=way.went_to,
                moves=way.moves,
                profiles=way.people,
                median=time.median if time else None,
                p90=time.p90 if time else None,
            )
        )
    return sorted(flows, key=lambda flow: (flow.left or "", flow.entered or ""))


async def page(
    tx: Transaction, period: Period, left: str | None, entered: str | None, wanted: Slice
) -> Page[Profile]:
    """A page of the profiles that went that way, in the order of their ids."""
    stays = _entered(tx, period) if left is None else _ended(tx, period)
    taken = stays.c.stage == entered
    if left is not None:
        onward = stays.c.next_stage
        taken = and_(
            stays.c.stage == left, onward.is_(null()) if entered is None else onward == entered
        )
    found = select(stays.c.profile_id).where(taken).distinct()
    rows = await paged(tx, found, [stays.c.profile_id], wanted)
    ids = [row.profile_id for row in rows.items]
    loaded = await people.load_many(tx, ids)
    return rows.of([loaded[id] for id in ids])


async def _counted(
    tx: Transaction, stays: Any, left: ColumnElement[Any], entered: ColumnElement[Any]
) -> list[Any]:
    ways = select(
        left.label("came_from"),
        entered.label("went_to"),
        func.count().label("moves"),
        func.count(stays.c.profile_id.distinct()).label("people"),
    ).select_from(stays)
    return list(await tx.rows(ways.group_by("came_from", "went_to")))


def _ended(tx: Transaction, period: Period) -> Any:
    at = visits.c.left_at
    return _of(tx, period, select(visits).where(at >= period.since, at < period.until)).subquery()


def _entered(tx: Transaction, period: Period) -> Any:
    at = visits.c.entered_at
    came = select(visits).where(
        at >= period.since, at < period.until, visits.c.move == Move.ENTER.value
    )
    return _of(tx, period, came).subquery()


def _of(tx: Transaction, period: Period, stays: Select[Any]) -> Select[Any]:
    stays = stays.where(visits.c.workspace_id == tx.workspace, visits.c.journey == period.journey)
    if period.version is not None:
        stays = stays.where(visits.c.version == period.version)
    if period.profiles is not None:
        stays = stays.where(visits.c.profile_id.in_(ids_of(tx, period.profiles)))
    return stays

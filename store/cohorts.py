"""Cohorts: the profiles that came to a stage, or to a journey, for the first time in some period.

A cohort is a selection of `profile_id`, of `began`, the instant of that first arrival, and of its
`visit`: others build on it. Passing a stage without a stay is no arrival.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Select, func, select

from domain.instants import Instant
from store.database import Transaction
from store.profile_pages import ProfileFilter, ids_of
from store.visits import visits


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Who: those whose first arrival in `stage` (in the journey, without one) lies in the period.

    The period is half open: `since <= first arrival < until`. With a `version`, those who arrived
    under it; `profiles` narrows it further.
    """

    journey: str
    stage: str | None = None
    since: Instant | None = None
    until: Instant | None = None
    version: int | None = None
    profiles: ProfileFilter | None = None


def members(tx: Transaction, cohort: Cohort, *, after: int = 0) -> CTE:
    """The cohort's `profile_id`, `began` and `visit`; of profiles after an id only."""
    # Instants never fall as visits are counted, so the least of both are of one visit.
    arrivals = select(
        visits.c.profile_id,
        func.min(visits.c.entered_at).label("began"),
        func.min(visits.c.number).label("visit"),
    ).where(
        visits.c.workspace_id == tx.workspace,
        visits.c.journey == cohort.journey,
        visits.c.profile_id > after,
    )
    if cohort.stage is not None:
        arrivals = arrivals.where(visits.c.stage == cohort.stage)
    if cohort.until is not None:
        # Whoever came first before `until` has no earlier arrival after it.
        arrivals = arrivals.where(visits.c.entered_at < cohort.until)
    arrivals = arrivals.group_by(visits.c.profile_id)
    if cohort.since is not None:
        arrivals = arrivals.having(func.min(visits.c.entered_at) >= cohort.since)
    return _narrowed(tx, cohort, arrivals).cte("members")


def _narrowed(tx: Transaction, cohort: Cohort, arrivals: Select[Any]) -> Select[Any]:
    if cohort.profiles is not None:
        arrivals = arrivals.where(visits.c.profile_id.in_(ids_of(tx, cohort.profiles)))
    if cohort.version is None:
        return arrivals
    first = arrivals.subquery()
    under = select(visits.c.profile_id).where(
        visits.c.workspace_id == tx.workspace,
        visits.c.profile_id == first.c.profile_id,
        visits.c.journey == cohort.journey,
        visits.c.number == first.c.visit,
        visits.c.version == cohort.version,
    )
    return select(first).where(under.exists())

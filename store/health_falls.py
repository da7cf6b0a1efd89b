"""Whose health fell the most of those who stand in some stages: read off the changes of health."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from domain.health import Tenths
from domain.instants import Instant
from store.database import Transaction
from store.health_changes import health_changes
from store.placements import placements
from store.profile_pages import ProfileFilter, ids_of


@dataclass(frozen=True, slots=True)
class Fall:
    """What somebody scored at some instant, and when it was judged last."""

    profile: int
    before: Tenths
    after: Tenths


async def deepest(
    tx: Transaction,
    journey: str,
    stages: Collection[str],
    since: Instant,
    first: int,
    profiles: ProfileFilter | None = None,
) -> list[Fall]:
    """Those whose score fell the most, and in that stage, since an instant; the deepest first."""
    columns = health_changes.c
    # Of each who stands there the first change since then, and since it came.
    changed = (
        select(columns.profile_id, func.min(columns.number).label("number"))
        .join(
            placements,
            and_(
                placements.c.workspace_id == columns.workspace_id,
                placements.c.profile_id == columns.profile_id,
                placements.c.journey == columns.journey,
            ),
        )
        .where(
            columns.workspace_id == tx.workspace,
            columns.journey == journey,
            columns.at >= since,
            columns.at >= placements.c.since,
            columns.stage == placements.c.stage,
            placements.c.stage.in_(sorted(stages)),
        )
        .group_by(columns.profile_id)
        .subquery()
    )
    # What it scored before that change; where it came with the change, what it came with.
    before = case((columns.old_stage == columns.stage, columns.old_score), else_=columns.score)
    fell = (before - placements.c.score).label("fell")
    found = (
        select(columns.profile_id, before.label("before"), placements.c.score, fell)
        .join_from(
            changed,
            health_changes,
            and_(columns.workspace_id == tx.workspace, columns.number == changed.c.number),
        )
        .join(
            placements,
            and_(
                placements.c.workspace_id == tx.workspace,
                placements.c.profile_id == columns.profile_id,
                placements.c.journey == journey,
            ),
        )
        .where(before > placements.c.score)
        .order_by(fell.desc(), columns.profile_id)
        .limit(first)
    )
    if profiles is not None:
        found = found.where(columns.profile_id.in_(ids_of(tx, profiles)))
    return [Fall(id, was, score) for id, was, score, _ in await tx.rows(found)]

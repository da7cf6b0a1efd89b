"""Changes of health, each with its number in the feed."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Table, Text, func, select

from domain.health import MeasureReading, RecordedHealth
from domain.instants import Instant
from domain.stage_change import Trigger
from store.columns import JsonText, Name, dumps, metadata, workspace_id
from store.database import AnyRow, Transaction
from store.paging import Page, Slice, paged

health_changes = Table(
    "health_changes",
    metadata,
    workspace_id(),
    Column("number", BigInteger, primary_key=True),
    Column("profile_id", BigInteger, nullable=False),
    Column("journey", Name, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("stage", Name),
    Column("score", BigInteger),
    Column("band", Name),
    Column("old_stage", Name),
    Column("old_score", BigInteger),
    Column("old_band", Name),
    Column("at", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("measures", JsonText, nullable=False),
    Index("health_changes_by_journey", "workspace_id", "journey", "at"),
    Index("health_changes_by_profile", "workspace_id", "profile_id", "number"),
)

_CHANGE = select(*list(health_changes.columns)[1:])


async def add(tx: Transaction, changes: Sequence[RecordedHealth]) -> None:
    """Keep changes that have their numbers; `store.feed` gives them."""
    await tx.insert_many(
        health_changes,
        [
            (
                tx.workspace,
                change.number,
                change.profile,
                change.journey,
                change.version,
                change.stage,
                change.score,
                change.band,
                change.old_stage,
                change.old_score,
                change.old_band,
                change.at,
                change.recorded_at,
                change.trigger,
                dumps([_told(measure) for measure in change.measures]),
            )
            for change in changes
        ],
    )


async def after(tx: Transaction, number: int, limit: int) -> list[RecordedHealth]:
    """The changes that follow a number."""
    following = _CHANGE.where(
        health_changes.c.workspace_id == tx.workspace, health_changes.c.number > number
    )
    rows = await tx.rows(following.order_by(health_changes.c.number).limit(limit))
    return [_change(row) for row in rows]


async def newest(
    tx: Transaction, wanted: Collection[tuple[int, str]]
) -> dict[tuple[int, str], RecordedHealth]:
    """The last change that is kept of each profile in each journey."""
    last = (
        select(func.max(health_changes.c.number))
        .where(
            health_changes.c.workspace_id == tx.workspace,
            health_changes.c.profile_id.in_({profile for profile, _ in wanted}),
            health_changes.c.journey.in_({journey for _, journey in wanted}),
        )
        .group_by(health_changes.c.profile_id, health_changes.c.journey)
    )
    kept = _CHANGE.where(
        health_changes.c.workspace_id == tx.workspace, health_changes.c.number.in_(last)
    )
    changes = [_change(row) for row in await tx.rows(kept)]
    return {(change.profile, change.journey): change for change in changes}


async def since(
    tx: Transaction, profile: int, journey: str, at: Instant, limit: int
) -> list[RecordedHealth]:
    """A profile's newest changes in a journey, as far as they took effect since an instant."""
    columns = health_changes.c
    own = columns.workspace_id == tx.workspace, columns.profile_id == profile
    kept = _CHANGE.where(*own, columns.journey == journey, columns.at >= at)
    rows = await tx.rows(kept.order_by(columns.number.desc()).limit(limit))
    return [_change(row) for row in reversed(rows)]


async def page(
    tx: Transaction,
    wanted: Slice,
    *,
    journey: str | None = None,
    profile: int | None = None,
    bands: Collection[str] | None = None,
    with_steps: bool = False,
) -> Page[RecordedHealth]:
    """A page of the feed's changes of health, out of or into some bands where they are given."""
    columns = health_changes.c
    kept = _CHANGE.where(columns.workspace_id == tx.workspace)
    if journey is not None:
        kept = kept.where(columns.journey == journey)
    if profile is not None:
        kept = kept.where(columns.profile_id == profile)
    if bands is not None:
        kept = kept.where(columns.band.in_(bands) | columns.old_band.in_(bands))
    if not with_steps:
        kept = kept.where(columns.band.is_distinct_from(columns.old_band))
    found = await paged(tx, kept, [columns.number], wanted)
    return found.of([_change(row) for row in found.items])


def _told(measure: MeasureReading) -> list[Any]:
    return [
        measure.key,
        measure.name,
        measure.value,
        measure.score,
        measure.weight,
        measure.before,
    ]


def _change(row: AnyRow) -> RecordedHealth:
    return RecordedHealth(
        number=row.number,
        profile=row.profile_id,
        journey=row.journey,
        version=row.version,
        stage=row.stage,
        score=row.score,
        band=row.band,
        old_stage=row.old_stage,
        old_score=row.old_score,
        old_band=row.old_band,
        at=row.at,
        recorded_at=row.recorded_at,
        trigger=Trigger(row.trigger),
        measures=tuple(_measure(*measure) for measure in row.measures),
    )


def _measure(
    key: str, name: str | None, value: Any, score: int | None, weight: Any, before: int | None
) -> MeasureReading:
    return MeasureReading(
        key=key, name=name, value=value, score=score, weight=weight, before=before
    )

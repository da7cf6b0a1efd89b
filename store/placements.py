"""Where profiles stand, one row for each journey that has a place for them: for questions.

The rules read placements off the profile's own state; these rows say the same, for whoever looks
for the profiles of a stage.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text, func, select, tuple_

from domain.instants import Instant
from domain.profile import Pin
from store.columns import Name, metadata, workspace_id
from store.database import Transaction

placements = Table(
    "placements",
    metadata,
    workspace_id(),
    Column("profile_id", BigInteger, primary_key=True),
    Column("journey", Name, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("stage", Name, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("pinned_until", BigInteger),
    Column("pinned_by", Text),
    Column("pinned_why", Text),
    Column("is_pinned", Boolean, nullable=False),
    Column("score", BigInteger),
    Column("band", Name),
    Index("placements_by_stage", "workspace_id", "journey", "stage", "since", "profile_id"),
    Index("placements_by_score", "workspace_id", "journey", "stage", "score", "profile_id"),
    Index("placements_by_band", "workspace_id", "journey", "band", "stage", "profile_id"),
    sqlite_with_rowid=False,
)

_COLUMNS = placements.columns.keys()[1:]


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """Where a profile stands in a journey; pinned there perhaps, until an instant or for good.

    `band` is the band of its health now, `score` what it scored, in tenths, when last judged.
    """

    profile: int
    journey: str
    version: int
    stage: str
    since: Instant
    pinned_until: Instant | None = None
    pinned_by: str | None = None
    pinned_why: str | None = None
    is_pinned: bool = False
    score: int | None = None
    band: str | None = None

    @property
    def pin(self) -> Pin | None:
        """The pin, as one value."""
        if not self.is_pinned:
            return None
        return Pin(self.pinned_until, self.pinned_by or "", self.pinned_why)


async def save(tx: Transaction, rows: Sequence[PlacementRow]) -> None:
    """Put profiles where they stand now."""
    workspace = tx.workspace
    await tx.upsert_many(
        placements,
        [
            (
                workspace,
                row.profile,
                row.journey,
                row.version,
                row.stage,
                row.since,
                row.pinned_until,
                row.pinned_by,
                row.pinned_why,
                row.is_pinned,
                row.score,
                row.band,
            )
            for row in rows
        ],
    )


async def remove(tx: Transaction, places: Sequence[tuple[int, str]]) -> None:
    """Take profiles out of journeys that have no place for them any more."""
    await tx.delete_many(placements, ("profile_id", "journey"), places)


async def of(tx: Transaction, profiles: Collection[int]) -> dict[int, list[PlacementRow]]:
    """Where each profile stands, by journey; those who stand nowhere have an empty list."""
    found: dict[int, list[PlacementRow]] = {id: [] for id in profiles}
    rows = await tx.select_in(
        placements,
        _COLUMNS,
        ("profile_id",),
        [(id,) for id in sorted(found)],
        order_by=("profile_id", "journey"),
    )
    for profile, journey, version, stage, since, until, actor, reason, is_pinned, *health in rows:
        pin = until, actor, reason, bool(is_pinned)
        found[profile].append(PlacementRow(profile, journey, version, stage, since, *pin, *health))
    return found


async def bands(tx: Transaction, journey: str) -> dict[tuple[str, str], int]:
    """How many are in each band of each stage, counted one by one."""
    counted = (
        select(placements.c.stage, placements.c.band, func.count())
        .where(placements.c.workspace_id == tx.workspace, placements.c.journey == journey)
        .where(placements.c.band.is_not(None))
        .group_by(placements.c.stage, placements.c.band)
    )
    return {(row[0], row[1]): row[2] for row in await tx.rows(counted)}


async def population(tx: Transaction, journey: str) -> dict[str, int]:
    """How many stand in each stage, counted one by one."""
    counted = (
        select(placements.c.stage, func.count())
        .where(placements.c.workspace_id == tx.workspace, placements.c.journey == journey)
        .group_by(placements.c.stage)
    )
    return {row[0]: row[1] for row in await tx.rows(counted)}


async def since_before(
    tx: Transaction, places: Collection[tuple[str, str]], before: Instant
) -> dict[tuple[str, str], int]:
    """How many have stood since before an instant in each of these stages, by journey and stage."""
    counted = select(placements.c.journey, placements.c.stage, func.count()).where(
        placements.c.workspace_id == tx.workspace,
        placements.c.journey.in_(sorted({journey for journey, _ in places})),
        placements.c.stage.in_(sorted({stage for _, stage in places})),
        placements.c.since < before,
    )
    rows = await tx.rows(counted.group_by(placements.c.journey, placements.c.stage))
    return {(journey, stage): number for journey, stage, number in rows}


async def standing(tx: Transaction, places: Collection[tuple[str, str]]) -> list[int]:
    """Those who stand in any of these stages, by journey and stage."""
    found = select(placements.c.profile_id).where(
        placements.c.workspace_id == tx.workspace,
        tuple_(placements.c.journey, placements.c.stage).in_(sorted(places)),
    )
    return [id for (id,) in await tx.rows(found.distinct())]

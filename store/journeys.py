"""Journeys and their published versions, and what each revision of the definitions changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    Table,
    Text,
    and_,
    func,
    insert,
    select,
    update,
)

from domain.instants import Instant
from domain.journey import ProfileKind
from domain.refusals import NotFound
from domain.values import Value
from store.columns import JsonText, Name, metadata
from store.database import Transaction
from store.workspaces import workspaces

journeys = Table(
    "journeys",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("key", Name, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("archived_at", BigInteger),
    sqlite_with_rowid=False,
)

journey_versions = Table(
    "journey_versions",
    metadata,
    Column("workspace_id", BigInteger, primary_key=True),
    Column("journey", Name, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("document", JsonText, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("actor", Text),
    Column("history", Text, nullable=False),
    ForeignKeyConstraint(["workspace_id", "journey"], ["journeys.workspace_id", "journeys.key"]),
    Index("journey_versions_by_revision", "workspace_id", "revision"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("journey", Name, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("history", Text, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """A version of a journey as it was published; `revision` is the one that brought it."""

    journey: str
    kind: ProfileKind
    version: int
    revision: int
    document: Mapping[str, Value]
    published_at: Instant
    actor: str | None
    history: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What a revision of the workspace's definitions changed, and when."""

    revision: int
    at: Instant
    journey: str
    version: int
    history: str


async def publish(
    tx: Transaction,
    journey: str,
    kind: ProfileKind,
    document: Mapping[str, Value],
    *,
    version: int,
    revision: int,
    at: Instant,
    actor: str | None,
    history: str,
) -> PublishedVersion:
    """Make this the journey's live version, the first of all or the next."""
    await tx.upsert_many(
        journeys,
        [(tx.workspace, journey, kind.value, at, version, None)],
        changes={"version": "excluded.version"},
    )
    published = PublishedVersion(
        journey=journey,
        kind=kind,
        version=version,
        revision=revision,
        document=document,
        published_at=at,
        actor=actor,
        history=history,
    )
    values = {name: value for name, value in asdict(published).items() if name != "kind"}
    await tx.run(insert(journey_versions).values(workspace_id=tx.workspace, **values))
    return published


async def live(tx: Transaction) -> list[PublishedVersion]:
    """The live version of every journey that is not archived, by key."""
    is_live = journeys.c.version == journey_versions.c.version
    return await _given(tx, _versions(tx).where(is_live, journeys.c.archived_at.is_(None)))


async def live_version(tx: Transaction, journey: str) -> PublishedVersion | None:
    """The live version of one journey, None where it has none."""
    is_live = journeys.c.version == journey_versions.c.version
    one = _versions(tx).where(is_live, journeys.c.archived_at.is_(None), journeys.c.key == journey)
    return next(iter(await _given(tx, one)), None)


async def versions(tx: Transaction, journey: str) -> list[PublishedVersion]:
    """All versions of a journey, the first one first."""
    return await _given(tx, _versions(tx).where(journey_versions.c.journey == journey))


async def version(tx: Transaction, journey: str, number: int) -> PublishedVersion | None:
    """One version of a journey."""
    one = _versions(tx).where(
        journey_versions.c.journey == journey, journey_versions.c.version == number
    )
    return next(iter(await _given(tx, one)), None)


async def definitions_at(tx: Transaction, revision: int) -> list[PublishedVersion]:
    """The version of each journey that was live under that revision, by key."""
    own = journey_versions.c.workspace_id == tx.workspace
    latest = (
        select(journey_versions.c.journey, func.max(journey_versions.c.version).label("version"))
        .where(own, journey_versions.c.revision <= revision)
        .group_by(journey_versions.c.journey)
        .subquery()
    )
    is_latest = and_(
        journey_versions.c.journey == latest.c.journey,
        journey_versions.c.version == latest.c.version,
    )
    return await _given(tx, _versions(tx).join(latest, is_latest))


async def current_revision(tx: Transaction) -> int:
    """The revision that the workspace's definitions are at; 0 before anything was published.

    Raises NotFound when the workspace has been deleted: whoever is about to write in it must stop.
    """
    own = select(workspaces.c.revision).where(workspaces.c.id == tx.workspace)
    for (revision,) in await tx.rows(own):
        return int(revision)
    raise NotFound("workspace", str(tx.workspace))


async def bump_revision(
    tx: Transaction, at: Instant, journey: str, version: int, history: str
) -> int:
    """The next revision, which this version brings; whoever asks holds the definitions alone."""
    bumped = (
        update(workspaces)
        .where(workspaces.c.id == tx.workspace)
        .values(revision=workspaces.c.revision + 1)
        .returning(workspaces.c.revision)
    )
    ((revision,),) = await tx.rows(bumped)
    await tx.insert_many(revisions, [(tx.workspace, revision, at, journey, version, history)])
    return int(revision)


async def revisions_after(tx: Transaction, revision: int) -> list[Revision]:
    """What has been published since, in order."""
    own = revisions.c.workspace_id == tx.workspace
    columns = [revisions.c[field.name] for field in fields(Revision)]
    since = select(*columns).where(own, revisions.c.revision > revision)
    return [Revision(*row) for row in await tx.rows(since.order_by(revisions.c.revision))]


def _versions(tx: Transaction) -> Select[Any]:
    own_journey = and_(
        journeys.c.workspace_id == journey_versions.c.workspace_id,
        journeys.c.key == journey_versions.c.journey,
    )
    columns = [*journey_versions.columns, journeys.c.kind]
    wanted = [column for column in columns if column.name != "workspace_id"]
    return (
        select(*wanted)
        .select_from(journey_versions.join(journeys, own_journey))
        .where(journey_versions.c.workspace_id == tx.workspace)
        .order_by(journey_versions.c.journey, journey_versions.c.version)
    )


async def _given(tx: Transaction, wanted: Select[Any]) -> list[PublishedVersion]:
    rows = [row._mapping for row in await tx.rows(wanted)]
    return [PublishedVersion(**{**row, "kind": ProfileKind(row["kind"])}) for row in rows]

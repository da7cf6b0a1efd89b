"""Journeys and their published versions, and what each revision of the definitions changed.

Segments are kept among them, by the keys of the journeys that they are judged as; whoever lists
journeys, or asks for one by its key, is not given them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    Table,
    Text,
    and_,
    false,
    func,
    insert,
    select,
    update,
)

from domain.instants import EARLIEST, Instant
from domain.journey import ProfileKind
from domain.refusals import NotFound
from domain.rollover import StageMapping
from domain.signals import SEGMENT
from domain.values import Value
from store.columns import JsonText, Name, dumps, metadata
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
    Column("mapping", JsonText, nullable=False, server_default="{}"),
    Column("effects", Text, nullable=False, server_default="SILENT"),
    Column("draft", Name),
    Column("draft_revision", BigInteger),
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
    Column("mapping", JsonText, nullable=False, server_default="{}"),
    Column("effects", Text, nullable=False, server_default="SILENT"),
    Column("archives", Boolean, nullable=False, server_default=false()),
    sqlite_with_rowid=False,
)


_IS_SEGMENT = journeys.c.key.startswith(SEGMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """A version of a journey as it was published; `revision` is the one that brought it.

    `mapping` says where those went who stood in a stage that it removed; `effects` what else their
    moves bring about. `draft` and `draft_revision` are what was published, None for a document.
    """

    journey: str
    kind: ProfileKind
    version: int
    revision: int
    document: Mapping[str, Value]
    published_at: Instant
    actor: str | None
    history: str
    mapping: StageMapping = field(default_factory=dict)
    effects: str = "SILENT"
    draft: str | None = None
    draft_revision: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a revision of the workspace's definitions changed, when, and how it is lived through.

    One that archives a journey names the version that was live until then.
    """

    revision: int
    at: Instant
    journey: str
    version: int
    history: str
    mapping: StageMapping = field(default_factory=dict)
    effects: str = "SILENT"
    archives: bool = False


async def publish(tx: Transaction, version: PublishedVersion) -> None:
    """Make this its journey's live version, the first of all or the next, and keep its revision.

    A journey that was archived is so no longer.
    """
    one, at = version, version.published_at
    await tx.upsert_many(
        journeys,
        [(tx.workspace, one.journey, one.kind.value, at, one.version, None)],
        changes={"version": "excluded.version", "archived_at": "excluded.archived_at"},
    )
    values = {name: value for name, value in asdict(one).items() if name != "kind"}
    await tx.run(insert(journey_versions).values(workspace_id=tx.workspace, **values))
    changed = (one.revision, at, one.journey, one.version, one.history)
    row = (tx.workspace, *changed, dumps(one.mapping), one.effects, False)
    await tx.insert_many(revisions, [row])


async def archive(tx: Transaction, version: PublishedVersion, revision: int, at: Instant) -> None:
    """Take a journey's live version out of the definitions, and keep the revision that does so."""
    own = journeys.c.workspace_id == tx.workspace, journeys.c.key == version.journey
    await tx.run(update(journeys).where(*own).values(archived_at=at))
    changed = (revision, at, version.journey, version.version, version.history)
    await tx.insert_many(revisions, [(tx.workspace, *changed, "{}", "SILENT", True)])


async def archived(tx: Transaction) -> list[tuple[PublishedVersion, Instant]]:
    """The last version of every journey that is archived, by key, and since when it is."""
    is_last = journeys.c.version == journey_versions.c.version
    gone = _versions(tx).where(is_last, journeys.c.archived_at.is_not(None), ~_IS_SEGMENT)
    last = await _given(tx, gone)
    own = journeys.c.workspace_id == tx.workspace, journeys.c.archived_at.is_not(None)
    rows = await tx.rows(select(journeys.c.key, journeys.c.archived_at).where(*own))
    since = {row.key: int(row.archived_at) for row in rows}
    return [(one, since[one.journey]) for one in last]


async def live(tx: Transaction) -> list[PublishedVersion]:
    """The live version of every journey that is not archived, by key."""
    is_live = journeys.c.version == journey_versions.c.version
    one = _versions(tx).where(is_live, journeys.c.archived_at.is_(None), ~_IS_SEGMENT)
    return await _given(tx, one)


async def live_version(tx: Transaction, journey: str) -> PublishedVersion | None:
    """The live version of one journey or segment, None where it has none."""
    is_live = journeys.c.version == journey_versions.c.version
    one = _versions(tx).where(is_live, journeys.c.archived_at.is_(None), journeys.c.key == journey)
    return next(iter(await _given(tx, one)), None)


async def last_version(tx: Transaction, journey: str) -> PublishedVersion | None:
    """The newest version of one journey or segment, live or archived; None before the first."""
    is_last = journeys.c.version == journey_versions.c.version
    one = _versions(tx).where(is_last, journeys.c.key == journey)
    return next(iter(await _given(tx, one)), None)


async def every_key(tx: Transaction) -> list[str]:
    """The keys of all journeys and segments, archived ones too."""
    own = select(journeys.c.key).where(journeys.c.workspace_id == tx.workspace)
    return [key for (key,) in await tx.rows(own.order_by(journeys.c.key))]


async def versions(tx: Transaction, journey: str) -> list[PublishedVersion]:
    """All versions of a journey, the first one first."""
    return await _given(tx, _versions(tx).where(journey_versions.c.journey == journey))


async def version(tx: Transaction, journey: str, number: int) -> PublishedVersion | None:
    """One version of a journey."""
    one = _versions(tx).where(
        journey_versions.c.journey == journey, journey_versions.c.version == number
    )
    return next(iter(await _given(tx, one)), None)


async def last_revision_of(tx: Transaction, journey: str, draft: str) -> int:
    """The revision at which a draft was last published as that journey; 0 for never."""
    newest = select(func.max(journey_versions.c.draft_revision)).where(
        journey_versions.c.workspace_id == tx.workspace,
        journey_versions.c.journey == journey,
        journey_versions.c.draft == draft,
    )
    ((revision,),) = await tx.rows(newest)
    return revision or 0


async def definitions_at(tx: Transaction, revision: int) -> list[PublishedVersion]:
    """The version of each journey and segment that was live under that revision, by key."""
    latest = (
        select(revisions.c.journey, func.max(revisions.c.revision).label("revision"))
        .where(revisions.c.workspace_id == tx.workspace, revisions.c.revision <= revision)
        .group_by(revisions.c.journey)
        .subquery()
    )
    # What archived a journey brought no version.
    brought = and_(
        journey_versions.c.journey == latest.c.journey,
        journey_versions.c.revision == latest.c.revision,
    )
    return await _given(tx, _versions(tx).join(latest, brought))


async def instant_of(tx: Transaction, revision: int) -> Instant:
    """When the definitions came to a revision; the earliest instant where none ever did."""
    own = revisions.c.workspace_id == tx.workspace, revisions.c.revision == revision
    for (at,) in await tx.rows(select(revisions.c.at).where(*own)):
        return int(at)
    return EARLIEST


async def current_revision(tx: Transaction) -> int:
    """The revision that the workspace's definitions are at; 0 before anything was published.

    Raises NotFound when the workspace has been deleted: whoever is about to write in it must stop.
    """
    own = select(workspaces.c.revision).where(workspaces.c.id == tx.workspace)
    for (revision,) in await tx.rows(own):
        return int(revision)
    raise NotFound("workspace", str(tx.workspace))


async def bump_revision(tx: Transaction) -> int:
    """The next revision, for whoever holds the definitions alone and is about to change them."""
    bumped = (
        update(workspaces)
        .where(workspaces.c.id == tx.workspace)
        .values(revision=workspaces.c.revision + 1)
        .returning(workspaces.c.revision)
    )
    ((revision,),) = await tx.rows(bumped)
    return int(revision)


async def revisions_after(tx: Transaction, revision: int) -> list[Revision]:
    """What has been published since, in order."""
    own = revisions.c.workspace_id == tx.workspace
    columns = [revisions.c[one.name] for one in fields(Revision)]
    since = select(*columns).where(own, revisions.c.revision > revision)
    return [Revision(*row) for row in await tx.rows(since.order_by(revisions.c.revision))]


async def last_change(tx: Transaction, journey: str) -> Revision | None:
    """The newest revision that published or archived a journey; None before the first."""
    own = revisions.c.workspace_id == tx.workspace, revisions.c.journey == journey
    columns = [revisions.c[one.name] for one in fields(Revision)]
    newest = select(*columns).where(*own).order_by(revisions.c.revision.desc()).limit(1)
    return next((Revision(*row) for row in await tx.rows(newest)), None)


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

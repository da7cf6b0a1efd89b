"""Drafts: journeys being edited, and the log of all that was done to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    Table,
    Text,
    UniqueConstraint,
    insert,
    literal,
    select,
    true,
    type_coerce,
    update,
)

from domain.draft import Draft, Viewport
from domain.draft_document import none_missing
from domain.edit_document import changes_of, changes_to_document, edits_kept, edits_to_document
from domain.edit_log import LoggedBatch, Step
from domain.instants import Instant
from domain.values import Value
from store.columns import JsonText, Name, dumps, metadata
from store.database import AnyRow, Transaction
from store.draft_texts import DraftText, read_text, text_of
from store.paging import Page, Slice, paged

MOST_EDITS = 1_000_000
"""How many edits a kept batch may have: what takes a group of batches back is one batch."""

journey_drafts = Table(
    "journey_drafts",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Name, primary_key=True),
    Column("key", Name, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("document", JsonText, nullable=False),
    Column("viewport", JsonText),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    UniqueConstraint("workspace_id", "key", name="journey_drafts_by_key"),
    sqlite_with_rowid=False,
)

draft_batches = Table(
    "draft_batches",
    metadata,
    Column("workspace_id", BigInteger, primary_key=True),
    Column("draft", Name, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("client", Name, nullable=False),
    Column("actor", Name, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("undo_group", Name),
    Column("step", Name, nullable=False),
    Column("edits", JsonText, nullable=False),
    Column("inverse", JsonText, nullable=False),
    Column("changes", JsonText, nullable=False),
    ForeignKeyConstraint(
        ["workspace_id", "draft"], ["journey_drafts.workspace_id", "journey_drafts.id"]
    ),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBatch(LoggedBatch):
    """A batch in the log, and when it was applied."""

    at: Instant


@dataclass(frozen=True, slots=True)
class Glance:
    """How far a draft has come, and where it is looked at, which no revision tells."""

    revision: int
    viewport: Viewport | None


@dataclass(frozen=True, slots=True)
class Dates:
    """When a draft was begun, and when it was last saved."""

    created_at: Instant
    updated_at: Instant


async def add(tx: Transaction, draft: Draft, now: Instant) -> bool:
    """Keep a new draft; False when there is one of its id or its key."""
    viewport = _viewport(draft)
    seen = None if viewport is None else dumps(viewport)
    row = (tx.workspace, draft.id, draft.key, draft.revision, text_of(draft).text, seen, now, now)
    return bool(await tx.insert_many_new(journey_drafts, [row], returning=["id"]))


async def find(tx: Transaction, id: str, *, lock: bool = False) -> Draft | None:
    """The draft of that id; with `lock` nobody else edits it until the transaction ends."""
    return await _first(tx, journey_drafts.c.id == id, lock=lock)


async def find_by_key(tx: Transaction, key: str) -> Draft | None:
    """The draft of the journey of that key."""
    return await _first(tx, journey_drafts.c.key == key)


async def every(tx: Transaction) -> list[Draft]:
    """All drafts, by key."""
    return await _some(tx, true())


async def find_by_keys(tx: Transaction, keys: Collection[str]) -> dict[str, Draft]:
    """The drafts of the journeys of these keys, by key."""
    return {draft.key: draft for draft in await _some(tx, journey_drafts.c.key.in_(keys))}


async def dates(tx: Transaction, ids: Collection[str]) -> dict[str, Dates]:
    """When these drafts were begun and last saved, by id."""
    columns = "id", "created_at", "updated_at"
    rows = await tx.select_in(journey_drafts, columns, ["id"], [(id,) for id in sorted(ids)])
    return {id: Dates(*instants) for id, *instants in rows}


async def glance(tx: Transaction, id: str) -> Glance | None:
    """What may have changed of a draft, without reading it."""
    columns = journey_drafts.c.revision, journey_drafts.c.viewport
    own = journey_drafts.c.workspace_id == tx.workspace, journey_drafts.c.id == id
    for revision, viewport in await tx.rows(select(*columns).where(*own)):
        return Glance(revision, _seen(viewport))
    return None


async def those_kept(tx: Transaction, ids: Collection[str]) -> frozenset[str]:
    """Which of these are ids of drafts."""
    found = await tx.select_in(journey_drafts, ["id"], ["id"], [(id,) for id in sorted(ids)])
    return frozenset(id for (id,) in found)


async def save(tx: Transaction, draft: Draft, now: Instant) -> Draft:
    """Keep what a draft has become; given back as it will be found."""
    own = journey_drafts.c.workspace_id == tx.workspace, journey_drafts.c.id == draft.id
    kept = text_of(draft)
    await tx.run(
        update(journey_drafts)
        .where(*own)
        .values(
            revision=draft.revision,
            document=literal(kept.text, Text),
            viewport=_viewport(draft),
            updated_at=now,
        )
    )
    return read_text(kept, draft.revision, draft.cosmetic.viewport)


async def record(tx: Transaction, draft: str, batch: LoggedBatch, now: Instant) -> None:
    """Add a batch to the end of a draft's log."""
    await tx.run(
        insert(draft_batches).values(
            workspace_id=tx.workspace,
            draft=draft,
            revision=batch.revision,
            client=batch.client,
            actor=batch.actor,
            at=now,
            undo_group=batch.undo_group,
            step=batch.step.value,
            edits=edits_to_document(batch.edits),
            inverse=edits_to_document(batch.inverse),
            changes=changes_to_document(batch.changes),
        )
    )


async def batches_after(tx: Transaction, draft: str, revision: int) -> list[KeptBatch]:
    """The batches that follow a revision, in order."""
    later = _batches(tx, draft).where(draft_batches.c.revision > revision)
    return _given(await tx.rows(later.order_by(draft_batches.c.revision)))


async def last_batches_by(
    tx: Transaction, draft: str, client: str, actor: str, limit: int
) -> list[KeptBatch]:
    """The last batches that a client sent, in order."""
    own = draft_batches.c.client == client, draft_batches.c.actor == actor
    latest = _batches(tx, draft).where(*own).order_by(draft_batches.c.revision.desc())
    return _given(await tx.rows(latest.limit(limit)))[::-1]


async def page(tx: Transaction, draft: str, wanted: Slice) -> Page[KeptBatch]:
    """A page of a draft's log."""
    found = await paged(tx, _batches(tx, draft), [draft_batches.c.revision], wanted)
    return found.of(_given(found.items))


async def contributors(tx: Transaction, draft: str, since: int = 0) -> list[str]:
    """Everybody who has edited a draft after a revision, by name."""
    own = draft_batches.c.workspace_id == tx.workspace, draft_batches.c.draft == draft
    actors = select(draft_batches.c.actor).distinct().where(*own, draft_batches.c.revision > since)
    return [actor for (actor,) in await tx.rows(actors.order_by(draft_batches.c.actor))]


async def _first(
    tx: Transaction, condition: ColumnElement[bool], *, lock: bool = False
) -> Draft | None:
    return next(iter(await _some(tx, condition, lock=lock)), None)


async def _some(
    tx: Transaction, condition: ColumnElement[bool], *, lock: bool = False
) -> list[Draft]:
    text = type_coerce(journey_drafts.c.document, Text)
    columns = text, journey_drafts.c.viewport, journey_drafts.c.revision
    some = select(*columns).where(journey_drafts.c.workspace_id == tx.workspace, condition)
    some = some.order_by(journey_drafts.c.key)
    rows = await tx.rows(some.with_for_update() if lock else some)
    return [read_text(DraftText(text), revision, _seen(seen)) for text, seen, revision in rows]


def _viewport(draft: Draft) -> dict[str, Value] | None:
    seen = draft.cosmetic.viewport
    return None if seen is None else {"x": seen.x, "y": seen.y, "zoom": seen.zoom}


def _seen(viewport: dict[str, Any] | None) -> Viewport | None:
    return None if viewport is None else Viewport(**viewport)


def _batches(tx: Transaction, draft: str) -> Select[Any]:
    columns = [
        column for column in draft_batches.columns if column.name not in ("workspace_id", "draft")
    ]
    own = draft_batches.c.workspace_id == tx.workspace, draft_batches.c.draft == draft
    return select(*columns).where(*own)


def _given(rows: Sequence[AnyRow]) -> list[KeptBatch]:
    return [
        KeptBatch(
            revision=row.revision,
            client=row.client,
            actor=row.actor,
            edits=edits_kept(row.edits, none_missing, MOST_EDITS),
            changes=changes_of(row.changes),
            inverse=edits_kept(row.inverse, none_missing, MOST_EDITS),
            undo_group=row.undo_group,
            step=Step(row.step),
            at=row.at,
        )
        for row in rows
    ]

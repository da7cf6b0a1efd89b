"""Designing journeys: drafts are made, edited by several clients at once, and edited back.

Everything that is done to a draft goes through one door and one row's lock: a batch is merged with
what its client has missed, saved and logged in the same transaction.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, TypeAlias, cast

from domain.draft import Draft, Ids
from domain.draft_document import draft_of
from domain.edit_document import changes_to_document, edits_of, edits_to_document
from domain.edit_log import Batch, LoggedBatch
from domain.instants import Instant
from domain.merging import Merged, Mode, merged
from domain.refusals import BadArgument, JourneyExists, NotFound, NothingToUndo
from domain.rewinding import rewound
from domain.undoing import Retraction, redo_batch, undo_batch
from domain.values import Value
from engine.answering import recalled, remember, request
from store import drafts, journeys
from store.database import Database, Transaction, Work
from store.idempotency import Request

MOST_MISSED = 2_000
"""How many batches a batch may have missed: they are all read, under the draft's lock."""
MOST_STEPS = 1_000
"""How many of its last batches a client can take back."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who edits: an actor, in one of its tabs."""

    actor: str
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A draft as it stands; `replayed` tells that the same request made it before."""

    draft: Draft
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A batch that was applied: the draft's revision after it, and what it came to.

    `draft` is as it stands now, which for a replayed answer may be further on; `before` is what it
    was, where that is at hand. Edits, inverse and changes are plain values, as the log keeps them.
    """

    draft: Draft
    revision: int
    recorded: bool
    edits: list[Value]
    inverse: list[Value]
    changes: list[dict[str, Any]]
    added: list[str]
    removed: list[str]
    touched: list[str]
    replayed: bool = False
    before: Draft | None = None


async def create_draft(
    database: Database,
    workspace: int,
    document: object,
    ids: Ids,
    new_id: str,
    *,
    actor: str,
    idempotency_key: str | None = None,
    now: Instant,
) -> Created:
    """Begin a draft of a document; its id is `new_id` where the document has none.

    Raises MalformedDocument, JourneyExists, IdempotencyKeyReused.
    """
    asked = request(actor, "createJourney", idempotency_key, document)
    draft = draft_of(document, ids)
    draft = replace(draft, id=draft.id or new_id)

    async def work(tx: Transaction) -> Created:
        known = await recalled(tx, asked, now)
        if known is not None:
            return Created(draft=await loaded(tx, str(known)), replayed=True)
        if not await drafts.add(tx, draft, now):
            raise JourneyExists(draft.key)
        await remember(tx, asked, draft.id)
        return Created(draft=draft)

    return await database.write(workspace, work)


async def apply_edits(
    database: Database,
    workspace: int,
    draft: str,
    edits: object,
    ids: Ids,
    author: Author,
    *,
    base_revision: int,
    mode: Mode = Mode.MERGE,
    undo_group: str | None = None,
    idempotency_key: str | None = None,
    now: Instant,
) -> Edited:
    """Apply edits, as clients write them, that were made on a revision of a draft; all or none.

    Raises NotFound, EditRejected, EditConflict, BadArgument, IdempotencyKeyReused.
    """
    said = [draft, author.client, edits, base_revision, mode.value, undo_group]
    # What only looks leaves its key to whoever means it.
    key = None if mode is Mode.DRY_RUN else idempotency_key
    asked = request(author.actor, "applyJourneyEdits", key, said)

    async def written(_: Transaction) -> Retraction:
        read = edits_of(edits, ids)
        batch = Batch(client=author.client, actor=author.actor, edits=read, undo_group=undo_group)
        return Retraction(batch=batch, base_revision=base_revision)

    async def work(tx: Transaction) -> Edited:
        return await edited(tx, draft, asked, written, mode, now)

    return await done_and_told(database, workspace, work)


async def undo_edits(
    database: Database,
    workspace: int,
    draft: str,
    author: Author,
    *,
    idempotency_key: str | None = None,
    now: Instant,
) -> Edited:
    """Take back the last step of a client.

    Raises NotFound, NothingToUndo, EditRejected, EditConflict, IdempotencyKeyReused.
    """
    asked = request(author.actor, "undoJourneyEdits", idempotency_key, [draft, author.client])
    last = _last_step(draft, author, undo_batch, "undo")
    return await done_and_told(
        database, workspace, lambda tx: edited(tx, draft, asked, last, Mode.MERGE, now)
    )


async def redo_edits(
    database: Database,
    workspace: int,
    draft: str,
    author: Author,
    *,
    idempotency_key: str | None = None,
    now: Instant,
) -> Edited:
    """Do again the step that a client took back last.

    Raises NotFound, NothingToUndo, EditRejected, EditConflict, IdempotencyKeyReused.
    """
    asked = request(author.actor, "redoJourneyEdits", idempotency_key, [draft, author.client])
    last = _last_step(draft, author, redo_batch, "do again")
    return await done_and_told(
        database, workspace, lambda tx: edited(tx, draft, asked, last, Mode.MERGE, now)
    )


async def done_and_told(database: Database, workspace: int, work: Work[Edited]) -> Edited:
    """Edit in one transaction, and wake whoever looks on (`together.py`)."""
    done = await database.write(workspace, work)
    if done.recorded:
        database.ring(workspace)
    return done


Prepared: TypeAlias = Callable[[Transaction], Awaitable[Retraction]]
"""Gives a batch, and the revision that it is made on."""


def _last_step(
    draft: str,
    author: Author,
    find: Callable[[Iterable[LoggedBatch], str, str], Retraction | None],
    verb: str,
) -> Prepared:
    async def prepared(tx: Transaction) -> Retraction:
        log = await drafts.last_batches_by(tx, draft, author.client, author.actor, MOST_STEPS)
        found = find(log, author.client, author.actor)
        if found is None:
            raise NothingToUndo(verb)
        return found

    return prepared


async def edited(
    tx: Transaction, id: str, asked: Request | None, prepared: Prepared, mode: Mode, now: Instant
) -> Edited:
    """One transaction: the draft edited, saved and logged, unless it was by the same request."""
    before = await loaded(tx, id, lock=True)
    known = await recalled(tx, asked, now)
    if known is not None:
        return Edited(draft=before, replayed=True, **cast("dict[str, Any]", known))
    made = await prepared(tx)
    if before.revision - made.base_revision > MOST_MISSED:
        message = f"The draft is {before.revision - made.base_revision} batches further; read it."
        raise BadArgument(message, "baseRevision")
    missed = await drafts.batches_after(tx, id, max(made.base_revision, 0))
    published = await published_stages(tx, before.key)
    batch, base = made.batch, made.base_revision
    done = await tx.apart(lambda: merged(before, base, missed, batch, mode, published))
    if mode is not Mode.DRY_RUN:
        if done.logged is not None:
            await drafts.record(tx, id, done.logged, now)
        if done.logged is not None or done.draft != before:
            done = replace(done, draft=await drafts.save(tx, done.draft, now))
    told = _told(before, done)
    await remember(tx, asked, _answer(told))
    return told


def _told(before: Draft, done: Merged) -> Edited:
    applied = done.applied
    return Edited(
        draft=done.draft,
        before=before,
        revision=done.draft.revision,
        recorded=done.logged is not None,
        edits=edits_to_document(done.edits),
        inverse=edits_to_document(applied.inverse),
        changes=cast("list[dict[str, Any]]", changes_to_document(applied.changes)),
        added=list(applied.added),
        removed=list(applied.removed),
        touched=list(applied.touched),
    )


def _answer(told: Edited) -> Value:
    """What is kept of an answer to give it again: all but drafts, which are kept anyway."""
    kept = [one.name for one in fields(told) if one.name not in ("draft", "before", "replayed")]
    return {name: getattr(told, name) for name in kept}


async def lived_through(database: Database, workspace: int, edited: Edited) -> tuple[Draft, Draft]:
    """The draft before a batch and after it: as its log has it, where the answer is replayed."""
    if edited.before is not None:
        return edited.before, edited.draft
    first = edited.revision - 1 if edited.recorded else edited.revision
    work = partial(drafts.batches_after, draft=str(edited.draft.id), revision=first)
    later = await database.read(workspace, work)
    before = rewound(edited.draft, later, first)
    return before, rewound(edited.draft, later, edited.revision)


async def published_stages(tx: Transaction, journey: str) -> frozenset[str]:
    """The keys of the stages that a journey's live version has."""
    live = await journeys.live_version(tx, journey)
    stages = cast("list[dict[str, str]]", live.document["stages"]) if live is not None else []
    return frozenset(stage["key"] for stage in stages)


async def loaded(tx: Transaction, id: str, *, lock: bool = False) -> Draft:
    """The draft of that id; with `lock` it is this transaction's alone. Raises NotFound."""
    draft = await drafts.find(tx, id, lock=lock)
    if draft is None:
        raise NotFound("draft", id, "draftId")
    return draft

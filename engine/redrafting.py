"""Leading a draft to what a journey says: a version restored, changes discarded, a file imported.

Each is one batch through the one door (`designing.py`), however many edits it takes, and so one
step to take back. The edits are those between the draft and what it is to be, elements being known
by their ids, else by what they are called (`domain.adopting`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from domain.adopting import adopted, kept_in_place
from domain.difference import JourneyDiff, journey_diff
from domain.document import load
from domain.draft import Draft, Viewport
from domain.draft_document import journey_of
from domain.edit_log import Batch
from domain.edits import Edit, edits_between
from domain.instants import Instant
from domain.journey import Journey
from domain.merging import Mode
from domain.refusals import BadArgument, NotFound
from domain.rewinding import rewound
from domain.undoing import Retraction
from engine.answering import request
from engine.designing import (
    Author,
    Edited,
    Prepared,
    done_and_told,
    edited,
    loaded,
    published_stages,
)
from store import drafts, journeys
from store.database import Database, Transaction
from store.journeys import PublishedVersion


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file says: a journey, and what part of the canvas is looked at, if it says so."""

    journey: Journey
    viewport: Viewport | None = None


Reading: TypeAlias = Callable[[Draft], Brought]
"""Reads a file for a draft, which says what the file leaves out. May raise MalformedDocument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What importing a file would do to a draft: `draft` is as it would be."""

    draft: Draft
    edits: tuple[Edit, ...]
    diff: JourneyDiff
    brought: Journey


async def planned_import(database: Database, workspace: int, draft: str, read: Reading) -> Import:
    """What importing would come to, were it done now. Nothing is kept.

    Raises NotFound, MalformedDocument, and BadArgument for a journey of another kind of profile.
    """

    async def look(tx: Transaction) -> tuple[Draft, frozenset[str]]:
        here = await loaded(tx, draft)
        return here, await published_stages(tx, here.key)

    here, published = await database.read(workspace, look)
    return await asyncio.to_thread(_planned, read, here, published)


async def import_journey(
    database: Database,
    workspace: int,
    draft: str,
    read: Reading,
    author: Author,
    *,
    base_revision: int,
    said: object,
    idempotency_key: str | None = None,
    now: Instant,
) -> Edited:
    """Make of a draft what a file says, seen from a revision of it: what others did since stays.

    `said` is what the file was read from. Raises NotFound, MalformedDocument, BadArgument,
    EditConflict, EditRejected, IdempotencyKeyReused.
    """
    given = [draft, author.client, said, base_revision]
    asked = request(author.actor, "importJourney", idempotency_key, given)

    async def prepared(tx: Transaction) -> Retraction:
        latest = await loaded(tx, draft)
        if not 0 <= base_revision <= latest.revision:
            message = f"The draft is at revision {latest.revision}, and has no {base_revision}."
            raise BadArgument(message, "baseRevision")
        later = await drafts.batches_after(tx, draft, base_revision)
        published = await published_stages(tx, latest.key)

        def step() -> Retraction:
            here = rewound(latest, later, base_revision)
            return _step(author, here, _wanted(read(here), here, published))

        return await tx.apart(step)

    return await done_and_told(
        database, workspace, lambda tx: edited(tx, draft, asked, prepared, Mode.MERGE, now)
    )


async def restore_version(
    database: Database,
    workspace: int,
    draft: str,
    version: int,
    author: Author,
    *,
    idempotency_key: str | None = None,
    now: Instant,
) -> Edited:
    """Make of a draft what a version of its journey was.

    Raises NotFound, EditRejected, IdempotencyKeyReused.
    """
    said = [draft, author.client, version]
    asked = request(author.actor, "restoreJourneyVersion", idempotency_key, said)
    prepared = _back(draft, author, partial(_version, number=version))
    return await done_and_told(
        database, workspace, lambda tx: edited(tx, draft, asked, prepared, Mode.MERGE, now)
    )


async def discard_changes(
    database: Database,
    workspace: int,
    draft: str,
    author: Author,
    *,
    idempotency_key: str | None = None,
    now: Instant,
) -> Edited:
    """Make of a draft what is live.

    Raises NotFound, EditRejected, IdempotencyKeyReused.
    """
    said = [draft, author.client]
    asked = request(author.actor, "discardJourneyChanges", idempotency_key, said)
    prepared = _back(draft, author, _live)
    return await done_and_told(
        database, workspace, lambda tx: edited(tx, draft, asked, prepared, Mode.MERGE, now)
    )


async def _version(tx: Transaction, journey: str, number: int) -> PublishedVersion:
    found = await journeys.version(tx, journey, number)
    if found is None:
        raise NotFound(f"version of the {journey} journey", str(number), "version")
    return found


async def _live(tx: Transaction, journey: str) -> PublishedVersion:
    found = await journeys.live_version(tx, journey)
    if found is None:
        raise NotFound("live journey", journey, "draftId")
    return found


def _back(
    draft: str,
    author: Author,
    find: Callable[[Transaction, str], Awaitable[PublishedVersion]],
) -> Prepared:
    """A batch that leads from the draft as it stands now to what was published."""

    async def prepared(tx: Transaction) -> Retraction:
        here = await loaded(tx, draft)
        version = await find(tx, here.key)
        published = await published_stages(tx, here.key)

        def step() -> Retraction:
            return _step(author, here, adopted(load(version.document), here, published))

        return await tx.apart(step)

    return prepared


def _step(author: Author, here: Draft, wanted: Draft) -> Retraction:
    edits = edits_between(here, wanted)
    batch = Batch(client=author.client, actor=author.actor, edits=edits)
    return Retraction(batch=batch, base_revision=here.revision)


def _planned(read: Reading, here: Draft, published: frozenset[str]) -> Import:
    brought = read(here)
    wanted = _wanted(brought, here, published)
    return Import(
        draft=wanted,
        edits=edits_between(here, wanted),
        diff=journey_diff(journey_of(here), journey_of(wanted)),
        brought=brought.journey,
    )


def _wanted(brought: Brought, here: Draft, published: frozenset[str]) -> Draft:
    """What a file makes of a draft; what it draws nowhere stays where it is."""
    if brought.journey.kind is not here.kind:
        raise BadArgument(
            f"The {here.key} journey is for {here.kind.value}s; that cannot change.",
            "document.kind",
        )
    wanted = kept_in_place(adopted(brought.journey, here, published), here)
    if brought.viewport is None:
        return wanted
    return replace(wanted, cosmetic=replace(wanted.cosmetic, viewport=brought.viewport))

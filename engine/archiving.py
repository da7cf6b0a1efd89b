"""Archiving a journey: its profiles leave it, and its key, versions and drafts are kept.

It is a change of the definitions like a publication, and reaches everybody the same way: by its job
or by whoever loads a profile first (`publishing.py`). Publishing the journey again brings it back.
"""

from dataclasses import dataclass

from domain.instants import Instant
from domain.refusals import NotFound, VersionConflict
from domain.signals import is_segment
from engine.publishing import next_revision
from store import journeys, profiles, publish_jobs
from store.database import Database, Transaction
from store.journeys import PublishedVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """A journey that is archived: which, what its last version is, and by which revision."""

    key: str
    version: int
    revision: int
    at: Instant


async def archive(
    database: Database,
    workspace: int,
    key: str,
    *,
    expected_version: int | None = None,
    now: Instant,
) -> Archived:
    """Take a journey out of the definitions. Raises NotFound, VersionConflict."""

    async def work(tx: Transaction) -> Archived:
        await tx.lock_definitions(exclusive=True)
        live = None if is_segment(key) else await journeys.live_version(tx, key)
        if live is None:
            raise NotFound("live journey", key, "key")
        if expected_version is not None and expected_version != live.version:
            raise VersionConflict(key, expected_version, live.version)
        return await taken_out(tx, live, now)

    done = await database.write(workspace, work)
    database.ring(workspace)
    return done


async def taken_out(tx: Transaction, live: PublishedVersion, now: Instant) -> Archived:
    """The one way out of the definitions, for whoever holds them alone: of segments too."""
    revision, at = await next_revision(tx, now)
    await journeys.archive(tx, live, revision, at)
    total = await profiles.count(tx, live.kind)
    if total:
        await publish_jobs.create(tx, revision, total)
    return Archived(key=live.journey, version=live.version, revision=revision, at=at)

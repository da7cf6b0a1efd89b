"""Publishing a journey: the definitions revision goes up, then everybody is visited.

Each profile's state carries the revision it was last judged under. Whoever loads an older state
first, the job here or an observation, lives the profile through the publication at its instant
(`sitting`), so the job needs no coordination with live data and only visits who has not come.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import cast

from domain.course import charted
from domain.document import load
from domain.health_reading import personas_in
from domain.instants import SECOND, Instant
from domain.journey import Journey
from domain.problems import (
    Problem,
    Standing,
    blocks_publishing,
    broken_references,
    live_problems,
    problems_of,
    removed_stages,
)
from domain.refusals import (
    BadArgument,
    HistoryNotFirst,
    UnpublishableJourney,
    VersionConflict,
)
from domain.rollover import NO_MAPPING, StageMapping
from domain.segment import dump_definition
from domain.values import Value
from engine.effects import Effects
from engine.history import History
from engine.shelf import Shelf
from engine.sitting import locked
from engine.sparing import sparing
from engine.surroundings import referable
from engine.workspaces import name_of
from store import journeys, personas, profiles, publish_jobs, teams
from store.database import Database, Transaction
from store.journeys import PublishedVersion
from store.personas import Persona
from store.publish_jobs import PublishJob
from store.teams import Team

MOST_TOGETHER = 250
MOST_REPLAYED = 50
LEASE = 20 * SECOND
"""For how long a publication may stand still once its worker was killed: a batch takes less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A journey that is to go live, how, and by whom; of which draft, where it is one."""

    journey: Journey
    problems: tuple[Problem, ...] = ()
    history: History = History.FROM_NOW
    mapping: StageMapping = field(default_factory=dict)
    effects: Effects = Effects.SILENT
    actor: str | None = None
    draft: str | None = None
    draft_revision: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of a publication: the version, warnings that did not stop it, teams it named."""

    journey: Journey
    version: int
    revision: int
    problems: tuple[Problem, ...]
    created_teams: tuple[str, ...]


async def publish(
    database: Database,
    shelf: Shelf,
    workspace: int,
    document: object,
    *,
    expected_version: int | None = None,
    history: History = History.FROM_NOW,
    mapping: StageMapping = NO_MAPPING,
    actor: str | None = None,
    now: Instant,
) -> Published:
    """Make a document the live version of its journey.

    Raises MalformedDocument, UnpublishableJourney with every problem, VersionConflict,
    HistoryNotFirst when a live journey's history would be replayed, BadArgument when the journey
    changes its kind of profile or the mapping is of stages that it does not remove.
    """
    journey = load(document)
    # The solver and the scenarios may take a while, and others want to be answered meanwhile.
    problems = await asyncio.to_thread(problems_of, journey)
    if any(map(blocks_publishing, problems)):
        raise UnpublishableJourney(journey.key, problems)
    release = Release(
        journey=journey, problems=problems, history=history, mapping=mapping, actor=actor
    )

    async def work(tx: Transaction) -> Published:
        await tx.lock_definitions(exclusive=True)
        live = await journeys.live_version(tx, journey.key)
        if expected_version is not None and expected_version != (live.version if live else 0):
            raise VersionConflict(journey.key, expected_version, live.version if live else None)
        before = None if live is None else shelf.course(workspace, live).journey
        refuse_mapping(mapping, before, journey)
        if before is not None and mapping:
            standing = Standing(journey=before, mapping=mapping)
            wrong = [it for it in live_problems(journey, standing) if blocks_publishing(it)]
            if wrong:
                raise UnpublishableJourney(journey.key, (*wrong, *problems))
        return await released(tx, shelf, release, live, now)

    published = await database.write(workspace, work)
    database.ring(workspace)
    return published


def refuse_mapping(mapping: StageMapping, live: Journey | None, journey: Journey) -> None:
    """Raises BadArgument for what says where profiles go that need not go anywhere."""
    removed = set() if live is None else {it.key for it in removed_stages(journey, live)}
    for key in mapping:
        if key not in removed:
            raise BadArgument(f"{key!r} is no stage that this version removes.", "mapping")


def refuse_release(release: Release, last: PublishedVersion | None) -> None:
    """Raises HistoryNotFirst and BadArgument for what can never follow the last version."""
    journey = release.journey
    if last is not None and release.history is History.REPLAY:
        raise HistoryNotFirst(journey.key)
    if last is not None and last.kind is not journey.kind:
        raise BadArgument(
            f"The {journey.key} journey is for {last.kind.value}s; that cannot change.",
            "document.kind",
        )


async def released(
    tx: Transaction, shelf: Shelf, release: Release, live: PublishedVersion | None, now: Instant
) -> Published:
    """The one way to go live, for whoever holds the definitions alone and has found it faultless.

    `live` is the version that it follows; a journey that was archived goes on counting. Raises what
    `refuse_release` does, and UnpublishableJourney for what it reads of journeys that are not live.
    """
    journey = release.journey
    last = live or await journeys.last_version(tx, journey.key)
    refuse_release(release, last)
    broken = broken_references(journey, referable(await shelf.current(tx)))
    if broken:
        raise UnpublishableJourney(journey.key, (*broken, *release.problems))
    version = 1 if last is None else last.version + 1
    revision = await brought_in(tx, release, version, now)
    named = {key for stage in journey.stages for key in stage.teams}
    created = await teams.add_missing(tx, [Team(key, name_of(key), now) for key in sorted(named)])
    asked_for = [Persona(key, name_of(key), now) for key in personas_in(journey)]
    await personas.add_missing(tx, asked_for)
    return Published(
        journey=journey,
        version=version,
        revision=revision,
        problems=release.problems,
        created_teams=tuple(team.key for team in created),
    )


async def brought_in(tx: Transaction, release: Release, version: int, now: Instant) -> int:
    """Put a version into the definitions and send for everybody; gives their revision.

    For whoever holds the definitions alone: of a segment as of a journey.
    """
    journey = release.journey
    # Whatever could not be compiled would fail everybody who is judged by it from then on.
    charted(journey, version)
    revision, at = await next_revision(tx, now)
    await journeys.publish(
        tx,
        PublishedVersion(
            journey=journey.key,
            kind=journey.kind,
            version=version,
            revision=revision,
            document=cast(Mapping[str, Value], dump_definition(journey)),
            published_at=at,
            actor=release.actor,
            history=release.history.value,
            mapping=release.mapping,
            effects=release.effects.value,
            draft=release.draft,
            draft_revision=release.draft_revision,
        ),
    )
    total = await profiles.count(tx, journey.kind)
    if total:
        await publish_jobs.create(tx, revision, total)
    return revision


async def next_revision(tx: Transaction, now: Instant) -> tuple[int, Instant]:
    """The definitions revision to be, and its instant, for whoever holds the definitions alone."""
    revision = await journeys.bump_revision(tx)
    # Another server's clock may be behind: a revision is never earlier than the one before it.
    return revision, max(now, await journeys.instant_of(tx, revision - 1))


async def advanced(database: Database, shelf: Shelf, workspace: int, now: Instant) -> bool:
    """Visit some of the profiles that a publication has not reached; False when no job waits.

    Visiting twice changes nothing: what was visited and not reported is simply visited again.
    """

    async def claim(tx: Transaction) -> tuple[PublishJob, list[int]] | None:
        job = await publish_jobs.claim(tx, now, now + LEASE)
        if job is None:
            return None
        ids = await _next_ids(tx, shelf, job)
        if not ids:
            await publish_jobs.finish(tx, job.revision, now)
        return job, ids

    async def visit(some: Sequence[int]) -> None:
        left = some
        while left:
            work = partial(_visited, shelf=shelf, ids=left, now=now)
            left, has_news = await database.write(workspace, work)
            if has_news:
                database.ring(workspace)

    claimed = await database.write(workspace, claim)
    if claimed is None:
        return False
    job, ids = claimed
    if not ids:
        # Whoever follows the migration has waited for this.
        database.ring(workspace)
    if ids:
        # Whom it fails for is brought along by the next observation, or not at all.
        await sparing(visit, ids, "a publication")
        done = min(job.done + len(ids), job.total)
        further = replace(job, after_profile=ids[-1], done=done, leased_until=None)
        await database.write(workspace, lambda tx: publish_jobs.advance(tx, job, further))
        database.ring(workspace)
    return True


async def _next_ids(tx: Transaction, shelf: Shelf, job: PublishJob) -> list[int]:
    (revision,) = await shelf.revisions_after(tx, job.revision - 1, job.revision)
    # One that was archived was there before.
    concerned = await shelf.at(tx, job.revision - revision.archives)
    is_replayed = revision.history == History.REPLAY and not revision.archives
    most = MOST_REPLAYED if is_replayed else MOST_TOGETHER
    kind = concerned.courses[revision.journey].kind
    return await profiles.ids_after(tx, job.after_profile, most, kind, behind=job.revision)


async def _visited(
    tx: Transaction, *, shelf: Shelf, ids: Sequence[int], now: Instant
) -> tuple[Sequence[int], bool]:
    """One transaction: whom it did not come to, and whether the feed has news."""
    await tx.lock_definitions(exclusive=False)
    sitting = await locked(tx, shelf, await shelf.current(tx), ids)
    left = sitting.ids
    while left and not sitting.is_full:
        await sitting.bring_up_to_date(left.pop(0))
    return left, bool(await sitting.close(now))

"""Publishing a journey: the definitions revision goes up, then everybody is visited.

Each profile's state carries the revision it was last judged under. Whoever loads an older state
first, the job here or an observation, lives the profile through the publication at its instant
(`sitting`), so the job needs no coordination with live data and only visits who has not come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from domain.course import charted
from domain.document import dump, load
from domain.instants import MINUTE, Instant
from domain.journey import Journey
from domain.problems import Problem, blocks_publishing, problems_of
from domain.refusals import (
    BadArgument,
    HistoryNotFirst,
    UnpublishableJourney,
    VersionConflict,
)
from domain.values import Value
from engine.history import History
from engine.shelf import Shelf
from engine.sitting import locked
from engine.sparing import sparing
from engine.workspaces import team_name
from store import journeys, profiles, publish_jobs, teams
from store.database import Database, Transaction
from store.journeys import PublishedVersion
from store.publish_jobs import PublishJob
from store.teams import Team

MOST_TOGETHER = 250
MOST_REPLAYED = 50
LEASE = 2 * MINUTE


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
    actor: str | None = None,
    now: Instant,
) -> Published:
    """Make a document the live version of its journey.

    Raises MalformedDocument, UnpublishableJourney with every problem, VersionConflict,
    HistoryNotFirst when a live journey's history would be replayed, BadArgument when the journey
    changes its kind of profile.
    """
    journey = load(document)
    problems = problems_of(journey)
    if any(map(blocks_publishing, problems)):
        raise UnpublishableJourney(journey.key, problems)
    # Whatever could not be compiled would fail everybody who is judged by it from then on.
    charted(journey, version=1)

    async def work(tx: Transaction) -> Published:
        await tx.lock_definitions(exclusive=True)
        live = {one.journey: one for one in await journeys.live(tx)}
        version = _next_version(live.get(journey.key), journey, expected_version, history)
        # Another server's clock may be behind: a revision is never earlier than the one before it.
        at = max([now, *(one.published_at for one in live.values())])
        revision = await journeys.bump_revision(tx, at, journey.key, version, history.value)
        await journeys.publish(
            tx,
            journey.key,
            journey.kind,
            cast(Mapping[str, Value], dump(journey)),
            version=version,
            revision=revision,
            at=at,
            actor=actor,
            history=history.value,
        )
        named = {key for stage in journey.stages for key in stage.teams}
        created = await teams.add_missing(
            tx, [Team(key, team_name(key), now) for key in sorted(named)]
        )
        total = await profiles.count(tx, journey.kind)
        if total:
            await publish_jobs.create(tx, revision, total)
        return Published(
            journey=journey,
            version=version,
            revision=revision,
            problems=problems,
            created_teams=tuple(team.key for team in created),
        )

    published = await database.write(workspace, work)
    database.ring(workspace)
    return published


def _next_version(
    live: PublishedVersion | None, journey: Journey, expected: int | None, history: History
) -> int:
    version = live.version if live is not None else 0
    if expected is not None and expected != version:
        raise VersionConflict(journey.key, expected, version or None)
    if live is not None and history is History.REPLAY:
        raise HistoryNotFirst(journey.key)
    if live is not None and live.kind is not journey.kind:
        raise BadArgument(
            f"The {journey.key} journey is for {live.kind.value}s; that cannot change.",
            "document.kind",
        )
    return version + 1


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
    if ids:
        # Whom it fails for is brought along by the next observation, or not at all.
        await sparing(visit, ids, "a publication")
        done = min(job.done + len(ids), job.total)
        further = replace(job, after_profile=ids[-1], done=done, leased_until=None)
        await database.write(workspace, lambda tx: publish_jobs.advance(tx, job, further))
    return True


async def _next_ids(tx: Transaction, shelf: Shelf, job: PublishJob) -> list[int]:
    (revision,) = await shelf.revisions_after(tx, job.revision - 1, job.revision)
    published = await shelf.at(tx, job.revision)
    most = MOST_REPLAYED if revision.history == History.REPLAY else MOST_TOGETHER
    kind = published.courses[revision.journey].kind
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

"""How far a publication has come on its way to every profile, for those who watch it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import partial

from domain.refusals import NotFound
from engine.waking import listening
from store import journeys, publish_jobs
from store.database import Database, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A version of a journey, and how many of the profiles have been brought to it."""

    journey: str
    version: int
    revision: int
    total: int
    done: int
    finished: bool


async def unfinished(tx: Transaction) -> dict[str, Migration]:
    """By journey its newest publication, where that has not reached everybody yet."""
    everywhere = await publish_jobs.unfinished(tx)
    jobs = {job.revision: job for job in everywhere if job.workspace_id == tx.workspace}
    if not jobs:
        return {}
    return {
        one.journey: Migration(
            journey=one.journey,
            version=one.version,
            revision=one.revision,
            total=job.total,
            done=job.done,
            finished=False,
        )
        for one in await journeys.revisions_after(tx, min(jobs) - 1)
        for job in [jobs.get(one.revision)]
        if job is not None
    }


async def followed(
    database: Database, workspace: int, journey: str
) -> AsyncGenerator[Migration, None]:
    """The migration to a journey's newest version, or out of a journey that is archived: each time
    that it is further, and once it is finished.

    A version that is published meanwhile is followed instead. Raises NotFound.
    """
    told: Migration | None = None
    with listening(database, workspace) as waking:
        while told is None or not told.finished:
            migration = await database.read(workspace, partial(_latest, journey=journey))
            if migration == told:
                await waking.news()
                continue
            told = migration
            yield migration


async def _latest(tx: Transaction, journey: str) -> Migration:
    change = await journeys.last_change(tx, journey)
    if change is None:
        raise NotFound("journey", journey, "journey")
    job = await publish_jobs.of_revision(tx, change.revision)
    return Migration(
        journey=journey,
        version=change.version,
        revision=change.revision,
        total=0 if job is None else job.total,
        done=0 if job is None else job.done,
        finished=job is None or job.finished_at is not None,
    )

import asyncio
from dataclasses import replace

import pytest

from store import publish_jobs, workspaces
from store.publish_jobs import PublishJob

pytestmark = pytest.mark.anyio

NOON, LEASE = 1_767_700_800_000_000, 60_000_000


def claiming(now):
    return lambda tx: publish_jobs.claim(tx, now, now + LEASE)


async def test_a_job_goes_from_worker_to_worker_until_it_is_finished(database, workspace):
    job = await database.write(workspace, lambda tx: publish_jobs.create(tx, 1, total=500))
    assert job == PublishJob(workspace_id=workspace, revision=1, total=500)

    leased = await database.write(workspace, claiming(NOON))
    half = replace(leased, done=250, after_profile=77, leased_until=None)
    assert leased == replace(job, leased_until=NOON + LEASE)
    assert await database.write(workspace, lambda tx: publish_jobs.advance(tx, leased, half))

    again = await database.write(workspace, claiming(NOON + 1))
    assert again == replace(half, leased_until=NOON + 1 + LEASE)

    await database.write(workspace, lambda tx: publish_jobs.finish(tx, 1, NOON + 2))
    finished = replace(half, done=500, finished_at=NOON + 2)
    assert await database.read(workspace, lambda tx: publish_jobs.of_revision(tx, 1)) == finished
    assert await database.write(workspace, claiming(NOON + 3)) is None


async def test_a_lease_keeps_others_away_until_it_runs_out(database, workspace):
    await database.write(workspace, lambda tx: publish_jobs.create(tx, 1, total=500))
    await database.write(workspace, claiming(NOON))

    assert await database.write(workspace, claiming(NOON + LEASE - 1)) is None
    assert await database.write(workspace, claiming(NOON + LEASE)) is not None


async def test_a_worker_that_outlived_its_lease_is_told(database, workspace):
    await database.write(workspace, lambda tx: publish_jobs.create(tx, 1, total=500))
    slow = await database.write(workspace, claiming(NOON))
    quick = await database.write(workspace, claiming(NOON + LEASE))
    further = replace(quick, done=100, after_profile=40)
    assert await database.write(workspace, lambda tx: publish_jobs.advance(tx, quick, further))

    late = replace(slow, done=50, after_profile=20)

    assert not await database.write(workspace, lambda tx: publish_jobs.advance(tx, slow, late))
    assert await database.read(workspace, lambda tx: publish_jobs.of_revision(tx, 1)) == further


async def test_many_workers_never_claim_the_same_job(database, workspace):
    for revision in (1, 2, 3):
        await database.write(workspace, lambda tx, r=revision: publish_jobs.create(tx, r, total=5))

    claimed = await asyncio.gather(*(database.write(workspace, claiming(NOON)) for _ in range(6)))

    assert sorted(job.revision for job in claimed if job) == [1, 2, 3]


async def test_what_is_unfinished_is_known_without_knowing_the_workspaces(database, workspace):
    other = await database.write(None, lambda tx: workspaces.create(tx, "other", "Other", NOON))
    for revision in (1, 2):
        await database.write(workspace, lambda tx, r=revision: publish_jobs.create(tx, r, total=5))
    await database.write(workspace, lambda tx: publish_jobs.finish(tx, 1, NOON))
    await database.write(other.id, lambda tx: publish_jobs.create(tx, 1, total=9))

    assert await database.read(None, publish_jobs.unfinished) == [
        PublishJob(workspace_id=workspace, revision=2, total=5),
        PublishJob(workspace_id=other.id, revision=1, total=9),
    ]

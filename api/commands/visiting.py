"""Waiting, after the definitions have changed, until every profile lives by them."""

import asyncio
import sys

import click

from api.commands.opening import Opened
from api.starting import now
from engine.publishing import advanced
from store import publish_jobs
from store.database import Transaction
from store.publish_jobs import PublishJob

PAUSE = 0.2
"""Seconds between looks at a job that another process works on."""


async def everybody_visited(here: Opened, workspace: int, revision: int) -> None:
    """Help with the job, and wait for what others do of it."""

    async def look(tx: Transaction) -> PublishJob | None:
        return await publish_jobs.of_revision(tx, revision)

    job = await here.database.read(workspace, look)
    if job is None:
        return
    with click.progressbar(length=job.total, label="Judging profiles", file=sys.stderr) as bar:
        while job is not None and job.finished_at is None:
            if not await advanced(here.database, here.shelf, workspace, now()):
                await asyncio.sleep(PAUSE)
            job = await here.database.read(workspace, look)
            if job is not None:
                bar.update(job.done - bar.pos)

"""`cairn worker`: what goes on by itself, in a process of its own."""

import asyncio
import signal

import click
import uvloop

from api.commands.opening import now, settings
from api.commands.saying import log_to_stderr
from api.settings import Settings
from engine.shelf import Shelf
from engine.worker import Worker
from store.database import open_database
from store.migrating import migrate


@click.command("worker")
def command() -> None:
    """Serve timers and publish jobs; any number of workers share the work."""
    found = settings()
    log_to_stderr()
    uvloop.run(_worked(found))


async def _worked(found: Settings) -> None:
    await migrate(found.database_url)
    database = await open_database(found.database_url)
    worker = Worker(database, Shelf(), now, feed_days=found.feed_days)
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, worker.stop)
    try:
        await worker.run()
    finally:
        await database.close()

"""`cairn worker`: what goes on by itself, in a process of its own."""

import asyncio
import signal

import click

from api.commands.opening import answered, settings
from api.commands.saying import log_to_stderr
from api.settings import Settings
from api.starting import make_ready, now
from engine.memory import settle
from engine.shelf import Shelf
from engine.worker import Worker
from store.database import open_database


@click.command("worker")
def command() -> None:
    """Serve timers and publish jobs; any number of workers share the work."""
    found = settings()
    log_to_stderr()
    answered(_worked(found))


async def _worked(found: Settings) -> None:
    await make_ready(found)
    database = await open_database(found.database_url)
    worker = Worker(database, Shelf(), now, feed_days=found.feed_days)
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, worker.stop)
    settle()
    click.echo("The worker is at work; Ctrl-C stops it.")
    try:
        await worker.run()
    finally:
        await database.close()

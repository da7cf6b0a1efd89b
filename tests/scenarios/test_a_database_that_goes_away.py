"""The database goes away and comes back: callers are told, and nothing acknowledged is lost."""

import asyncio
from collections import Counter
from contextlib import aclosing, asynccontextmanager

import pytest
from sqlalchemy import make_url

from domain.refusals import Unavailable
from engine.feed import Feed
from tests.builders import sent
from tests.living import PATIENCE
from tests.postgres import said
from tests.scenarios.writing import CALLERS, LOGGING_IN, messages_of

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database_url", ["postgres"], indirect=True),
]


async def test_callers_workers_and_subscribers_outlive_a_database_that_goes_away(
    engine, database_url, postgres
):
    await engine.publish(LOGGING_IN)
    feed = Feed(engine.database)
    heard, told_off, some = [], asyncio.Event(), asyncio.Event()
    hearing = asyncio.create_task(hear(feed, engine, heard))

    async with engine.working():
        calling = [
            asyncio.create_task(call(engine, caller, told_off, some)) for caller in range(CALLERS)
        ]
        await some.wait()
        async with gone(postgres, database_url):
            await told_off.wait()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*calling)
        await hearing

    log = await engine.log()
    assert Counter(line.message_id for lines in log.values() for line in lines) == Counter(
        id for caller in range(CALLERS) for id, _ in messages_of("a", caller)
    )
    assert await engine.stories() == await engine.relived(LOGGING_IN)
    assert heard == [change.number for change in await engine.feed()]
    await feed.close()


async def call(engine, caller, told_off, some):
    """Send messages one by one, each as often as it takes."""
    for id, what in messages_of("a", caller):
        while True:
            try:
                await engine.observe([sent(what, id)])
                break
            except Unavailable:
                told_off.set()
                await asyncio.sleep(0.05)
        if id.endswith("-20"):
            some.set()


async def hear(feed, engine, heard):
    """Listen to the end of all stories, going on from the last place after every failure."""
    expected = 4 * len({who for n in range(CALLERS) for _, (who, _) in messages_of("a", n)})
    async with asyncio.timeout(PATIENCE):
        while len(heard) < expected:
            try:
                async with aclosing(feed.subscribe(engine.workspace, len(heard))) as batches:
                    async for batch in batches:
                        heard += [change.number for change in batch]
                        if len(heard) >= expected:
                            return
            except Unavailable:
                await asyncio.sleep(0.05)


@asynccontextmanager
async def gone(postgres, url):
    """The database takes no connections, and has ended those that there were."""
    name = make_url(url).database
    superuser = postgres.admin.render_as_string(hide_password=False)
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    await said(superuser, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", end)
    try:
        yield
    finally:
        await said(superuser, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

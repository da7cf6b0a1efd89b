"""Processes that share a database lose nothing: not together, not when one of them is killed."""

import asyncio
import json
import sys
from collections import Counter
from contextlib import aclosing

import pytest

from domain.instants import DAY
from domain.journey import ProfileKind
from engine.feed import Feed
from tests.builders import a_journey, did, sent, silent
from tests.living import JUNE, PATIENCE
from tests.scenarios.processes import ROOT, environment
from tests.scenarios.writing import CALLERS, LOGGING_IN, PEOPLE, messages_of, write

pytestmark = pytest.mark.anyio

FADING = a_journey(
    "active -> quiet", key="fading", kind=ProfileKind.ACCOUNT, quiet=silent("visit", "P3D")
)


async def test_processes_that_write_about_the_same_profiles_lose_nothing(engine, database_url):
    await engine.publish(LOGGING_IN)
    await engine.publish(FADING)
    visits = [did(f"idle{number}", "visit", at=JUNE) for number in range(300)]
    await engine.observe(sent(visit, kind=ProfileKind.ACCOUNT) for visit in visits)
    feed = Feed(engine.database)
    hearing = asyncio.create_task(heard(feed, engine, 2 * 300 + 4 * CALLERS * PEOPLE))

    engine.now += 4 * DAY
    async with engine.working(workers=2):
        second, third = [await writer(database_url, engine, name) for name in ("b", "c")]
        await write(engine, "a")
        assert [await second.wait(), await third.wait()] == [0, 0]
        await engine.served(upto=engine.now)

    kept = Counter(line.message_id for log in (await engine.log()).values() for line in log)
    sent_by_all = [id for name in "abc" for caller in range(CALLERS) for id in ids(name, caller)]
    assert kept == Counter({None: 300, **dict.fromkeys(sent_by_all, 1)})
    stories = await engine.stories()
    assert active(stories) == active(await engine.relived(LOGGING_IN))
    assert await engine.population("fading") == {"quiet": 300}
    assert [change.number for change in await hearing] == [c.number for c in await engine.feed()]
    await feed.close()


async def test_what_a_killed_process_had_acknowledged_is_there_once(engine, database_url):
    await engine.publish(LOGGING_IN)
    process = await writer(database_url, engine, "a")
    lines = [await process.stdout.readline() for _ in range(40)]
    process.kill()
    lines += (await process.stdout.read()).splitlines()
    await process.wait()
    acknowledged = [json.loads(line) for line in lines if line.endswith((b"}", b"}\n"))]

    kept = Counter(line.message_id for log in (await engine.log()).values() for line in log)
    assert {id for call in acknowledged for id in call["messages"]} <= set(kept)
    assert set(kept.values()) == {1}
    numbers = [change.number for change in await engine.feed()]
    assert {number for call in acknowledged for number in call["changes"]} <= set(numbers)
    assert await engine.stories() == await engine.relived(LOGGING_IN)

    await write(engine, "a")

    log = await engine.log()
    assert {line.message_id for lines in log.values() for line in lines} == {
        id for caller in range(CALLERS) for id in ids("a", caller)
    }
    assert {who: [line.at for line in lines] for who, lines in log.items()} == {
        who: [what.at for _, (name, what) in messages_of("a", caller) if name == who]
        for caller in range(CALLERS)
        for who in {name for _, (name, _) in messages_of("a", caller)}
    }
    assert await engine.stories() == await engine.relived(LOGGING_IN)


async def writer(url, engine, name):
    """A process of its own that writes."""
    words = ["-m", "tests.scenarios.writing", url, str(engine.workspace), name]
    return await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, env=environment(), stdout=asyncio.subprocess.PIPE
    )


async def heard(feed, engine, count):
    facts = []
    async with asyncio.timeout(PATIENCE), aclosing(feed.subscribe(engine.workspace, 0)) as batches:
        async for batch in batches:
            facts += batch
            if len(facts) >= count:
                return facts


def active(stories):
    return {who: story for who, story in stories.items() if not who.startswith("idle")}


def ids(name, caller):
    return [id for id, _ in messages_of(name, caller)]

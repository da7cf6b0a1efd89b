"""Whoever listens hears every fact once and in order, from wherever, however slowly."""

import asyncio
from contextlib import aclosing

import pytest

from domain.refusals import BadCursor, CursorExpired, Unavailable
from engine.feed import Feed
from engine.workspaces import create_workspace
from store import feed as kept
from tests.builders import MONDAY, a_journey, did
from tests.living import PATIENCE, LivingEngine

pytestmark = pytest.mark.anyio

ENTERED = a_journey("trial -> adoption")


@pytest.fixture
async def feed(engine):
    await engine.publish(ENTERED)
    feed = Feed(engine.database)
    yield feed
    await feed.close()


async def test_all_that_is_kept_is_heard_and_then_what_comes(engine, feed):
    await happen(engine, 3)
    hearing = asyncio.create_task(heard(feed, engine, after=0, count=5))

    await happen(engine, 2)

    assert await hearing == await engine.feed()


async def test_who_comes_back_hears_what_came_after_his_place(engine, feed):
    await happen(engine, 5)

    assert await heard(feed, engine, after=3, count=2) == (await engine.feed())[3:]


async def test_without_a_place_one_hears_from_now_on(engine, feed):
    await happen(engine, 3)

    async with aclosing(feed.subscribe(engine.workspace)) as batches:
        first = asyncio.ensure_future(anext(batches))
        await following(feed, engine)
        await happen(engine, 1)
        assert [change.number for change in await first] == [4]


async def test_a_subscriber_that_falls_behind_memory_still_hears_all_once(
    engine, feed, monkeypatch
):
    monkeypatch.setattr("engine.feed.MOST_IN_MEMORY", 10)
    monkeypatch.setattr("engine.feed.PAGE", 7)
    quick = asyncio.create_task(heard(feed, engine, after=0, count=301))
    async with aclosing(feed.subscribe(engine.workspace, 0)) as batches:
        await happen(engine, 1)
        slow = list(await anext(batches))
        for _ in range(30):
            await happen(engine, 10)
        await quick

        while len(slow) < 301:
            slow += await anext(batches)

    assert slow == await quick == await engine.feed()


async def test_a_place_that_is_no_longer_kept_is_refused_with_the_oldest_one(engine, feed):
    await happen(engine, 5)
    await expired(engine, 3)

    with pytest.raises(CursorExpired) as refused:
        await heard(feed, engine, after=2, count=1)

    oldest = int(refused.value.oldest)
    kept = await heard(feed, engine, after=oldest, count=2)
    assert [change.number for change in kept] == [4, 5]
    assert await heard(feed, engine, after=0, count=2) == kept


async def test_who_falls_behind_what_is_kept_is_told_so(engine, feed, monkeypatch):
    monkeypatch.setattr("engine.feed.MOST_IN_MEMORY", 1)
    async with aclosing(feed.subscribe(engine.workspace, 0)) as batches:
        await happen(engine, 1)
        await anext(batches)
        for _ in range(6):
            await happen(engine, 2)
            await reached(feed, engine)
        await expired(engine, 9)

        with pytest.raises(CursorExpired) as refused:
            await anext(batches)

    assert refused.value.oldest == "9"


async def test_a_place_that_the_feed_has_not_reached_is_no_place(engine, feed):
    await happen(engine, 2)

    with pytest.raises(BadCursor):
        await heard(feed, engine, after=3, count=1)


async def test_what_another_process_commits_is_heard_here(engine, feed, another):
    other_feed = Feed(another.database)
    hearing = [
        asyncio.create_task(heard(one, engine, after=0, count=40)) for one in (feed, other_feed)
    ]

    calls = [
        (one, f"{name}{n}") for n in range(10) for name, one in (("a", engine), ("b", another))
    ]
    await asyncio.gather(*(happen(one, 2, who) for one, who in calls))

    assert await asyncio.gather(*hearing) == [await engine.feed()] * 2
    await other_feed.close()


async def test_subscribers_that_come_at_any_time_all_hear_the_same_feed(engine, feed, another):
    writing = [
        asyncio.create_task(happen(one, 1, f"{name}{number}"))
        for number in range(60)
        for name, one in (("a", engine), ("b", another))
    ]
    hearing = []
    for after in (0, 0, 0):
        hearing.append(asyncio.create_task(heard(feed, engine, after=after, count=120)))
        await asyncio.sleep(0.02)
    await asyncio.gather(*writing)

    whole = await engine.feed()
    assert await asyncio.gather(*hearing) == [whole] * 3
    assert [change.number for change in whole] == list(range(1, 121))


async def test_a_lost_bell_only_delays(engine, monkeypatch):
    monkeypatch.setattr("engine.feed.SLOW_POLL", 0.05)
    monkeypatch.setattr(engine.database, "ring", lambda workspace: None)
    await engine.publish(ENTERED)
    feed = Feed(engine.database)
    hearing = asyncio.create_task(heard(feed, engine, after=0, count=2))
    await following(feed, engine)

    await happen(engine, 2)

    assert len(await hearing) == 2
    await feed.close()


async def test_a_database_that_is_away_only_delays(engine, feed, monkeypatch):
    monkeypatch.setattr("engine.feed.SLOW_POLL", 0.05)
    hearing = asyncio.create_task(heard(feed, engine, after=0, count=1))
    await following(feed, engine)
    asked = asyncio.Event()

    async def is_away(*_):
        asked.set()
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(kept, "after", is_away)
        await happen(engine, 1)
        await asked.wait()

    assert len(await hearing) == 1


async def test_a_workspace_hears_nothing_of_another(engine, feed):
    made = await create_workspace(engine.database, "other", "Other", engine.now)
    other = LivingEngine(engine.database, made.id)
    await other.publish(ENTERED)
    await happen(engine, 1)
    await happen(other, 2)

    assert [c.number for c in await heard(feed, other, after=0, count=2)] == [1, 2]
    assert [c.number for c in await heard(feed, engine, after=0, count=1)] == [1]


async def test_who_leaves_takes_nothing_from_those_who_stay_or_come(engine, feed):
    await happen(engine, 1)
    first = await heard(feed, engine, after=0, count=1)
    await happen(engine, 1)
    second = await heard(feed, engine, after=1, count=1)

    assert [*first, *second] == await engine.feed()


async def test_a_feed_that_closes_lets_everybody_go(engine, feed):
    hearing = asyncio.create_task(heard(feed, engine, after=0, count=9))
    await following(feed, engine)

    await feed.close()

    assert await hearing == []


async def test_what_breaks_the_following_is_not_hidden(engine, feed, monkeypatch):
    hearing = asyncio.create_task(heard(feed, engine, after=0, count=1))
    await following(feed, engine)

    async def broken(*_):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(kept, "after", broken)
        await happen(engine, 1)
        with pytest.raises(ZeroDivisionError):
            await hearing


async def happen(engine, count, name="u"):
    """So many stage changes, in one commit."""
    number = engine.now = engine.now + 1
    await engine.observe(did(f"{name}{number}-{n}", "login", at=MONDAY) for n in range(count))


async def heard(feed, engine, *, after, count):
    """The first facts that a subscriber hears, at least so many of them."""
    facts = []
    async with (
        asyncio.timeout(PATIENCE),
        aclosing(feed.subscribe(engine.workspace, after)) as batches,
    ):
        async for batch in batches:
            assert batch
            facts += batch
            if len(facts) >= count:
                break
    return facts


async def following(feed, engine):
    """Wait until somebody listens."""
    async with asyncio.timeout(PATIENCE):
        while engine.workspace not in feed._tails:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def reached(feed, engine):
    """Wait until what is in memory has come to the feed's end."""
    _, last = await feed.position(engine.workspace)
    async with asyncio.timeout(PATIENCE):
        while feed._tails[engine.workspace].last < last:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def expired(engine, count):
    """The oldest facts, so many of them, are not kept any more."""
    await engine.database.write(engine.workspace, lambda tx: kept.expire(tx, engine.now + 1, count))

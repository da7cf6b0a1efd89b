"""Whoever waits for news is woken by it, and not more often than it can look."""

import asyncio

import pytest

from engine.waking import listening

pytestmark = pytest.mark.anyio
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_one_database
async def test_news_that_came_before_the_wait_are_not_missed(database, workspace, monkeypatch):
    monkeypatch.setattr("engine.waking.SLOW_LOOK", 60)
    with listening(database, workspace) as waking:
        database.ring(workspace)

        await asyncio.wait_for(waking.news(), 30)


@on_one_database
async def test_a_busy_bell_wakes_once_for_all_that_it_tells(database, workspace, monkeypatch):
    monkeypatch.setattr("engine.waking.LOOK_EVERY", 0.5)
    looks = []

    async def look():
        with listening(database, workspace) as waking:
            while True:
                await waking.news()
                looks.append(None)

    looking = asyncio.create_task(look())
    while not looks:
        for _ in range(1_000):
            database.ring(workspace)
            await asyncio.sleep(0)
    looking.cancel()

    assert len(looks) == 1

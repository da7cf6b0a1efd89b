"""The feed: facts of every kind, numbered without gaps in the order of commits."""

import asyncio
import random
from dataclasses import replace

import pytest

from domain.stage_change import Move, Trigger
from store import feed
from store.database import open_database
from tests.store.facts import a_change, a_health_change
from tests.store.people import NOON, made

pytestmark = pytest.mark.anyio


async def test_the_feed_gives_back_what_was_recorded_numbered_from_one(database, workspace):
    entering = a_change(
        left=None,
        move=Move.ENTER,
        skipped=("mql", "sql"),
        explanation={"all": [{"is": "gte", "value": 3, "holds": True}]},
    )
    by_hand = a_change(entered=None, trigger=Trigger.MANUAL, actor="ann", reason="asked to leave")

    unwell = a_health_change()

    async def recorded(tx):
        return [
            await feed.bounds(tx),
            await feed.record(tx, [entering, unwell, by_hand]),
            await feed.record(tx, [by_hand]),
            await feed.bounds(tx),
            await feed.after(tx, 0, 2),
            await feed.after(tx, 2, 10),
        ]

    assert await database.write(workspace, recorded) == [
        (1, 0),
        [replace(entering, number=1), replace(unwell, number=2), replace(by_hand, number=3)],
        [replace(by_hand, number=4)],
        (1, 4),
        [replace(entering, number=1), replace(unwell, number=2)],
        [replace(by_hand, number=3), replace(by_hand, number=4)],
    ]


async def test_what_was_recorded_long_ago_expires_and_numbers_go_on(database, workspace):
    async def expired(tx):
        kinds = (a_change, a_health_change, a_change, a_health_change, a_change)
        minutes = (0, 1, 2, 9, 3)
        recorded = [
            kind(recorded_at=NOON + minute) for kind, minute in zip(kinds, minutes, strict=True)
        ]
        await feed.record(tx, recorded)
        return [
            await feed.expire(tx, NOON + 5, 2),
            await feed.bounds(tx),
            await feed.expire(tx, NOON + 5, 9),
            await feed.expire(tx, NOON + 5, 9),
            await feed.bounds(tx),
            [change.number for change in await feed.after(tx, 0, 9)],
            [change.number for change in await feed.record(tx, [a_change()])],
        ]

    assert await database.write(workspace, expired) == [2, (3, 5), 1, 0, (4, 5), [4, 5], [6]]


async def test_numbers_have_no_gap_and_are_seen_in_their_order_whoever_writes(
    database, database_url, workspace
):
    elsewhere = await open_database(database_url)
    stores, seen = (database, elsewhere), [0]

    class Regretted(Exception):
        pass

    async def writer(number):
        for _ in range(12):
            count = random.randint(1, 5)

            async def work(tx, count=count):
                await made(tx, f"{random.random()}")
                facts = a_change(profile=number), a_health_change(profile=number)
                await feed.record(tx, random.choices(facts, k=count))
                if random.random() < 0.2:
                    raise Regretted

            try:
                await stores[number % 2].write(workspace, work)
            except Regretted:
                continue

    async def read():
        found = await database.read(workspace, lambda tx: feed.after(tx, seen[-1], 50))
        seen.extend(change.number for change in found)

    writing = asyncio.gather(*map(writer, range(8)))
    while not writing.done():
        await read()
    await writing
    _, last = await database.read(workspace, feed.bounds)
    while seen[-1] < last:
        await read()
    await elsewhere.close()

    assert seen == list(range(last + 1))

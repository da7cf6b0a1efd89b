import asyncio
import random
from dataclasses import replace

import pytest

from domain.stage_change import Move, RecordedChange, Trigger
from store import stage_changes
from store.database import open_database
from store.paging import Slice
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

    async def recorded(tx):
        return [
            await stage_changes.bounds(tx),
            await stage_changes.record(tx, [entering, by_hand]),
            await stage_changes.record(tx, [by_hand]),
            await stage_changes.bounds(tx),
            await stage_changes.after(tx, 0, 2),
            await stage_changes.after(tx, 2, 10),
        ]

    assert await database.write(workspace, recorded) == [
        (1, 0),
        1,
        3,
        (1, 3),
        [replace(entering, number=1), replace(by_hand, number=2)],
        [replace(by_hand, number=3)],
    ]


async def test_the_newest_change_of_each_profile_in_each_journey_is_found_at_once(
    database, workspace
):
    async def newest(tx):
        await stage_changes.record(
            tx,
            [
                a_change(profile=profile, journey=journey)
                for profile, journey in [(1, "lead"), (2, "lead"), (1, "plan"), (1, "lead")]
            ],
        )
        return await stage_changes.newest(tx, [(1, "lead"), (1, "plan"), (3, "lead")])

    found = await database.write(workspace, newest)

    assert {key: change.number for key, change in found.items()} == {(1, "lead"): 4, (1, "plan"): 3}


async def test_the_feed_can_be_read_by_journey_and_by_profile(database, workspace):
    async def pages(tx):
        await stage_changes.record(
            tx,
            [
                a_change(profile=profile, journey=journey)
                for profile, journey in [(1, "lead"), (2, "lead"), (1, "plan"), (1, "lead")]
            ],
        )
        found = [
            await stage_changes.page(tx, None, None, Slice(last=2)),
            await stage_changes.page(tx, "lead", None, Slice(first=2)),
            await stage_changes.page(tx, "lead", 1, Slice(first=9)),
            await stage_changes.page(tx, None, 2, Slice(first=9, after=(2,))),
        ]
        return [[change.number for change in page.items] for page in found]

    assert await database.write(workspace, pages) == [[3, 4], [1, 2], [1, 4], []]


async def test_what_was_recorded_long_ago_expires_and_numbers_go_on(database, workspace):
    async def expired(tx):
        recorded = [a_change(recorded_at=NOON + minute) for minute in (0, 1, 2, 9, 3)]
        await stage_changes.record(tx, recorded)
        return [
            await stage_changes.expire(tx, NOON + 5, 2),
            await stage_changes.bounds(tx),
            await stage_changes.expire(tx, NOON + 5, 9),
            await stage_changes.expire(tx, NOON + 5, 9),
            await stage_changes.bounds(tx),
            [change.number for change in await stage_changes.after(tx, 0, 9)],
            await stage_changes.record(tx, [a_change()]),
        ]

    assert await database.write(workspace, expired) == [2, (3, 5), 1, 0, (4, 5), [4, 5], 6]


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
                await stage_changes.record(tx, [a_change(profile=number)] * count)
                if random.random() < 0.2:
                    raise Regretted

            try:
                await stores[number % 2].write(workspace, work)
            except Regretted:
                continue

    async def read():
        found = await database.read(workspace, lambda tx: stage_changes.after(tx, seen[-1], 50))
        seen.extend(change.number for change in found)

    writing = asyncio.gather(*map(writer, range(8)))
    while not writing.done():
        await read()
    await writing
    _, last = await database.read(workspace, stage_changes.bounds)
    while seen[-1] < last:
        await read()
    await elsewhere.close()

    assert seen == list(range(last + 1))


def a_change(**what):
    given = {
        "number": 0,
        "profile": 1,
        "journey": "lead",
        "version": 1,
        "left": "subscriber",
        "entered": "lead",
        "at": NOON,
        "recorded_at": NOON + 1,
        "move": Move.ADVANCE,
        "trigger": Trigger.DATA,
    }
    return RecordedChange(**{**given, **what})

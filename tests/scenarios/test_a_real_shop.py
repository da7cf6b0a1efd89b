"""A real shop's customers, brought in while the engine runs, stand where a replay puts them."""

import asyncio
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from domain.document import load
from engine.importing import end_import, start_import
from engine.ingest import Accepted
from tests.builders import did, sent
from tests.lives import instant
from tests.living import FROM_NOW, REPLAY, standing

pytestmark = pytest.mark.anyio

DATA = Path(__file__).parents[1] / "data"
EXPECTED = json.loads((DATA / "cdnow.expected.json").read_text())
SHOP = load(json.loads((DATA / "shop.json").read_text(), parse_float=Decimal))
PURCHASES = [
    json.loads(line, parse_float=Decimal)
    for line in (DATA / "cdnow.ndjson").read_text().splitlines()
]
COUNTERS = 5
BATCHES = 50


async def test_purchases_imported_into_a_running_engine_move_everybody_as_a_replay_does(engine):
    await engine.publish(SHOP)

    async with engine.working():
        await imported(engine)
        await engine.served(upto=engine.now)

    assert await told_of(engine) == EXPECTED


async def test_a_journey_drawn_after_the_purchases_lives_through_them(engine):
    await imported(engine)

    async with engine.working(workers=2):
        published = await engine.publish(SHOP, history=REPLAY)
        await engine.visited(published.revision)
        await engine.served(upto=engine.now)

    assert await told_of(engine) == EXPECTED


async def test_a_journey_that_begins_now_places_everybody_where_a_replay_would_have(engine):
    engine.now = instant("1998-07-01T00:00:00Z")
    await imported(engine)

    async with engine.working():
        published = await engine.publish(SHOP, history=FROM_NOW)
        await engine.visited(published.revision)

    assert await engine.population("shop") == EXPECTED["stage_counts"]["1998-07-01T00:00:00Z"]
    for day in ("1998-09-30T00:00:00Z", EXPECTED["until"]):
        await engine.sweep(now=instant(day))
        assert await engine.population("shop") == EXPECTED["stage_counts"][day]


async def imported(engine):
    """Several tills send their customers' purchases at once, each in its order."""
    session = await start_import(engine.database, engine.workspace, engine.now)

    async def send(till):
        mine = [line for line in PURCHASES if hash_of(line["profile"]) % COUNTERS == till]
        size = -(-len(mine) // (BATCHES // COUNTERS))
        for start in range(0, len(mine), size):
            batch = [sent(purchase(line)) for line in mine[start : start + size]]
            receipts = await engine.observe(batch, session)
            assert {type(receipt) for receipt in receipts} == {Accepted}

    await asyncio.gather(*map(send, range(COUNTERS)))
    await end_import(engine.database, engine.workspace, session, engine.now)


def purchase(line):
    return did(line["profile"], line["event"], at=instant(line["at"]), **line["properties"])


def hash_of(name):
    return sum(name.encode())


async def told_of(engine):
    """What the engine made of it, in the words of the file."""
    changes = await engine.told()
    profiles = await engine.profiles()
    return {
        "profiles": len(profiles),
        "observations": sum(who.arrivals for who in profiles.values()),
        "until": EXPECTED["until"],
        "changes": len(changes),
        "by_time": sum(one.trigger == "TIME" for one in changes),
        "moves": Counter(f"{one.left} -> {one.entered}" for one in changes),
        "stage_counts": {
            day: standing(sorted(changes, key=lambda one: one.at), instant(day))
            for day in EXPECTED["stage_counts"]
        },
    }

"""Journeys are published and archived at any time; when somebody is brought along makes no odds."""

import asyncio
from random import Random

import pytest

from domain.instants import DAY, HOUR
from engine.archiving import archive
from engine.doctor import examined
from store import journeys, workspaces
from tests.builders import a_journey, at_least, logins, silent
from tests.living import LivingEngine
from tests.proving import prove

pytestmark = pytest.mark.anyio

MAPS = [
    a_journey(path, key=key, **criteria)
    for key in ("lead", "other")
    for path, criteria in (
        ("trial -> adoption", {"adoption": at_least("login", 2)}),
        ("trial -> adoption -> quiet", {"adoption": at_least("login", 3, within="P20D"),
                                        "quiet": silent("login", "P9D")}),
        ("trial -> quiet", {"quiet": silent("login", "P4D")}),
    )
]  # fmt: skip
PEOPLE = ("u1", "u2", "u3")


async def lived(engine, seed, *, is_prompt):
    """A story by chance; whoever is prompt visits everybody after each change."""
    dice = Random(seed)
    for _ in range(24):
        engine.now += dice.randrange(1, 4 * 24) * HOUR
        chance = dice.random()
        if chance < 0.3:
            await engine.publish(dice.choice(MAPS))
        elif chance < 0.45:
            key = dice.choice(("lead", "other"))
            if await engine.read(lambda tx, key=key: journeys.live_version(tx, key)):
                await archive(engine.database, engine.workspace, key, now=engine.now)
        elif chance < 0.9:
            await engine.observe(logins(dice.choice(PEOPLE), on=[engine.now]))
        if is_prompt:
            await engine.visit()
            await engine.sweep()
    engine.now += 30 * DAY
    await engine.visit()
    await engine.sweep()


async def told(engine):
    """What happened to each, in its order."""
    changes = await engine.told()
    return {
        who: [(it.left, it.entered, it.at, it.move) for it in changes if it.profile == who]
        for who in PEOPLE
    }


@pytest.mark.parametrize("seed", range(6))
async def test_the_prompt_and_the_late_live_the_same_life(engine, seed):
    made = await engine.database.write(
        None, lambda tx: workspaces.create(tx, "late", "Late", now=0)
    )
    late = LivingEngine(engine.database, made.id)

    await asyncio.gather(lived(engine, seed, is_prompt=True), lived(late, seed, is_prompt=False))

    assert await told(late) == await told(engine)
    for one in (engine, late):
        assert await examined(one.database, one.workspace) == []
    await late.ingest.close()
    await prove(late.database, late.workspace)

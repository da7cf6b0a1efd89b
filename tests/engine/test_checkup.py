"""Everybody's health, looked at while somebody waits or in the background: the same, either way."""

import pytest

from domain.document import load
from domain.instants import DAY
from engine.checkup import EVERY, healths_refreshed
from engine.health_figures import HealthAsked, health_figures, tallied
from store import counters, feed, stage_healths
from tests.builders import MONDAY, a_journey, became, did, document_of, silent
from tests.living import until

pytestmark = pytest.mark.anyio

STAGES = ("active", "quiet")
NOW = MONDAY + 12 * DAY + 7


def fading():
    document = document_of(a_journey("active -> quiet", quiet=silent("login", "P9D")))
    silence = {"signal": {"age": {"last": "login"}}, "points": [[0, 100], [12, 0]]}
    often = {"signal": {"count": "login", "within": "P7D"}, "points": [[0, 0], [3, 100]]}
    return document | {
        "health": [
            {"for": ["user"], "measures": [{"key": "often", **often}]},
            {"measures": [{"key": "silence", **silence}, {"key": "often", **often}]},
        ]
    }


@pytest.fixture
async def lived(engine):
    """Forty who have logged in on some days, of whom some are users."""
    await engine.publish(load(fading()))
    for number in range(40):
        who = f"u{number}"
        await engine.observe(
            did(who, "login", at=MONDAY + day * DAY + number)
            for day in (0, number % 7, number % 12)
        )
        if number % 3 == 0:
            await engine.observe([became(who, at=MONDAY + 11 * DAY, persona="user")])
    await engine.sweep(NOW)
    return engine


@pytest.mark.parametrize("persona", [None, "user"])
async def test_it_is_the_same_whoever_looks(lived, monkeypatch, persona):
    monkeypatch.setattr("engine.checkup.PAGE", 7)
    at_once = await figures(lived, persona)
    await healths_refreshed(lived.database, lived.shelf, lived.workspace, lived.clock)

    monkeypatch.setattr("engine.health_figures.FEW", 5)
    lived.now += DAY
    kept = await figures(lived, persona)

    assert kept == at_once
    assert {one.evaluated_at for one in kept} == {NOW}
    assert all(one.population > one.bands["healthy"] for one in kept)
    assert sum(one.population for one in kept) == (40 if persona is None else 14)


async def test_a_worker_looks_by_itself_and_rests_in_between(lived):
    async def counted():
        kept = await lived.read(
            lambda tx: stage_healths.newest(tx, [("lead", one) for one in STAGES])
        )
        return [one.evaluated_at for one in kept]

    async def is_counted():
        return bool(await counted())

    async with lived.working():
        await until(is_counted)
    lived.now += EVERY - 1
    await healths_refreshed(lived.database, lived.shelf, lived.workspace, lived.clock)
    resting = await counted()
    lived.now += 1
    await healths_refreshed(lived.database, lived.shelf, lived.workspace, lived.clock)

    assert resting == [NOW, NOW]
    assert await counted() == [NOW + EVERY, NOW + EVERY]


async def figures(engine, persona):
    asked = [
        HealthAsked("lead", stage, ("healthy", "concerning", "at-risk"), persona, in_full=True)
        for stage in STAGES
    ]

    async def work(tx):
        tallies = await counters.sums(tx, set().union(*map(tallied, asked)))
        _, cursor = await feed.bounds(tx)
        return await health_figures(tx, engine.shelf, asked, tallies, engine.now, cursor)

    return list((await engine.read(work)).values())

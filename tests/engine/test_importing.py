"""While a history is brought in, time waits for the profiles in it, and for nobody else."""

import asyncio

import pytest

from domain.instants import DAY, MINUTE
from engine.importing import end_import, start_import
from engine.replaying import replayed
from engine.sweep import swept
from tests.builders import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    a_journey,
    a_stage_change,
    at_least,
    did,
    logins,
    silent,
    told,
)

pytestmark = pytest.mark.anyio

FADING = a_journey("active -> quiet", quiet=silent("login", "P3D"))


@pytest.fixture
async def session(engine):
    await engine.publish(FADING)
    return await start_import(engine.database, engine.workspace, engine.now)


async def test_time_waits_for_an_import_and_is_served_when_it_ends(engine, session):
    await engine.observe(logins("imported", on=[MONDAY]), session)
    await engine.observe(logins("live", on=[MONDAY]))

    await engine.sweep()
    assert await engine.population() == {"active": 1, "quiet": 1}
    await engine.observe(logins("imported", on=[TUESDAY]), session)
    await end_import(engine.database, engine.workspace, session, engine.now)
    await engine.sweep()

    assert await engine.told("imported") == [
        a_stage_change("imported", entered="active", at=MONDAY),
        a_stage_change("imported", left="active", entered="quiet", at=FRIDAY, trigger="TIME"),
    ]


async def test_time_waits_no_longer_than_ten_minutes_of_silence(engine, session):
    await engine.observe(logins("u1", on=[MONDAY]), session)

    await engine.sweep(now=engine.now + 10 * MINUTE - 1)
    assert await engine.population() == {"active": 1}

    await engine.sweep(now=engine.now + 1)
    assert await engine.population() == {"quiet": 1}


async def test_every_batch_lets_time_wait_anew(engine, session):
    await engine.observe(logins("u1", on=[MONDAY]), session)
    engine.now += 9 * MINUTE
    await engine.observe(logins("u2", on=[MONDAY]), session)

    await engine.sweep(now=engine.now + 9 * MINUTE)

    assert await engine.population() == {"active": 2}


async def test_a_timer_from_before_the_import_waits_too(engine, session):
    await engine.observe(logins("u1", on=[MONDAY]))
    await engine.observe([did("u1", "else", at=MONDAY)], session)

    await engine.sweep()

    assert await engine.population() == {"active": 1}


async def test_who_comes_with_an_import_in_one_commit_need_not_wait_for_it(engine, session):
    other = await start_import(engine.database, engine.workspace, engine.now)
    await asyncio.gather(
        engine.observe(logins("u1", on=[MONDAY]), session),
        engine.observe(logins("u2", on=[MONDAY])),
        engine.observe(logins("u3", on=[MONDAY]), other),
    )
    await end_import(engine.database, engine.workspace, other, engine.now)

    await engine.sweep()

    assert {who: len(story) for who, story in (await engine.stories()).items()} == {
        "u1": 1,
        "u2": 2,
        "u3": 2,
    }


async def test_a_profile_that_an_import_touches_after_it_was_claimed_is_not_swept(
    engine, session, monkeypatch
):
    await engine.observe(logins("u1", on=[MONDAY]))
    engine.database = importing_meanwhile(engine, logins("u1", on=[TUESDAY]), session)

    await swept(engine.database, engine.shelf, engine.workspace, engine.now)

    assert await engine.population() == {"active": 1}
    await end_import(engine.database, engine.workspace, session, engine.now)
    await engine.sweep()
    assert [one.at for one in await engine.told()] == [MONDAY, FRIDAY]


async def test_a_batch_that_comes_after_the_end_is_taken_like_any_other(engine, session):
    await end_import(engine.database, engine.workspace, session, engine.now)

    await engine.observe(logins("u1", on=[MONDAY]), session)
    await engine.sweep()

    assert await engine.population() == {"quiet": 1}


async def test_a_history_brought_into_a_running_engine_gives_what_a_replay_gives(engine):
    journey = a_journey(
        "active -> busy -> quiet",
        busy=at_least("login", 3, within="P7D"),
        quiet=silent("login", "P5D"),
    )
    await engine.publish(journey)
    days = {"u1": [0, 1, 2, 9, 30], "u2": [0, 8, 9, 10, 11], "u3": [3, 4, 5, 6, 7, 20, 21, 22]}
    history = [login for who in days for login in logins(who, on=days_after_monday(days[who]))]
    history.sort(key=lambda login: login[1].at)
    async with engine.working(workers=2):
        session = await start_import(engine.database, engine.workspace, engine.now)
        for start in range(0, len(history), 5):
            await engine.observe(history[start : start + 5], session)
            await asyncio.sleep(0.05)
        await end_import(engine.database, engine.workspace, session, engine.now)
        await engine.served(upto=engine.now)

    expected = {}
    for one in replayed(journey, history, until=engine.now):
        expected.setdefault(one.profile, []).append(told(one.profile, one.fact))
    assert await engine.stories() == expected


def days_after_monday(numbers):
    return [MONDAY + number * DAY for number in numbers]


def importing_meanwhile(engine, history, session):
    """The database, in which a batch of an import comes between two transactions."""

    class Between:
        def __init__(self, database):
            self.database = database
            self.writes = 0

        def __getattr__(self, name):
            return getattr(self.database, name)

        async def write(self, workspace, work):
            self.writes += 1
            if self.writes == 2:
                await engine.observe(history, session)
            return await self.database.write(workspace, work)

    return Between(engine.database)

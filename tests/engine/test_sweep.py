"""Time is served to each profile at its own instants, once, by however many workers."""

import asyncio

import pytest
from sqlalchemy import select

from domain.instants import DAY, HOUR, MINUTE
from domain.timeline import time_served
from engine.sweep import LEASE, swept
from store import timers
from tests.builders import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_journey,
    a_stage_change,
    did,
    logins,
    silent,
)

pytestmark = pytest.mark.anyio

FADING = a_journey("active -> quiet -> lost", quiet=silent("login", "P3D"))


async def test_what_time_brings_happens_at_its_instant_however_late_it_is_served(engine):
    journey = a_journey(
        "active -> quiet -> lost", quiet=silent("login", "P3D"), lost=silent("login", "P10D")
    )
    await engine.publish(journey)
    await engine.observe(logins("u1", on=[MONDAY]))

    await engine.sweep()

    assert await engine.told("u1") == [
        a_stage_change("u1", entered="active", at=MONDAY),
        a_stage_change("u1", left="active", entered="quiet", at=THURSDAY, trigger="TIME"),
        a_stage_change("u1", left="quiet", entered="lost", at=MONDAY + 10 * DAY, trigger="TIME"),
    ]
    assert {change.recorded_at for change in await engine.feed()} == {engine.now}


async def test_before_its_instant_nothing_happens(engine):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[MONDAY]))

    await engine.sweep(now=THURSDAY - 1)
    assert await engine.population() == {"active": 1}

    await engine.sweep(now=THURSDAY)
    assert await engine.population() == {"quiet": 1}


async def test_several_workers_serve_each_timer_once(engine, another):
    engine.now = another.now = MONDAY + HOUR
    await engine.publish(FADING)
    names = [f"u{number}" for number in range(700)]
    await engine.observe(did(who, "login", at=MONDAY + n) for n, who in enumerate(names))

    async with engine.working(workers=2), another.working(workers=2):
        another.now = THURSDAY + HOUR
        await engine.served(upto=THURSDAY + HOUR)

    by_time = [one for one in await engine.told() if one.left is not None]
    assert sorted(by_time, key=lambda one: one.at) == [
        a_stage_change(who, left="active", entered="quiet", at=THURSDAY + n, trigger="TIME")
        for n, who in enumerate(names)
    ]


async def test_a_timer_that_rings_too_early_is_set_right(engine):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[MONDAY]))
    await engine.observe(logins("u1", on=[TUESDAY]))
    assert await armed(engine) == [(THURSDAY, None)]

    await engine.sweep(now=THURSDAY)

    assert await armed(engine) == [(FRIDAY, None)]
    assert await engine.population() == {"active": 1}


async def test_where_time_can_do_no_more_no_timer_is_left(engine):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[MONDAY]))

    await engine.sweep()

    assert await armed(engine) == []


async def test_what_a_dead_worker_had_claimed_is_served_when_its_lease_has_run_out(engine):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[MONDAY]))
    await claimed_and_left(engine)

    await engine.sweep(now=engine.now + LEASE - 1)
    assert await engine.population() == {"active": 1}

    await engine.sweep(now=engine.now + 1)
    assert await engine.population() == {"quiet": 1}


async def test_an_observation_frees_a_timer_that_a_dead_worker_had_claimed(engine):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[MONDAY]))
    await claimed_and_left(engine)

    await engine.observe(logins("u1", on=[FRIDAY]))
    await engine.observe([did("u1", "else", at=FRIDAY + 4 * DAY)])

    assert [one.trigger for one in await engine.told()] == ["DATA", "TIME"]


async def test_a_sweep_that_finds_much_to_say_says_it_in_parts(engine, monkeypatch):
    monkeypatch.setattr("engine.sitting.MOST_FACTS", 4)
    await engine.publish(FADING)
    await engine.observe(did(f"u{number}", "login", at=MONDAY) for number in range(30))

    await engine.sweep()

    assert await engine.population() == {"quiet": 30}


async def test_a_profile_that_breaks_something_of_ours_keeps_nobody_else_waiting(
    engine, monkeypatch
):
    await engine.publish(FADING)
    await engine.observe(did(f"u{number}", "login", at=MONDAY) for number in range(30))
    poison = (await engine.profile("u7")).id
    monkeypatch.setattr("engine.sweep.time_served", breaking_on(poison))

    await engine.sweep()
    assert await engine.population() == {"active": 1, "quiet": 29}

    monkeypatch.undo()
    await engine.sweep(now=engine.now + LEASE)
    assert await engine.population() == {"quiet": 30}


async def test_a_sweep_and_observations_of_the_same_profiles_never_wait_for_each_other(
    engine, another
):
    await engine.publish(FADING)
    names = [f"u{number}" for number in range(300)]
    await engine.observe(did(who, "login", at=MONDAY) for who in names)

    await asyncio.gather(
        another.sweep(),
        *(engine.observe([did(who, "login", at=engine.now - MINUTE)]) for who in names[::-1]),
    )

    again = engine.now - MINUTE
    assert await engine.stories() == {
        who: [
            a_stage_change(who, entered="active", at=MONDAY),
            a_stage_change(who, left="active", entered="quiet", at=THURSDAY, trigger="TIME"),
        ]
        for who in names
    }
    assert {who.clock for who in (await engine.profiles()).values()} == {again}


async def test_nothing_due_is_nothing_to_do(engine):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[WEDNESDAY]))

    assert await swept(engine.database, engine.shelf, engine.workspace, WEDNESDAY) == 0


async def armed(engine):
    rows = select(timers.timers.c.due, timers.timers.c.leased_until)
    found = await engine.database.read(engine.workspace, lambda tx: tx.rows(rows))
    return [tuple(row) for row in found]


async def claimed_and_left(engine):
    """A worker claims what is due and is never heard of again."""
    now = engine.now
    claim = await engine.database.write(
        engine.workspace, lambda tx: timers.claim(tx, now, 10, now + LEASE)
    )
    assert len(claim) == 1


def breaking_on(id):
    def rule(profile, definitions, upto):
        if profile.id == id:
            raise ZeroDivisionError(id)
        return time_served(profile, definitions, upto)

    return rule

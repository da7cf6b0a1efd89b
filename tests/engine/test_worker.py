"""What goes on by itself goes on, whatever fails for whomever, and whatever takes long."""

import asyncio

import pytest
from sqlalchemy import func, select

from domain.instants import DAY
from domain.refusals import Unavailable
from engine.stays import POPULATION
from engine.worker import Worker
from engine.workspaces import create_workspace
from store import counters, feed, publish_jobs, timers
from store.counters import counter_deltas
from store.observations import messages
from tests.builders import MONDAY, a_journey, did, logins, sent, silent
from tests.living import LivingEngine, until

pytestmark = pytest.mark.anyio

FADING = a_journey("active -> quiet", quiet=silent("login", "P3D"))


async def test_a_worker_waits_for_a_database_that_is_away(engine, monkeypatch):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[MONDAY]))
    away = asyncio.Event()

    async def is_away(*_):
        away.set()
        raise Unavailable

    with monkeypatch.context() as patch:
        for module, name in ((timers, "due_workspaces"), (publish_jobs, "unfinished")):
            patch.setattr(module, name, is_away)
        async with engine.working():
            await away.wait()
            await asyncio.sleep(0)
            patch.undo()
            await engine.served(upto=engine.now)

    assert await engine.population() == {"quiet": 1}


async def test_one_workspaces_trouble_is_not_anothers(engine, monkeypatch):
    made = await create_workspace(engine.database, "other", "Other", engine.now)
    other = LivingEngine(engine.database, made.id)
    for one in (engine, other):
        await one.publish(FADING)
        await one.observe(logins("u1", on=[MONDAY]))
    monkeypatch.setattr(timers, "claim", breaking_in(engine.workspace, timers.claim))

    async with engine.working():
        await other.served(upto=other.now)

    assert await engine.population() == {"active": 1}
    assert await other.population() == {"quiet": 1}


async def test_who_has_much_to_do_holds_up_nobody_else(engine, monkeypatch):
    made = await create_workspace(engine.database, "other", "Other", engine.now)
    other = LivingEngine(engine.database, made.id)
    steps = []

    async def endless(database, shelf, workspace, now):
        steps.append(workspace)
        return 1

    async def due(tx, now):
        return [engine.workspace, other.workspace]

    monkeypatch.setattr("engine.worker.swept", endless)
    monkeypatch.setattr(timers, "due_workspaces", due)
    async with engine.working():
        await until(lambda: many(steps))

    assert steps[:4] == [engine.workspace, other.workspace] * 2


async def test_time_goes_on_while_a_publication_takes_its_time(engine, monkeypatch):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[MONDAY]))
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def slow(*_):
        reached.set()
        await go_on.wait()
        return False

    monkeypatch.setattr("engine.worker.advanced", slow)
    await engine.publish(a_journey("new -> old", key="other"))
    async with engine.working():
        await reached.wait()
        await engine.observe(logins("u2", on=[MONDAY]))
        await engine.served(upto=engine.now)
        go_on.set()

    assert await engine.population() == {"quiet": 2}


async def test_counters_are_folded_and_old_messages_and_facts_forgotten(engine, monkeypatch):
    monkeypatch.setattr("engine.worker.MOST_AT_ONCE", 2)
    await engine.publish(FADING)
    for number in range(7):
        await engine.observe([sent(did(f"u{number}", "login", at=MONDAY), f"m{number}")])
    engine.now += 60 * DAY
    await engine.observe([sent(did("u9", "login", at=MONDAY), "m9")])

    worker = Worker(engine.database, engine.shelf, engine.clock, feed_days=60)
    running = asyncio.create_task(worker.run())
    await until(lambda: is_kept(engine, deltas=0, messages=1))
    engine.now += 1
    worker.stop()
    await running

    counted = await engine.database.read(
        engine.workspace, lambda tx: counters.read(tx, POPULATION, "lead")
    )
    assert {stage: count for stage, count in counted.items() if count} == await engine.population()


async def test_facts_are_kept_as_long_as_it_was_said(engine):
    await engine.publish(FADING)
    await engine.observe(logins("u1", on=[MONDAY]))
    engine.now += 60 * DAY
    await engine.observe(logins("u2", on=[engine.now]))

    worker = Worker(engine.database, engine.shelf, lambda: engine.now - 1, feed_days=59)
    running = asyncio.create_task(worker.run())
    await until(lambda: begins_at(engine, 2))
    worker.stop()
    await running

    kept = await engine.feed()
    assert [change.number for change in kept] == list(range(2, 2 + len(kept)))
    assert kept[0].recorded_at == engine.now


async def test_a_worker_that_is_stopped_comes_to_an_end(engine):
    worker = Worker(engine.database, engine.shelf, engine.clock)
    running = asyncio.create_task(worker.run())

    worker.stop()

    await running


async def many(steps):
    return len(steps) >= 4


def breaking_in(workspace, act):
    async def broken(tx, *rest):
        if tx.workspace == workspace:
            raise ZeroDivisionError(workspace)
        return await act(tx, *rest)

    return broken


async def is_kept(engine, **expected):
    async def work(tx):
        tables = {"deltas": counter_deltas, "messages": messages}
        return {
            name: (await tx.rows(select(func.count()).select_from(table)))[0][0]
            for name, table in tables.items()
        }

    return await engine.database.read(engine.workspace, work) == expected


async def begins_at(engine, number):
    oldest, _ = await engine.database.read(engine.workspace, feed.bounds)
    return oldest == number

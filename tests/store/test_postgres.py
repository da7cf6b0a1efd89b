import asyncio
import random
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from domain.refusals import Unavailable
from store import observations, profiles
from store.database import open_database
from tests.postgres import said
from tests.store.people import CONTACT, NOON, made

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["postgres"])
def database_url(request):
    return request.getfixturevalue("postgres_url")


async def test_a_reader_keeps_its_view_while_others_write(database, workspace):
    async def before_and_after(tx):
        before = await profiles.count(tx)
        await database.write(workspace, lambda other: made(other, "ann"))
        return [before, await profiles.count(tx)]

    seen = await database.read(workspace, before_and_after)

    assert [*seen, await database.read(workspace, profiles.count)] == [0, 0, 1]


async def test_two_that_lock_each_other_out_both_come_through(database, workspace):
    attempts = []

    def taking(*locks):
        async def work(tx):
            attempts.append(locks)
            for lock in locks:
                await tx.rows(select(func.pg_advisory_xact_lock(lock)))
                await asyncio.sleep(0.05)
            return await made(tx, f"{locks}")

        return database.write(workspace, work)

    await asyncio.gather(taking(1, 2), taking(2, 1))

    assert await database.read(workspace, profiles.count) == 2
    assert len(attempts) == 3


async def test_writers_of_the_same_profiles_and_messages_never_lock_each_other_out(
    database, database_url, workspace
):
    elsewhere = await open_database(database_url)
    keys = [(CONTACT, f"user{number}") for number in range(40)]
    messages = [f"message{number}" for number in range(40)]
    chance = random.Random(7)
    attempts = []

    def batch(through):
        some, fresh = chance.sample(keys, 20), chance.sample(messages, 20)

        async def work(tx):
            attempts.append(through)
            await tx.lock_definitions(exclusive=False)
            new = await observations.fresh_messages(tx, fresh, NOON)
            identified = await profiles.identify(tx, some, NOON)
            await asyncio.sleep(0.001)
            locked = await profiles.lock(tx, identified.ids.values())
            await profiles.save(tx, locked, set(identified.ids.values()))
            return new, identified.new

        return through.write(workspace, work)

    done = await asyncio.gather(*(batch((database, elsewhere)[n % 2]) for n in range(40)))
    await elsewhere.close()

    # Nobody had to try again, and each message and profile was new to exactly one.
    assert len(attempts) == 40
    assert sorted(id for new, _ in done for id in new) == sorted(
        {id for new, _ in done for id in new}
    )
    assert sum(len(new) for _, new in done) == await database.read(workspace, profiles.count)


async def test_who_waited_for_a_profile_sees_what_the_one_before_did(database, workspace):
    (id,) = await database.write(workspace, lambda tx: made(tx, "ann"))

    async def one_more_visit(tx):
        (ann,) = await profiles.lock(tx, [id])
        await asyncio.sleep(0.01)
        counted = {"visits": ann.traits.get("visits", 0) + 1}
        await profiles.save(tx, [replace(ann, traits=counted)], {id})

    await asyncio.gather(*(database.write(workspace, one_more_visit) for _ in range(8)))

    ann = await database.read(workspace, lambda tx: profiles.find(tx, CONTACT, "ann"))
    assert ann.traits == {"visits": 8}


async def test_publishing_waits_for_who_judges_and_keeps_others_out(database, workspace):
    order = []

    def holding(name, *, exclusive, seconds):
        async def work(tx):
            await tx.lock_definitions(exclusive=exclusive)
            order.append(f"{name} in")
            await asyncio.sleep(seconds)
            order.append(f"{name} out")

        return asyncio.create_task(database.write(workspace, work))

    judging = [holding(name, exclusive=False, seconds=0.2) for name in ("first", "second")]
    await asyncio.sleep(0.1)
    publishing = holding("publisher", exclusive=True, seconds=0.1)
    await asyncio.gather(*judging, publishing)

    assert order == [
        "first in", "second in", "first out", "second out", "publisher in", "publisher out",
    ]  # fmt: skip


async def test_connections_that_died_in_the_pool_are_not_noticed(
    database, database_url, postgres, workspace
):
    await asyncio.gather(*(database.write(workspace, profiles.count) for _ in range(4)))
    await said(
        postgres.superusers(database_url),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )

    counts = [await database.write(workspace, profiles.count) for _ in range(4)]

    assert counts == [0, 0, 0, 0]


async def test_a_connection_that_is_lost_in_the_middle_leaves_nothing(
    database, database_url, postgres, workspace
):
    async def cut_off(tx):
        await made(tx, "ann")
        ((pid,),) = await tx.rows(select(func.pg_backend_pid()))
        await said(postgres.superusers(database_url), f"SELECT pg_terminate_backend({pid})")
        await made(tx, "bob")

    with pytest.raises(Unavailable):
        await database.write(workspace, cut_off)

    assert await database.read(workspace, profiles.count) == 0


async def test_a_server_that_goes_away_and_comes_back(database, postgres, workspace):
    heard = asyncio.Event()
    await database.write(workspace, lambda tx: made(tx, "ann"))
    database.listen(lambda _: heard.set())

    with postgres.gone():
        for _ in range(2):
            with pytest.raises(Unavailable):
                await database.write(workspace, lambda tx: made(tx, "bob"))
    heard.clear()
    await database.write(workspace, lambda tx: made(tx, "cy"))

    assert await database.read(workspace, profiles.count) == 2
    # Whoever listens is told to look, since it may have missed a bell.
    await asyncio.wait_for(heard.wait(), 10)

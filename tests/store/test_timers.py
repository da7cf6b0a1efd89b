import asyncio

import pytest

from domain.instants import MINUTE, NEVER, SECOND
from store import import_sessions, timers
from store.database import open_database
from store.import_sessions import SILENCE
from tests.store.people import NOON

pytestmark = pytest.mark.anyio

LEASE = NOON + MINUTE


async def test_what_is_due_is_claimed_once_the_longest_due_first(database, workspace):
    async def claims(tx):
        await timers.arm(tx, [(1, NOON), (2, NOON - 5), (3, NOON + 1), (4, NEVER)])
        return [
            await timers.claim(tx, NOON, 1, LEASE),
            await timers.claim(tx, NOON, 9, LEASE),
            await timers.claim(tx, NOON, 9, LEASE),
            await timers.next_due(tx),
        ]

    assert await database.write(workspace, claims) == [[2], [1], [], NOON + 1]


async def test_a_timer_may_come_to_ring_earlier_but_never_later(database, workspace):
    async def rearmed(tx):
        await timers.arm(tx, [(1, NOON), (2, NOON)])
        await timers.arm(tx, [(1, NOON - SECOND), (2, NOON + SECOND)])
        return [
            await timers.claim(tx, NOON - SECOND, 9, LEASE),
            await timers.claim(tx, NOON, 9, LEASE),
        ]

    assert await database.write(workspace, rearmed) == [[1], [2]]


async def test_a_claim_ends_with_its_lease_or_when_the_profile_is_armed_anew(database, workspace):
    async def claims(tx):
        await timers.arm(tx, [(1, NOON), (2, NOON)])
        first = await timers.claim(tx, NOON, 9, LEASE)
        await timers.arm(tx, [(2, NOON + 1)])
        return [
            sorted(first),
            await timers.claim(tx, NOON, 9, LEASE),
            await timers.claim(tx, LEASE - 1, 9, LEASE + MINUTE),
            await timers.claim(tx, LEASE, 9, LEASE + MINUTE),
        ]

    assert await database.write(workspace, claims) == [[1, 2], [2], [], [1, 2]]


async def test_one_can_see_when_timers_ring(database, workspace):
    async def seen(tx):
        await timers.arm(tx, [(1, NOON), (2, NOON + 1)])
        return await timers.dues(tx, [3, 2, 1])

    assert await database.write(workspace, seen) == {1: NOON, 2: NOON + 1}


async def test_who_was_served_is_armed_exactly_or_not_at_all(database, workspace):
    async def served(tx):
        await timers.arm(tx, [(1, NOON), (2, NOON), (3, NOON)])
        await timers.claim(tx, NOON, 9, LEASE)
        await timers.rearm(tx, [(1, NOON + MINUTE), (2, None), (3, NEVER), (4, None)])
        return [
            await timers.next_due(tx),
            await timers.claim(tx, NOON + MINUTE, 9, LEASE + MINUTE),
            await timers.next_due(tx),
        ]

    assert await database.write(workspace, served) == [NOON + MINUTE, [1], None]


async def test_time_waits_for_an_import_while_it_lives(database, workspace):
    async def importing(tx):
        await import_sessions.start(tx, "i1", NOON)
        await timers.arm(tx, [(1, NOON), (2, NOON - MINUTE)])
        # 2 has nothing to wait for any more, but must not be brought to now either.
        await timers.arm(tx, [(1, NOON + 1), (2, NEVER)], session="i1")
        return [
            await timers.claim(tx, NOON + SILENCE - 1, 9, NOON + SILENCE),
            await timers.next_due(tx),
            await timers.held_back(tx, [1, 2, 3], NOON + SILENCE - 1),
            await timers.held_back(tx, [1, 2, 3], NOON + SILENCE),
            sorted(await timers.claim(tx, NOON + SILENCE, 9, NOON + SILENCE + 1)),
        ]

    assert await database.write(workspace, importing) == [[], None, {1, 2}, set(), [1, 2]]


async def test_an_import_that_ends_lets_time_go_on(database, workspace):
    async def importing(tx):
        await import_sessions.start(tx, "i1", NOON)
        await timers.arm(tx, [(1, NOON), (2, NOON)], session="i1")
        held = await timers.claim(tx, NOON, 9, LEASE)
        await import_sessions.end(tx, "i1", NOON)
        released = await timers.release_session(tx, "i1")
        return [held, released, await timers.next_due(tx), await timers.claim(tx, NOON, 1, LEASE)]

    held, released, following, claimed = await database.write(workspace, importing)

    assert (held, released, following, len(claimed)) == ([], 2, NOON, 1)


async def test_workspaces_with_something_due_are_known_across_all_of_them(database, workspace):
    await database.write(workspace, lambda tx: timers.arm(tx, [(1, NOON), (2, NOON)]))

    due = [
        await database.read(None, lambda tx, now=now: timers.due_workspaces(tx, now))
        for now in (NOON - 1, NOON)
    ]
    await database.write(workspace, lambda tx: timers.claim(tx, NOON, 9, LEASE))
    due.append(await database.read(None, lambda tx: timers.due_workspaces(tx, NOON)))

    assert due == [[], [workspace], []]


async def test_where_all_that_is_due_waits_for_an_import_nothing_can_be_claimed(
    database, workspace
):
    async def importing(tx):
        await import_sessions.start(tx, "i1", NOON)
        await timers.arm(tx, [(1, NOON)], session="i1")

    await database.write(workspace, importing)

    due = [
        await database.read(None, lambda tx, now=now: timers.due_workspaces(tx, now))
        for now in (NOON, NOON + SILENCE)
    ]

    assert due == [[], [workspace]]


async def test_any_number_of_workers_share_the_timers(database, database_url, workspace):
    elsewhere = await open_database(database_url)
    await database.write(
        workspace, lambda tx: timers.arm(tx, [(id, NOON - id) for id in range(200)])
    )

    async def worker(number):
        mine = []
        while batch := await (database, elsewhere)[number % 2].write(
            workspace, lambda tx: timers.claim(tx, NOON, 7, LEASE)
        ):
            mine += batch
        return mine

    claimed = await asyncio.gather(*map(worker, range(6)))
    await elsewhere.close()

    assert sorted(id for mine in claimed for id in mine) == list(range(200))

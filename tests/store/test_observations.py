from decimal import Decimal

import pytest

from domain.observation import KeptObservation
from store import observations
from store.paging import Slice
from tests.store.people import NOON

pytestmark = pytest.mark.anyio


async def test_a_message_is_new_once(database, workspace):
    async def twice(tx):
        return [
            await observations.fresh_messages(tx, ["b", "a", "a"], NOON),
            await observations.fresh_messages(tx, ["c", "b"], NOON + 1),
            await observations.fresh_messages(tx, [], NOON + 1),
        ]

    assert await database.write(workspace, twice) == [{"a", "b"}, {"c"}, set()]


async def test_messages_are_forgotten_oldest_first(database, workspace):
    async def forget(tx):
        for minute, message in enumerate("abcd"):
            await observations.fresh_messages(tx, [message], NOON + minute)
        return [
            await observations.forget_messages(tx, NOON + 3, 2),
            await observations.fresh_messages(tx, "abcd", NOON + 9),
            await observations.forget_messages(tx, NOON + 3, 2),
        ]

    assert await database.write(workspace, forget) == [2, {"a", "b"}, 1]


async def test_the_log_gives_back_what_was_put_in_in_order_of_arrival(database, workspace):
    log = [
        an_observation(1, event="login", properties={"seconds": Decimal("1.50"), "big": 10**20}),
        an_observation(2, at=NOON - 5, message_id="m2", traits={"plan": None, "tags": ["é", 1]}),
        an_observation(3, event="login"),
    ]

    async def kept(tx):
        await observations.add(tx, [*reversed(log), an_observation(1, profile=2, event="login")])
        return await observations.history(tx, 1, events=None, up_to=9)

    assert await database.write(workspace, kept) == log


async def test_a_part_of_the_log_can_be_asked_for(database, workspace):
    log = [
        an_observation(number, event=event)
        for number, event in enumerate(["login", "paid", None, "login", "paid", "left"], start=1)
    ]

    async def parts(tx):
        await observations.add(tx, log)
        found = [
            await observations.history(tx, 1, events={"login", "left"}, up_to=5),
            await observations.history(tx, 1, events=None, up_to=6, after=2, limit=2),
            await observations.history(tx, 1, events=set(), up_to=6),
        ]
        return [[one.number for one in part] for part in found]

    assert await database.write(workspace, parts) == [[1, 4], [3, 4], []]


async def test_the_log_can_be_paged_from_either_end(database, workspace):
    log = [an_observation(number) for number in range(1, 6)]

    async def pages(tx):
        await observations.add(tx, log)
        return [
            await observations.page(tx, 1, Slice(last=2)),
            await observations.page(tx, 1, Slice(first=2, after=(3,))),
        ]

    newest, following = await database.write(workspace, pages)

    assert newest == following
    assert newest.items == tuple(log[3:])


def an_observation(number, profile=1, at=NOON, **rest):
    return KeptObservation(profile=profile, number=number, at=at, recorded_at=NOON, **rest)

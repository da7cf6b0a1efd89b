import asyncio

import pytest

from store import chores
from tests.store.people import NOON

pytestmark = pytest.mark.anyio


async def test_a_chore_is_done_by_one_and_again_when_it_is_due(database, workspace):
    async def claimed(tx):
        first = [
            await chores.claim(tx, "dwells", NOON, NOON + 5),
            await chores.claim(tx, "dwells", NOON + 4, NOON + 9),
            await chores.claim(tx, "scores", NOON + 4, NOON + 9),
            await chores.claim(tx, "dwells", NOON + 5, NOON + 9),
            await chores.claim(tx, "dwells", NOON + 5, NOON + 9),
        ]
        await chores.put_off(tx, "dwells", NOON + 20)
        return first, [await chores.claim(tx, "dwells", NOON + at, NOON + 99) for at in (9, 20)]

    assert await database.write(workspace, claimed) == (
        [True, False, True, True, False],
        [False, True],
    )


async def test_of_many_who_claim_a_chore_at_once_one_has_it(database, workspace):
    async def claim():
        return await database.write(
            workspace, lambda tx: chores.claim(tx, "dwells", NOON, NOON + 5)
        )

    assert sorted(await asyncio.gather(*(claim() for _ in range(5)))) == [False] * 4 + [True]

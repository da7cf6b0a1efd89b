import pytest

from domain.profile import Pin
from store import placements
from store.placements import PlacementRow
from tests.store.people import NOON

pytestmark = pytest.mark.anyio


async def test_a_profile_stands_where_it_was_last_put(database, workspace):
    pinned = PlacementRow(1, "plan", 2, "pro", NOON, None, "ann", "a favour", True)

    async def standing(tx):
        await placements.save(tx, [a_row(1, "trial"), a_row(2, "trial"), pinned])
        await placements.save(tx, [a_row(1, "paid"), a_row(3, "paid")])
        await placements.remove(tx, [(3, "lead"), (2, "other")])
        return await placements.of(tx, [3, 2, 1])

    found = await database.write(workspace, standing)

    assert found == {1: [a_row(1, "paid"), pinned], 2: [a_row(2, "trial")], 3: []}
    assert [row.pin for row in found[1]] == [None, Pin(None, "ann", "a favour")]


async def test_a_stage_has_as_many_as_stand_in_it(database, workspace):
    async def counted(tx):
        await placements.save(tx, [a_row(1, "trial"), a_row(2, "paid"), a_row(3, "paid")])
        await placements.save(tx, [PlacementRow(1, "plan", 1, "paid", NOON)])
        return await placements.population(tx, "lead")

    assert await database.write(workspace, counted) == {"trial": 1, "paid": 2}


def a_row(profile, stage):
    return PlacementRow(profile, "lead", 1, stage, NOON)

"""Changes of health, found again by whoever asks."""

import pytest

from store import feed, health_changes
from store.paging import Slice
from tests.store.facts import a_health_change
from tests.store.people import NOON

pytestmark = pytest.mark.anyio

WELL = {"score": 900, "band": "healthy"}


async def numbers(database, workspace, **wanted):
    async def work(tx):
        page = await health_changes.page(tx, Slice(first=9), **wanted)
        return [change.number for change in page.items]

    return await database.read(workspace, work)


@pytest.fixture
async def five(database, workspace):
    """Unwell, a step, well again; somebody else; and elsewhere."""
    facts = [
        a_health_change(),
        a_health_change(old_band="at-risk", old_score=310),
        a_health_change(old_band="at-risk", at=NOON + 5, **WELL),
        a_health_change(profile=2, old_band=None, old_score=None),
        a_health_change(journey="plan", stage=None, score=None, band=None),
    ]
    await database.write(workspace, lambda tx: feed.record(tx, facts))
    return workspace


async def test_changes_of_bands_are_told_and_steps_on_request(database, five):
    assert await numbers(database, five) == [1, 3, 4, 5]
    assert await numbers(database, five, with_steps=True) == [1, 2, 3, 4, 5]


async def test_they_are_found_by_journey_profile_and_band(database, five):
    assert await numbers(database, five, journey="lead") == [1, 3, 4]
    assert await numbers(database, five, profile=1) == [1, 3, 5]
    assert await numbers(database, five, bands={"healthy"}) == [1, 3, 5]
    assert await numbers(database, five, bands=set()) == []


async def test_the_newest_of_each_profile_in_each_journey_is_found_at_once(database, five):
    asked = [(1, "lead"), (1, "plan"), (2, "lead"), (2, "plan")]

    found = await database.read(five, lambda tx: health_changes.newest(tx, asked))

    assert {key: change.number for key, change in found.items()} == {
        (1, "lead"): 3,
        (1, "plan"): 5,
        (2, "lead"): 4,
    }


async def test_the_last_ones_since_an_instant_come_in_order(database, five):
    async def work(tx):
        return [
            [change.number for change in await health_changes.since(tx, 1, "lead", at, limit)]
            for at, limit in ((NOON, 9), (NOON, 2), (NOON + 1, 9))
        ]

    assert await database.read(five, work) == [[1, 2, 3], [2, 3], [3]]

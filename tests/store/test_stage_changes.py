import pytest

from store import feed, stage_changes
from store.paging import Slice
from tests.store.facts import a_change

pytestmark = pytest.mark.anyio


async def test_the_newest_change_of_each_profile_in_each_journey_is_found_at_once(
    database, workspace
):
    async def newest(tx):
        await feed.record(
            tx,
            [
                a_change(profile=profile, journey=journey)
                for profile, journey in [(1, "lead"), (2, "lead"), (1, "plan"), (1, "lead")]
            ],
        )
        return await stage_changes.newest(tx, [(1, "lead"), (1, "plan"), (3, "lead")])

    found = await database.write(workspace, newest)

    assert {key: change.number for key, change in found.items()} == {(1, "lead"): 4, (1, "plan"): 3}


async def test_the_feed_can_be_read_by_journey_and_by_profile(database, workspace):
    async def pages(tx):
        await feed.record(
            tx,
            [
                a_change(profile=profile, journey=journey)
                for profile, journey in [(1, "lead"), (2, "lead"), (1, "plan"), (1, "lead")]
            ],
        )
        found = [
            await stage_changes.page(tx, None, None, Slice(last=2)),
            await stage_changes.page(tx, "lead", None, Slice(first=2)),
            await stage_changes.page(tx, "lead", 1, Slice(first=9)),
            await stage_changes.page(tx, None, 2, Slice(first=9, after=(2,))),
        ]
        return [[change.number for change in page.items] for page in found]

    assert await database.write(workspace, pages) == [[3, 4], [1, 2], [1, 4], []]

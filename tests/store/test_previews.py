"""Previews are begun once, worked on by one at a time, and taken over from whoever is silent."""

import asyncio
from dataclasses import replace

import pytest

from domain.instants import MINUTE, SECOND
from store import previews, secrets, workspaces
from store.previews import KeptPreview

pytestmark = pytest.mark.anyio

NOON = 1_767_700_800_000_000
WHOLE = KeptPreview(
    id="p1",
    draft="jrn_1",
    draft_revision=7,
    follows=2,
    history="FROM_NOW",
    mapping={"pilot": "trial", "gone": None},
    total=5_000,
    created_at=NOON,
)


def beginning(preview, now=NOON):
    return lambda tx: previews.begin(tx, preview, now - MINUTE)


def claiming(now):
    return lambda tx: previews.claim(tx, now, now - 10 * SECOND)


def finding(id="p1"):
    return lambda tx: previews.find(tx, id)


async def test_a_preview_is_begun_once(database, workspace):
    begun = await asyncio.gather(*(database.write(workspace, beginning(WHOLE)) for _ in range(4)))

    assert begun == [WHOLE] * 4
    assert await database.read(workspace, finding()) == WHOLE
    assert await database.read(workspace, finding("p2")) is None


async def test_one_works_on_it_and_says_how_far_it_is(database, workspace):
    await database.write(workspace, beginning(WHOLE))

    claimed = await asyncio.gather(*(database.write(workspace, claiming(NOON)) for _ in range(3)))
    told = await database.write(workspace, lambda tx: previews.beat(tx, "p1", 400, NOON + 1))

    assert [one for one in claimed if one] == [replace(WHOLE, beat_at=NOON)]
    assert told
    found = await database.read(workspace, finding())
    assert found == replace(WHOLE, done=400, beat_at=NOON + 1)


async def test_whoever_is_silent_is_relieved_and_the_first_to_finish_is_believed(
    database, workspace
):
    await database.write(workspace, beginning(WHOLE))
    await database.write(workspace, claiming(NOON))

    early = await database.write(workspace, claiming(NOON + 10 * SECOND - 1))
    later = await database.write(workspace, claiming(NOON + 10 * SECOND))
    for result in ({"n": 1}, {"n": 2}):
        await database.write(
            workspace, lambda tx, it=result: previews.finish(tx, "p1", it, NOON + 11 * SECOND)
        )

    assert (early, later.done) == (None, 0)
    found = await database.read(workspace, finding())
    assert (found.result, found.done, found.finished_at) == ({"n": 1}, 5_000, NOON + 11 * SECOND)
    assert await database.write(workspace, claiming(NOON + MINUTE)) is None
    assert not await database.write(workspace, lambda tx: previews.beat(tx, "p1", 1, NOON))


async def test_what_is_let_go_is_anybodys(database, workspace):
    await database.write(workspace, beginning(WHOLE))
    await database.write(workspace, claiming(NOON))

    await database.write(workspace, lambda tx: previews.let_go(tx, "p1"))

    assert (await database.write(workspace, claiming(NOON + 1))).id == "p1"


async def test_a_finished_preview_serves_for_a_minute(database, workspace):
    await database.write(workspace, beginning(WHOLE))
    await database.write(workspace, lambda tx: previews.finish(tx, "p1", {}, NOON))

    soon = await database.write(workspace, beginning(WHOLE, NOON + MINUTE))
    anew = replace(WHOLE, created_at=NOON + MINUTE + 1)
    later = await database.write(workspace, beginning(anew, NOON + MINUTE + 1))

    assert soon.finished_at == NOON
    assert later == anew


@pytest.mark.parametrize("newer", [{"draft_revision": 8}, {"follows": 3}])
async def test_one_of_a_later_state_of_things_takes_the_place_of_earlier_ones(
    newer, database, workspace
):
    other = replace(WHOLE, id="p0", draft="jrn_0", draft_revision=1)
    later = replace(WHOLE, id="p2", **newer)
    for one in (other, WHOLE, later):
        await database.write(workspace, beginning(one))

    found = [await database.read(workspace, finding(id)) for id in ("p0", "p1", "p2")]

    assert found == [other, None, later]
    assert not await database.write(workspace, lambda tx: previews.beat(tx, "p1", 1, NOON))


async def test_other_mappings_of_one_state_go_on_side_by_side(database, workspace):
    for one in (WHOLE, replace(WHOLE, id="p2", mapping={})):
        await database.write(workspace, beginning(one))

    assert await database.read(workspace, finding()) == WHOLE


async def test_old_previews_are_forgotten_and_unwanted_ones_given_up(database, workspace):
    for number in range(4):
        one = replace(WHOLE, id=f"p{number}", created_at=NOON + number)
        await database.write(workspace, beginning(one))

    forgotten = await database.write(workspace, lambda tx: previews.forget(tx, NOON + 2, 10))
    await database.write(workspace, lambda tx: previews.give_up(tx, "p2"))

    found = [await database.read(workspace, finding(f"p{number}")) for number in range(4)]
    assert (forgotten, [one and one.id for one in found]) == (2, [None, None, None, "p3"])


async def test_where_there_is_work_is_known_without_knowing_the_workspaces(database, workspace):
    other = await database.write(None, lambda tx: workspaces.create(tx, "other", "Other", NOON))
    third = await database.write(None, lambda tx: workspaces.create(tx, "third", "Third", NOON))
    for number in (workspace, other.id, third.id):
        await database.write(number, beginning(WHOLE))
    await database.write(third.id, lambda tx: previews.finish(tx, "p1", {}, NOON))

    found = await database.read(None, previews.open_workspaces)

    assert found == [workspace, other.id]


async def test_a_secret_is_made_once_and_is_its_workspaces_own(database, workspace):
    other = await database.write(None, lambda tx: workspaces.create(tx, "other", "Other", NOON))

    def keeping(secret):
        return lambda tx: secrets.keep(tx, "confirm", secret, NOON)

    assert await database.read(workspace, lambda tx: secrets.find(tx, "confirm")) is None
    kept = await asyncio.gather(*(database.write(workspace, keeping(bytes([n]))) for n in range(5)))
    theirs = await database.write(other.id, keeping(b"theirs"))

    assert len(set(kept)) == 1
    assert await database.read(workspace, lambda tx: secrets.find(tx, "confirm")) == kept[0]
    assert (theirs, len(kept[0])) == (b"theirs", 1)

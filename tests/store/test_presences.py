from functools import partial

import pytest

from domain.presence import presence_of
from store import presences
from tests.builders import MONDAY

pytestmark = pytest.mark.anyio


def a_presence(actor, at=MONDAY, **shown):
    return presence_of(shown, actor=actor, client="tab", at=at)


async def here(database, workspace, draft="jrn_1", since=0):
    work = partial(presences.of_draft, draft=draft, since=since)
    return await database.read(workspace, work)


@pytest.fixture
async def shown(database, workspace):
    """Two in one draft, one of them in another as well."""
    ann, bob = a_presence("ann", cursor={"x": 1, "y": 2}), a_presence("bob", at=MONDAY + 5)
    places = [("jrn_1", ann), ("jrn_1", bob), ("jrn_2", ann)]
    await database.write(workspace, lambda tx: presences.show(tx, places))
    return ann, bob


async def test_whoever_is_in_a_draft_is_found_as_shown(database, workspace, shown):
    ann, bob = shown

    assert await here(database, workspace) == [ann, bob]
    assert await here(database, workspace, "jrn_2") == [ann]
    assert await here(database, workspace, since=MONDAY) == [bob]


async def test_what_is_shown_next_takes_its_place(database, workspace, shown):
    newer = a_presence("ann", at=MONDAY + 9, selection=["stg_1"])

    await database.write(workspace, lambda tx: presences.show(tx, [("jrn_1", newer)]))

    assert await here(database, workspace) == [newer, shown[1]]


async def test_who_leaves_one_draft_is_in_the_other_still(database, workspace, shown):
    await database.write(workspace, lambda tx: presences.leave(tx, [("jrn_1", "ann", "tab")]))

    assert await here(database, workspace) == [shown[1]]
    assert await here(database, workspace, "jrn_2") == [shown[0]]


async def test_who_has_said_nothing_for_long_is_forgotten(database, workspace, shown):
    forgotten = await database.write(workspace, lambda tx: presences.forget(tx, MONDAY))

    assert (forgotten, await here(database, workspace)) == (2, [shown[1]])

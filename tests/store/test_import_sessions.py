import pytest

from store import import_sessions
from store.import_sessions import SILENCE, ImportSession

pytestmark = pytest.mark.anyio

NOON = 1_767_700_800_000_000


async def test_a_session_lives_until_it_ends(database, workspace):
    async def whole_life(tx):
        await import_sessions.start(tx, "i1", NOON)
        yield await import_sessions.live(tx, NOON + 1)
        yield await import_sessions.touch(tx, "i1", NOON + 2)
        yield await import_sessions.live(tx, NOON + 3)
        yield await import_sessions.end(tx, "i1", NOON + 4)
        yield await import_sessions.live(tx, NOON + 5)

    seen = await database.write(workspace, lambda tx: listed(whole_life(tx)))

    assert seen == [
        [ImportSession("i1", NOON, NOON)],
        True,
        [ImportSession("i1", NOON, NOON + 2)],
        True,
        [],
    ]


async def test_a_session_that_falls_silent_is_waited_for_no_longer(database, workspace):
    async def silent(tx):
        await import_sessions.start(tx, "i1", NOON)
        yield await import_sessions.live(tx, NOON + SILENCE - 1)
        yield await import_sessions.live(tx, NOON + SILENCE)

    seen = await database.write(workspace, lambda tx: listed(silent(tx)))

    assert seen == [[ImportSession("i1", NOON, NOON)], []]


async def test_nothing_comes_in_a_session_that_ended_or_never_was(database, workspace):
    async def ended(tx):
        await import_sessions.start(tx, "i1", NOON)
        await import_sessions.end(tx, "i1", NOON + 1)
        yield await import_sessions.touch(tx, "i1", NOON + 2)
        yield await import_sessions.end(tx, "i1", NOON + 2)
        yield await import_sessions.touch(tx, "i2", NOON + 2)
        yield await import_sessions.find(tx, "i1")
        yield await import_sessions.find(tx, "i2")

    seen = await database.write(workspace, lambda tx: listed(ended(tx)))

    assert seen == [False, False, False, ImportSession("i1", NOON, NOON, NOON + 1), None]


async def test_an_import_that_is_resumed_goes_on_in_its_session(database, workspace):
    async def resumed(tx):
        await import_sessions.start(tx, "i1", NOON)
        await import_sessions.end(tx, "i1", NOON + 1)
        await import_sessions.start(tx, "i1", NOON + 2)
        yield await import_sessions.live(tx, NOON + 3)

    seen = await database.write(workspace, lambda tx: listed(resumed(tx)))

    assert seen == [[ImportSession("i1", NOON, NOON + 2)]]


async def listed(answers):
    return [answer async for answer in answers]

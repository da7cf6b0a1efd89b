import asyncio

import asyncpg
import pytest

from domain.refusals import Unavailable
from store.bell import MOST_AT_ONCE, Listeners, WatchedFile, Wire
from store.database import EVERY_WORKSPACE

pytestmark = pytest.mark.anyio


def test_each_listener_is_called_until_it_stops():
    listeners, first, second = Listeners(), [], []
    stop = listeners.add(first.append)
    listeners.add(second.append)

    listeners.call(1)
    stop()
    stop()
    listeners.call(2)

    assert (first, second) == ([1], [1, 2])


def test_a_listener_may_stop_while_it_is_called():
    listeners, heard = Listeners(), []

    def once(workspace):
        heard.append(workspace)
        stop()

    stop = listeners.add(once)
    listeners.call(1)
    listeners.call(2)

    assert heard == [1]


async def test_a_file_rings_when_it_has_changed_and_at_first():
    versions = iter([1, 1, 2, None, 2, 3])
    listeners, heard, end = Listeners(), [], asyncio.Event()
    listeners.add(heard.append)

    async def version():
        found = next(versions, 3)
        if found is None:
            raise Unavailable
        if found == 3:
            end.set()
        return found

    watched = WatchedFile(version, listeners, every=0)
    watched.watch()
    await end.wait()
    await asyncio.sleep(0.01)
    await watched.close()

    assert heard == [EVERY_WORKSPACE] * 3


async def test_what_rings_together_is_sent_together_and_not_heard_twice(postgres_url):
    sent = asyncio.Queue()
    listener = await asyncpg.connect(postgres_url)
    await listener.add_listener("cairn", lambda *notice: sent.put_nowait(notice[-1]))
    listeners, heard = Listeners(), []
    listeners.add(heard.append)
    wire = Wire(lambda: asyncpg.connect(postgres_url), listeners)

    for workspace in (3, 1, 3):
        wire.ring(workspace)
    together = await asyncio.wait_for(sent.get(), 10)
    for workspace in range(1, MOST_AT_ONCE + 2):
        wire.ring(workspace)
    too_many = await asyncio.wait_for(sent.get(), 10)
    wire.ring(7)
    await wire.close()
    at_the_end = await asyncio.wait_for(sent.get(), 10)
    await listener.close()

    assert (together.split(), too_many, at_the_end) == (["1", "3"], str(EVERY_WORKSPACE), "7")
    # Only that it is connected: what was rung here was heard here before it was sent.
    assert heard == [EVERY_WORKSPACE]


async def test_a_wire_that_cannot_be_laid_is_tried_again(postgres_url, monkeypatch):
    monkeypatch.setattr("store.bell.RECONNECT_AFTER", 0.01)
    listeners, connected = Listeners(), asyncio.Event()
    listeners.add(lambda _: connected.set())
    failures = iter([OSError(), TimeoutError(), asyncpg.CannotConnectNowError()])

    async def connect():
        failure = next(failures, None)
        if failure is not None:
            raise failure
        return await asyncpg.connect(postgres_url)

    wire = Wire(connect, listeners)
    wire.open()
    await asyncio.wait_for(connected.wait(), 10)
    await wire.close()

    assert next(failures, None) is None

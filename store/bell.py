"""The bell: it wakes who waits for news, in this process and in others. It carries no data.

The store is the truth; a bell that rings for nothing, or once for many, does no harm, and who
listens also looks by itself now and then.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg

from domain.refusals import Unavailable
from store.database import EVERY_WORKSPACE

CHANNEL = "cairn"
LOOK_EVERY = 0.1
SEND_EVERY = 0.01
RECONNECT_AFTER = 0.5
STILL_THERE_EVERY = 10.0
LINGER = 1.0
# As what a connection that breaks may show itself, from the driver or its transport.
BROKEN = (
    OSError,
    RuntimeError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresError,
)
MOST_AT_ONCE = 500  # a payload holds 8,000 bytes


class Listeners:
    """Who listens in this process; for its event loop's thread only."""

    def __init__(self) -> None:
        self._callbacks: dict[object, Callable[[int], None]] = {}

    def add(self, callback: Callable[[int], None]) -> Callable[[], None]:
        """Listen until what is returned is called."""
        token = object()
        self._callbacks[token] = callback

        def stop() -> None:
            self._callbacks.pop(token, None)

        return stop

    def call(self, workspace: int) -> None:
        """Ring here."""
        for callback in tuple(self._callbacks.values()):
            callback(workspace)


class WatchedFile:
    """Rings when another process has committed to the same SQLite file, which tells nobody."""

    def __init__(
        self,
        version: Callable[[], Awaitable[int]],
        listeners: Listeners,
        every: float = LOOK_EVERY,
    ) -> None:
        self._version = version
        self._every = every
        self._listeners = listeners
        self._task: asyncio.Task[None] | None = None

    def watch(self) -> None:
        """Begin, if not begun."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._look())

    async def close(self) -> None:
        """Look no more."""
        await _ended(self._task)

    async def _look(self) -> None:
        seen: int | None = None
        while True:
            try:
                version: int | None = await self._version()
            except Unavailable:
                version = seen
            if version != seen:
                self._listeners.call(EVERY_WORKSPACE)
            seen = version
            await asyncio.sleep(self._every)


class Wire:
    """Rings in every process on one PostgreSQL, over a connection kept for that.

    NOTIFY takes a lock on the whole database when it commits, so it is never sent with an
    observation's transaction: what rang within ten milliseconds goes out in one.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[asyncpg.Connection]], listeners: Listeners
    ) -> None:
        self._connect = connect
        self._listeners = listeners
        self._rung: set[int] = set()
        self._sending: set[int] = set()
        self._stirred = asyncio.Event()
        self._silent = asyncio.Event()
        self._silent.set()
        self._task: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin, if not begun."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._kept_open())

    def ring(self, workspace: int) -> None:
        """Ring there."""
        self._rung.add(workspace)
        self._silent.clear()
        self._stirred.set()
        self.open()

    async def close(self) -> None:
        """Hang up, once what has rung is sent; a process may ring only to end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._silent.wait(), LINGER)
        await _ended(self._task)

    async def _kept_open(self) -> None:
        while True:
            try:
                await self._carry()
            except BROKEN:
                # Whatever it was, the answer is the same: call again, and look what was missed.
                await asyncio.sleep(RECONNECT_AFTER)

    async def _carry(self) -> None:
        connection = await self._connect()
        try:
            connection.add_termination_listener(lambda _: self._stirred.set())
            await connection.add_listener(CHANNEL, self._heard)
            self._stirred.set()
            self._listeners.call(EVERY_WORKSPACE)
            while not connection.is_closed():
                await self._send(connection)
        finally:
            connection.terminate()

    async def _send(self, connection: asyncpg.Connection) -> None:
        try:
            # Not `wait_for`: up to Python 3.11 it forgets that it was cancelled when woken as well.
            async with asyncio.timeout(STILL_THERE_EVERY):
                await self._stirred.wait()
        except TimeoutError:
            await connection.execute("SELECT 1")
            return
        self._stirred.clear()
        # What could not be sent over the last connection goes out over this one.
        self._sending, self._rung = self._sending | self._rung, set()
        if self._sending:
            named = self._sending if len(self._sending) <= MOST_AT_ONCE else {EVERY_WORKSPACE}
            payload = " ".join(map(str, named))
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)
            self._sending = set()
            if not self._rung:
                self._silent.set()
            await asyncio.sleep(SEND_EVERY)

    def _heard(
        self, connection: asyncpg.Connection, sender: int, channel: str, payload: object
    ) -> None:
        if sender != connection.get_server_pid():
            for workspace in str(payload).split():
                self._listeners.call(int(workspace))


async def _ended(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.wait([task])

"""SQLite: one writer thread, readers on connections of their own, a synchronous driver.

An async SQLite driver hops threads at every statement. Here a whole transaction is one hop: the
work is a coroutine that the thread drives itself, and that never waits since every answer is there
at once. `BEGIN IMMEDIATE` queues writers of other processes behind ours and ours behind theirs.
"""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import local
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Executable, Table, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from domain.refusals import Unavailable
from store import batches
from store.bell import Listeners, WatchedFile
from store.database import AnyRow, Database, Transaction, Values, Work
from store.traits import trait_holds

T = TypeVar("T")

ATTEMPTS = 5
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    # A page that many transactions write is copied once a checkpoint: every 64 MB of log, not 4.
    "PRAGMA wal_autocheckpoint = 16000",
    "PRAGMA journal_size_limit = 67108864",
)
# What the file system may do to us; all else that SQLite raises is our own fault.
AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
    }
)


def open_sqlite(url: str, *, readers: int) -> "SqliteDatabase":
    """Open the file, making it and its folder where they are missing."""
    path = make_url(url).database
    if not path or path == ":memory:":
        raise ValueError("A SQLite store is a file: several connections look at it.")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return SqliteDatabase(path, readers)


class SqliteTransaction(Transaction):
    """Statements on the thread's own connection; nothing in here ever waits."""

    dialect = "sqlite"

    def __init__(self, connection: Connection, workspace: int) -> None:
        self.workspace = workspace
        self._connection = connection
        self._driver = cast(sqlite3.Connection, connection.connection.driver_connection)

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[AnyRow]:
        """What a statement gives."""
        return self._connection.execute(statement, parameters).all()

    async def run(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> int:
        """Carry out a statement; how many rows it touched."""
        return self._connection.execute(statement, parameters).rowcount

    async def insert_many(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert whole rows."""
        self._driver.executemany(batches.sqlite_insert(table), rows)

    async def insert_many_new(
        self, table: Table, rows: Sequence[Values], *, returning: Sequence[str]
    ) -> list[Values]:
        """Insert those rows that clash with none."""
        text = batches.sqlite_insert_new(table, tuple(returning))
        return self._driver.execute(text, (batches.sqlite_rows(rows),)).fetchall()

    async def upsert_many(
        self,
        table: Table,
        rows: Sequence[Values],
        *,
        changes: Mapping[str, str] | None = None,
        when: str | None = None,
    ) -> None:
        """Insert whole rows, or change those that are there."""
        self._driver.executemany(batches.sqlite_upsert(table, _pairs(changes), when), rows)

    async def update_many(
        self, table: Table, key: Sequence[str], columns: Sequence[str], rows: Sequence[Values]
    ) -> None:
        """Set columns of the rows that have these keys."""
        width = len(key)
        self._driver.executemany(
            batches.sqlite_update(table, tuple(key), tuple(columns)),
            [(*row[width:], self.workspace, *row[:width]) for row in rows],
        )

    async def delete_many(self, table: Table, key: Sequence[str], keys: Sequence[Values]) -> None:
        """Delete the rows that have these keys."""
        self._driver.executemany(
            batches.sqlite_delete(table, tuple(key)), [(self.workspace, *one) for one in keys]
        )

    async def select_in(
        self,
        table: Table,
        columns: Sequence[str],
        key: Sequence[str],
        keys: Sequence[Values],
        *,
        order_by: Sequence[str] = (),
        lock: bool = False,
    ) -> list[Values]:
        """Columns of the rows that have these keys; the writer is alone, so nothing is locked."""
        text = batches.sqlite_select_in(table, tuple(columns), tuple(key), tuple(order_by))
        return self._driver.execute(text, (batches.sqlite_rows(keys), self.workspace)).fetchall()

    async def apart(self, think: Callable[[], T]) -> T:
        """This thread is the transaction's own."""
        return think()

    async def lock_definitions(self, *, exclusive: bool) -> None:
        """The writer is alone."""

    async def new_profile_ids(self, count: int) -> list[int]:
        """The ids after the greatest."""
        ((last,),) = self._driver.execute(batches.SQLITE_LAST_PROFILE).fetchall()
        return list(range(last + 1, last + 1 + count))


class SqliteDatabase(Database):
    """One file, one thread that writes and a few that read."""

    dialect = "sqlite"

    def __init__(self, path: str, readers: int) -> None:
        self._writing = Threads(path, 1, "BEGIN IMMEDIATE", "cairn-writer")
        self._reading = Threads(path, readers, "BEGIN", "cairn-reader")
        self._listeners = Listeners()
        self._watched = WatchedFile(self._data_version, self._listeners)

    async def write(self, workspace: int | None, work: Work[T]) -> T:
        """Do `work` on the writer's thread."""
        return await self._writing.do(workspace, work)

    async def read(self, workspace: int | None, work: Work[T]) -> T:
        """Do `work` on some reader's thread."""
        return await self._reading.do(workspace, work)

    def ring(self, workspace: int) -> None:
        """Wake who listens here; other processes see that the file has changed."""
        self._listeners.call(workspace)

    def listen(self, callback: Callable[[int], None]) -> Callable[[], None]:
        """Call `callback` after news."""
        self._watched.watch()
        return self._listeners.add(callback)

    async def close(self) -> None:
        """Let every connection go."""
        await self._watched.close()
        await self._writing.close()
        await self._reading.close()

    async def _data_version(self) -> int:
        """A number that differs once another connection, of any process, has committed."""
        return await self._writing.call(_data_version)


class Threads:
    """Threads that each keep a connection, and do whole transactions one after another."""

    def __init__(self, path: str, count: int, begin: str, name: str) -> None:
        # A reader that tries to write is told so.
        pragmas = PRAGMAS if begin == "BEGIN IMMEDIATE" else (*PRAGMAS, "PRAGMA query_only = ON")
        self._engine = create_engine(
            "sqlite://", creator=partial(_connect, path, pragmas), poolclass=NullPool
        )
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        self._executor = ThreadPoolExecutor(count, thread_name_prefix=name)
        self._mine = local()
        self._all: list[Connection] = []

    async def do(self, workspace: int | None, work: Work[T]) -> T:
        """One transaction on one of the threads."""
        return await self.call(partial(_attempted, workspace=workspace or 0, work=work))

    async def call(self, act: Callable[[Connection], T]) -> T:
        """Something else with a thread's connection."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._with, act)

    async def close(self) -> None:
        """Wait for what is being done, and close."""
        await asyncio.to_thread(self._executor.shutdown)
        for connection in self._all:
            connection.close()
        self._engine.dispose()

    def _with(self, act: Callable[[Connection], T]) -> T:
        try:
            return act(self._connection())
        except (OperationalError, sqlite3.OperationalError) as error:
            if _code(error) in AWAY:
                raise Unavailable from error
            raise

    def _connection(self) -> Connection:
        found: Connection | None = getattr(self._mine, "connection", None)
        if found is None:
            found = self._mine.connection = self._engine.connect()
            self._all.append(found)
        return found


def drive(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never waits, here and now."""
    try:
        work.send(None)
    except StopIteration as done:
        return cast(T, done.value)
    work.close()
    raise RuntimeError("Work inside a transaction waited for something other than the transaction.")


def _attempted(connection: Connection, *, workspace: int, work: Work[T]) -> T:
    for attempt in range(ATTEMPTS):
        try:
            with connection.begin():
                return drive(work(SqliteTransaction(connection, workspace)))
        except (OperationalError, sqlite3.OperationalError) as error:
            if _code(error) != sqlite3.SQLITE_BUSY or attempt == ATTEMPTS - 1:
                raise
        time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
    raise AssertionError("unreachable")


def _connect(path: str, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    # Transactions are begun by us, and connections are closed by the thread that closes the store.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in pragmas:
        connection.execute(pragma)
    connection.create_function("cairn_trait_holds", 4, trait_holds, deterministic=True)
    return connection


def _data_version(connection: Connection) -> int:
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    return int(driver.execute("PRAGMA data_version").fetchone()[0])


def _code(error: OperationalError | sqlite3.OperationalError) -> int | None:
    original = error.orig if isinstance(error, OperationalError) else error
    extended = getattr(original, "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF


def _pairs(changes: Mapping[str, str] | None) -> tuple[tuple[str, str], ...] | None:
    return None if changes is None else tuple(changes.items())

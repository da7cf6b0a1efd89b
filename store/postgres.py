"""PostgreSQL: asyncpg under SQLAlchemy's pool, and directly where rows go by the thousand.

A transaction begins by saying whose it is; row-level security does the rest. A login that security
would not bind, a superuser or the owner of the tables, becomes `cairn_server` for the transaction.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Executable, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from domain.refusals import Unavailable
from store import batches
from store.bell import BROKEN, Listeners, Wire
from store.columns import dumps, loads
from store.database import AnyRow, Database, Transaction, Values, Work

T = TypeVar("T")

ATTEMPTS = 5
# Deadlock and serialization failure: nobody is at fault, and the next attempt may well succeed.
TRY_AGAIN = frozenset({"40P01", "40001"})
# The server is going, coming or full.
AWAY = frozenset({"57P01", "57P02", "57P03", "53300", "08000", "08001", "08003", "08004", "08006"})
CONNECT_WITHIN = 10
ANSWER_WITHIN = 60
WRITERS = 8
# Advisory locks have one space for everybody: ours are the workspace's id above this.
DEFINITIONS_LOCK = 0x6361_6972 << 31

BEGIN = "SELECT set_config('cairn.workspace', $1, true)"
AS_SERVER = ", set_config('role', 'cairn_server', true)"
IS_ABOVE_SECURITY = """
    SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cairn_server') AND (
        EXISTS (
            SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
        ) OR EXISTS (
            SELECT FROM pg_class WHERE oid = to_regclass('profiles')
            AND pg_has_role(current_user, relowner, 'MEMBER')
        )
    )
"""


def open_postgres(url: str, *, readers: int) -> "PostgresDatabase":
    """Open the database; it is first called at the first transaction."""
    return PostgresDatabase(url, readers)


class PostgresTransaction(Transaction):
    """Statements over one connection; SQLAlchemy's and the driver's share the transaction."""

    dialect = "postgresql"

    def __init__(
        self, connection: AsyncConnection, driver: asyncpg.Connection, workspace: int
    ) -> None:
        self.workspace = workspace
        self._connection = connection
        self._driver = driver

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[AnyRow]:
        """What a statement gives."""
        return (await self._connection.execute(statement, parameters)).all()

    async def run(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> int:
        """Carry out a statement; how many rows it touched."""
        return (await self._connection.execute(statement, parameters)).rowcount

    async def insert_many(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert whole rows."""
        if rows:
            await self._driver.execute(batches.postgres_insert(table), *zip(*rows, strict=True))

    async def insert_many_new(
        self, table: Table, rows: Sequence[Values], *, returning: Sequence[str]
    ) -> list[Values]:
        """Insert those rows that clash with none."""
        if not rows:
            return []
        text = batches.postgres_insert_new(table, tuple(returning))
        return [tuple(new) for new in await self._driver.fetch(text, *zip(*rows, strict=True))]

    async def upsert_many(
        self,
        table: Table,
        rows: Sequence[Values],
        *,
        changes: Mapping[str, str] | None = None,
        when: str | None = None,
    ) -> None:
        """Insert whole rows, or change those that are there."""
        if rows:
            pairs = None if changes is None else tuple(changes.items())
            text = batches.postgres_upsert(table, pairs, when)
            await self._driver.execute(text, *zip(*rows, strict=True))

    async def update_many(
        self, table: Table, key: Sequence[str], columns: Sequence[str], rows: Sequence[Values]
    ) -> None:
        """Set columns of the rows that have these keys."""
        if rows:
            text = batches.postgres_update(table, tuple(key), tuple(columns))
            await self._driver.executemany(text, [(self.workspace, *row) for row in rows])

    async def delete_many(self, table: Table, key: Sequence[str], keys: Sequence[Values]) -> None:
        """Delete the rows that have these keys."""
        if keys:
            text = batches.postgres_delete(table, tuple(key))
            await self._driver.executemany(text, [(self.workspace, *one) for one in keys])

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
        """Columns of the rows that have these keys."""
        if not keys:
            return []
        text = batches.postgres_select_in(table, tuple(columns), tuple(key), tuple(order_by), lock)
        found = await self._driver.fetch(text, self.workspace, *zip(*keys, strict=True))
        return [tuple(row) for row in found]

    async def apart(self, think: Callable[[], T]) -> T:
        """On a thread of its own: this one is everybody's."""
        return await asyncio.to_thread(think)

    async def lock_definitions(self, *, exclusive: bool) -> None:
        """Wait for the lock; the transaction's end lets it go."""
        shared = "" if exclusive else "_shared"
        await self._driver.execute(
            f"SELECT pg_advisory_xact_lock{shared}($1)", DEFINITIONS_LOCK + self.workspace
        )

    async def new_profile_ids(self, count: int) -> list[int]:
        """Ids from the sequence."""
        text = "SELECT nextval('profile_ids') FROM generate_series(1, $1)"
        return sorted(row[0] for row in await self._driver.fetch(text, count))


class PostgresDatabase(Database):
    """A pool of connections for transactions, and one for the bell."""

    dialect = "postgresql"

    def __init__(self, url: str, readers: int) -> None:
        self._url = url
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            pool_size=WRITERS + readers,
            max_overflow=0,
            pool_timeout=CONNECT_WITHIN,
            json_serializer=dumps,
            json_deserializer=loads,
        )
        self._viewing = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._role: str | None = None
        self._listeners = Listeners()
        self._wire = Wire(self._connect, self._listeners)

    async def write(self, workspace: int | None, work: Work[T]) -> T:
        """Do `work` in one transaction."""
        return await self._attempted(self._engine, workspace, work)

    async def read(self, workspace: int | None, work: Work[T]) -> T:
        """Do `work` in one snapshot."""
        return await self._attempted(self._viewing, workspace, work)

    def ring(self, workspace: int) -> None:
        """Wake who listens here at once, and in other processes within milliseconds."""
        self._listeners.call(workspace)
        self._wire.ring(workspace)

    def listen(self, callback: Callable[[int], None]) -> Callable[[], None]:
        """Call `callback` after news."""
        self._wire.open()
        return self._listeners.add(callback)

    async def close(self) -> None:
        """Let every connection go."""
        await self._wire.close()
        await self._engine.dispose()

    async def _attempted(self, engine: AsyncEngine, workspace: int | None, work: Work[T]) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._transaction(engine, workspace or 0) as transaction:
                    return await work(transaction)
            except (DBAPIError, asyncpg.PostgresError) as error:
                if _code(error) not in TRY_AGAIN or attempt == ATTEMPTS:
                    raise
            await asyncio.sleep(random.uniform(0.01, 0.03) * 2**attempt)
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def _transaction(
        self, engine: AsyncEngine, workspace: int
    ) -> AsyncIterator[PostgresTransaction]:
        connection, driver = await self._opened(engine, workspace)
        try:
            yield PostgresTransaction(connection, driver, workspace)
            await connection.commit()
        except (DBAPIError, *BROKEN) as error:
            silent = isinstance(error, asyncpg.InternalClientError | TimeoutError)
            if silent or driver.is_closed() or _code(error) in AWAY:
                await self._gone(connection)
                raise Unavailable from error
            raise
        finally:
            await connection.close()

    async def _opened(
        self, engine: AsyncEngine, workspace: int
    ) -> tuple[AsyncConnection, asyncpg.Connection]:
        """A connection inside its transaction.

        A pooled connection may have died in its sleep: the first that is found so sends all the
        others away, and a second attempt asks the server itself.
        """
        for attempt in (1, 2):
            connection = engine.connect()
            try:
                await connection.start()
                # The adapter begins a transaction with its first statement, and this must be it.
                begin = BEGIN + await self._becoming(connection)
                await connection.exec_driver_sql(begin, (str(workspace),))
                raw = await connection.get_raw_connection()
            except PoolTimeoutError as error:
                raise Unavailable from error
            except (DBAPIError, *BROKEN) as error:
                await self._gone(connection)
                if attempt == 2:
                    raise Unavailable from error
            else:
                return connection, raw.driver_connection
        raise AssertionError("unreachable")

    async def _becoming(self, connection: AsyncConnection) -> str:
        """What makes this login one that security binds; found out once."""
        if self._role is None:
            is_above = (await connection.exec_driver_sql(IS_ABOVE_SECURITY)).scalar_one()
            self._role = AS_SERVER if is_above else ""
        return self._role

    async def _gone(self, connection: AsyncConnection) -> None:
        """Forget this connection and those that wait in the pool."""
        if connection.sync_connection is not None:
            await connection.invalidate()
            await connection.close()
        await self._engine.dispose()

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(
            self._url,
            timeout=CONNECT_WITHIN,
            command_timeout=ANSWER_WITHIN,
            # Short statements only: compiling one costs more than it could save.
            server_settings={"application_name": "cairn", "jit": "off"},
        )


def _code(error: BaseException) -> str | None:
    original = error.orig if isinstance(error, DBAPIError) else error
    code: str | None = getattr(original, "sqlstate", None)
    return code

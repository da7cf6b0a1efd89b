"""The same rows written by the bare drivers: what ingest is measured against.

No judging, no validation, no reading: per batch the observations and message ids, the states, and
for those that move a placement, a visit that ends, one that begins, a stage change and a counter.
"""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from itertools import count
from typing import Any

import asyncpg
from sqlalchemy import make_url

STATE = '{"clock":1772323200000001,"arrivals":21,"events":{"seen":[21,1772323200000000,1772]}' + (
    ',"series":{},"placements":{"lights":{"version":1,"stage":"red","since":1772323200000000,'
    '"visit":7,"held":{},"cycle":null,"pin":null,"due":null}}}'
)
EXPLANATION = '{"entry":{"signal":{"trait":"light"},"is":"eq","value":"red","actual":"red"}}'
PROFILES = 20_000
_workspaces = count(900_000_000)

Row = tuple[Any, ...]
TABLES: dict[str, tuple[str, ...]] = {
    "messages": ("workspace_id bigint", "message_id text", "at bigint"),
    "observations": (
        "workspace_id bigint",
        "profile_id bigint",
        "number bigint",
        "at bigint",
        "recorded_at bigint",
        "message_id text",
        "event text",
        "traits jsonb",
        "properties jsonb",
    ),
    "profile_states": (
        "workspace_id bigint",
        "profile_id bigint",
        "format bigint",
        "revision bigint",
        "state text",
    ),
    "placements": (
        "workspace_id bigint",
        "profile_id bigint",
        "journey text",
        "version bigint",
        "stage text",
        "since bigint",
        "is_pinned boolean",
    ),
    "visits": (
        "workspace_id bigint",
        "profile_id bigint",
        "journey text",
        "number bigint",
        "stage text",
        "entered_at bigint",
        "move text",
        "trigger text",
        "version bigint",
    ),
    "stage_changes": (
        "workspace_id bigint",
        "number bigint",
        "profile_id bigint",
        "journey text",
        "version bigint",
        "left text",
        "entered text",
        "at bigint",
        "recorded_at bigint",
        "move text",
        "trigger text",
        "skipped text",
        "explanation text",
    ),
    "counter_deltas": (
        "workspace_id bigint",
        "id bigint",
        "journey text",
        "stage text",
        "name text",
        "delta bigint",
    ),
}
CONFLICTS = {
    "profile_states": "workspace_id, profile_id",
    "placements": "workspace_id, profile_id, journey",
}


async def bare_rate(url: str, size: int, moving: float, rounds: int) -> float:
    """Observations a second when the rows of `rounds` batches are written one commit a batch."""
    workspace = next(_workspaces)
    written = [_rows(workspace, size, moving, number) for number in range(1, rounds + 1)]
    if make_url(url).get_backend_name() == "sqlite":
        return await asyncio.to_thread(_sqlite_rate, url, written, size)
    return await _postgres_rate(url, workspace, written, size)


def _rows(workspace: int, size: int, moving: float, batch: int) -> dict[str, list[Row]]:
    first, at = batch * size, 1_772_323_200_000_000 + batch
    everyone = [(first + place) % PROFILES for place in range(size)]
    told = ("ADVANCE", "DATA", "[]", EXPLANATION)
    movers = everyone[: int(size * moving)]
    return {
        "messages": [(workspace, f"m{batch}-{place}", at) for place in range(size)],
        "observations": [
            (
                workspace,
                profile,
                batch,
                at,
                at,
                f"m{batch}-{place}",
                "seen",
                '{"light":"red"}',
                '{"page":"/pricing","seconds":12}',
            )
            for place, profile in enumerate(everyone)
        ],
        "profile_states": [(workspace, profile, 1, 1, STATE) for profile in everyone],
        "placements": [(workspace, one, "lights", 1, "red", at, False) for one in movers],
        "visits": [
            (workspace, one, "lights", batch, "red", at, "ADVANCE", "DATA", 1) for one in movers
        ],
        "stage_changes": [
            (workspace, first + place, one, "lights", 1, "red", "amber", at, at, *told)
            for place, one in enumerate(movers)
        ],
        "counter_deltas": [
            (workspace, first + place, "lights", "red", "population", 1) for place in range(6)
        ],
    }


def _columns(table: str) -> list[str]:
    return [f'"{column.partition(" ")[0]}"' for column in TABLES[table]]


def _on_conflict(table: str) -> str:
    if table not in CONFLICTS:
        return ""
    changed = ", ".join(
        f"{name} = excluded.{name}"
        for name in _columns(table)
        if name.strip('"') not in CONFLICTS[table]
    )
    return f" ON CONFLICT ({CONFLICTS[table]}) DO UPDATE SET {changed}"


def _sqlite_rate(url: str, written: Sequence[dict[str, list[Row]]], size: int) -> float:
    database = make_url(url).database
    assert database
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 10000")
    statements = {
        table: f"INSERT INTO {table} ({', '.join(_columns(table))}) VALUES "
        f"({', '.join('?' * len(TABLES[table]))}){_on_conflict(table)}"
        for table in TABLES
    }
    began = time.perf_counter()
    for batch in written:
        connection.execute("BEGIN IMMEDIATE")
        for table, rows in batch.items():
            connection.executemany(statements[table], rows)
        connection.execute("COMMIT")
    rate = len(written) * size / (time.perf_counter() - began)
    connection.close()
    return rate


async def _postgres_rate(
    url: str, workspace: int, written: Sequence[dict[str, list[Row]]], size: int
) -> float:
    connection = await asyncpg.connect(url)
    statements = {}
    for table, columns in TABLES.items():
        arrays = ", ".join(
            f"${place}::{column.partition(' ')[2]}[]" for place, column in enumerate(columns, 1)
        )
        names = ", ".join(_columns(table))
        statements[table] = (
            f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}){_on_conflict(table)}"
        )
    began = time.perf_counter()
    for batch in written:
        async with connection.transaction():
            await connection.execute(
                "SELECT set_config('cairn.workspace', $1, true)", str(workspace)
            )
            for table, rows in batch.items():
                if rows:
                    await connection.execute(statements[table], *map(list, zip(*rows, strict=True)))
    rate = len(written) * size / (time.perf_counter() - began)
    await connection.close()
    return rate

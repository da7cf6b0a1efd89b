"""SQL text for many rows at once, made once for each table and use.

PostgreSQL takes new rows as one array a column (`unnest`): fast, planned once, and allowed under
row-level security, which COPY is not. SQLite takes them one by one in a prepared statement, or as
one JSON array where it has to answer.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import BigInteger, Boolean, Table

from store.columns import Json

Names = tuple[str, ...]
Pairs = tuple[tuple[str, str], ...]

SQLITE_LAST_PROFILE = "SELECT coalesce(max(last), 0) FROM (SELECT max(id) AS last FROM profiles)"

cached = lru_cache(maxsize=None)


@cached
def sqlite_insert(table: Table) -> str:
    """Insert a row."""
    return f"{_insert(table)} VALUES ({_marks(len(table.columns))})"


@cached
def sqlite_insert_new(table: Table, returning: Names) -> str:
    """Insert the rows that clash with none; as JSON, since `executemany` gives nothing back."""
    values = ", ".join(f"value ->> {place}" for place in range(len(table.columns)))
    # Without the WHERE, SQLite would take ON CONFLICT for a join's condition.
    return (
        f"{_insert(table)} SELECT {values} FROM json_each(?) WHERE true"
        f" ON CONFLICT DO NOTHING RETURNING {_list(returning)}"
    )


@cached
def sqlite_upsert(table: Table, changes: Pairs | None, when: str | None) -> str:
    """Insert a row or change the one that is there."""
    return f"{sqlite_insert(table)} {_on_conflict(table, changes, when)}"


@cached
def sqlite_update(table: Table, key: Names, columns: Names) -> str:
    """Set columns of one row; values, then the workspace, then the key."""
    changes = ", ".join(f"{_quoted(column)} = ?" for column in columns)
    return f"UPDATE {_quoted(table.name)} SET {changes} WHERE {_found(key)}"


@cached
def sqlite_delete(table: Table, key: Names) -> str:
    """Delete one row; the workspace, then the key."""
    return f"DELETE FROM {_quoted(table.name)} WHERE {_found(key)}"


@cached
def sqlite_select_in(table: Table, columns: Names, key: Names, order_by: Names) -> str:
    """Look up the rows of many keys; the keys as JSON, then the workspace."""
    wanted = ", ".join(f"value ->> {place} AS {_key(place)}" for place in range(len(key)))
    # CROSS JOIN: SQLite keeps its order, keys first, and finds each in the index.
    return (
        f"SELECT {_list(columns, 'kept')} FROM (SELECT {wanted} FROM json_each(?)) AS wanted"
        f" CROSS JOIN {_quoted(table.name)} AS kept WHERE kept.workspace_id = ? AND {_met(key)}"
        f"{_order(order_by)}"
    )


def sqlite_rows(rows: Sequence[tuple[Any, ...]]) -> str:
    """Many rows, or keys, as one argument."""
    return orjson.dumps(rows).decode()


@cached
def postgres_insert(table: Table) -> str:
    """Insert rows; an array for each column."""
    return f"{_insert(table)} SELECT * FROM {_unnest(table, tuple(table.columns.keys()), 1)}"


@cached
def postgres_insert_new(table: Table, returning: Names) -> str:
    """Insert the rows that clash with none."""
    return f"{postgres_insert(table)} ON CONFLICT DO NOTHING RETURNING {_list(returning)}"


@cached
def postgres_upsert(table: Table, changes: Pairs | None, when: str | None) -> str:
    """Insert rows or change those that are there."""
    return f"{postgres_insert(table)} {_on_conflict(table, changes, when)}"


@cached
def postgres_update(table: Table, key: Names, columns: Names) -> str:
    """Set columns of one row; the workspace, then the key, then the values.

    Joined with arrays of keys, PostgreSQL may well read a whole workspace to change a few rows:
    it does not know how long arrays are, nor how many workspaces there are in a young database.
    """
    changes = ", ".join(
        f"{_quoted(column)} = ${place}" for place, column in enumerate(columns, start=len(key) + 2)
    )
    return f"UPDATE {_quoted(table.name)} SET {changes} WHERE {_placed(key)}"


@cached
def postgres_delete(table: Table, key: Names) -> str:
    """Delete one row; the workspace, then the key."""
    return f"DELETE FROM {_quoted(table.name)} WHERE {_placed(key)}"


@cached
def postgres_select_in(
    table: Table, columns: Names, key: Names, order_by: Names, lock: bool
) -> str:
    """Look up the rows of many keys; the workspace, then an array for each column of the key."""
    assert not lock or len(key) == 1, "what is locked is found by one column"
    name, end = _quoted(table.name), f"{_order(order_by)}{' FOR UPDATE' if lock else ''}"
    if len(key) == 1:
        return (
            f"SELECT {_read(table, columns)} FROM {name} AS kept WHERE kept.workspace_id = $1"
            f" AND kept.{_quoted(key[0])} = ANY($2::{_type(table, key[0])}[]){end}"
        )
    # OFFSET 0: the planner takes this as it is, and looks each key up in the index.
    return (
        f"SELECT {_read(table, columns)} FROM {_wanted(table, key)} CROSS JOIN LATERAL"
        f" (SELECT * FROM {name} AS kept WHERE kept.workspace_id = $1 AND {_met(key)} OFFSET 0)"
        f" AS kept{end}"
    )


def _insert(table: Table) -> str:
    return f"INSERT INTO {_quoted(table.name)} ({_list(table.columns.keys())})"


def _on_conflict(table: Table, changes: Pairs | None, when: str | None) -> str:
    key = table.primary_key.columns.keys()
    if changes is None:
        changes = tuple(
            (column.name, f"excluded.{_quoted(column.name)}")
            for column in table.columns
            if not column.primary_key
        )
    made = ", ".join(f"{_quoted(column)} = {value}" for column, value in changes)
    condition = f" WHERE {when}" if when else ""
    return f"ON CONFLICT ({_list(key)}) DO UPDATE SET {made}{condition}"


def _wanted(table: Table, columns: Names) -> str:
    names = ", ".join(_key(place) for place in range(len(columns)))
    return f"{_unnest(table, columns, 2)} AS wanted({names})"


def _unnest(table: Table, columns: Names, first: int) -> str:
    arrays = ", ".join(
        f"${place}::{_type(table, column)}[]" for place, column in enumerate(columns, start=first)
    )
    return f"unnest({arrays})"


def _type(table: Table, column: str) -> str:
    match table.columns[column].type:
        case BigInteger():
            return "bigint"
        case Boolean():
            return "boolean"
        case Json():
            return "jsonb"
        case _:
            return "text"


def _read(table: Table, columns: Names) -> str:
    # JSON comes as text, as it does from SQLite.
    return ", ".join(
        f"kept.{_quoted(column)}{'::text' if isinstance(table.columns[column].type, Json) else ''}"
        for column in columns
    )


def _found(key: Names) -> str:
    return " AND ".join(f"{_quoted(column)} = ?" for column in ("workspace_id", *key))


def _placed(key: Names) -> str:
    columns = enumerate(("workspace_id", *key), start=1)
    return " AND ".join(f"{_quoted(column)} = ${place}" for place, column in columns)


def _met(key: Names) -> str:
    return " AND ".join(
        f"kept.{_quoted(column)} = wanted.{_key(place)}" for place, column in enumerate(key)
    )


def _order(order_by: Names) -> str:
    return f" ORDER BY {_list(order_by, 'kept')}" if order_by else ""


def _list(columns: Sequence[str], table: str | None = None) -> str:
    prefix = f"{table}." if table else ""
    return ", ".join(f"{prefix}{_quoted(column)}" for column in columns)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _key(place: int) -> str:
    return f"key{place}"


def _quoted(name: str) -> str:
    return f'"{name}"'

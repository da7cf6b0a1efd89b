"""A row in every table that a database has, whatever its tables are."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Integer,
    MetaData,
    create_engine,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeEngine

T = TypeVar("T")


async def within(url: str, work: Callable[[Connection], T]) -> T:
    """What `work` gives, called with a connection to the database."""
    if url.startswith("sqlite"):
        with create_engine(url).begin() as connection:
            return work(connection)
    place = make_url(url).set(drivername="postgresql+asyncpg")
    async with create_async_engine(place, poolclass=NullPool).begin() as connection:
        return await connection.run_sync(work)


def fill(connection: Connection, workspace: int = 1) -> None:
    """A row of the workspace in every table."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT set_config('cairn.workspace', '{workspace}', true)"))
    for table in found(connection).sorted_tables:
        row = {column.name: a_value(column.type, workspace) for column in table.columns}
        connection.execute(insert(table).values(row))


def counted(connection: Connection) -> dict[str, int]:
    """How many rows each table has, as far as this connection can see."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in found(connection).sorted_tables
    }


def found(connection: Connection) -> MetaData:
    """The tables as the database has them."""
    tables = MetaData()
    tables.reflect(connection, only=lambda name, _: name != "alembic_version")
    return tables


def a_value(kind: TypeEngine[Any], number: int) -> Any:
    match kind:
        case Boolean():
            return True
        case Integer():
            return number
        case JSON():
            return {"number": number}
        case _:
            return str(number)

"""Which database Alembic migrates, and which tables it holds it against.

`cairn migrate` brings a connection of its own, already inside the one transaction that all
migrations share. Only people who write migrations come here through the `alembic` command.
"""

import asyncio
import os

from alembic import context
from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from store.metadata import metadata


def migrate(connection: Connection) -> None:
    """Run what was asked for over this connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        # SQLite cannot alter a column: what would, copies the table.
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_postgres(url: URL) -> None:
    """The same over a connection of our own; the only driver that we have is asyncpg."""
    engine = create_async_engine(url.set(drivername="postgresql+asyncpg"))
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


def main() -> None:
    """Take the connection that was brought, or open the database that the environment names."""
    brought = context.config.attributes.get("connection")
    if brought is not None:
        migrate(brought)
        return
    if context.is_offline_mode():
        raise SystemExit("Migrations ask the database what it is: there is no offline mode.")
    named = os.environ.get("CAIRN_MIGRATE_URL") or os.environ.get("CAIRN_DATABASE_URL")
    url = make_url(named or "sqlite:///.cairn/cairn.db")
    if url.get_backend_name() == "sqlite":
        with create_engine(url).begin() as connection:
            migrate(connection)
    else:
        asyncio.run(migrate_postgres(url))


main()

"""`cairn migrate`: the database brought to the shape that this version expects."""

import click

from api.commands.opening import answered, settings
from api.settings import Settings
from store.migrating import admit, current, migrate


@click.command("migrate")
def command() -> None:
    """Bring the database up to date; however many start at once, it is done once.

    On PostgreSQL CAIRN_MIGRATE_URL names the owner of the tables, and CAIRN_DATABASE_URL the role
    that serves, which is granted what it needs and owns nothing.
    """
    revision = answered(_migrated(settings()))
    click.echo(f"The database is at revision {revision}.")


async def _migrated(found: Settings) -> str | None:
    url = found.migrate_url or found.database_url
    await migrate(url)
    if found.migrate_url is not None:
        await admit(found.migrate_url, found.database_url)
    return await current(url)

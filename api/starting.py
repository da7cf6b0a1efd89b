"""What every process of ours begins with: a clock, and a database of the shape that it expects."""

import time

from api.settings import Settings
from domain.instants import Instant
from store.migrating import current, migrate, newest


class NotMigrated(Exception):
    """The database has not the shape that this code expects, and is not ours to change."""

    def __init__(self) -> None:
        super().__init__("The database is not up to date. Run `cairn migrate` first.")


def now() -> Instant:
    """The instant, by this machine's clock: the one place where anything looks at it."""
    return time.time_ns() // 1_000


async def make_ready(settings: Settings) -> None:
    """Migrate what is ours to migrate. Raises NotMigrated where the rest is not up to date."""
    if settings.is_sqlite or settings.migrate_url is not None:
        await migrate(settings.migrate_url or settings.database_url)
    if not await is_up_to_date(settings):
        raise NotMigrated()


async def is_up_to_date(settings: Settings) -> bool:
    """Whether the database has the shape that this code expects."""
    return await current(settings.database_url) == newest()

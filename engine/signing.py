"""What a workspace signs what it hands out with, so that it knows it again."""

from functools import partial
from secrets import token_bytes

from domain.instants import Instant
from store import secrets
from store.database import Database


async def secret_of(database: Database, workspace: int, name: str, now: Instant) -> bytes:
    """The workspace's secret of that name; made by whoever needs it first."""
    found = await database.read(workspace, partial(secrets.find, name=name))
    if found is None:
        keep = partial(secrets.keep, name=name, secret=token_bytes(32), now=now)
        found = await database.write(workspace, keep)
    return found

"""Teams, who look after stages."""

import re

from domain.instants import Instant
from domain.refusals import BadArgument
from store import teams
from store.database import Database, Transaction
from store.teams import Team

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


async def save_team(database: Database, workspace: int, key: str, name: str, now: Instant) -> Team:
    """Add a team, or rename the one of that key. Raises BadArgument."""
    if not _KEY.fullmatch(key):
        raise BadArgument("A key has lower-case letters, digits and hyphens, at most 64.", "key")
    if not name.strip() or len(name) > 200:
        raise BadArgument("A name has 1 to 200 characters.", "name")

    async def work(tx: Transaction) -> Team:
        return await teams.save(tx, Team(key, name.strip(), now))

    return await database.write(workspace, work)

"""Making and deleting workspaces."""

import re

from domain.instants import Instant
from domain.refusals import BadArgument, NotFound
from store import personas, teams, workspaces
from store.database import Database, Transaction
from store.erasing import erase_workspace
from store.personas import Persona
from store.teams import Team
from store.workspaces import Workspace

FIRST_TEAMS = ("marketing", "sales", "customer-success", "support", "product")
FIRST_PERSONAS = ("decision-maker", "power-user", "sponsor", "end-user")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def name_of(key: str) -> str:
    """The name of a team or a persona until somebody gives it a better one."""
    return key.replace("-", " ").capitalize()


async def create_workspace(database: Database, key: str, name: str, now: Instant) -> Workspace:
    """A new workspace, its first teams and personas. Raises BadArgument for a bad or taken key."""
    if not _KEY.fullmatch(key):
        raise BadArgument("A key has lower-case letters, digits and hyphens, at most 64.", "key")

    async def work(tx: Transaction) -> Workspace:
        made = await workspaces.create(tx, key, name, now)
        if made is None:
            raise BadArgument(f"There is a workspace {key!r} already.", "key")
        await teams.add_missing(tx, [Team(one, name_of(one), now) for one in FIRST_TEAMS])
        await personas.add_missing(tx, [Persona(one, name_of(one), now) for one in FIRST_PERSONAS])
        return made

    return await database.write(None, work)


async def delete_workspace(database: Database, key: str) -> None:
    """Delete a workspace with everything in it. Raises NotFound."""
    workspace = await find_workspace(database, key)
    await database.write(workspace.id, erase_workspace)


async def find_workspace(database: Database, key: str) -> Workspace:
    """The workspace of that key. Raises NotFound."""

    async def work(tx: Transaction) -> Workspace | None:
        return await workspaces.find(tx, key)

    found = await database.read(None, work)
    if found is None:
        raise NotFound("workspace", key, "workspace")
    return found


async def list_workspaces(database: Database) -> list[Workspace]:
    """Every workspace, in the order in which they were made."""
    return await database.read(None, workspaces.every)

"""Personas, the parts that contacts play."""

from domain.instants import Instant
from domain.refusals import BadArgument
from store import personas
from store.database import Database, Transaction
from store.personas import Persona

LONGEST_KEY, LONGEST_NAME = 64, 200


async def save_persona(
    database: Database, workspace: int, key: str, name: str, now: Instant
) -> Persona:
    """Add a persona, or rename the one of that key. Raises BadArgument.

    A key is what the trait holds, and so whatever somebody's address book calls it.
    """
    if not key or key != key.strip() or len(key) > LONGEST_KEY:
        raise BadArgument("A persona's key has 1 to 64 characters, no space around them.", "key")
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadArgument("A name has 1 to 200 characters.", "name")

    async def work(tx: Transaction) -> Persona:
        return await personas.save(tx, Persona(key, name.strip(), now))

    return await database.write(workspace, work)

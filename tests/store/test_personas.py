import pytest

from store import personas
from store.personas import Persona

pytestmark = pytest.mark.anyio


async def test_only_personas_that_were_missing_are_added(database, workspace):
    sponsor, user = Persona("sponsor", "Sponsor", 1), Persona("user", "User", 1)
    await database.write(workspace, lambda tx: personas.add_missing(tx, [user, sponsor]))

    more = [Persona("sponsor", "sponsor", 2), Persona("legal", "legal", 2)]
    added = await database.write(workspace, lambda tx: personas.add_missing(tx, more))

    assert added == [Persona("legal", "legal", 2)]
    kept = await database.read(workspace, personas.every)
    assert kept == [Persona("legal", "legal", 2), sponsor, user]


async def test_saving_a_persona_again_renames_it(database, workspace):
    await database.write(workspace, lambda tx: personas.save(tx, Persona("buyer", "Buyer", 1)))

    saved = await database.write(
        workspace, lambda tx: personas.save(tx, Persona("buyer", "Economic buyer", 2))
    )

    assert saved == Persona("buyer", "Economic buyer", 1)
    assert await database.read(workspace, personas.every) == [saved]

import asyncio

import pytest

from store import teams, workspaces
from store.teams import Team
from store.workspaces import Workspace

pytestmark = pytest.mark.anyio


async def create(database, key):
    return await database.write(
        None, lambda tx: workspaces.create(tx, key, key.title(), now=MONDAY)
    )


MONDAY = 1_767_571_200_000_000


async def test_a_workspace_is_found_by_its_key(database):
    acme, globex = await create(database, "acme"), await create(database, "globex")

    assert acme == Workspace(acme.id, "acme", "Acme", MONDAY, revision=0)
    assert await database.read(None, workspaces.every) == [acme, globex]
    assert await database.read(None, lambda tx: workspaces.find(tx, "globex")) == globex
    assert await database.read(None, lambda tx: workspaces.find(tx, "nobody")) is None
    assert await database.read(globex.id, workspaces.load) == globex


async def test_a_key_is_taken_once(database):
    acme = await create(database, "acme")

    assert await create(database, "acme") is None
    assert await database.read(None, workspaces.every) == [acme]


async def test_of_two_who_want_a_key_at_once_one_gets_it(database):
    made = await asyncio.gather(*(create(database, "acme") for _ in range(4)))

    assert [one.key for one in made if one] == ["acme"]


async def test_what_a_workspace_starts_with_comes_in_the_same_transaction(database):
    async def with_a_team(tx):
        await workspaces.create(tx, "acme", "Acme", now=MONDAY)
        await teams.add_missing(tx, [Team("sales", "Sales", MONDAY)])
        return tx.workspace

    acme = await database.write(None, with_a_team)

    assert await database.read(acme, teams.every) == [Team("sales", "Sales", MONDAY)]


async def test_the_number_of_a_workspace_that_was_not_kept_leads_nowhere(database):
    async def in_vain(tx):
        await workspaces.create(tx, "acme", "Acme", now=MONDAY)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(None, in_vain)

    assert await database.read(None, workspaces.every) == []

"""Workspaces are made with their first teams, and deleted with everything in them."""

import asyncio
from functools import partial

import pytest

from domain.edit_log import LoggedBatch
from domain.refusals import BadArgument, NotFound
from engine.teams import save_team
from engine.workspaces import (
    create_workspace,
    delete_workspace,
    find_workspace,
    list_workspaces,
)
from store import drafts, personas, teams
from store.erasing import erase_workspace
from tests.builders import MONDAY, a_journey, logins, silent
from tests.editing import a_draft, a_stage
from tests.living import LivingEngine, until

pytestmark = pytest.mark.anyio

NOW = 1_000
DRAFT = a_draft(a_stage("start", role="ENTRY"), id="jrn_1")
BATCH = LoggedBatch(client="tab", actor="ann", edits=(), revision=1, changes=(), inverse=())


async def test_a_workspace_begins_with_its_first_teams_and_personas(database):
    made = await create_workspace(database, "north", "North", NOW)

    kept = await database.read(made.id, teams.every)
    assert {team.key: team.name for team in kept} == {
        "customer-success": "Customer success",
        "marketing": "Marketing",
        "product": "Product",
        "sales": "Sales",
        "support": "Support",
    }
    listed = await database.read(made.id, personas.every)
    assert {persona.key: persona.name for persona in listed} == {
        "decision-maker": "Decision maker",
        "end-user": "End user",
        "power-user": "Power user",
        "sponsor": "Sponsor",
    }
    assert await find_workspace(database, "north") == made
    assert await list_workspaces(database) == [made]


@pytest.mark.parametrize("key", ["", "North", "-north", "n" * 65, "nörth", "a b", "north\n"])
async def test_a_workspaces_key_is_short_and_plain(database, key):
    with pytest.raises(BadArgument) as refused:
        await create_workspace(database, key, "North", NOW)

    assert refused.value.path == "key"


async def test_a_key_names_one_workspace(database):
    await create_workspace(database, "north", "North", NOW)

    with pytest.raises(BadArgument):
        await create_workspace(database, "north", "Another", NOW)


async def test_a_deleted_workspace_is_gone_and_nobody_trips_over_it(database):
    gone, stays = [
        LivingEngine(database, (await create_workspace(database, key, key, NOW)).id)
        for key in ("gone", "stays")
    ]
    for one in (gone, stays):
        await one.publish(a_journey("active -> quiet", quiet=silent("login", "P3D")))
        await one.observe(logins("u1", on=[MONDAY]))

    async with stays.working():
        await delete_workspace(database, "gone")
        await until(lambda: is_quiet(stays))

    assert [one.key for one in await list_workspaces(database)] == ["stays"]
    with pytest.raises(NotFound):
        await gone.observe(logins("u1", on=[MONDAY]))
    with pytest.raises(NotFound):
        await delete_workspace(database, "gone")


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_whoever_edits_in_a_workspace_that_is_deleted_is_waited_for(engine):
    database, workspace = engine.database, engine.workspace
    deleting = []
    await database.write(workspace, lambda tx: drafts.add(tx, DRAFT, NOW))

    async def edit(tx):
        await drafts.find(tx, "jrn_1", lock=True)
        deleting.append(asyncio.create_task(database.write(workspace, erase_workspace)))
        await asyncio.sleep(0.3)  # for as long as it takes to delete what it finds
        await drafts.record(tx, "jrn_1", BATCH, NOW)

    await database.write(workspace, edit)
    await deleting[0]

    assert await database.read(workspace, partial(drafts.find, id="jrn_1")) is None


async def test_a_team_is_renamed_by_its_key(database, workspace):
    await save_team(database, workspace, "growth", "Growth", NOW)
    await save_team(database, workspace, "growth", " Growth and more ", NOW + 1)

    (team,) = await database.read(workspace, teams.every)
    assert (team.key, team.name, team.created_at) == ("growth", "Growth and more", NOW)


@pytest.mark.parametrize(
    ("key", "name", "path"),
    [("Growth", "Growth", "key"), ("growth", " ", "name"), ("growth", "g" * 201, "name")],
)
async def test_a_team_has_a_plain_key_and_a_name(database, workspace, key, name, path):
    with pytest.raises(BadArgument) as refused:
        await save_team(database, workspace, key, name, NOW)

    assert refused.value.path == path


async def is_quiet(engine):
    return await engine.population() == {"quiet": 1}

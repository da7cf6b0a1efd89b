"""Drafts are found: by id, by key, through their journeys and all of them."""

from dataclasses import replace

import pytest

from domain.instants import HOUR
from tests.api.conftest import opened_workspace
from tests.api.designer.test_drafts import a_draft, apply, create, named
from tests.builders import a_journey

pytestmark = pytest.mark.anyio

NODE = """
query ($id: ID!) {
  node(id: $id) {
    id
    ... on JourneyDraft { key revision createdAt updatedAt journey { key draft { id } } }
  }
}
"""
LIST = "{ journeyDrafts { key createdAt journey { key } } }"


async def test_a_draft_is_found_by_its_id_and_knows_its_journey(client):
    await client.publish(a_journey("trial -> adoption"))
    draft = await a_draft(client)
    client.clock.passes(HOUR)
    await apply(client, draft, named("Tryout"))

    found = (await client.ask(NODE, id=draft))["node"]

    assert found == {
        "id": draft,
        "key": "lead",
        "revision": 1,
        "createdAt": "2026-01-09T00:00:00Z",
        "updatedAt": "2026-01-09T01:00:00Z",
        "journey": {"key": "lead", "draft": {"id": draft}},
    }


async def test_what_is_not_live_and_what_nobody_edits_is_null(client):
    draft = await a_draft(client)
    await client.publish({**(await document(client, draft)), "key": "other", "id": "jrn_2"})

    found = (await client.ask(NODE, id=draft))["node"]
    other = await client.ask('{ journey(key: "other") { draft { id } } node(id: "jrn_2") { id } }')

    assert found["journey"] is None
    assert other == {"journey": {"draft": None}, "node": None}


async def document(client, draft):
    asked = "query ($id: ID!) { journeyDraft(id: $id) { document } }"
    return (await client.ask(asked, id=draft))["journeyDraft"]["document"]


async def test_nothing_has_an_id_that_is_no_text(client):
    assert await client.ask(NODE, id="\0") == {"node": None}


async def test_drafts_are_listed_by_key_with_their_dates_and_journeys(client):
    await client.publish(a_journey("trial -> adoption", key="b"))
    for key in ("c", "b"):
        await create(client, fromTemplate="inbound-lead", key=key)

    assert (await client.ask(LIST))["journeyDrafts"] == [
        {"key": "b", "createdAt": "2026-01-09T00:00:00Z", "journey": {"key": "b"}},
        {"key": "c", "createdAt": "2026-01-09T00:00:00Z", "journey": None},
    ]


async def test_drafts_of_another_workspace_are_not_there(client, database):
    draft = await a_draft(client)
    workspace, key = await opened_workspace(database, "other")
    stranger = replace(client, key=key, workspace=workspace)

    assert await stranger.ask(NODE, id=draft) == {"node": None}
    assert await stranger.ask(LIST) == {"journeyDrafts": []}

"""A journey is archived, told of still, and brought back."""

import pytest

from domain.instants import text_of
from engine.publishing import advanced
from engine.shelf import Shelf
from store.database import open_database
from tests.api.designer.test_drafts import apply, create
from tests.api.designer.test_publishing import preview, publish
from tests.builders import MONDAY, TUESDAY, a_journey, at_least, document_of, logins

pytestmark = pytest.mark.anyio

LEAD = document_of(a_journey("trial -> adoption", adoption=at_least("login", 2)))
ARCHIVE = """
mutation ($key: String!, $expected: Int) {
  archiveJourney(key: $key, expectedVersion: $expected) {
    __typename
    ... on JourneyArchived { version at journey { key version archivedAt } }
    ... on Refusal { code path }
    ... on VersionConflict { expected live }
  }
}
"""
TOLD = """
{
  live: journeys { key }
  archived: journeys(archived: true) { key version archivedAt }
  all: journeys(archived: null) { key }
  journey(key: "lead") {
    key version archivedAt document
    versions { version } stages { key population } migration { done }
  }
  stageChanges(first: 9) {
    edges { node { journey { key archivedAt } from { key } to { key } move trigger at sentence } }
  }
  profile(kind: CONTACT, externalId: "u1") {
    placements { journey { key } }
    placement(journey: "lead") { stage { key } }
    visits(journey: "lead", first: 9) { edges { node { stage { key } leftAt } } }
  }
}
"""


async def archive(client, key="lead", expected=None):
    return (await client.ask(ARCHIVE, key=key, expected=expected))["archiveJourney"]


async def everybody_visited(client, database_url):
    database = await open_database(database_url)
    while await advanced(database, Shelf(), client.workspace, client.clock.now):
        pass
    await database.close()


async def test_an_archived_journey_is_told_of_as_it_was(client, database_url):
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY, TUESDAY]))

    archived = await archive(client, expected=1)
    await everybody_visited(client, database_url)

    at = text_of(client.clock.now)
    assert archived == {
        "__typename": "JourneyArchived",
        "version": 1,
        "at": at,
        "journey": {"key": "lead", "version": None, "archivedAt": at},
    }
    told = await client.ask(TOLD)
    assert (told["live"], told["all"]) == ([], [{"key": "lead"}])
    assert told["archived"] == [{"key": "lead", "version": None, "archivedAt": at}]
    assert told["journey"] == {
        "key": "lead",
        "version": None,
        "archivedAt": at,
        "document": LEAD,
        "versions": [{"version": 1}],
        "stages": [{"key": "trial", "population": 0}, {"key": "adoption", "population": 0}],
        "migration": None,
    }
    last = told["stageChanges"]["edges"][-1]["node"]
    assert last == {
        "journey": {"key": "lead", "archivedAt": at},
        "from": {"key": "adoption"},
        "to": None,
        "move": "LEAVE",
        "trigger": "PUBLISH",
        "at": at,
        "sentence": "Left Adoption, and stands in no stage, on 9 Jan 2026 because the journey was "
        "archived.",
    }
    assert told["profile"]["placements"] == []
    assert told["profile"]["placement"] is None
    assert [visit["node"]["leftAt"] for visit in told["profile"]["visits"]["edges"]][-1] == at


async def test_its_draft_stays_and_brings_it_back(client, database_url):
    await client.publish(LEAD)
    draft = (await create(client, fromVersion={"journey": "lead"}))["draft"]["id"]
    await archive(client)

    edited = await apply(client, draft, {"updateJourney": {"name": "Leads again"}})
    published = await client.publish(edited["draft"]["document"])

    assert (edited["__typename"], published["version"]) == ("EditsApplied", 2)
    told = await client.ask(TOLD)
    assert (told["live"], told["archived"]) == ([{"key": "lead"}], [])
    assert (told["journey"]["version"], told["journey"]["archivedAt"]) == (2, None)
    assert [one["version"] for one in told["journey"]["versions"]] == [1, 2]


async def test_its_key_stays_taken_and_moves_in_it_are_refused(client):
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY]))
    await archive(client)

    moved = await client.ask(
        """mutation ($id: ID!) {
          moveProfile(profile: $id, journey: "lead", stage: "adoption") {
            __typename ... on Refusal { code path }
          }
        }""",
        id=await client.profile_id("u1"),
    )
    other = await client.try_to_publish(LEAD | {"kind": "ACCOUNT"})
    past = await client.try_to_publish(LEAD, history="REPLAY")

    assert moved["moveProfile"] == {
        "__typename": "NotFound",
        "code": "NOT_FOUND",
        "path": "journey",
    }
    assert (other["__typename"], other["path"]) == ("BadArgument", "document.kind")
    assert past["__typename"] == "HistoryNotFirst"


async def test_what_is_not_live_or_not_what_was_meant_is_refused(client):
    await client.publish(LEAD)

    assert await archive(client, "none") == {
        "__typename": "NotFound",
        "code": "NOT_FOUND",
        "path": "key",
    }
    conflict = await archive(client, expected=2)
    assert (conflict["__typename"], conflict["expected"], conflict["live"]) == (
        *("VersionConflict", 2, 1),
    )
    await archive(client)
    assert (await archive(client))["__typename"] == "NotFound"


async def test_a_draft_is_previewed_and_published_after_its_journey_was_archived(client):
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY, TUESDAY]))
    draft = (await create(client, fromVersion={"journey": "lead"}))["draft"]["id"]
    live = await preview(client, draft)
    await archive(client)

    stale = await publish(client, draft, live["confirmToken"])
    fresh = await preview(client, draft)
    past = await preview(client, draft, history="REPLAY")
    published = await publish(client, draft, fresh["confirmToken"])

    assert (stale["__typename"], fresh["liveVersion"]) == ("StalePreview", None)
    assert past["code"] == "HISTORY_NOT_FIRST"
    assert (published["__typename"], published["version"]) == ("JourneyPublished", 2)


async def test_who_reads_an_archived_journey_is_named(client):
    adopts = {"signal": {"stage": "lead"}, "is": "eq", "value": "adoption"}
    await client.publish(LEAD)
    await client.publish(a_journey("away -> near", key="reader", near=adopts))

    archived = await client.ask(READERS)

    assert archived["archiveJourney"]["readers"] == [{"key": "reader"}]


READERS = """
mutation { archiveJourney(key: "lead") { ... on JourneyArchived { readers { key } } } }
"""

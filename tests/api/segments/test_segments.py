"""Segments over the API: saved, counted, looked through, and never shown as journeys."""

import pytest

from domain.instants import DAY, HOUR, text_of
from engine.publishing import advanced
from engine.shelf import Shelf
from store.database import open_database
from tests.api.client import STARTS
from tests.api.designer.test_drafts import create
from tests.api.designer.test_restoring import restore
from tests.builders import a_journey, at_least, became, is_in, logins, stands_in, trait_is

pytestmark = pytest.mark.anyio

SAVE = """
mutation ($input: SegmentInput!, $expected: Int) {
  saveSegment(input: $input, expectedVersion: $expected) {
    __typename
    ... on SegmentSaved { version problems { code } segment { key } }
    ... on Refusal { code path }
    ... on SegmentRefused { problems { code path } }
    ... on DocumentRefused { problems { code path } }
  }
}
"""
DELETE = """
mutation ($key: String!) {
  deleteSegment(key: $key) {
    __typename
    ... on SegmentDeleted { key version at }
    ... on Refusal { code path }
    ... on SegmentInUse { journeys segments }
  }
}
"""
PREVIEW = """
query ($input: SegmentPreviewInput!) {
  previewSegment(input: $input) {
    __typename
    ... on SegmentPreview { count of judged exact examples { externalId } problems { code } }
    ... on SegmentRefused { problems { code path } }
    ... on DocumentRefused { problems { path } }
  }
}
"""
WHOLE = """
{
  segments { key }
  segment(key: "big") {
    id key name description kind criteria summary document version population
    migration { done }
    profiles(first: 5) { totalCount edges { node { externalId } } }
  }
  none: segment(key: "none") { key }
  designerCatalog(kind: CONTACT) { segments { key } journeys { key } }
  accounts: designerCatalog(kind: ACCOUNT) { segments { key } }
}
"""
IN = """
{
  profile(kind: CONTACT, externalId: "ann") {
    segments {
      segment { key } since
      explanation { sentence reason criteria nextTimer }
    }
    placements { journey { key } }
  }
}
"""
BIG = {
    "key": "big",
    "name": "Big customers",
    "kind": "CONTACT",
    "criteria": trait_is("plan", "big"),
}


async def save(client, expected=None, **fields):
    return (await client.ask(SAVE, input=BIG | fields, expected=expected))["saveSegment"]


async def everybody_visited(client, database_url):
    database = await open_database(database_url)
    while await advanced(database, Shelf(), client.workspace, client.clock.now):
        pass
    await database.close()


async def test_a_segment_is_saved_filled_and_looked_through(client, database_url):
    await client.observe(*(became(who, at=STARTS - DAY, plan="big") for who in ("ann", "bob")))
    await client.observe(became("cid", at=STARTS - DAY, plan="small"))

    saved = await save(client, description="They pay.")
    await everybody_visited(client, database_url)
    told = await client.ask(WHOLE)

    assert saved == {
        "__typename": "SegmentSaved",
        "version": 1,
        "problems": [],
        "segment": {"key": "big"},
    }
    segment = told["segment"]
    node = "query ($id: ID!) { node(id: $id) { __typename } }"
    assert await client.ask(node, id=segment.pop("id")) == {"node": {"__typename": "Segment"}}
    assert segment == {
        "key": "big",
        "name": "Big customers",
        "description": "They pay.",
        "kind": "CONTACT",
        "criteria": trait_is("plan", "big"),
        "summary": "plan is big",
        "document": {"format": "cairn-segment/1", "description": "They pay.", **BIG},
        "version": 1,
        "population": 2,
        "migration": None,
        "profiles": {
            "totalCount": 2,
            "edges": [{"node": {"externalId": who}} for who in ("ann", "bob")],
        },
    }
    assert (told["segments"], told["none"]) == ([{"key": "big"}], None)
    assert told["designerCatalog"] == {"segments": [{"key": "big"}], "journeys": []}
    assert told["accounts"] == {"segments": []}


async def test_a_profile_tells_the_segments_that_it_is_in_and_why(client):
    await save(client, criteria=at_least("login", 1, within="P7D"))
    await client.observe(*logins("ann", on=[STARTS]))

    profile = (await client.ask(IN))["profile"]

    (membership,) = profile["segments"]
    assert (membership["segment"], membership["since"]) == ({"key": "big"}, text_of(STARTS))
    explanation = membership["explanation"]
    assert explanation["sentence"] == (
        "In Big customers since 9 Jan 2026 because it had 1 login within 7 days; if nothing "
        "happens, it may leave on 16 Jan 2026."
    )
    assert explanation["reason"] == "it had 1 login within 7 days"
    assert (explanation["criteria"]["actual"], explanation["criteria"]["holds"]) == (
        1,
        True,
    )
    assert explanation["nextTimer"] == text_of(STARTS + 7 * DAY)
    assert profile["placements"] == []


async def test_profiles_are_filtered_by_segment_beside_a_journey(client):
    await client.publish(a_journey("trial -> adoption", adoption=at_least("login", 2)))
    await save(client)
    await client.observe(*logins("ann", on=[STARTS - HOUR, STARTS]), *logins("bob", on=[STARTS]))
    await client.observe(*(became(who, at=STARTS, plan="big") for who in ("ann", "bob", "cid")))

    async def found(**filter):
        asked = "query ($f: ProfileFilter) { profiles(filter: $f, first: 9) { totalCount } }"
        return (await client.ask(asked, f=filter))["profiles"]["totalCount"]

    assert await found(segment="big") == 3
    assert await found(segment="big", journey="lead", stages=["adoption"]) == 1
    assert await found(segment="none") == 0
    assert await found(stages=["member"]) == 0
    assert await found(unplaced=True) == 0


async def test_stage_changes_never_show_a_segment_and_segment_changes_no_journey(client):
    await client.publish(a_journey("trial -> adoption", adoption=at_least("login", 2)))
    await save(client)
    observed = await client.observe(became("ann", at=STARTS, plan="big"))

    told = await client.ask("""
        {
          journeys { key } all: journeys(archived: null) { key }
          journey(key: "segment:big") { key }
          stageChanges(first: 9) { edges { cursor node { journey { key } } } }
          segmentChanges(first: 9) { edges { cursor node { entered segment { key } } } }
          other: segmentChanges(segment: "other", first: 9) { edges { cursor } }
        }
    """)

    assert told == {
        "journeys": [{"key": "lead"}],
        "all": [{"key": "lead"}],
        "journey": None,
        "stageChanges": {"edges": [{"cursor": "1", "node": {"journey": {"key": "lead"}}}]},
        "segmentChanges": {
            "edges": [{"cursor": "2", "node": {"entered": True, "segment": {"key": "big"}}}]
        },
        "other": {"edges": []},
    }
    assert [len(one["changes"]) for one in observed] == [1]


@pytest.mark.parametrize(
    "asked",
    [
        'stageChanges(journey: "segment:big", first: 1) { edges { cursor } }',
        'profiles(filter: {journey: "segment:big"}, first: 1) { totalCount }',
        'profiles(orderBy: {by: SINCE, journey: "segment:big"}, first: 1) { totalCount }',
    ],
)
async def test_the_key_by_which_a_segment_is_judged_is_no_journeys(client, asked):
    await save(client)

    assert (await client.error(f"{{ {asked} }}"))["extensions"]["code"] == "NOT_FOUND"


async def test_a_segment_is_counted_before_it_is_saved(client):
    await client.publish(a_journey("trial -> adoption", adoption=at_least("login", 1)))
    await client.observe(*logins("ann", on=[STARTS]), became("bob", at=STARTS, plan="big"))

    async def counted(criteria, **fields):
        given = {"kind": "CONTACT", "criteria": criteria, **fields}
        return (await client.ask(PREVIEW, input=given))["previewSegment"]

    assert await counted(stands_in("lead", "adoption")) == {
        "__typename": "SegmentPreview",
        "count": 1,
        "of": 2,
        "judged": 2,
        "exact": True,
        "examples": [{"externalId": "ann"}],
        "problems": [],
    }
    assert (await counted(is_in("big"), key="big"))["problems"] == [
        {"code": "CRITERIA_SELF_REFERENCE", "path": "criteria.signal"}
    ]
    assert (await counted({"all": [{"signal": {}, "is": "eq", "value": 1}]}))["problems"] == [
        {"path": "criteria.all[0].signal"}
    ]
    assert (await client.ask("{ segments { key } }"))["segments"] == []


async def test_a_segment_that_cannot_be_one_is_refused_with_all_that_is_wrong(client):
    assert await save(client, criteria=is_in("none")) == {
        "__typename": "SegmentRefused",
        "code": "SEGMENT_HAS_ERRORS",
        "path": None,
        "problems": [{"code": "CRITERIA_UNKNOWN_REFERENCE", "path": "criteria.signal"}],
    }
    assert await save(client, key="Big", criteria={"not": None}) == {
        "__typename": "DocumentRefused",
        "code": "DOCUMENT_MALFORMED",
        "path": "key",
        "problems": [
            {"code": "KEY_FORMAT", "path": "key"},
            {"code": "CRITERIA_MALFORMED", "path": "criteria"},
        ],
    }
    assert (await save(client, expected=3))["code"] == "VERSION_CONFLICT"


async def test_a_segment_that_is_read_is_not_deleted(client):
    await save(client)
    await client.publish(a_journey("trial -> adoption", adoption=is_in("big")))

    async def delete(key="big"):
        return (await client.ask(DELETE, key=key))["deleteSegment"]

    assert await delete() == {
        "__typename": "SegmentInUse",
        "code": "SEGMENT_IN_USE",
        "path": "key",
        "journeys": ["lead"],
        "segments": [],
    }
    await client.publish(a_journey("trial -> adoption", adoption=at_least("login", 1)))
    assert await delete() == {
        "__typename": "SegmentDeleted",
        "key": "big",
        "version": 1,
        "at": text_of(client.clock.now),
    }
    assert (await delete())["code"] == "NOT_FOUND"
    assert (await client.ask("{ segments { key } }"))["segments"] == []


async def test_a_version_that_reads_a_segment_which_is_gone_is_restored_and_its_problems_tell_it(
    client,
):
    await save(client)
    await client.publish(a_journey("trial -> adoption", adoption=is_in("big")))
    await client.publish(a_journey("trial -> adoption", adoption=at_least("login", 1)))
    draft = (await create(client, fromVersion={"journey": "lead"}))["draft"]["id"]
    await client.ask(DELETE, key="big")

    restored = await restore(client, draft, 1)
    told = await client.ask(
        "query ($id: ID!) { node(id: $id) { ... on JourneyDraft { problems { code message } } } }",
        id=draft,
    )

    assert restored["__typename"] == "EditsApplied"
    assert {
        "code": "CRITERIA_UNKNOWN_REFERENCE",
        "message": "There is no contact segment big, read by the entry criteria of adoption.",
    } in told["node"]["problems"]

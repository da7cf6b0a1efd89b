"""Publishing, as a client does it."""

import asyncio
from decimal import Decimal

import pytest

from tests.builders import MONDAY, TUESDAY, a_journey, at_least, document_of, logins

pytestmark = pytest.mark.anyio

LEAD = a_journey("subscriber -> lead", lead=at_least("login", 2))


async def test_a_first_publication_is_version_one(client):
    published = await client.publish(LEAD)

    assert published == {
        "__typename": "DocumentPublished",
        "version": 1,
        "createdTeams": [],
        "problems": [
            {"code": "NO_EXIT_STAGE", "severity": "WARNING", "stages": []},
            {"code": "DEAD_END", "severity": "WARNING", "stages": ["lead"]},
        ],
        "journey": {"key": "lead", "version": 1},
    }


async def test_teams_that_a_document_names_are_made(client):
    published = await client.publish(
        a_journey("subscriber -> lead", teams=["sales", "growth", "astronomy"])
    )

    assert published["createdTeams"] == ["astronomy", "growth"]


async def test_a_malformed_document_is_refused_with_every_fault(client):
    document = {**document_of(LEAD), "kind": "PERSON", "colour": "red"}

    refused = await client.try_to_publish(document)

    assert refused == {
        "__typename": "DocumentRefused",
        "code": "DOCUMENT_MALFORMED",
        "path": refused["problems"][0]["path"],
        "message": refused["message"],
        "problems": [
            {"code": "MALFORMED", "severity": "ERROR", "path": path, "stages": []}
            for path in sorted(["colour", "kind"])
        ],
    }


async def test_what_is_no_object_at_all_is_refused_too(client):
    refused = [await client.try_to_publish(document) for document in ("text", 5, [], True)]

    assert {(one["__typename"], one["code"]) for one in refused} == {
        ("DocumentRefused", "DOCUMENT_MALFORMED")
    }


async def test_a_journey_with_errors_is_refused_with_all_of_them_and_their_stages(client):
    circle = a_journey("subscriber -> lead -> customer", ways=[{"from": "customer", "to": "lead"}])

    refused = await client.try_to_publish(circle)

    assert (refused["code"], refused["path"]) == ("JOURNEY_HAS_ERRORS", "document")
    assert {
        "code": "ADVANCE_CYCLE",
        "severity": "ERROR",
        "path": "transitions[2]",
        "stages": ["lead", "customer"],
    } in refused["problems"]


async def test_the_version_that_is_expected_must_be_live(client):
    await client.publish(LEAD, expectedVersion=0)

    refused = await client.try_to_publish(LEAD, expectedVersion=0)
    accepted = await client.publish(LEAD, expectedVersion=1)

    assert refused == {
        "__typename": "VersionConflict",
        "code": "VERSION_CONFLICT",
        "path": "expectedVersion",
        "message": "The lead journey is at version 1, not 0.",
        "expected": 0,
        "live": 1,
    }
    assert accepted["version"] == 2


async def test_of_publications_at_once_each_is_a_version_of_its_own(client):
    published = await asyncio.gather(*(client.publish(LEAD) for _ in range(5)))

    assert sorted(one["version"] for one in published) == [1, 2, 3, 4, 5]


async def test_of_publications_at_once_that_expect_the_same_version_one_wins(client):
    answers = await asyncio.gather(
        *(client.try_to_publish(LEAD, expectedVersion=0) for _ in range(5))
    )

    assert sorted(one["__typename"] for one in answers) == [
        "DocumentPublished",
        *["VersionConflict"] * 4,
    ]


async def test_only_a_first_version_replays_the_past(client):
    await client.publish(LEAD, history="REPLAY")

    refused = await client.try_to_publish(LEAD, history="REPLAY")

    assert (refused["__typename"], refused["path"]) == ("HistoryNotFirst", "history")


async def test_a_history_of_null_is_from_now_on(client):
    await client.publish(LEAD, history=None)

    told = await client.ask('{ journey(key: "lead") { version versions { history } } }')

    assert told["journey"] == {"version": 1, "versions": [{"history": "FROM_NOW"}]}


async def test_a_journey_keeps_its_kind_of_profile(client):
    await client.publish(LEAD)

    refused = await client.try_to_publish({**document_of(LEAD), "kind": "ACCOUNT"})

    assert (refused["__typename"], refused["path"]) == ("BadArgument", "document.kind")


async def test_who_stands_in_a_removed_stage_goes_where_the_mapping_says(client):
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY, TUESDAY]))
    to = {"stageKey": "customer"}

    await client.publish(a_journey("subscriber -> customer"), mapping=[{"stage": "lead", "to": to}])
    (answer,) = await client.observe(*logins("u1", on=[TUESDAY]))

    assert answer["changes"] == []
    told = await client.ask(
        """{ journey(key: "lead") {
          stages { key population }
          versions { mapping { stage stageKey } effects draftRevision }
        } }"""
    )
    assert [stage["population"] for stage in told["journey"]["stages"]] == [0, 1]
    assert told["journey"]["versions"] == [
        {"mapping": [], "effects": "SILENT", "draftRevision": None},
        {
            "mapping": [{"stage": "lead", "stageKey": "customer"}],
            "effects": "SILENT",
            "draftRevision": None,
        },
    ]


ANEW = {"reevaluate": True}


@pytest.mark.parametrize(
    ("mapping", "path"),
    [
        ([{"stage": "subscriber", "to": ANEW}], "mapping"),
        ([{"stage": "lead", "to": ANEW}, {"stage": "lead", "to": ANEW}], "mapping[1].stage"),
        ([{"stage": "\0", "to": ANEW}], "mapping[0].stage"),
        ([{"stage": "lead", "to": {"stageKey": "\0"}}], "mapping[0].to.stageKey"),
        ([{"stage": "lead", "to": {"reevaluate": False}}], "mapping[0].to.reevaluate"),
        ([{"stage": str(n), "to": ANEW} for n in range(501)], "mapping"),
    ],
)
async def test_a_mapping_that_makes_no_sense_is_refused(client, mapping, path):
    await client.publish(LEAD)

    refused = await client.try_to_publish(a_journey("subscriber -> customer"), mapping=mapping)

    assert (refused["__typename"], refused["path"]) == ("BadArgument", path)


async def test_numbers_in_a_document_stay_as_they_were_written(client):
    precise = Decimal("0.12345678901234567890123")
    await client.publish(
        a_journey(
            "subscriber -> lead",
            lead={"signal": {"trait": "score"}, "is": "gte", "value": precise},
        )
    )

    told = await client.post('{ journey(key: "lead") { document } }')

    assert f'"value":{precise}' in told.text


async def test_a_document_may_be_written_in_the_query_itself(client):
    inline = """
      mutation {
        publishDocument(document: {
          format: "cairn/1", key: "lead", name: "Lead", kind: "CONTACT", movement: "FREE",
          stages: [
            {key: "new", name: "New", role: "ENTRY"},
            {key: "big", name: "Big", entry: {
              signal: {trait: "spend"}, is: "gte", value: 1.50
            }}
          ],
          transitions: [{from: "new", to: "big"}]
        }) { __typename }
      }
    """

    await client.ask(inline)
    told = await client.post('{ journey(key: "lead") { document } }')

    assert '"value":1.50' in told.text


async def test_profiles_are_brought_to_a_new_journey_and_it_shows(client):
    await client.observe(*logins("u1", on=[MONDAY, TUESDAY]), *logins("u2", on=[MONDAY]))

    await client.publish(LEAD, history="REPLAY")
    told = await client.ask('{ journey(key: "lead") { migration { total done revision } } }')

    assert told["journey"]["migration"] == {"total": 2, "done": 0, "revision": 1}

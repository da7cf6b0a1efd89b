"""Journeys as clients see them."""

import pytest

from tests.builders import MONDAY, TUESDAY, a_journey, at_least, document_of, logins

pytestmark = pytest.mark.anyio

LEAD = a_journey(
    "subscriber -> lead -> customer",
    exits=["lost"],
    lost=at_least("complaint", 1),
    lead=at_least("login", 1),
    ways=[
        {"from": "lost", "to": "lead", "kind": "RECYCLE", "after": "P90D"},
        {"from": "subscriber", "to": "customer", "when": at_least("login", 9)},
    ],
    teams=["sales"],
)


async def test_a_journey_is_told_with_its_stages_in_order_of_advancement(client):
    mixed = {**document_of(LEAD), "stages": list(reversed(document_of(LEAD)["stages"]))}
    await client.publish(mixed)

    told = await client.ask(
        """{ journey(key: "lead") {
          __typename key name kind movement version description
          stages { key name role rank teams goal entry population }
          transitions { name from to kind after when }
        } }"""
    )

    def stage(key, rank, **more):
        return {
            "key": key,
            "name": key.title(),
            "role": "STAGE",
            "rank": rank,
            "teams": ["sales"],
            "goal": None,
            "entry": None,
            "population": 0,
            **more,
        }

    def way(left, entered, kind="ADVANCE", **more):
        name = f"{left} -> {entered} ({kind})"
        plain = {"name": name, "from": left, "to": entered, "kind": kind}
        return {**plain, "after": None, "when": None, **more}

    assert told["journey"] == {
        "__typename": "Journey",
        "key": "lead",
        "name": "Lead",
        "kind": "CONTACT",
        "movement": "FORWARD",
        "version": 1,
        "description": None,
        "stages": [
            stage("subscriber", 0, role="ENTRY"),
            stage("lead", 1, entry=at_least("login", 1)),
            stage("customer", 2),
            stage("lost", 3, role="EXIT", entry=at_least("complaint", 1)),
        ],
        "transitions": [
            way("subscriber", "lead"),
            way("lead", "customer"),
            way("*", "lost", "EXIT"),
            way("lost", "lead", "RECYCLE", after="P90D"),
            way("subscriber", "customer", when=at_least("login", 9)),
        ],
    }


async def test_a_document_comes_back_as_it_was_sent(client):
    await client.publish(LEAD)

    told = await client.ask('{ journey(key: "lead") { document } }')

    assert told["journey"]["document"] == document_of(LEAD)


async def test_stages_say_how_many_stand_in_them(client):
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY]), *logins("u2", on=[MONDAY, TUESDAY]))

    told = await client.ask('{ journey(key: "lead") { stages { key population } } }')

    populations = {stage["key"]: stage["population"] for stage in told["journey"]["stages"]}
    assert populations == {"subscriber": 0, "lead": 2, "customer": 0, "lost": 0}


async def test_every_version_is_kept(client):
    await client.publish(LEAD)
    await client.publish(a_journey("subscriber -> lead"))

    told = await client.ask(
        '{ journey(key: "lead") { version versions { version publishedAt actor history } } }'
    )

    def version(number):
        return {
            "version": number,
            "publishedAt": "2026-01-09T00:00:00Z",
            "actor": "tests",
            "history": "FROM_NOW",
        }

    assert told["journey"] == {"version": 2, "versions": [version(1), version(2)]}


async def test_journeys_come_by_key_and_none_by_a_key_that_nobody_has(client):
    for key in ("plans", "lead", "support"):
        await client.publish(a_journey("a -> b", key=key))

    told = await client.ask('{ journeys { key } journey(key: "\\u0000") { key } }')

    assert told == {
        "journeys": [{"key": "lead"}, {"key": "plans"}, {"key": "support"}],
        "journey": None,
    }


async def test_no_migration_is_shown_when_nobody_has_to_be_visited(client):
    await client.publish(LEAD)

    told = await client.ask("{ journeys { migration { total } } }")

    assert told == {"journeys": [{"migration": None}]}

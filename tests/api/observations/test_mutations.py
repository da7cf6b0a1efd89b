"""Observations as clients send them: each is accepted, or refused, by itself."""

import pytest

from domain.instants import HOUR, MINUTE, text_of
from tests.api.client import STARTS, sent
from tests.builders import MONDAY, TUESDAY, a_journey, at_least, became, did, logins

pytestmark = pytest.mark.anyio

LEAD = a_journey("subscriber -> lead -> customer", lead=at_least("login", 2))
ACCEPTED = {"__typename": "ObservationAccepted", "changes": []}


def login(**more):
    return {"kind": "CONTACT", "externalId": "u1", "event": "login", **more}


def refused(place, field, code="OBSERVATION_MALFORMED"):
    path = f"observations[{place}].{field}"
    return {"__typename": "ObservationRefused", "code": code, "path": path}


def without_words(answers):
    return [{key: answer[key] for key in answer if key != "message"} for answer in answers]


async def test_an_accepted_observation_tells_what_it_changed(client):
    await client.publish(LEAD)

    answers = await client.observe(*logins("u1", on=[MONDAY, TUESDAY]))

    def change(left, entered, at, move):
        return {
            "from": left and {"key": left},
            "to": {"key": entered},
            "at": text_of(at),
            "move": move,
            "trigger": "DATA",
        }

    assert answers == [
        {
            "__typename": "ObservationAccepted",
            "changes": [change(None, "subscriber", MONDAY, "ENTER")],
        },
        {
            "__typename": "ObservationAccepted",
            "changes": [change("subscriber", "lead", TUESDAY, "ADVANCE")],
        },
    ]


async def test_an_answer_leads_on_to_the_profile_and_counts_what_became_of_all(client):
    told = await client.ask(
        """mutation ($observations: [ObservationInput!]!) {
          observe(observations: $observations) {
            accepted duplicates refused
            results { ... on ObservationAccepted { profile { externalId traits } } }
          }
        }""",
        observations=[
            sent(became("u1", at=MONDAY, plan="pro")),
            login(messageId="m1"),
            login(messageId="m1"),
            login(at="soon"),
        ],
    )

    profile = {"profile": {"externalId": "u1", "traits": {"plan": "pro"}}}
    assert told["observe"] == {
        "accepted": 2,
        "duplicates": 1,
        "refused": 1,
        "results": [profile, profile, {}, {}],
    }


async def test_a_resent_message_changes_nothing(client):
    first = await client.send(login(messageId="m1"))
    again = await client.send(login(messageId="m1"), login(messageId="m2"), login(messageId="m2"))

    duplicate = "ObservationDuplicate"
    assert (first, again) == (
        [ACCEPTED],
        [
            {"__typename": duplicate, "messageId": "m1"},
            ACCEPTED,
            {"__typename": duplicate, "messageId": "m2"},
        ],
    )


async def test_one_bad_observation_never_fails_its_neighbours(client):
    answers = await client.send(
        login(),
        login(at="10000-01-01T00:00:00Z"),
        login(at="0000-12-31T00:00:00Z"),
        login(at="yesterday"),
        login(at=5),
        login(externalId=""),
        login(externalId="x" * 201),
        login(event="*"),
        login(traits="plan"),
        login(traits={"notes": "n" * 40_000}),
        login(traits={"score": 10**31}),
        login(traits={"name": "\0"}),
        login(at="0001-01-01T00:00:00Z", externalId="u2"),
        {"kind": "CONTACT", "externalId": "u1", "properties": {"a": 1}},
        login(),
    )

    assert without_words(answers) == [
        ACCEPTED,
        refused(1, "at"),
        refused(2, "at"),
        refused(3, "at"),
        refused(4, "at"),
        refused(5, "externalId"),
        refused(6, "externalId"),
        refused(7, "event"),
        refused(8, "traits"),
        refused(9, "traits"),
        refused(10, "traits.score"),
        refused(11, "traits.name"),
        ACCEPTED,
        refused(13, "properties"),
        ACCEPTED,
    ]


async def test_half_a_surrogate_pair_fails_only_its_own_observation(client):
    body = (
        '{"query": "mutation ($o: [ObservationInput!]!) { observe(observations: $o)'
        ' { results { __typename ... on Refusal { path } } } }", "variables": {"o": ['
        '{"kind": "CONTACT", "externalId": "u1", "event": "login"},'
        '{"kind": "CONTACT", "externalId": "u1", "traits": {"name": "\\ud800"}}]}}'
    )
    headers = {"authorization": f"Bearer {client.key}", "content-type": "application/json"}

    answer = await client.http.post("/graphql", content=body, headers=headers)

    assert answer.json()["data"]["observe"]["results"] == [
        {"__typename": "ObservationAccepted"},
        {"__typename": "ObservationRefused", "path": "observations[1].traits.name"},
    ]


async def test_an_hour_ahead_is_the_future_and_a_few_minutes_are_now(client):
    answers = await client.send(
        login(at=text_of(STARTS + HOUR)), login(at=text_of(STARTS + 4 * MINUTE))
    )
    told = await client.ask(
        '{ profile(kind: CONTACT, externalId: "u1") { observations { edges { node { at } } } } }'
    )

    assert without_words(answers) == [refused(0, "at", "OBSERVATION_IN_FUTURE"), ACCEPTED]
    assert told["profile"]["observations"]["edges"] == [{"node": {"at": text_of(STARTS)}}]


async def test_an_instant_may_have_an_offset_or_none_or_be_a_day(client):
    await client.send(
        login(at="2026-01-05T02:00:00+02:00"),
        login(at="2026-01-05T00:00:00"),
        login(at="2026-01-05"),
        login(at="2026-01-05T00:00:00.000001Z"),
    )
    told = await client.ask(
        '{ profile(kind: CONTACT, externalId: "u1") { observations { edges { node { at } } } } }'
    )

    midnight = {"node": {"at": "2026-01-05T00:00:00Z"}}
    assert told["profile"]["observations"]["edges"] == [
        midnight,
        midnight,
        midnight,
        {"node": {"at": "2026-01-05T00:00:00.000001Z"}},
    ]


async def test_thousands_of_observations_of_one_profile_are_taken_at_once(client):
    await client.publish(LEAD)

    answers = await client.observe(*(did("u1", "login", at=MONDAY) for _ in range(3_000)))

    changed = [place for place, answer in enumerate(answers) if answer["changes"]]
    assert (len(answers), changed) == (3_000, [0, 1])


async def test_the_same_name_is_another_profile_for_each_kind(client):
    await client.observe(became("acme", at=MONDAY, plan="pro"), kind="CONTACT")
    await client.observe(became("acme", at=MONDAY, size=5), kind="ACCOUNT")

    told = await client.ask("{ profiles { totalCount edges { node { kind traits } } } }")

    nodes = [edge["node"] for edge in told["profiles"]["edges"]]
    assert (told["profiles"]["totalCount"], nodes) == (
        2,
        [
            {"kind": "CONTACT", "traits": {"plan": "pro"}},
            {"kind": "ACCOUNT", "traits": {"size": 5}},
        ],
    )


async def test_no_observations_are_no_trouble(client):
    assert await client.send() == []

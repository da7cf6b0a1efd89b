"""The graphql-transport-ws protocol, frame by frame."""

import asyncio
import json
from types import SimpleNamespace

import pytest
from starlette.websockets import WebSocket
from websockets.exceptions import InvalidStatus

from api.schema import schema
from api.transport.operations import Operations
from api.transport.parts import Parts
from api.transport.sockets import PROTOCOL, SocketDoor
from tests.api.live import socket_to

pytestmark = pytest.mark.anyio

LIVE = "subscription { stageChanges { cursor change { to { key } } } }"
OBSERVE = """
mutation ($who: String!) {
  observe(observations: [{kind: CONTACT, externalId: $who, event: "login"}]) { accepted }
}
"""


async def test_a_query_is_answered_once_and_completed(door):
    async with socket_to(door.url, key=door.key) as socket:
        await socket.subscribe('{ journey(key: "lead") { key } }', id="a")
        heard = [await socket.hear(), await socket.hear()]

    data = {"journey": {"key": "lead"}}
    assert heard == [
        {"id": "a", "type": "next", "payload": {"data": data}},
        {"id": "a", "type": "complete"},
    ]


async def test_a_subscription_hears_of_what_a_mutation_brought(door):
    async with socket_to(door.url, key=door.key) as socket:
        await socket.subscribe(LIVE, id="live")
        # Answered in turn, so that the subscription has begun when the mutation comes.
        await socket.subscribe("{ __typename }", id="first")
        while (await socket.hear()) != {"id": "first", "type": "complete"}:
            pass
        await socket.subscribe(OBSERVE, id="told", who="heard")
        heard = [await socket.hear() for _ in range(3)]

    live = [message["payload"]["data"] for message in heard if message["id"] == "live"]
    assert [event["stageChanges"]["change"] for event in live] == [{"to": {"key": "subscriber"}}]


async def test_the_protocol_is_agreed_upon(door):
    async with socket_to(door.url) as socket:
        assert socket.connection.subprotocol == "graphql-transport-ws"


@pytest.mark.parametrize("protocol", ["graphql-ws", "nonsense"])
async def test_other_protocols_are_not_spoken(door, protocol):
    async with socket_to(door.url, protocol=protocol) as socket:
        assert (await socket.closed())[0] == 4406


async def test_the_key_may_come_with_the_handshake(door):
    async with socket_to(door.url, authorization=f"Bearer {door.key}") as socket:
        await socket.begin()


BEGIN = """
mutation ($key: String!) {
  createJourney(input: {blank: {key: $key, name: "Ours", kind: CONTACT}}) {
    ... on JourneyCreated { draft { id } }
  }
}
"""
APPLY = """
mutation ($draft: ID!) {
  applyJourneyEdits(input: {draftId: $draft, clientId: "one", baseRevision: 0, edits: [
    {updateJourney: {name: "Theirs"}}
  ]}) { ... on EditsApplied { draft { contributors } } }
}
"""


@pytest.mark.parametrize(
    ("payload", "headers", "actor"),
    [
        ({"actor": "Zoë"}, {}, "tests/Zoë"),
        ({}, {"x-cairn-actor": "ann"}, "tests/ann"),
        ({"actor": "bob"}, {"x-cairn-actor": "ann"}, "tests/bob"),
    ],
)
async def test_a_socket_says_once_for_whom_it_asks(door, payload, headers, actor):
    async with socket_to(door.url, **headers) as socket:
        await socket.begin(authorization=f"Bearer {door.key}", **payload)
        await socket.subscribe(BEGIN, key=actor.encode().hex())
        made = await socket.next()
        await socket.hear()
        await socket.subscribe(APPLY, draft=made["createJourney"]["draft"]["id"])
        done = await socket.next()

    assert done["applyJourneyEdits"]["draft"]["contributors"] == [actor]


@pytest.mark.parametrize("actor", [5, "a\tb", "x" * 129])
async def test_a_socket_that_asks_for_nobody_in_particular_is_hung_up_on(door, actor):
    async with socket_to(door.url) as socket:
        payload = {"authorization": f"Bearer {door.key}", "actor": actor}
        await socket.say({"type": "connection_init", "payload": payload})

        assert (await socket.closed())[0] == 4400


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (None, 4401),
        ({}, 4401),
        ({"authorization": 5}, 4401),
        ({"authorization": "Bearer nonsense"}, 4403),
        ({"Authorization": "nonsense"}, 4403),
        ("nonsense", 4400),
    ],
)
async def test_nobody_gets_in_without_a_key(door, payload, code):
    async with socket_to(door.url) as socket:
        await socket.say({"type": "connection_init", "payload": payload})

        assert (await socket.closed())[0] == code


async def test_a_page_of_another_origin_is_refused_before_the_handshake_is_over(door):
    with pytest.raises(InvalidStatus) as refused:
        async with socket_to(door.url, origin="https://evil.example"):
            pass

    assert refused.value.response.status_code == 403


async def test_a_page_of_a_named_origin_is_let_in(door):
    async with socket_to(door.url, key=door.key, origin="https://app.example.com"):
        pass


@pytest.mark.parametrize(
    "frame",
    [
        "{nope",
        "[1]",
        "5",
        "null",
        '{"type": "zzz"}',
        '{"payload": {}}',
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "payload": {"query": "{ __typename }"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 7}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "variables": 1}}',
        '{"type": "complete"}',
        "[" * 10_000,
        b"{}",
    ],
)
async def test_what_cannot_be_understood_ends_the_connection(door, frame):
    async with socket_to(door.url, key=door.key) as socket:
        await socket.say(frame)

        assert (await socket.closed())[0] == 4400


async def test_nothing_is_carried_out_before_the_connection_has_begun(door):
    async with socket_to(door.url) as socket:
        await socket.subscribe("{ __typename }")

        assert await socket.closed() == (4401, "Unauthorized")


async def test_a_connection_begins_once(door):
    async with socket_to(door.url, key=door.key) as socket:
        await socket.say({"type": "connection_init"})

        assert await socket.closed() == (4429, "Too many initialisation requests")


async def test_two_operations_have_two_ids(door):
    async with socket_to(door.url, key=door.key) as socket:
        await socket.subscribe(LIVE, id="1")
        await socket.subscribe(LIVE, id="1")

        assert await socket.closed() == (4409, "Subscriber for 1 already exists")


async def test_a_ping_is_answered(door):
    async with socket_to(door.url, key=door.key) as socket:
        await socket.say({"type": "pong"})
        await socket.say({"type": "complete", "id": "unknown"})
        await socket.say({"type": "ping", "payload": {"a": 1}})

        assert await socket.hear() == {"type": "pong"}


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{ nothing }",
        "subscription { nothing }",
        "{ __typename } { __typename }",
        'subscription { stageChanges(after: "x") { cursor } }',
        'subscription { stageChanges(after: "999999") { cursor } }',
        'subscription { stageChanges(profile: "x") { cursor } }',
    ],
)
async def test_what_was_not_carried_out_is_an_error_and_the_socket_stays(door, query):
    async with socket_to(door.url, key=door.key) as socket:
        await socket.subscribe(query, id="bad")
        heard = await socket.hear()
        await socket.subscribe("{ __typename }", id="good")
        data = await socket.next()

    assert (heard["id"], heard["type"], type(heard["payload"])) == ("bad", "error", list)
    assert data == {"__typename": "Query"}


async def test_who_has_heard_enough_says_so_and_may_use_the_id_again(door):
    async with socket_to(door.url, key=door.key) as socket:
        await socket.subscribe(LIVE)
        await socket.say({"type": "complete", "id": "1"})
        await socket.subscribe("{ __typename }")

        assert await socket.next() == {"__typename": "Query"}


async def test_a_socket_has_so_many_operations_at_a_time(door):
    async with socket_to(door.url, key=door.key) as socket:
        for number in range(101):
            await socket.subscribe(LIVE, id=str(number))
        heard = await socket.hear()

    assert (heard["id"], heard["type"]) == ("100", "error")


async def test_fifty_operations_at_once_are_all_answered(door):
    async with socket_to(door.url, key=door.key) as socket:
        for number in range(50):
            await socket.subscribe("{ feed { cursor } }", id=str(number))
        heard = [await socket.hear() for _ in range(100)]

    completed = {message["id"] for message in heard if message["type"] == "complete"}
    assert completed == {str(number) for number in range(50)}


async def test_numbers_keep_their_digits_on_a_socket_too(door):
    observe = """
      mutation { observe(observations: [
        {kind: CONTACT, externalId: "exact", traits: {price: 0.1000000000000000000000001}}
      ]) { results { ... on ObservationAccepted { profile { traits } } } } }
    """
    async with socket_to(door.url, key=door.key) as socket:
        await socket.say(
            json.dumps({"id": "1", "type": "subscribe", "payload": {"query": observe}})
        )
        heard = await socket.connection.recv()

    assert '{"price":0.1000000000000000000000001}' in heard


async def test_who_says_nothing_is_not_waited_for_for_long():
    app = SimpleNamespace(state=SimpleNamespace(parts=Parts(None, None, None)))
    scope = {"type": "websocket", "app": app, "headers": [], "subprotocols": [PROTOCOL]}
    sent, coming = [], asyncio.Queue()
    coming.put_nowait({"type": "websocket.connect"})

    async def send(message):
        sent.append(message)
        if message["type"] == "websocket.close":
            coming.put_nowait({"type": "websocket.disconnect", "code": message["code"]})

    door = SocketDoor(Operations(schema), (), patience=0.01)
    await door.serve(WebSocket(scope, coming.get, send))

    assert sent[-1] == {
        "type": "websocket.close",
        "code": 4408,
        "reason": "Connection initialisation timeout",
    }

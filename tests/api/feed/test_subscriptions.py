"""Hearing of stage changes: from any place, in order, none missing and none twice."""

import asyncio

import pytest

from domain.instants import DAY
from store import feed
from tests.api.client import STARTS
from tests.api.feed.conftest import cursors

pytestmark = pytest.mark.anyio

CURSORS = """
subscription ($after: String, $journey: String, $stages: [String!], $profile: ID) {
  stageChanges(after: $after, journey: $journey, stages: $stages, profile: $profile) { cursor }
}
"""
WHOLE = """
subscription {
  stageChanges(after: "0") {
    cursor
    change { profile { externalId traits } journey { key } from { key } to { key } move trigger }
  }
}
"""
CHECKPOINTS = """
subscription ($after: String) {
  stageChanges(after: $after, stages: ["customer"], checkpoints: true) { cursor change { id } }
}
"""


def numbers(first, last):
    return [str(number) for number in range(first, last + 1)]


async def test_all_that_is_kept_comes_first_and_then_what_happens(shop):
    await shop.subscribed("ann", "bob")
    async with shop.socket() as socket:
        await socket.subscribe(WHOLE)
        kept = [await socket.next(), await socket.next()]
        await shop.led("ann")
        live = await socket.next()

    def event(cursor, who, left, entered, move, step):
        change = {
            "profile": {"externalId": who, "traits": {"step": step}},
            "journey": {"key": "lead"},
            "from": left and {"key": left},
            "to": {"key": entered},
            "move": move,
            "trigger": "DATA",
        }
        return {"stageChanges": {"cursor": cursor, "change": change}}

    assert [*kept, live] == [
        event("1", "ann", None, "subscriber", "ENTER", 0),
        event("2", "bob", None, "subscriber", "ENTER", 0),
        event("3", "ann", "subscriber", "lead", "ADVANCE", 1),
    ]


async def test_without_a_place_only_what_happens_from_now_on_is_told(shop):
    await shop.subscribed("ann")
    async with shop.socket() as socket:
        await socket.subscribe(CURSORS)
        await _begun(socket)
        await shop.subscribed("bob")

        assert await cursors(socket, 1) == ["2"]


async def test_a_client_goes_on_where_it_stopped(shop):
    await shop.subscribed(*(f"u{number}" for number in range(20)))
    heard = []
    for _ in range(4):
        async with shop.socket() as socket:
            await socket.subscribe(CURSORS, after=heard[-1] if heard else "0")
            heard += await cursors(socket, 5)

    assert heard == numbers(1, 20)


async def test_nothing_is_lost_between_what_is_kept_and_what_happens(shop):
    async def pushing():
        for batch in range(20):
            await shop.subscribed(*(f"u{batch}-{number}" for number in range(10)))

    async with shop.socket() as socket:
        push = asyncio.create_task(pushing())
        await socket.subscribe(CURSORS, after="0")
        heard = await cursors(socket, 200)
        await push

    assert heard == numbers(1, 200)


async def test_a_subscription_can_be_for_some_only(shop):
    await shop.subscribed("ann", "bob")
    await shop.led("bob", "ann")
    ann = (await shop.ask('{ profile(kind: CONTACT, externalId: "ann") { id } }'))["profile"]["id"]

    async with shop.socket() as socket:
        await socket.subscribe(CURSORS, after="0", stages=["lead"])
        by_stage = await cursors(socket, 2)
        await socket.say({"type": "complete", "id": "1"})
        await socket.subscribe(CURSORS, after="0", profile=ann)
        by_profile = await cursors(socket, 2)
        await socket.say({"type": "complete", "id": "1"})
        await socket.subscribe(CURSORS, after="0", journey="moon")
        await _begun(socket)
        await shop.subscribed("cid")
        await socket.say({"type": "ping"})
        by_another_journey = await socket.hear()

    assert (by_stage, by_profile, by_another_journey) == (
        ["3", "4"],
        ["1", "4"],
        {"type": "pong"},
    )


async def test_a_stage_is_meant_whether_it_is_left_or_entered(shop):
    await shop.subscribed("ann")
    await shop.led("ann")

    async with shop.socket() as socket:
        await socket.subscribe(CURSORS, after="0", stages=["subscriber"])

        assert await cursors(socket, 2) == ["1", "2"]


async def test_checkpoints_tell_how_far_the_feed_was_read_past_what_was_filtered(shop):
    await shop.subscribed(*(f"u{number}" for number in range(1_200)))

    async with shop.socket() as socket:
        await socket.subscribe(CHECKPOINTS, after="0")
        checkpoint = (await socket.next())["stageChanges"]

    assert checkpoint["change"] is None
    assert 1_000 <= int(checkpoint["cursor"]) <= 1_200


async def test_a_checkpoint_comes_after_a_while_though_little_was_filtered(shop, monkeypatch):
    monkeypatch.setattr("api.feed.listening.CHECKPOINT_AFTER", 0.05)
    await shop.subscribed("ann", "bob", "cid")

    async with shop.socket() as socket:
        await socket.subscribe(CHECKPOINTS, after="0")

        assert await socket.next() == {"stageChanges": {"cursor": "3", "change": None}}


async def test_a_place_that_is_no_longer_kept_is_an_error_with_the_oldest_one(shop, database):
    await shop.subscribed("ann", "bob", "cid")

    async def expire(tx):
        await feed.expire(tx, STARTS + 100_000 * DAY, 2)

    await database.write(shop.workspace, expire)

    async with shop.socket() as socket:
        await socket.subscribe(CURSORS, after="1")
        error = await socket.hear()
        oldest = error["payload"][0]["extensions"]["oldest"]
        await socket.subscribe(CURSORS, after=oldest)
        heard = await cursors(socket, 1)
        await socket.subscribe(CURSORS, id="2", after="0")
        all_that_is_kept = await cursors(socket, 1)

    assert error == {
        "id": "1",
        "type": "error",
        "payload": [
            {
                "message": "That place in the feed is no longer kept; the oldest is 2.",
                "extensions": {"code": "CURSOR_EXPIRED", "argument": "after", "oldest": "2"},
            }
        ],
    }
    assert (heard, all_that_is_kept) == (["3"], ["3"])


async def _begun(socket):
    """All that was subscribed before this has begun when this has been answered."""
    await socket.subscribe("{ feed { cursor } }", id="begun")
    await socket.next()
    await socket.hear()

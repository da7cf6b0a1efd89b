"""Hearing of who comes into segments and who leaves, in the same feed as stage changes."""

import pytest

from domain.instants import text_of
from tests.builders import MONDAY, trait_is

pytestmark = pytest.mark.anyio

SAVE = "mutation ($input: SegmentInput!) { saveSegment(input: $input) { __typename } }"
LISTENED = """
subscription ($after: String, $segment: String) {
  segmentChanges(after: $after, segment: $segment) {
    cursor
    change {
      entered at trigger sentence explanation version segment { key } profile { externalId }
    }
  }
}
"""
STAGES = "subscription ($after: String) { stageChanges(after: $after) { cursor } }"


@pytest.fixture
async def segmented(shop):
    """Two segments beside the journey."""
    for key, step in (("first", 0), ("second", 1)):
        criteria = trait_is("step", step)
        given = {"key": key, "name": key.title(), "kind": "CONTACT", "criteria": criteria}
        await shop.ask(SAVE, input=given)
    return shop


async def test_what_is_kept_comes_first_and_then_who_comes_and_who_goes(segmented):
    await segmented.subscribed("ann")
    async with segmented.socket() as socket:
        await socket.subscribe(LISTENED, after="0", segment="first")
        came = (await socket.next())["segmentChanges"]
        await segmented.led("ann")
        left = (await socket.next())["segmentChanges"]

    explanation = came["change"].pop("explanation")
    assert came == {
        "cursor": "2",
        "change": {
            "entered": True,
            "at": text_of(MONDAY),
            "trigger": "DATA",
            "sentence": "Came into First on 5 Jan 2026 because step was 0.",
            "version": 1,
            "segment": {"key": "first"},
            "profile": {"externalId": "ann"},
        },
    }
    assert (explanation["entry"]["actual"], explanation["entry"]["holds"]) == (0, True)
    assert left["change"]["entered"] is False
    assert left["change"]["sentence"].startswith("Left First on 5 Jan 2026 because step")


async def test_a_cursor_is_a_place_for_stage_changes_and_for_segments_alike(segmented):
    await segmented.subscribed("ann")
    await segmented.led("ann")
    async with segmented.socket() as socket:
        await socket.subscribe(LISTENED, after="0")
        heard = [(await socket.next())["segmentChanges"] for _ in range(3)]
    async with segmented.socket() as socket:
        await socket.subscribe(STAGES, after=heard[0]["cursor"])
        moved = (await socket.next())["stageChanges"]["cursor"]

    assert [(it["cursor"], it["change"]["segment"]["key"]) for it in heard] == [
        ("2", "first"),
        ("4", "first"),
        ("5", "second"),
    ]
    assert moved == "3"

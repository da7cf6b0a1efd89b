"""Moving and pinning by hand, as clients do it."""

import pytest

from domain.instants import DAY, text_of
from tests.api.client import STARTS
from tests.builders import FREE, MONDAY, a_journey, at_least, became, did, logins

pytestmark = pytest.mark.anyio

LEAD = a_journey("subscriber -> lead -> customer", lead=at_least("login", 2))
BUSY = a_journey("quiet -> busy", key="busy", movement=FREE, busy=at_least("login", 1))

MOVE = """
mutation ($profile: ID!, $journey: String! = "lead", $stage: String! = "customer",
          $force: Boolean! = false, $reason: String, $pin: PinInput) {
  moveProfile(profile: $profile, journey: $journey, stage: $stage, force: $force,
              reason: $reason, pin: $pin) {
    __typename
    ... on ProfileMoved {
      profile { externalId }
      placement { stage { key } pin { until actor reason } }
      changes { from { key } to { key } at move trigger actor reason }
    }
    ... on Refusal { code path message }
  }
}
"""
PIN = """
mutation ($profile: ID!, $journey: String! = "lead", $until: DateTime, $reason: String) {
  pinProfile(profile: $profile, journey: $journey, until: $until, reason: $reason) {
    __typename
    ... on ProfilePinned { placement { stage { key } pin { until actor reason } } }
    ... on Refusal { code path }
  }
}
"""
UNPIN = """
mutation ($profile: ID!, $journey: String! = "lead") {
  unpinProfile(profile: $profile, journey: $journey) {
    __typename
    ... on ProfileUnpinned {
      placement { stage { key } pin { until } }
      changes { to { key } trigger }
    }
    ... on Refusal { code path }
  }
}
"""


@pytest.fixture
async def somebody(client):
    """The id of a profile that subscribes."""
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY]))
    return await client.profile_id("u1")


async def test_a_move_records_who_made_it_and_why(client, somebody):
    moved = await client.ask(MOVE, profile=somebody, stage="lead", reason="met at a fair")

    change = {
        "from": {"key": "subscriber"},
        "to": {"key": "lead"},
        "at": text_of(STARTS),
        "move": "ADVANCE",
        "trigger": "MANUAL",
        "actor": "tests",
        "reason": "met at a fair",
    }
    assert moved["moveProfile"] == {
        "__typename": "ProfileMoved",
        "profile": {"externalId": "u1"},
        "placement": {"stage": {"key": "lead"}, "pin": None},
        "changes": [change],
    }


async def test_a_move_can_pin(client, somebody):
    until = text_of(STARTS + DAY)

    moved = await client.ask(
        MOVE, profile=somebody, stage="lead", pin={"until": until}, reason="a pilot"
    )

    pin = {"until": until, "actor": "tests", "reason": "a pilot"}
    assert moved["moveProfile"]["placement"] == {"stage": {"key": "lead"}, "pin": pin}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, ("NoTransition", "NO_TRANSITION", "stage")),
        ({"stage": "moon"}, ("StageNotFound", "STAGE_NOT_FOUND", "stage")),
        ({"stage": "subscriber"}, ("AlreadyThere", "ALREADY_THERE", "stage")),
        ({"journey": "moon"}, ("NotFound", "NOT_FOUND", "journey")),
        ({"profile": "UHJvZmlsZTo5OTk"}, ("NotFound", "NOT_FOUND", "profile")),
        ({"profile": "nonsense"}, ("NotFound", "NOT_FOUND", "profile")),
        (
            {"journey": "busy", "stage": "quiet", "force": True},
            ("PinRequired", "PIN_REQUIRED", "pin"),
        ),
        (
            {"stage": "lead", "pin": {"until": "2020-01-01"}},
            ("BadArgument", "BAD_ARGUMENT", "pin.until"),
        ),
        (
            {"stage": "lead", "pin": {"until": "soon"}},
            ("BadArgument", "BAD_ARGUMENT", "pin.until"),
        ),
        ({"reason": "x" * 1_001}, ("BadArgument", "BAD_ARGUMENT", "reason")),
    ],
)
async def test_a_move_that_cannot_be_is_refused(client, somebody, given, refusal):
    await client.publish(BUSY)

    refused = await client.ask(MOVE, **{"profile": somebody, **given})

    told = refused["moveProfile"]
    assert (told["__typename"], told["code"], told["path"]) == refusal


async def test_with_force_a_profile_goes_anywhere(client, somebody):
    moved = await client.ask(MOVE, profile=somebody, force=True)

    assert moved["moveProfile"]["placement"]["stage"] == {"key": "customer"}


async def test_a_pin_keeps_a_profile_and_taking_it_off_lets_it_go(client, somebody):
    pinned = await client.ask(PIN, profile=somebody, reason="on hold")
    (kept,) = await client.observe(*logins("u1", on=[MONDAY]))
    unpinned = await client.ask(UNPIN, profile=somebody)

    pin = {"until": None, "actor": "tests", "reason": "on hold"}
    assert pinned["pinProfile"] == {
        "__typename": "ProfilePinned",
        "placement": {"stage": {"key": "subscriber"}, "pin": pin},
    }
    assert kept["changes"] == []
    assert unpinned["unpinProfile"] == {
        "__typename": "ProfileUnpinned",
        "placement": {"stage": {"key": "lead"}, "pin": None},
        "changes": [{"to": {"key": "lead"}, "trigger": "TIME"}],
    }


async def test_pins_that_cannot_be_are_refused(client, somebody):
    await client.observe(did("other", "login", at=MONDAY), kind="ACCOUNT")
    stranger = await client.profile_id("other", "ACCOUNT")

    refused = [
        (await client.ask(PIN, profile=somebody, until="2020-01-01"))["pinProfile"],
        (await client.ask(PIN, profile=somebody, until="whenever"))["pinProfile"],
        (await client.ask(PIN, profile=stranger))["pinProfile"],
        (await client.ask(UNPIN, profile=somebody))["unpinProfile"],
        (await client.ask(UNPIN, profile=somebody, journey="moon"))["unpinProfile"],
    ]

    assert [(one["__typename"], one["path"]) for one in refused] == [
        ("BadArgument", "pin.until"),
        ("BadArgument", "until"),
        ("NotFound", "profile"),
        ("NotPinned", "profile"),
        ("NotFound", "journey"),
    ]


async def test_who_stands_nowhere_cannot_be_pinned(client):
    await client.publish(a_journey("start -> lead", start=at_least("login", 1)))
    await client.observe(became("u1", at=MONDAY, plan="pro"))

    refused = await client.ask(PIN, profile=await client.profile_id("u1"))

    assert refused["pinProfile"] == {
        "__typename": "NotPlaced",
        "code": "NOT_PLACED",
        "path": "profile",
    }


async def test_a_move_records_for_whom_it_was_made(client, somebody):
    variables = {"profile": somebody, "stage": "lead"}

    moved = (await client.post(MOVE, variables, x_cairn_actor="Zoë".encode())).json()

    (change,) = moved["data"]["moveProfile"]["changes"]
    assert change["actor"] == "tests/Zoë"

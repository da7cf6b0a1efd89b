"""Profiles and where they stand, as clients see them."""

import pytest

from domain.instants import DAY, text_of
from domain.journey import ProfileKind
from tests.api.client import STARTS, sent
from tests.builders import (
    FREE,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_journey,
    at_least,
    became,
    did,
    logins,
    trait_is,
)

pytestmark = pytest.mark.anyio

LEAD = a_journey(
    "subscriber -> lead -> customer",
    lead=at_least("login", 2),
    customer=at_least("paid", 1),
    ways=[
        {"from": "customer", "to": "lead", "kind": "RECYCLE", "when": at_least("left", 1)},
    ],
)
BUSY = a_journey(
    "quiet -> busy", key="busy", movement=FREE, busy=at_least("login", 1, within="P7D")
)


async def test_a_profile_tells_who_it_is(client):
    await client.observe(became("u1", at=MONDAY, plan="pro", deal={"size": 5}))

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") {
          __typename kind externalId traits createdAt placements { stage { key } }
        } }"""
    )

    assert told["profile"] == {
        "__typename": "Profile",
        "kind": "CONTACT",
        "externalId": "u1",
        "traits": {"plan": "pro", "deal": {"size": 5}},
        "createdAt": text_of(STARTS),
        "placements": [],
    }


async def test_traits_come_back_digit_for_digit(client):
    digits = "0.10", "123456789012345678901234567890", "-7", "2.5"
    traits = ", ".join(f"t{place}: {digit}" for place, digit in enumerate(digits))
    await client.ask(
        f"""mutation {{ observe(observations: [
          {{kind: CONTACT, externalId: "u1", traits: {{{traits}}}}}
        ]) {{ refused }} }}"""
    )

    told = await client.post('{ profile(kind: CONTACT, externalId: "u1") { traits } }')

    written = ",".join(f'"t{place}":{digit}' for place, digit in enumerate(digits))
    assert f'{{"traits":{{{written}}}}}' in told.text


async def test_a_placement_tells_where_since_when_and_how_long(client):
    await client.publish(LEAD)
    await client.publish(BUSY)
    await client.observe(*logins("u1", on=[MONDAY, TUESDAY]))
    client.clock.passes(DAY // 2)

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") {
          placement(journey: "lead") {
            journey { key } stage { key rank } since dwell dwellSeconds version cycleSince
            pin { until } held { since }
          }
          placements { journey { key } stage { key } }
          none: placement(journey: "nothing") { since }
        } }"""
    )

    assert told["profile"] == {
        "placement": {
            "journey": {"key": "lead"},
            "stage": {"key": "lead", "rank": 1},
            "since": text_of(TUESDAY),
            "dwell": "P3DT12H",
            "dwellSeconds": 3.5 * 86_400,
            "version": 1,
            "cycleSince": None,
            "pin": None,
            "held": [],
        },
        "placements": [
            {"journey": {"key": "busy"}, "stage": {"key": "busy"}},
            {"journey": {"key": "lead"}, "stage": {"key": "lead"}},
        ],
        "none": None,
    }


async def test_an_unplaced_profile_stands_in_no_stage(client):
    await client.publish(a_journey("start -> lead", start=at_least("login", 2)))
    await client.observe(*logins("u1", on=[MONDAY]))

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") {
          placements { journey { key } stage { key } since dwell dwellSeconds }
        } }"""
    )

    assert told["profile"]["placements"] == [
        {
            "journey": {"key": "lead"},
            "stage": None,
            "since": None,
            "dwell": None,
            "dwellSeconds": None,
        }
    ]


async def test_a_recycle_starts_a_cycle_and_holds_what_still_holds(client):
    await client.publish(
        a_journey(
            "new -> lead -> customer",
            lead={"signal": {"trait": "fit"}, "is": "eq", "value": True},
            customer={"signal": {"trait": "plan"}, "is": "eq", "value": "pro"},
            ways=[
                {"from": "customer", "to": "new", "kind": "RECYCLE", "when": at_least("left", 1)}
            ],
        )
    )
    await client.observe(
        became("u1", at=MONDAY, fit=True, plan="pro"), did("u1", "left", at=TUESDAY)
    )

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") { placement(journey: "lead") {
          stage { key } cycleSince held { stage { key } since }
        } } }"""
    )

    held = [{"stage": {"key": key}, "since": text_of(TUESDAY)} for key in ("lead", "customer")]
    assert told["profile"]["placement"] == {
        "stage": {"key": "new"},
        "cycleSince": text_of(TUESDAY),
        "held": held,
    }


async def test_an_explanation_gives_each_rule_with_its_actual_value(client):
    await client.publish(BUSY)
    await client.observe(*logins("u1", on=[MONDAY]))

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") {
          placement(journey: "busy") { explanation { json } }
        } }"""
    )

    rule = {"signal": {"count": "login", "within": "P7D"}, "is": "gte", "value": 1}
    week_later = text_of(MONDAY + 7 * DAY)
    assert told["profile"]["placement"]["explanation"]["json"] == {
        "stages": [
            {"stage": "quiet", "rank": 0},
            {
                "stage": "busy",
                "rank": 1,
                "entry": {
                    **rule,
                    "actual": 1,
                    "holds": True,
                    "until": week_later,
                },
            },
        ],
        "transitions": [],
        "nextTimer": week_later,
    }


async def test_an_explanation_is_one_sentence_and_all_of_it_as_data(client):
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY, TUESDAY]))

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") { explanation(journey: "lead") {
          sentence stage { key } reason cycleSince nextTimer
          stages { stage { key } holds until heldSince
            rules { path signal is expected actual holds until summary } }
          transitions { from to { key } kind after holds rules { path summary } }
          nearest { stage { key } move rule negated actual expected progress missing until others
            sentence }
        } } }"""
    )

    twice = {
        "path": "entry",
        "signal": {"count": "login"},
        "is": "gte",
        "expected": 2,
        "actual": 2,
        "holds": True,
        "until": None,
        "summary": "the number of login is at least 2",
    }
    paid = {**twice, "signal": {"count": "paid"}, "expected": 1, "actual": 0, "holds": False,
            "summary": "the number of paid is at least 1"}  # fmt: skip
    asks_nothing = {"holds": None, "until": None, "heldSince": None, "rules": []}
    assert told["profile"]["explanation"] == {
        "sentence": "Stands in Lead since 6 Jan 2026 because it had 2 logins; to reach Customer it "
        "needs 1 paid event (none yet).",
        "stage": {"key": "lead"},
        "reason": "it had 2 logins",
        "cycleSince": None,
        "nextTimer": None,
        "stages": [
            {"stage": {"key": "subscriber"}, **asks_nothing},
            {"stage": {"key": "lead"}, **asks_nothing, "holds": True, "rules": [twice]},
            {"stage": {"key": "customer"}, **asks_nothing, "holds": False, "rules": [paid]},
        ],
        "transitions": [
            {
                "from": "lead",
                "to": {"key": "customer"},
                "kind": "ADVANCE",
                "after": None,
                "holds": None,
                "rules": [],
            }
        ],
        "nearest": {
            "stage": {"key": "customer"},
            "move": "ADVANCE",
            "rule": {"signal": {"count": "paid"}, "is": "gte", "value": 1},
            "negated": False,
            "actual": 0,
            "expected": 1,
            "progress": 0.0,
            "missing": 1,
            "until": None,
            "others": 0,
            "sentence": "To reach Customer it needs 1 paid event (none yet).",
        },
    }


async def test_who_stands_nowhere_is_explained_too_and_other_journeys_are_null(client):
    await client.publish(a_journey("trial", key="plan", trial=trait_is("plan", "trial")))
    await client.publish(a_journey("on", key="firm", kind=ProfileKind.ACCOUNT))
    await client.observe(became("u1", at=MONDAY, plan="free"))

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") {
          plan: explanation(journey: "plan") { sentence stage { key } reason nearest { progress } }
          firm: explanation(journey: "firm") { sentence }
          none: explanation(journey: "none") { sentence }
        } }"""
    )

    assert told["profile"] == {
        "plan": {
            "sentence": "Stands in no stage of Plan; to enter Trial it needs plan to be trial "
            "(it is free).",
            "stage": None,
            "reason": None,
            "nearest": {"progress": 0.0},
        },
        "firm": None,
        "none": None,
    }


async def test_visits_tell_the_whole_story(client):
    await client.publish(LEAD)
    await client.observe(
        *logins("u1", on=[MONDAY, TUESDAY]),
        did("u1", "paid", at=WEDNESDAY),
        did("u1", "left", at=THURSDAY),
    )

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") { visits(journey: "lead") {
          edges { node { number stage { key } enteredAt leftAt dwell move trigger next version } }
          pageInfo { hasNextPage hasPreviousPage }
        } } }"""
    )

    def visit(number, stage, entered, left, dwell, move, next):
        return {
            "number": number,
            "stage": {"key": stage},
            "enteredAt": text_of(entered),
            "leftAt": left and text_of(left),
            "dwell": dwell,
            "move": move,
            "trigger": "DATA",
            "next": next,
            "version": 1,
        }

    assert told["profile"]["visits"] == {
        "edges": [
            {"node": one}
            for one in (
                visit(1, "subscriber", MONDAY, TUESDAY, "P1D", "ENTER", "lead"),
                visit(2, "lead", TUESDAY, WEDNESDAY, "P1D", "ADVANCE", "customer"),
                visit(3, "customer", WEDNESDAY, THURSDAY, "P1D", "ADVANCE", "lead"),
                visit(4, "lead", THURSDAY, None, "P1D", "RECYCLE", None),
            )
        ],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False},
    }


async def test_the_log_keeps_all_that_was_observed_in_order_of_arrival(client):
    await client.send(
        {**sent(did("u1", "paid", at=TUESDAY, sum=5)), "messageId": "m1"},
        sent(became("u1", at=MONDAY, plan="pro", trial=None)),
    )

    told = await client.ask(
        """{ profile(kind: CONTACT, externalId: "u1") { observations(last: 5) {
          edges { node { number at recordedAt messageId event traits properties } }
        } } }"""
    )

    now = text_of(STARTS)
    assert [edge["node"] for edge in told["profile"]["observations"]["edges"]] == [
        {
            "number": 1,
            "at": text_of(TUESDAY),
            "recordedAt": now,
            "messageId": "m1",
            "event": "paid",
            "traits": None,
            "properties": {"sum": 5},
        },
        {
            "number": 2,
            "at": text_of(MONDAY),
            "recordedAt": now,
            "messageId": None,
            "event": None,
            "traits": {"plan": "pro", "trial": None},
            "properties": None,
        },
    ]


async def test_nobody_is_found_by_a_name_that_nobody_has(client):
    told = await client.ask('{ profile(kind: ACCOUNT, externalId: "u1") { id } }')
    error = await client.error('{ profile(kind: ACCOUNT, externalId: "\\u0000") { id } }')

    assert told == {"profile": None}
    assert error["extensions"] == {"code": "BAD_ARGUMENT", "argument": "externalId"}


FIND = """
query ($filter: ProfileFilter, $orderBy: ProfileOrder) {
  profiles(filter: $filter, orderBy: $orderBy) { totalCount edges { node { externalId } } }
}
"""


@pytest.fixture
async def four(client):
    """Ann and Bob lead, Cid subscribes; Dia is an account."""
    await client.publish(LEAD)
    await client.observe(
        *logins("ann", on=[MONDAY, WEDNESDAY]),
        *logins("bob", on=[MONDAY, TUESDAY]),
        became("cid", at=MONDAY, plan="pro", deal={"size": 12}),
    )
    await client.observe(became("dia", at=MONDAY, plan="free"), kind=ProfileKind.ACCOUNT)
    return client


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        (None, ["ann", "bob", "cid", "dia"]),
        ({}, ["ann", "bob", "cid", "dia"]),
        ({"kind": "ACCOUNT"}, ["dia"]),
        ({"journey": "lead"}, ["ann", "bob", "cid"]),
        ({"journey": "lead", "stages": ["lead"]}, ["ann", "bob"]),
        ({"journey": "lead", "unplaced": True}, ["dia"]),
        ({"search": "B"}, ["bob"]),
        ({"trait": {"path": "plan", "value": "pro"}}, ["cid"]),
        ({"trait": {"path": "deal.size", "is": "gt", "value": 11.5}}, ["cid"]),
        ({"trait": {"path": "plan", "is": "in", "value": ["pro", "free"]}}, ["cid", "dia"]),
        ({"trait": {"path": "plan", "is": "missing"}}, ["ann", "bob"]),
        ({"journey": "lead", "dwellLongerThan": "P2D"}, ["bob", "cid"]),
        ({"journey": "nowhere"}, []),
    ],
)
async def test_profiles_are_found_by_what_is_said_of_them(four, filter, found):
    told = await four.ask(FIND, filter=filter, orderBy={"by": "EXTERNAL_ID"})

    names = [edge["node"]["externalId"] for edge in told["profiles"]["edges"]]
    assert (names, told["profiles"]["totalCount"]) == (found, len(found))


async def test_profiles_come_in_the_order_that_is_asked_for(four):
    async def names(**order):
        told = await four.ask(FIND, orderBy=order)
        return [edge["node"]["externalId"] for edge in told["profiles"]["edges"]]

    assert await names(by="EXTERNAL_ID", direction="DESC") == ["dia", "cid", "bob", "ann"]
    assert await names(by="SINCE", journey="lead") == ["cid", "bob", "ann"]


PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String) {
  profiles(
    orderBy: {by: EXTERNAL_ID}, first: $first, after: $after, last: $last, before: $before
  ) {
    edges { cursor node { externalId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


async def test_pages_can_be_turned_in_both_directions(four):
    forth = await four.ask(PAGE, first=3)
    rest = await four.ask(PAGE, first=3, after=forth["profiles"]["pageInfo"]["endCursor"])
    back = await four.ask(PAGE, last=2, before=rest["profiles"]["pageInfo"]["startCursor"])

    def page(told):
        names = [edge["node"]["externalId"] for edge in told["profiles"]["edges"]]
        info = told["profiles"]["pageInfo"]
        return names, info["hasPreviousPage"], info["hasNextPage"]

    assert [page(forth), page(rest), page(back)] == [
        (["ann", "bob", "cid"], False, True),
        (["dia"], True, False),
        (["bob", "cid"], True, True),
    ]


@pytest.mark.parametrize(
    ("arguments", "argument", "code"),
    [
        ({"first": -1}, "first", "BAD_ARGUMENT"),
        ({"first": 1_001}, "first", "BAD_ARGUMENT"),
        ({"first": 1, "last": 1}, "last", "BAD_ARGUMENT"),
        ({"after": "nonsense"}, "after", "CURSOR_MALFORMED"),
        ({"before": "WzFd"}, "before", "CURSOR_MALFORMED"),
        ({"last": 1, "before": "WzEsWzJdXQ"}, "before", "CURSOR_MALFORMED"),
    ],
)
async def test_a_page_that_cannot_be_is_refused_by_its_argument(client, arguments, argument, code):
    error = await client.error(PAGE, **arguments)

    assert error["extensions"] == {"code": code, "argument": argument}


@pytest.mark.parametrize(
    ("filter", "argument"),
    [
        ({"search": "\0"}, "filter.search"),
        ({"stages": ["x"] * 201}, "filter.stages"),
        ({"trait": {"path": "x" * 1_001, "value": 1}}, "filter.trait.path"),
        ({"trait": {"path": "a", "value": {}}}, "filter.trait.value"),
        ({"trait": {"path": "a", "is": "in", "value": 5}}, "filter.trait.value"),
        ({"trait": {"path": "a", "value": 10**40}}, "filter.trait.value"),
    ],
)
async def test_a_filter_that_cannot_be_is_refused_by_its_field(client, filter, argument):
    error = await client.error(FIND, filter=filter)

    assert error["extensions"] == {"code": "BAD_ARGUMENT", "argument": argument}


async def test_an_order_by_since_needs_its_journey(client):
    error = await client.error(FIND, orderBy={"by": "SINCE"})

    assert error["extensions"] == {"code": "BAD_ARGUMENT", "argument": "orderBy.journey"}


async def test_everything_with_an_id_is_found_by_it(client):
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY]))
    ids = await client.ask(
        """{
          profile(kind: CONTACT, externalId: "u1") { id }
          journey(key: "lead") { id stages { id } }
          stageChanges { edges { node { id } } }
        }"""
    )
    known = [
        ids["profile"]["id"],
        ids["journey"]["id"],
        ids["journey"]["stages"][1]["id"],
        ids["stageChanges"]["edges"][0]["node"]["id"],
    ]

    found = [
        (
            await client.ask(
                """query ($id: ID!) { node(id: $id) {
                  __typename id
                  ... on Profile { externalId }
                  ... on Journey { key }
                  ... on Stage { key }
                  ... on StageChange { cursor }
                } }""",
                id=id,
            )
        )["node"]
        for id in known
    ]

    assert found == [
        {"__typename": "Profile", "id": known[0], "externalId": "u1"},
        {"__typename": "Journey", "id": known[1], "key": "lead"},
        {"__typename": "Stage", "id": known[2], "key": "lead"},
        {"__typename": "StageChange", "id": known[3], "cursor": "1"},
    ]


@pytest.mark.parametrize(
    "id", ["", "nonsense", "1", "UHJvZmlsZTp4", "U3RhZ2U6bGVhZA", "Sm91cm5leTo"]
)
async def test_an_id_that_nothing_has_finds_nothing(client, id):
    assert await client.ask("query ($id: ID!) { node(id: $id) { id } }", id=id) == {"node": None}

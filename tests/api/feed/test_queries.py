"""The feed in pages."""

import pytest

from domain.instants import DAY, text_of
from store import feed
from tests.api.client import STARTS
from tests.builders import MONDAY, TUESDAY, WEDNESDAY, a_journey, at_least, logins

pytestmark = pytest.mark.anyio

LEAD = a_journey("subscriber -> lead", lead=at_least("login", 2))
PLAN = a_journey("free -> paying", key="plan", paying=at_least("paid", 1))

PAGE = """
query ($journey: String, $profile: ID, $first: Int, $after: String, $last: Int, $before: String) {
  stageChanges(journey: $journey, profile: $profile,
               first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { profile { externalId } journey { key } to { key } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


@pytest.fixture
async def four_changes(client):
    """Ann enters both journeys and leads; Bob enters both."""
    await client.publish(LEAD)
    await client.publish(PLAN)
    await client.observe(*logins("ann", on=[MONDAY]))
    await client.observe(*logins("bob", on=[MONDAY]))
    await client.observe(*logins("ann", on=[TUESDAY]))
    return client


def story(told):
    return [
        (
            edge["cursor"],
            edge["node"]["profile"]["externalId"],
            f"{edge['node']['journey']['key']}/{edge['node']['to']['key']}",
        )
        for edge in told["stageChanges"]["edges"]
    ]


ALL = [
    ("1", "ann", "lead/subscriber"),
    ("2", "ann", "plan/free"),
    ("3", "bob", "lead/subscriber"),
    ("4", "bob", "plan/free"),
    ("5", "ann", "lead/lead"),
]


async def test_the_feed_is_read_in_its_order(four_changes):
    assert story(await four_changes.ask(PAGE)) == ALL


async def test_the_feed_is_read_by_journey_and_by_profile(four_changes):
    ann = await four_changes.profile_id("ann")

    by_journey = await four_changes.ask(PAGE, journey="plan")
    by_profile = await four_changes.ask(PAGE, profile=ann)
    by_both = await four_changes.ask(PAGE, journey="lead", profile=ann)
    by_neither = await four_changes.ask(PAGE, journey="moon")

    assert [story(by_journey), story(by_profile), story(by_both), story(by_neither)] == [
        [ALL[1], ALL[3]],
        [ALL[0], ALL[1], ALL[4]],
        [ALL[0], ALL[4]],
        [],
    ]


async def test_pages_of_the_feed_are_turned_by_feed_cursors(four_changes):
    forth = await four_changes.ask(PAGE, first=2, after="1")
    back = await four_changes.ask(PAGE, last=2, before="4")

    assert (story(forth), forth["stageChanges"]["pageInfo"]) == (
        ALL[1:3],
        {"hasNextPage": True, "hasPreviousPage": True, "startCursor": "2", "endCursor": "3"},
    )
    assert (story(back), back["stageChanges"]["pageInfo"]["hasPreviousPage"]) == (ALL[1:3], True)


async def test_a_change_tells_all_about_itself(four_changes):
    told = await four_changes.ask(
        """{ stageChanges(last: 1) { edges { node {
          __typename cursor version at recordedAt move trigger skipped actor reason explanation
          sentence from { key name } to { key name }
        } } } }"""
    )

    (edge,) = told["stageChanges"]["edges"]
    explanation = edge["node"].pop("explanation")
    assert edge["node"] == {
        "__typename": "StageChange",
        "cursor": "5",
        "version": 1,
        "at": text_of(TUESDAY),
        "recordedAt": text_of(STARTS),
        "move": "ADVANCE",
        "trigger": "DATA",
        "skipped": [],
        "actor": None,
        "reason": None,
        "from": {"key": "subscriber", "name": "Subscriber"},
        "to": {"key": "lead", "name": "Lead"},
        "sentence": "Moved on from Subscriber to Lead on 6 Jan 2026 because it had 2 logins.",
    }
    assert (explanation["entry"]["actual"], explanation["entry"]["holds"]) == (2, True)


async def test_a_stage_that_a_new_version_lacks_is_told_as_it_was(client):
    await client.publish(LEAD)
    await client.observe(*logins("ann", on=[MONDAY, TUESDAY]))
    await client.publish(a_journey("subscriber -> customer", customer=at_least("paid", 1)))
    await client.observe(*logins("ann", on=[WEDNESDAY]))

    told = await client.ask(
        "{ stageChanges { edges { node { version move from { key } to { key } } } } }"
    )

    def change(version, move, left, entered):
        stages = {"from": left and {"key": left}, "to": entered and {"key": entered}}
        return {"version": version, "move": move, **stages}

    assert [edge["node"] for edge in told["stageChanges"]["edges"]] == [
        change(1, "ENTER", None, "subscriber"),
        change(1, "ADVANCE", "subscriber", "lead"),
        change(2, "LEAVE", "lead", None),
        change(2, "ENTER", None, "subscriber"),
    ]


async def test_the_ends_of_the_feed_are_cursors_to_go_on_from(four_changes):
    told = await four_changes.ask("{ feed { cursor oldest } }")

    assert told == {"feed": {"cursor": "5", "oldest": "0"}}


async def test_an_empty_feed_has_ends_too(client):
    assert await client.ask("{ feed { cursor oldest } }") == {
        "feed": {"cursor": "0", "oldest": "0"}
    }


async def test_a_place_that_is_no_longer_kept_is_said_to_be(four_changes, database):
    async def expire(tx):
        await feed.expire(tx, STARTS + DAY, 3)

    await database.write(four_changes.workspace, expire)

    ends = await four_changes.ask("{ feed { cursor oldest } }")
    rest = await four_changes.ask(PAGE, after="3")
    from_the_beginning = await four_changes.ask(PAGE, after="0")
    error = await four_changes.error(PAGE, after="2")

    assert ends == {"feed": {"cursor": "5", "oldest": "3"}}
    assert story(rest) == story(from_the_beginning) == ALL[3:]
    assert error["extensions"] == {"code": "CURSOR_EXPIRED", "argument": "after", "oldest": "3"}


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "", "9" * 19, "٣"])
async def test_a_cursor_that_is_none_is_refused(client, cursor):
    error = await client.error(PAGE, after=cursor)

    assert error["extensions"] == {"code": "CURSOR_MALFORMED", "argument": "after"}


async def test_nothing_of_another_workspace_is_ever_seen(four_changes, database):
    from tests.api.conftest import opened_workspace

    ann = await four_changes.profile_id("ann")
    _, key = await opened_workspace(database, "other")
    other = type(four_changes)(four_changes.app, four_changes.http, key, 0)

    seen = await other.ask(
        """query ($ann: ID!) {
          feed { cursor } journeys { key } profiles { totalCount } stageChanges { edges { cursor } }
          node(id: $ann) { id } profile(kind: CONTACT, externalId: "ann") { id }
        }""",
        ann=ann,
    )

    assert seen == {
        "feed": {"cursor": "0"},
        "journeys": [],
        "profiles": {"totalCount": 0},
        "stageChanges": {"edges": []},
        "node": None,
        "profile": None,
    }

"""A draft is previewed and published, as a client does it."""

import asyncio
from dataclasses import replace

import pytest

from api.settings import Settings
from domain.instants import MINUTE
from tests.api.client import Client
from tests.api.conftest import opened_workspace
from tests.api.designer.test_drafts import apply, create
from tests.api.live import free_port, served, socket_to
from tests.builders import MONDAY, a_journey, at_least, document_of, logins
from tests.living import LivingEngine

pytestmark = pytest.mark.anyio

LIVE = a_journey("trial -> pilot -> adoption", pilot=at_least("login", 1),
                 adoption=at_least("login", 3))  # fmt: skip
DRAFT = a_journey("trial -> adoption", adoption=at_least("login", 2))
MAPPING = [{"stage": "pilot", "to": {"stageKey": "trial"}}]
PREVIEW_FIELDS = """
  state done total at draftRevision liveVersion contributors confirmToken expiresAt
  movements {
    total moved entered left unplaced changes failed
    flows { from to count examples { externalId } }
  }
  removedStages { key name occupants isMapped target suggestion }
  problems { code blocking fixes { title } }
  diff { summary differences { kind name } layout { name } }
"""
PREVIEW = f"""
query ($draft: ID!, $mapping: [StageMappingInput!], $history: PublishHistory) {{
  publishPreview(draftId: $draft, mapping: $mapping, history: $history) {{
    __typename
    ... on PublishPreview {{ {PREVIEW_FIELDS} }}
    ... on Refusal {{ code path }}
  }}
}}
"""
PUBLISH = f"""
mutation ($input: PublishJourneyInput!) {{
  publishJourney(input: $input) {{
    __typename
    ... on JourneyPublished {{
      version
      createdTeams
      problems {{ code }}
      journey {{ version stages {{ key }} versions {{ version effects draftRevision history }} }}
      draft {{ revision hasChanges published {{ version draftRevision }} }}
    }}
    ... on StalePreview {{ reason preview {{ {PREVIEW_FIELDS} }} }}
    ... on Refusal {{ code path }}
    ... on DocumentRefused {{ problems {{ code }} }}
  }}
}}
"""
READ = """
query ($id: ID!) {
  journeyDraft(id: $id) {
    revision hasChanges published { version actor publishedAt draftRevision }
  }
}
"""


async def preview(client, draft, **how):
    return (await client.ask(PREVIEW, draft=draft, **how))["publishPreview"]


async def publish(client, draft, token, **how):
    given = {"draftId": draft, "confirmToken": token, **how}
    return (await client.ask(PUBLISH, input=given))["publishJourney"]


async def drafted(client, journey=DRAFT):
    return (await create(client, fromDocument=document_of(journey)))["draft"]["id"]


@pytest.fixture
async def draft(client):
    """A draft of less stages than are live; of three profiles the nth has logged in n times."""
    await client.publish(LIVE)
    for number in range(3):
        await client.observe(*logins(f"u{number + 1}", on=[MONDAY + n for n in range(number + 1)]))
    return await drafted(client)


async def test_a_draft_is_previewed_and_published(client, draft):
    seen = await preview(client, draft, mapping=MAPPING)
    done = await publish(client, draft, seen["confirmToken"], mapping=MAPPING, effects="FULL")

    assert seen["movements"] == {
        "total": 3,
        "moved": 2,
        "entered": 0,
        "left": 0,
        "unplaced": 0,
        "changes": 3,
        "failed": 0,
        "flows": [
            {"from": "pilot", "to": "adoption", "count": 1, "examples": [{"externalId": "u2"}]},
            {"from": "pilot", "to": "trial", "count": 1, "examples": [{"externalId": "u1"}]},
        ],
    }
    assert seen["removedStages"] == [
        {
            "key": "pilot",
            "name": "Pilot",
            "occupants": 2,
            "isMapped": True,
            "target": "trial",
            "suggestion": "trial",
        }
    ]
    told = ("state", "done", "total", "at", "expiresAt", "draftRevision", "liveVersion")
    assert [seen[name] for name in told] == [
        "DONE",
        3,
        3,
        "2026-01-09T00:00:00Z",
        "2026-01-09T00:15:00Z",
        0,
        1,
    ]
    assert {"kind": "REMOVED", "name": "pilot"} in seen["diff"]["differences"]
    assert (done["__typename"], done["version"], done["journey"]["version"]) == (
        "JourneyPublished",
        2,
        2,
    )
    assert done["journey"]["versions"][1] == {
        "version": 2,
        "effects": "FULL",
        "draftRevision": 0,
        "history": "FROM_NOW",
    }
    assert done["draft"] == {
        "revision": 0,
        "hasChanges": False,
        "published": {"version": 2, "draftRevision": 0},
    }


async def test_an_unmapped_stage_blocks_and_a_way_to_keep_it_is_offered(client, draft):
    seen = await preview(client, draft)

    (problem,) = [it for it in seen["problems"] if it["blocking"]]
    assert problem["code"] == "STAGE_REMOVED_WITH_PROFILES"
    assert problem["fixes"]
    assert seen["confirmToken"] is None


async def test_a_draft_tells_what_is_live_and_whether_it_differs(client):
    draft = await drafted(client)
    unpublished = (await client.ask(READ, id=draft))["journeyDraft"]
    token = (await preview(client, draft))["confirmToken"]
    await publish(client, draft, token)
    published = (await client.ask(READ, id=draft))["journeyDraft"]
    layout = {"updateJourney": {"name": "Another"}}
    await apply(client, draft, layout)
    edited = (await client.ask(READ, id=draft))["journeyDraft"]

    live = {
        "version": 1,
        "actor": "tests",
        "publishedAt": "2026-01-09T00:00:00Z",
        "draftRevision": 0,
    }
    assert unpublished == {"revision": 0, "hasChanges": True, "published": None}
    assert published == {"revision": 0, "hasChanges": False, "published": live}
    assert edited == {"revision": 1, "hasChanges": True, "published": live}


async def test_what_is_only_drawn_elsewhere_is_no_change(client):
    draft = await drafted(client)
    await publish(client, draft, (await preview(client, draft))["confirmToken"])
    stage = (await client.ask(
        "query ($id: ID!) { journeyDraft(id: $id) { canvas { nodes { id } } } }", id=draft
    ))["journeyDraft"]["canvas"]["nodes"][0]["id"]  # fmt: skip

    await apply(client, draft, {"moveNodes": {"nodes": [{"id": stage, "x": 5, "y": 5}]}})
    seen = await preview(client, draft)

    assert not (await client.ask(READ, id=draft))["journeyDraft"]["hasChanges"]
    assert (seen["diff"]["differences"], len(seen["diff"]["layout"])) == ([], 1)


async def test_a_preview_of_the_past_is_stale_and_comes_with_one_of_now(client, draft):
    token = (await preview(client, draft, mapping=MAPPING))["confirmToken"]
    await apply(client, draft, {"updateJourney": {"name": "Another"}})

    stale = await publish(client, draft, token, mapping=MAPPING)
    done = await publish(client, draft, stale["preview"]["confirmToken"], mapping=MAPPING)

    assert (stale["__typename"], stale["code"], stale["reason"], stale["path"]) == (
        "StalePreview",
        "STALE_PREVIEW",
        "DRAFT_EDITED",
        "confirmToken",
    )
    assert (stale["preview"]["draftRevision"], stale["preview"]["contributors"]) == (1, ["tests"])
    assert (done["version"], done["draft"]["published"]["draftRevision"]) == (2, 1)


async def test_a_token_expires(client, draft):
    token = (await preview(client, draft, mapping=MAPPING))["confirmToken"]
    client.clock.passes(15 * MINUTE)

    assert (await publish(client, draft, token, mapping=MAPPING))["reason"] == "EXPIRED"


async def test_two_who_publish_at_once(client, draft):
    token = (await preview(client, draft, mapping=MAPPING))["confirmToken"]

    answers = await asyncio.gather(
        *(publish(client, draft, token, mapping=MAPPING) for _ in range(3))
    )

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["JourneyPublished", "StalePreview", "StalePreview"]


@pytest.mark.parametrize("token", ["", "text", "e30.e30", "\u00e9", "A" * 1_000])
async def test_a_forged_token_is_refused(client, draft, token):
    answer = await publish(client, draft, token, mapping=MAPPING)

    assert (answer["__typename"], answer["code"], answer["path"]) == (
        "ConfirmTokenRefused",
        "CONFIRM_TOKEN_INVALID",
        "confirmToken",
    )


async def test_another_workspaces_draft_is_not_found(client, database, draft):
    token = (await preview(client, draft, mapping=MAPPING))["confirmToken"]
    workspace, key = await opened_workspace(database, "other")
    stranger: Client = replace(client, key=key, workspace=workspace)

    answers = [
        await preview(stranger, draft),
        await publish(stranger, draft, token, mapping=MAPPING),
    ]
    own = await publish(stranger, await drafted(stranger), token)

    assert [(one["__typename"], one["path"]) for one in answers] == [("NotFound", "draftId")] * 2
    assert own["__typename"] == "ConfirmTokenRefused"


@pytest.mark.parametrize(
    ("how", "refused"),
    [
        ({"history": "REPLAY"}, ("HistoryNotFirst", "history")),
        ({"mapping": [{"stage": "trial", "to": {"reevaluate": True}}]}, ("BadArgument", "mapping")),
        (
            {"mapping": [{"stage": "pilot", "to": {"reevaluate": False}}]},
            ("BadArgument", "mapping[0].to.reevaluate"),
        ),
    ],
)
async def test_what_makes_no_sense_is_refused(client, draft, how, refused):
    answer = await preview(client, draft, **how)

    assert (answer["__typename"], answer["path"]) == refused


async def test_a_mapping_to_two_places_is_no_mapping(client, draft):
    to = {"stageKey": "trial", "reevaluate": True}

    error = await client.error(PREVIEW, draft=draft, mapping=[{"stage": "pilot", "to": to}])

    assert "StageMappingTarget" in error["message"]


FOLLOW = f"""
subscription ($draft: ID!, $mapping: [StageMappingInput!]) {{
  publishPreview(draftId: $draft, mapping: $mapping) {{ {PREVIEW_FIELDS} }}
}}
"""
WATCH = """
subscription ($journey: String!) {
  migration(journey: $journey) { version total done finished }
}
"""


async def test_previews_and_migrations_are_followed_over_a_socket(
    client, database, database_url, draft, monkeypatch
):
    monkeypatch.setattr("engine.previewing.FEW", 1)
    engine = LivingEngine(database, client.workspace, now=client.clock.now)
    settings = replace(Settings(database_url=database_url), port=free_port())
    with served(settings) as url:
        async with socket_to(url, key=client.key) as socket:
            await socket.subscribe(FOLLOW, draft=draft, mapping=MAPPING)
            begun = (await socket.next())["publishPreview"]
            async with engine.working():
                ended = await last(socket, "publishPreview", lambda it: it["state"] == "DONE")
            token = (await preview(client, draft, mapping=MAPPING))["confirmToken"]
            await publish(client, draft, token, mapping=MAPPING)
            await socket.subscribe(WATCH, journey="lead")
            first = (await socket.next())["migration"]
            async with engine.working():
                done = await last(socket, "migration", lambda it: it["finished"])
        async with socket_to(url, key=client.key) as socket:
            await socket.subscribe(WATCH, journey="lead")
            again = await last(socket, "migration", lambda it: it["finished"])
    await engine.ingest.close()

    assert (begun["state"], begun["movements"], begun["total"]) == ("RUNNING", None, 3)
    assert ended["movements"]["changes"] == 3
    assert first == {"version": 2, "total": 3, "done": 0, "finished": False}
    assert done == again == {"version": 2, "total": 3, "done": 3, "finished": True}


async def last(socket, name, is_end):
    """What is told in the end; then the subscription completes."""
    while not is_end(told := (await socket.next())[name]):
        pass
    assert (await socket.hear())["type"] == "complete"
    return told


async def test_a_subscription_to_what_is_not_there_is_an_error(client, database_url):
    settings = replace(Settings(database_url=database_url), port=free_port())
    with served(settings) as url:
        async with socket_to(url, key=client.key) as socket:
            await socket.subscribe(WATCH, journey="nowhere")
            error = await socket.hear()

    (found,) = error["payload"]
    assert found["extensions"]["code"] == "NOT_FOUND"


async def test_a_journey_tells_its_migration(client, draft):
    await client.publish(LIVE, expectedVersion=1)

    told = await client.ask(
        '{ journey(key: "lead") { migration { version total done finished } } }'
    )

    migration = {"version": 2, "total": 3, "done": 0, "finished": False}
    assert told["journey"]["migration"] == migration

"""Going back to a version or to what is live, and drafts of what was published without one."""

import pytest

from tests.api.designer.test_drafts import apply, create, undo
from tests.api.designer.test_versions import diff, document

pytestmark = pytest.mark.anyio


def saying(mutation):
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    return f"""
mutation ($input: {kind}!) {{
  answer: {mutation}(input: $input) {{
    __typename
    ... on EditsApplied {{ revision replayed edits removed }}
    ... on Refusal {{ code path }}
  }}
}}
"""


async def restore(client, draft, version, **more):
    given = {"draftId": draft, "clientId": "one", "version": version, **more}
    return (await client.ask(saying("restoreJourneyVersion"), input=given))["answer"]


async def discard(client, draft, **more):
    given = {"draftId": draft, "clientId": "one", **more}
    return (await client.ask(saying("discardJourneyChanges"), input=given))["answer"]


async def test_a_version_is_restored_into_the_draft_and_taken_back(client):
    await client.publish(document())
    await client.publish(document("trial -> adoption -> renewal"))
    draft = (await create(client, fromVersion={"journey": "lead"}))["draft"]["id"]
    await apply(client, draft, {"updateStage": {"id": "stg_trial", "name": "Try out"}})

    restored = await restore(client, draft, 1)

    assert (restored["__typename"], restored["revision"]) == ("EditsApplied", 2)
    assert "stg_renewal" in restored["removed"]
    first = {"version": {"journey": "lead", "version": 1}}
    assert (await diff(client, first, {"draft": draft}))["summary"] == "Nothing differs."
    await undo(client, draft)
    live = await diff(client, {"version": {"journey": "lead"}}, {"draft": draft})
    assert live["summary"] == "1 stage renamed."


async def test_changes_are_discarded(client):
    await client.publish(document())
    draft = (await create(client, fromVersion={"journey": "lead"}))["draft"]["id"]
    await apply(client, draft, {"addLane": {"id": "lane_1", "key": "left", "name": "Left"}})

    discarded = await discard(client, draft, idempotencyKey="k")
    again = await discard(client, draft, idempotencyKey="k")

    assert (discarded["removed"], discarded["replayed"]) == (["lane_1"], False)
    assert (again["revision"], again["replayed"]) == (2, True)
    live = {"version": {"journey": "lead"}}
    assert (await diff(client, live, {"draft": draft}))["summary"] == "Nothing differs."


async def test_what_cannot_be_gone_back_to_is_refused_by_name(client):
    draft = (await create(client, fromDocument=document()))["draft"]["id"]

    refused = [
        await restore(client, draft, 7),
        await discard(client, draft),
        await restore(client, "jrn_none", 1),
        await discard(client, draft, clientId=""),
    ]

    assert [(one["__typename"], one["path"]) for one in refused] == [
        ("NotFound", "version"),
        ("NotFound", "draftId"),
        ("NotFound", "draftId"),
        ("BadArgument", "clientId"),
    ]


async def test_a_journey_that_was_published_as_a_document_is_opened_as_a_draft(client):
    bare = document()
    for part in (*bare["stages"], *bare["transitions"]):
        del part["id"]
    await client.publish(bare)

    created = await create(client, fromVersion={"journey": "lead"})
    copied = await create(client, fromVersion={"journey": "lead", "version": 1}, key="copy")
    twice = await create(client, fromVersion={"journey": "lead"})
    none = await create(client, fromVersion={"journey": "sales"})

    live = {"version": {"journey": "lead"}}
    opened = {"draft": created["draft"]["id"]}
    assert (await diff(client, live, opened))["summary"] == "Nothing differs."
    ids = [
        [stage["id"] for stage in one["draft"]["document"]["stages"]] for one in (created, copied)
    ]
    assert ids[0] == ids[1]
    assert (twice["code"], none["code"], none["path"]) == (
        "JOURNEY_EXISTS",
        "NOT_FOUND",
        "fromVersion.journey",
    )


async def test_every_draft_is_listed_by_its_journeys_key(client):
    for key in ("sales", "lead"):
        await create(client, fromDocument=document() | {"key": key})

    listed = (await client.ask("{ journeyDrafts { key revision } }"))["journeyDrafts"]

    assert listed == [{"key": "lead", "revision": 0}, {"key": "sales", "revision": 0}]

"""A draft as clients make it, edit it together and read it."""

import asyncio
from dataclasses import replace

import pytest

from tests.api.conftest import opened_workspace
from tests.builders import a_journey, document_of

pytestmark = pytest.mark.anyio

CREATE = """
mutation ($input: CreateJourneyInput!) {
  createJourney(input: $input) {
    __typename
    ... on JourneyCreated { replayed draft { id key name revision document } }
    ... on Refusal { code path }
  }
}
"""
ANSWER = """
    __typename
    ... on EditsApplied {
      revision recorded replayed edits inverse added removed touched
      changes { kind elementId field before after }
      nodes { id type data }
      edges { id source target }
      draft { id revision document }
    }
    ... on EditConflict {
      code
      conflicts { kind elementId field base mine theirs revision clientId actor }
      missed { revision clientId edits }
      draft { revision }
    }
    ... on EditRejected { code path message editIndex faults { code path } }
    ... on Refusal { code path }
"""


def saying(mutation, kind):
    return f"mutation ($input: {kind}!) {{ answer: {mutation}(input: $input) {{{ANSWER}}} }}"


APPLY = saying("applyJourneyEdits", "ApplyJourneyEditsInput")
UNDO = saying("undoJourneyEdits", "JourneyStepInput")
REDO = saying("redoJourneyEdits", "JourneyStepInput")
READ = """
query ($id: ID, $key: String) {
  journeyDraft(id: $id, key: $key) {
    id key name kind movement revision document contributors
    problems { id code severity blocking docsUrl elementIds }
    canvas {
      nodes { id type position { x y } width height parentId data ports { id type side } }
      edges { id type source target sourceHandle targetHandle label data }
      viewport { x y zoom }
    }
    edits(first: 2) {
      edges { cursor node { revision actor clientId at step undoGroup edits inverse } }
      pageInfo { hasNextPage }
    }
  }
}
"""


async def create(client, **given):
    return (await client.ask(CREATE, input=given))["createJourney"]


async def a_draft(client):
    """A draft of two stages whose ids say what they name."""
    document = document_of(a_journey("trial -> adoption"))
    for stage in document["stages"]:
        stage["id"] = f"stg_{stage['key']}"
    document["transitions"][0]["id"] = "trn_1"
    return (await create(client, fromDocument=document))["draft"]["id"]


async def apply(client, draft, *edits, tab="one", base=0, **more):
    given = {"draftId": draft, "clientId": tab, "baseRevision": base, "edits": edits, **more}
    return (await client.ask(APPLY, input=given))["answer"]


async def undo(client, draft, tab="one"):
    given = {"draftId": draft, "clientId": tab}
    return (await client.ask(UNDO, input=given))["answer"]


async def redo(client, draft, tab="one"):
    given = {"draftId": draft, "clientId": tab}
    return (await client.ask(REDO, input=given))["answer"]


async def read(client, **given):
    return (await client.ask(READ, **given))["journeyDraft"]


def named(name, stage="stg_trial"):
    return {"updateStage": {"id": stage, "name": name}}


async def test_a_draft_begins_with_a_template(client):
    made = await create(client, fromTemplate="customer-lifecycle", key="ours", name="Our own")
    found = await read(client, key="ours")

    draft = made["draft"]
    assert (made["__typename"], made["replayed"], draft["revision"]) == ("JourneyCreated", False, 0)
    assert draft["id"].startswith("jrn_")
    assert len(draft["id"]) == 30
    assert (draft["document"]["id"], draft["name"]) == (draft["id"], "Our own")
    assert all(stage["id"].startswith("stg_") for stage in draft["document"]["stages"])
    assert {field: found[field] for field in draft} == draft
    waiting = draft["document"]["stages"][0]["health"][0]["measures"][1]
    assert (waiting["key"], waiting["signal"]) == ("waiting", {"dwell": "ours"})


async def test_a_draft_begins_with_nothing(client):
    blank = {"key": "ours", "name": "Ours", "kind": "CONTACT"}

    made = await create(client, blank=blank)
    found = await read(client, id=made["draft"]["id"])

    assert (found["movement"], found["document"]["stages"]) == ("FORWARD", [])
    assert [(one["code"], one["blocking"]) for one in found["problems"] if one["blocking"]] == [
        ("NO_STAGES", True)
    ]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, ("BadArgument", "input")),
        ({"fromTemplate": "none"}, ("NotFound", "fromTemplate")),
        ({"fromTemplate": "inbound-lead", "fromDocument": {}}, ("BadArgument", "input")),
        ({"fromDocument": "text"}, ("DocumentRefused", "")),
        ({"fromTemplate": "inbound-lead", "key": "No Key"}, ("DocumentRefused", "key")),
        (
            {"fromTemplate": "inbound-lead", "idempotencyKey": "\0"},
            ("BadArgument", "idempotencyKey"),
        ),
    ],
)
async def test_what_begins_no_draft_is_refused(client, given, refused):
    answer = await create(client, **given)

    assert (answer["__typename"], answer["path"]) == refused


async def test_a_journey_has_one_draft(client):
    first = await create(client, fromTemplate="inbound-lead", idempotencyKey="k")
    again = await create(client, fromTemplate="inbound-lead", idempotencyKey="k")
    other = await create(client, fromTemplate="account-plans", idempotencyKey="k")
    refused = await create(client, fromTemplate="inbound-lead")

    assert again == {**first, "replayed": True}
    assert (other["code"], refused["code"]) == ("IDEMPOTENCY_KEY_REUSED", "JOURNEY_EXISTS")


async def test_edits_are_applied_and_told_with_what_they_came_to(client):
    draft = await a_draft(client)

    done = await apply(client, draft, named("Tryout"), {"removeElements": {"ids": ["trn_1"]}})

    told = {name: done[name] for name in ("revision", "recorded", "replayed", "added", "removed")}
    assert told == {
        "revision": 1,
        "recorded": True,
        "replayed": False,
        "added": [],
        "removed": ["trn_1"],
    }
    assert done["changes"][0] == {
        "kind": "STAGE",
        "elementId": "stg_trial",
        "field": "name",
        "before": "Trial",
        "after": "Tryout",
    }
    assert [(node["id"], node["data"]["label"]) for node in done["nodes"]] == [
        ("stg_trial", "Tryout")
    ]
    assert (done["edges"], done["draft"]["document"]["stages"][0]["name"]) == ([], "Tryout")


async def test_an_id_that_was_left_out_is_minted_and_told(client):
    draft = await a_draft(client)

    done = await apply(client, draft, {"addStage": {"key": "gone", "name": "Gone"}})

    (id,) = done["added"]
    assert (id[:4], len(id), done["edits"][0]["addStage"]["id"]) == ("stg_", 30, id)


async def test_inverse_edits_take_a_batch_back(client):
    draft = await a_draft(client)
    before = (await read(client, id=draft))["document"]
    done = await apply(
        client, draft, named("Tryout"), {"removeElements": {"ids": ["stg_adoption"]}}
    )

    back = await apply(client, draft, *done["inverse"], base=1)

    assert back["draft"]["document"] == before


async def test_two_clients_edit_at_once_and_end_with_the_same_draft(client):
    draft = await a_draft(client)

    await asyncio.gather(
        apply(client, draft, named("Ann's")),
        apply(client, draft, named("Bob's", "stg_adoption"), tab="two"),
    )

    document = (await read(client, id=draft))["document"]
    assert [stage["name"] for stage in document["stages"]] == ["Ann's", "Bob's"]


async def test_a_field_that_another_client_has_changed_is_a_conflict(client):
    draft = await a_draft(client)
    await apply(client, draft, named("Ann's"))

    refused = await apply(client, draft, named("Bob's"), tab="two")

    assert refused == {
        "__typename": "EditConflict",
        "code": "EDIT_CONFLICT",
        "path": "baseRevision",
        "conflicts": [
            {
                "kind": "STAGE",
                "elementId": "stg_trial",
                "field": "name",
                "base": "Trial",
                "mine": "Bob's",
                "theirs": "Ann's",
                "revision": 1,
                "clientId": "one",
                "actor": "tests",
            }
        ],
        "missed": [{"revision": 1, "clientId": "one", "edits": [named("Ann's")]}],
        "draft": {"revision": 1},
    }


async def test_strict_and_dry_runs_are_modes(client):
    draft = await a_draft(client)
    await apply(client, draft, named("Ann's"))
    other = named("Bob's", "stg_adoption")

    strict = await apply(client, draft, other, tab="two", mode="STRICT")
    dry = await apply(client, draft, other, tab="two", mode="DRY_RUN")

    assert (strict["__typename"], strict["conflicts"]) == ("EditConflict", [])
    assert (dry["__typename"], dry["recorded"], dry["revision"]) == ("EditsApplied", False, 2)
    assert (await read(client, id=draft))["revision"] == 1


async def test_a_request_that_is_sent_again_is_answered_alike(client):
    draft = await a_draft(client)
    add = {"addStage": {"key": "gone", "name": "Gone"}}

    first = await apply(client, draft, add, idempotencyKey="k")
    again = await apply(client, draft, add, idempotencyKey="k")
    reused = await apply(client, draft, named("Tryout"), idempotencyKey="k")

    assert again == {**first, "replayed": True}
    assert (reused["__typename"], reused["path"]) == ("IdempotencyKeyReused", "idempotencyKey")


async def test_a_client_undoes_and_does_again(client):
    draft = await a_draft(client)
    await apply(client, draft, named("Tryout"))

    undone, none_left = await undo(client, draft), await undo(client, draft)
    redone, nobody = await redo(client, draft), await undo(client, draft, tab="two")

    names = [one["draft"]["document"]["stages"][0]["name"] for one in (undone, redone)]
    assert names == ["Trial", "Tryout"]
    assert (none_left["code"], nobody["code"]) == ("NOTHING_TO_UNDO", "NOTHING_TO_UNDO")


@pytest.mark.parametrize(
    ("edit", "refused"),
    [
        (named("Tryout", "stg_nobody"), ("ELEMENT_NOT_FOUND", "edits[1].updateStage.id")),
        ({"addStage": {"key": "No", "name": "No"}}, ("KEY_FORMAT", "edits[1].addStage.key")),
    ],
)
async def test_an_edit_that_cannot_be_applied_is_refused_with_its_place(client, edit, refused):
    draft = await a_draft(client)

    answer = await apply(client, draft, named("Tryout"), edit)

    assert (answer["__typename"], answer["editIndex"]) == ("EditRejected", 1)
    assert (answer["code"], answer["path"]) == refused
    assert (await read(client, id=draft))["revision"] == 0


async def test_ten_thousand_edits_are_too_many(client):
    draft = await a_draft(client)

    answer = await apply(client, draft, *[named("Tryout")] * 10_000)

    assert (answer["code"], answer["path"]) == ("LIMIT_EXCEEDED", "edits")


async def test_arguments_that_make_no_sense_are_refused(client):
    draft = await a_draft(client)

    answers = [
        await apply(client, draft, named("Tryout"), base=7),
        await apply(client, draft, named("Tryout"), tab=""),
        await apply(client, draft, named("Tryout"), undoGroup="\0"),
        await undo(client, draft, tab="\0"),
    ]

    assert [answer["path"] for answer in answers] == [
        "baseRevision",
        "clientId",
        "undoGroup",
        "clientId",
    ]
    assert {answer["__typename"] for answer in answers} == {"BadArgument"}


async def test_a_draft_of_another_workspace_is_not_found(client, database):
    draft = await a_draft(client)
    workspace, key = await opened_workspace(database, "other")
    stranger = replace(client, key=key, workspace=workspace)

    answers = [
        await apply(stranger, draft, named("Mine")),
        await undo(stranger, draft),
        await redo(stranger, draft),
    ]

    assert [(one["__typename"], one["path"]) for one in answers] == [("NotFound", "draftId")] * 3
    assert (await read(stranger, id=draft), await read(stranger, key="lead")) == (None, None)


async def test_a_draft_is_read_as_a_canvas_draws_it(client):
    draft = await a_draft(client)
    move = {"moveNodes": {"nodes": [{"id": "stg_trial", "x": 1, "y": 2.5}]}}
    await apply(client, draft, move, {"setViewport": {"x": 0, "y": 0, "zoom": 0.5}})

    canvas = (await read(client, id=draft))["canvas"]

    trial, _ = canvas["nodes"]
    (edge,) = canvas["edges"]
    assert (trial["id"], trial["type"], trial["position"]) == (
        "stg_trial",
        "stage",
        {"x": 1, "y": 2.5},
    )
    assert (edge["id"], edge["source"], edge["target"]) == ("trn_1", "stg_trial", "stg_adoption")
    assert canvas["viewport"] == {"x": 0, "y": 0, "zoom": 0.5}


async def test_the_log_is_read_a_page_at_a_time(client):
    draft = await a_draft(client)
    for number in range(3):
        await apply(client, draft, named(f"Name {number}"), base=number, undoGroup="typing")

    found = await read(client, id=draft)

    edits = found["edits"]
    assert found["contributors"] == ["tests"]
    assert [edge["node"] for edge in edits["edges"]] == [
        {
            "revision": number + 1,
            "actor": "tests",
            "clientId": "one",
            "at": "2026-01-09T00:00:00Z",
            "step": "EDIT",
            "undoGroup": "typing",
            "edits": [named(f"Name {number}")],
            "inverse": [named(f"Name {number - 1}" if number else "Trial")],
        }
        for number in range(2)
    ]
    assert edits["pageInfo"] == {"hasNextPage": True}


async def test_a_draft_is_asked_for_by_id_or_by_key(client):
    for given in ({}, {"id": "jrn_1", "key": "lead"}):
        assert (await client.error(READ, **given))["extensions"]["code"] == "BAD_ARGUMENT"
    assert (await read(client, key="nobody"), await read(client, id="")) == (None, None)

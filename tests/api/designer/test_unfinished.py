"""What means nothing yet: kept in drafts, told as problems, let in nowhere else."""

import pytest

from tests.broken_documents import DRAFTED

pytestmark = pytest.mark.anyio

CREATE = """
mutation ($input: CreateJourneyInput!) {
  createJourney(input: $input) {
    __typename
    ... on JourneyCreated { draft { id document problems { code path blocking } } }
  }
}
"""
APPLY = """
mutation ($input: ApplyJourneyEditsInput!) {
  applyJourneyEdits(input: $input) {
    __typename
    ... on EditsApplied { draft { problems { code } } }
  }
}
"""
EMPTY_WINDOW = {"signal": {"count": "login", "within": "PT0S"}, "is": "gte", "value": 1}
UNEVEN = {
    "measures": [
        {"key": "a", "signal": {"count": "a"}, "points": [[1, 0], [0, 1]], "weight": 0},
        {"key": "a", "signal": {"count": "b"}, "points": [[0, 0]]},
    ],
    "bands": [{"key": "good", "from": 50}, {"key": "fine", "from": 50}],
}


@pytest.mark.parametrize("broken", DRAFTED, ids=str)
async def test_a_document_may_be_drafted_and_not_published(client, broken):
    made = (await client.ask(CREATE, input={"fromDocument": broken.document}))["createJourney"]
    refused = await client.try_to_publish(broken.document)

    problem = {"code": broken.code, "path": broken.path, "blocking": True}
    assert made["__typename"] == "JourneyCreated"
    assert problem in made["draft"]["problems"]
    assert refused["__typename"] == "DocumentRefused"
    assert (broken.code, broken.path) in [(it["code"], it["path"]) for it in refused["problems"]]


async def test_edits_may_leave_things_unfinished(client):
    blank = {"key": "ours", "name": "Ours", "kind": "CONTACT"}
    made = (await client.ask(CREATE, input={"blank": blank}))["createJourney"]["draft"]
    edits = [
        {"addStage": {"id": "stg_1", "key": "new", "name": "New", "role": "ENTRY"}},
        {"addStage": {"id": "stg_2", "key": "on", "name": "On", "entry": {"any": []}}},
        {"addTransition": {"id": "trn_1", "from": "stg_1", "to": "stg_2", "after": "PT0S"}},
        {"setCriteria": {"elementId": "trn_1", "slot": "WHEN", "criteria": EMPTY_WINDOW}},
        {"setHealth": {"elementId": "stg_2", "health": [UNEVEN]}},
    ]
    given = {"draftId": made["id"], "clientId": "tab", "baseRevision": 0, "edits": edits}

    answer = (await client.ask(APPLY, input=given))["applyJourneyEdits"]

    assert answer["__typename"] == "EditsApplied"
    assert {broken.code for broken in DRAFTED} <= {
        problem["code"] for problem in answer["draft"]["problems"]
    }

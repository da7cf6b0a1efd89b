"""Criteria as clients ask for them, of a draft or by themselves."""

import pytest

from tests.documents import a_document
from tests.editing import LOGINS, PAID, a_stage, a_way

pytestmark = pytest.mark.anyio

READING = """
  tree summary
  rules { path signal is value summary }
  variables { name type signal label }
  rendering(format: CEL) { format value reason }
"""
ASK = f"""
query ($document: JSON!) {{ criteria(document: $document) {{
  __typename
  ... on CriteriaReading {{ {READING} }}
  ... on DocumentRefused {{ code problems {{ code path }} }}
}} }}
"""
CREATE = """
mutation ($document: JSON!) { createJourney(input: {fromDocument: $document}) {
  ... on JourneyCreated { draft {
    stages { id key role teams population problemCounts { errors } entry { summary tree } }
    transitions {
      id from to kind after summary problemCounts { errors } when { rules { path } }
    }
  } }
} }
"""
ANSWER = {
    "__typename": "CriteriaReading",
    "tree": {"not": PAID},
    "summary": "not (plan is paid)",
    "rules": [
        {
            "path": "not",
            "signal": {"trait": "plan"},
            "is": "eq",
            "value": "paid",
            "summary": "plan is paid",
        }
    ],
    "variables": [{"name": "plan", "type": None, "signal": {"trait": "plan"}, "label": "plan"}],
    "rendering": {"format": "CEL", "value": '!(plan == "paid")', "reason": None},
}


async def test_criteria_are_read(client):
    assert (await client.ask(ASK, document={"not": PAID}))["criteria"] == ANSWER


async def test_a_variable_tells_what_it_holds(client):
    criteria = {"signal": {"age": {"last": "login"}}, "is": "missing"}

    read = (await client.ask(ASK, document=criteria))["criteria"]

    assert [one["type"] for one in read["variables"]] == ["duration"]
    assert read["rules"][0]["value"] is None


async def test_malformed_criteria_are_refused_with_the_place(client):
    refused = (await client.ask(ASK, document={"all": [PAID, {"is": "eq"}]}))["criteria"]

    assert refused["__typename"] == "DocumentRefused"
    assert {one["path"] for one in refused["problems"]} == {"all[1].signal", "all[1].value"}


async def test_the_criteria_of_a_draft_are_read_where_they_are(client):
    stages = [a_stage("start", role="ENTRY"), a_stage("on", entry=LOGINS, teams=["sales"])]
    ways = [
        a_way("start", "on", when=PAID, after="P1D"),
        a_way("on", "on") | {"id": "trn_loop"},
    ]
    document = a_document(stages=stages, transitions=ways)

    draft = (await client.ask(CREATE, document=document))["createJourney"]["draft"]

    start, on = draft["stages"]
    assert (start["entry"], start["role"]) == (None, "ENTRY")
    assert on == {
        "id": "stg_on",
        "key": "on",
        "role": "STAGE",
        "teams": ["sales"],
        "population": 0,
        "problemCounts": {"errors": 1},
        "entry": {"summary": "the number of login is at least 3", "tree": LOGINS},
    }
    assert draft["transitions"][0] == {
        "id": "trn_start_on",
        "from": "stg_start",
        "to": "stg_on",
        "kind": "ADVANCE",
        "after": "P1D",
        "summary": "after 1 day, when plan is paid",
        "problemCounts": {"errors": 0},
        "when": {"rules": [{"path": ""}]},
    }
    assert draft["transitions"][1]["problemCounts"] == {"errors": 1}

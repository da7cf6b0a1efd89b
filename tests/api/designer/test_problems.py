"""What is wrong with a draft, as a designer's client is told: with what shows it and mends it."""

import pytest

from tests.builders import FRIDAY, logins
from tests.documents import a_document
from tests.editing import LOGINS, PAID, a_stage, a_way

pytestmark = pytest.mark.anyio

FOUND = """
  id code severity blocking message args elementIds path related witness example docsUrl
  fixes { id title preferred edits team }
"""
READ = f"""
query ($id: ID!) {{ journeyDraft(id: $id) {{
  problems {{ {FOUND} }}
  problemCounts {{ errors warnings hints }}
  canvas {{
    nodes {{ id population problemCounts {{ errors warnings hints }} }}
    edges {{ id problemCounts {{ errors warnings hints }} }}
  }}
}} }}
"""
CREATE = """
mutation ($document: JSON!) { createJourney(input: {fromDocument: $document}) {
  ... on JourneyCreated { draft { id revision } }
} }
"""
CHANGED = """
  ... on EditsApplied {
    revision draft { document }
    nodes { id problemCounts { errors } }
    problems { added { code elementIds fixes { title } } resolved { code fixes { title } } total }
  }
  ... on Refusal { code message path }
"""
APPLY = f"""
mutation ($input: ApplyJourneyEditsInput!) {{
  done: applyJourneyEdits(input: $input) {{ {CHANGED} }}
}}
"""
UNDO = f"""
mutation ($input: JourneyStepInput!) {{ done: undoJourneyEdits(input: $input) {{ {CHANGED} }} }}
"""
SAVE_TEAM = """
mutation ($key: String!) { saveTeam(key: $key, name: "Team") { __typename } }
"""
START = a_stage("start", role="ENTRY")
KEEP, GROW = a_stage("keep", entry=LOGINS), a_stage("grow", entry=PAID)


async def a_draft(client, *parts, **fields):
    stages = [part for part in parts if "key" in part]
    ways = [part for part in parts if "key" not in part]
    document = a_document(stages=stages, transitions=ways, id="jrn_1", **fields)
    return (await client.ask(CREATE, document=document))["createJourney"]["draft"]["id"]


async def read(client, draft):
    return (await client.ask(READ, id=draft))["journeyDraft"]


async def problems_by_code(client, draft):
    return {one["code"]: one for one in (await read(client, draft))["problems"]}


async def apply(client, draft, *edits, base=0, **more):
    given = {"draftId": draft, "clientId": "tab", "baseRevision": base, "edits": edits, **more}
    return (await client.ask(APPLY, input=given))["done"]


async def test_a_problem_is_told_with_what_shows_it(client):
    draft = await a_draft(client, START, KEEP, GROW, a_way("start", "keep"), a_way("start", "grow"))

    overlap = (await problems_by_code(client, draft))["BRANCHES_OVERLAP"]

    assert (overlap["severity"], overlap["blocking"]) == ("WARNING", False)
    assert overlap["args"] == {"stage": "keep", "other": "grow"}
    assert overlap["elementIds"] == ["stg_keep", *overlap["related"]]
    assert overlap["related"] == ["stg_grow", "trn_start_keep", "trn_start_grow"]
    assert overlap["docsUrl"] == "docs/problems.md#branches_overlap"
    assert set(overlap["example"]) == {"at", "observations"}


SIMULATE = """
query ($draft: ID!, $observations: [SimulatedObservationInput!]!, $until: DateTime!) {
  simulateJourney(source: {draft: $draft}, observations: $observations, advance: {until: $until}) {
    ... on JourneySimulated { complete steps { changes { to { key } } } }
  }
}
"""


async def test_an_example_really_shows_its_problem_when_it_is_tried_as_it_is(client):
    draft = await a_draft(client, START, KEEP, GROW, a_way("start", "keep"), a_way("start", "grow"))
    example = (await problems_by_code(client, draft))["BRANCHES_OVERLAP"]["example"]

    tried = await client.ask(
        SIMULATE, draft=draft, observations=example["observations"], until=example["at"]
    )

    lived = tried["simulateJourney"]
    assert lived["complete"]
    # Its profile meets both branches, of which the later in the list wins.
    assert [it["to"]["key"] for step in lived["steps"] for it in step["changes"]][-1] == "grow"
    assert {one["event"] for one in example["observations"] if "event" in one} == {"login"}


async def test_a_fix_is_sent_back_as_it_is(client):
    draft = await a_draft(client, START, KEEP, a_way("start", "keep"))
    found = await problems_by_code(client, draft)

    for code in ("NO_EXIT_STAGE", "NODE_UNPLACED"):
        [fix] = found[code]["fixes"]
        revision = ["NO_EXIT_STAGE", "NODE_UNPLACED"].index(code)
        done = await apply(client, draft, *fix["edits"], base=revision)
        assert fix["preferred"]
        assert fix["team"] is None
        assert code in {one["code"] for one in done["problems"]["resolved"]}


async def test_every_fix_of_a_template_can_be_sent_back_as_it_is(client):
    made = await client.ask(
        'mutation { createJourney(input: {fromTemplate: "customer-lifecycle"}) '
        "{ ... on JourneyCreated { draft { id } } } }"
    )
    draft = made["createJourney"]["draft"]["id"]

    for problem in (await read(client, draft))["problems"]:
        for fix in problem["fixes"]:
            done = await apply(client, draft, *fix["edits"], mode="DRY_RUN")
            assert fix["team"] or problem["code"] in {
                one["code"] for one in done["problems"]["resolved"]
            }


async def test_a_team_that_is_missing_is_added(client):
    draft = await a_draft(client, START | {"teams": ["art"]})
    unknown = (await problems_by_code(client, draft))["TEAM_UNKNOWN"]

    fix = unknown["fixes"][0]
    await client.ask(SAVE_TEAM, key=fix["team"])

    assert (fix["team"], fix["edits"], fix["title"]) == ("art", [], "Add the team art")
    assert "TEAM_UNKNOWN" not in await problems_by_code(client, draft)


async def test_problems_keep_their_ids(client):
    draft = await a_draft(client, START, KEEP)
    before = {one["id"] for one in (await read(client, draft))["problems"]}

    await apply(client, draft, {"updateStage": {"id": "stg_keep", "goal": "To stay."}})
    after = {one["id"] for one in (await read(client, draft))["problems"]}

    assert len(before - after) == 1
    assert after < before


async def test_each_batch_tells_what_became_of_the_problems(client):
    draft = await a_draft(client, START, KEEP, a_way("start", "keep"))
    total = len((await read(client, draft))["problems"])
    nameless = {"updateStage": {"id": "stg_keep", "name": ""}}

    dry = await apply(client, draft, nameless, mode="DRY_RUN")
    done = await apply(client, draft, nameless, idempotencyKey="k")
    other = await apply(client, draft, {"updateStage": {"id": "stg_start", "goal": "x"}}, base=1)
    again = await apply(client, draft, nameless, idempotencyKey="k")
    undone = (await client.ask(UNDO, input={"draftId": draft, "clientId": "tab"}))["done"]

    added = {
        "code": "LABEL_MISSING",
        "elementIds": ["stg_keep"],
        "fixes": [{"title": "Call it Keep"}],
    }
    told = {"added": [added], "resolved": [], "total": total + 1}
    assert [one["problems"] for one in (dry, done, again)] == [told] * 3
    assert other["problems"] == {
        "added": [],
        "resolved": [{"code": "GOAL_MISSING", "fixes": []}],
        "total": total,
    }
    assert undone["problems"]["added"][0]["code"] == "GOAL_MISSING"
    assert done["nodes"] == [{"id": "stg_keep", "problemCounts": {"errors": 1}}]


async def test_a_canvas_is_read_with_its_numbers(client):
    ways = a_way("start", "keep"), a_way("keep", "keep") | {"id": "trn_loop"}
    draft = await a_draft(client, START, KEEP, *ways)
    document = a_document(stages=[START, KEEP], transitions=ways[:1], notes=[{"text": "Look."}])
    await client.publish(document)
    await client.observe(*logins("ada", on=[FRIDAY] * 3), *logins("bob", on=[FRIDAY]))
    note = await apply(client, draft, {"addNote": {"id": "note_1", "text": "Look."}})

    canvas = (await read(client, draft))["canvas"]

    assert note["revision"] == 1
    assert {node["id"]: node["population"] for node in canvas["nodes"]} == {
        "stg_start": 1,
        "stg_keep": 1,
        "note_1": None,
    }
    assert {edge["id"]: edge["problemCounts"]["errors"] for edge in canvas["edges"]} == {
        "trn_start_keep": 0,
        "trn_loop": 1,
    }


async def test_the_counts_of_a_draft_are_those_of_its_problems(client):
    draft = await a_draft(client, START, KEEP, a_way("start", "keep"))

    found = await read(client, draft)

    severities = [one["severity"] for one in found["problems"]]
    assert found["problemCounts"] == {
        "errors": severities.count("ERROR"),
        "warnings": severities.count("WARNING"),
        "hints": severities.count("HINT"),
    }


async def test_problems_of_a_document_have_no_fixes(client):
    document = a_document(
        stages=[START, START | {"id": "stg_2", "key": "b", "name": ""}], transitions=[]
    )

    refused = await client.ask(
        f"mutation ($document: JSON!) {{ publishDocument(document: $document) {{"
        f" ... on DocumentRefused {{ problems {{ {FOUND} }} }} }} }}",
        document=document,
    )

    problems = refused["publishDocument"]["problems"]
    assert "LABEL_MISSING" in {one["code"] for one in problems}
    assert {len(one["fixes"]) for one in problems} == {0}


async def test_problems_are_asked_for_by_id_and_by_element(client):
    draft = await a_draft(client, START, KEEP, a_way("start", "keep"))
    every = (await read(client, draft))["problems"]
    of_keep = [one for one in every if "stg_keep" in one["elementIds"]]

    found = await client.ask(
        """query ($id: ID!, $ids: [ID!], $element: ID) { journeyDraft(id: $id) {
          these: problems(ids: $ids) { id }
          own: problems(elementId: $element) { id }
          none: problems(ids: $ids, elementId: "stg_nobody") { id }
        } }""",
        id=draft,
        ids=[every[0]["id"], every[-1]["id"], "prb_none"],
        element="stg_keep",
    )

    assert found["journeyDraft"] == {
        "these": [{"id": every[0]["id"]}, {"id": every[-1]["id"]}],
        "own": [{"id": one["id"]} for one in of_keep],
        "none": [],
    }


async def test_of_a_large_draft_a_few_problems_are_mended_at_once(client):
    stages = [a_stage(f"s{number}", role="ENTRY", entry=LOGINS) for number in range(250)]
    draft = await a_draft(client, *stages)

    found = (
        await client.ask(
            'query ($id: ID!) { journeyDraft(id: $id) { problems(elementId: "stg_s0") { id } } }',
            id=draft,
        )
    )["journeyDraft"]["problems"]
    fixed = (
        await client.ask(
            "query ($id: ID!, $ids: [ID!]) { journeyDraft(id: $id) { "
            + " ".join(f"p{n}: problems(ids: $ids) {{ fixes {{ id }} }}" for n in range(12))
            + " } }",
            id=draft,
            ids=[found[0]["id"]],
        )
    )["journeyDraft"]

    mended = [problem["fixes"] is not None for problems in fixed.values() for problem in problems]
    assert mended == [True] * 10 + [False] * 2

"""Edits as clients send them: typed, checked, and spelled as the API itself spells them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from graphql import GraphQLList, GraphQLNonNull
from graphql.utilities import coerce_input_value
from hypothesis import given, settings
from hypothesis import strategies as st

from api.designer.edit_inputs import plain
from api.schema import schema
from domain.draft_document import draft_of
from domain.edit_document import edits_to_document
from domain.edits import AddLane, AddNote, AddStage, AddTransition, applied
from tests.api.conftest import opened_workspace
from tests.api.designer.test_drafts import APPLY, UNDO, a_draft, apply, create, named, read, undo
from tests.builders import a_journey, document_of
from tests.strategies.documents import documents
from tests.strategies.edits import WRITTEN, any_drafts, batches, counted

pytestmark = pytest.mark.anyio

RULE = {"signal": {"count": "login", "within": "P7D"}, "is": "gte", "value": Decimal("2.50")}
HEALTH = [
    {
        "for": ["sponsor"],
        "measures": [
            {
                "key": "logins",
                "signal": {"count": "login"},
                "points": [[0, 0], [Decimal("9.5"), 100]],
                "weight": Decimal("0.5"),
            }
        ],
        "bands": [{"key": "good", "from": 50}, {"key": "bad", "from": 0}],
    }
]
EVERY_EDIT = [
    {"addLane": {"id": "lane_1", "key": "left", "name": "Left", "x": 0, "y": 0, "width": 900}},
    {"addStage": {"id": "stg_1", "key": "gone", "name": "Gone", "entry": RULE, "health": HEALTH}},
    {"addTransition": {"id": "trn_2", "from": "stg_adoption", "to": "stg_1", "when": RULE}},
    {"insertStage": {"transitionId": "trn_1", "stage": {"key": "setup", "name": "Setup"}}},
    {"updateStage": {"id": "stg_1", "goal": "Tell why", "teams": ["sales"]}},
    {"updateTransition": {"id": "trn_2", "after": "P1D", "when": None}},
    {"setCriteria": {"elementId": "trn_2", "slot": "WHEN", "criteria": {"any": [RULE, RULE]}}},
    {"setHealth": {"elementId": "stg_trial", "health": HEALTH}},
    {"assignTeams": {"stageIds": ["stg_trial", "stg_1"], "teams": ["support"]}},
    {"setLane": {"nodeIds": ["stg_trial"], "laneId": "lane_1"}},
    {"updateLane": {"id": "lane_1", "color": "#123456", "key": "west"}},
    {"addNote": {"id": "note_1", "text": "Look", "stage": "stg_trial", "x": 5, "y": 6}},
    {"updateNote": {"id": "note_1", "text": "Look here"}},
    {"moveNodes": {"nodes": [{"id": "stg_trial", "x": 24, "y": Decimal("48.5")}]}},
    {"applyLayout": {"direction": "DOWN", "pinned": ["stg_trial"]}},
    {"setViewport": {"x": 0, "y": 0, "zoom": Decimal("0.75")}},
    {"updateJourney": {"name": "Ours", "movement": "STEPWISE", "defaultHealth": HEALTH}},
    {"reorder": {"places": [{"id": "stg_1", "before": "stg_trial"}]}},
    {"removeElements": {"ids": ["stg_adoption"], "bridge": True}},
    {"restoreElements": {"snapshot": {"stages": [{"key": "won", "name": "Won", "role": "EXIT"}]}}},
]


def coerced(edits):
    """Edits as GraphQL gives them on; nothing where it takes exception to any."""
    kind = GraphQLList(GraphQLNonNull(schema._schema.type_map["JourneyEdit"]))
    return plain(coerce_input_value(edits, kind))


def deep(levels):
    criteria = RULE
    for _ in range(levels):
        criteria = {"not": criteria}
    return criteria


def many(count):
    return [{"id": f"stg_{n}", "key": f"k{n}", "name": "K"} for n in range(count)]


async def refused(client, draft, *edits, **more):
    answer = await apply(client, draft, *edits, **more)
    assert answer["__typename"] == "EditRejected", answer
    return answer["code"], answer["path"]


@given(st.data(), any_drafts())
@settings(max_examples=40)
def test_edits_that_were_told_can_always_be_sent_as_they_are(data, draft):
    batch = data.draw(batches(draft))
    told = edits_to_document([*batch, *applied(draft, batch).inverse])

    assert coerced(told) == told


@given(documents())
@settings(max_examples=40)
def test_whatever_a_document_says_of_its_elements_can_always_be_sent(document):
    draft = draft_of(document, counted())
    told = edits_to_document(
        [
            *(AddStage(stage=stage) for stage in draft.stages),
            *(AddTransition(transition=way) for way in draft.transitions),
            *(AddLane(lane=lane) for lane in draft.lanes),
            *(AddNote(note=note) for note in draft.notes),
        ]
    )

    assert coerced(told) == told


def test_there_is_an_input_for_every_edit():
    assert {name for edit in EVERY_EDIT for name in edit} == WRITTEN.keys()
    assert {*schema._schema.type_map["JourneyEdit"].fields} == WRITTEN.keys()


async def test_every_edit_can_be_sent_and_taken_back_and_sent_again_as_it_was_told(client):
    draft = await a_draft(client)
    before = (await read(client, id=draft))["document"]

    done = await apply(client, draft, *EVERY_EDIT)
    back = await apply(client, draft, *done["inverse"], base=1)
    again = await apply(client, draft, *done["edits"], base=2)

    assert (done["__typename"], done["revision"]) == ("EditsApplied", 1)
    assert back["draft"]["document"] == before
    assert again["draft"]["document"] == done["draft"]["document"]
    assert (again["edits"], again["inverse"]) == (done["edits"], done["inverse"])


async def test_edits_can_be_written_into_the_document_itself(client):
    draft = await a_draft(client)
    literal = """
    mutation ($draft: ID!, $within: JSON) {
      applyJourneyEdits(input: {draftId: $draft, clientId: "one", baseRevision: 0, edits: [
        {setCriteria: {elementId: "stg_trial", slot: ENTRY, criteria: {all: [
          {signal: {count: "login", within: "P7D", where: [{property: "os", is: in, value: ["x"]}]},
           is: gte, value: 2.50}
          {not: {signal: {age: {trait: "since"}}, is: lt, value: $within}}
        ]}}}
        {moveNodes: {nodes: [{id: "stg_trial", x: 1.50, y: -2}]}}
      ]}) { ... on EditsApplied { edits } ... on Refusal { message path } }
    }
    """

    done = (await client.post(literal, {"draft": draft, "within": "P3D"})).text

    assert '"value":2.50' in done
    assert '"value":"P3D"' in done
    assert '"x":1.50' in done


@pytest.mark.parametrize(
    ("edit", "where"),
    [
        ("text", ".edits[1]"),
        ({}, ".edits[1]"),
        ({"addStge": {}}, ".edits[1]"),
        ({"setViewport": None}, ".edits[1].setViewport"),
        ({**named("One"), "setViewport": {}}, ".edits[1]"),
        ({"addStage": {"key": "k"}}, ".edits[1].addStage"),
        ({"addStage": {"key": "k", "name": "K", "role": "EXT"}}, ".edits[1].addStage.role"),
        (
            {"setCriteria": {"elementId": "s", "slot": "ENTRY", "criteria": {"al": []}}},
            ".edits[1].setCriteria.criteria",
        ),
    ],
)
async def test_what_is_no_edit_at_all_is_an_error_that_says_where(client, edit, where):
    draft = await a_draft(client)
    given = {"draftId": draft, "clientId": "one", "baseRevision": 0, "edits": [named("A"), edit]}

    errors = (await client.post(APPLY, {"input": given})).json()["errors"]

    assert f" at {where}: " in errors[0]["message"]
    assert (await read(client, id=draft))["revision"] == 0


@pytest.mark.parametrize(
    ("edit", "code", "path"),
    [
        ({"addStage": {"key": "été", "name": "K"}}, "KEY_FORMAT", "addStage.key"),
        ({"addStage": {"key": "k" * 65, "name": "K"}}, "KEY_FORMAT", "addStage.key"),
        ({"addLane": {"key": "К", "name": "K"}}, "KEY_FORMAT", "addLane.key"),
        ({"addStage": {"key": "trial", "name": "K"}}, "DUPLICATE_STAGE_KEY", "addStage.key"),
        (
            {"addStage": {"id": "stg_trial", "key": "k", "name": "K"}},
            "DUPLICATE_ID",
            "addStage.id",
        ),
        (
            {"addStage": {"key": "k", "name": "K", "x": "1", "y": 0}},
            "INVALID_COORDINATE",
            "addStage.x",
        ),
        (
            {"moveNodes": {"nodes": [{"id": "stg_trial", "x": 10**31, "y": 0}]}},
            "INVALID_COORDINATE",
            "moveNodes.nodes[0].x",
        ),
        (
            {"addTransition": {"from": "stg_trial", "to": "stg_none"}},
            "DANGLING_TRANSITION",
            "addTransition.to",
        ),
        ({"updateStage": {"id": "stg_trial", "name": None}}, "MALFORMED", "updateStage.name"),
        ({"setLane": {"nodeIds": ["stg_trial"]}}, "MALFORMED", "setLane.laneId"),
        ({"setViewport": {"x": 1}}, "MALFORMED", "setViewport.y"),
        (
            {"updateTransition": {"id": "trn_1", "when": {"signal": {"count": "a"}, "all": []}}},
            "CRITERIA_MALFORMED",
            "updateTransition.when",
        ),
        (
            {"updateStage": {"id": "stg_trial", "entry": {"any": [RULE, {**RULE, "is": "in"}]}}},
            "CRITERIA_MALFORMED",
            "updateStage.entry.any[1].value",
        ),
        (
            {
                "updateStage": {
                    "id": "stg_trial",
                    "entry": {"is": "exists", "signal": {"trait": "a", "count": "b"}},
                }
            },
            "CRITERIA_MALFORMED",
            "updateStage.entry.signal",
        ),
        (
            {"setHealth": {"elementId": "stg_trial", "health": [{"measures": []}]}},
            "MALFORMED",
            "setHealth.health[0].measures",
        ),
    ],
)
async def test_what_makes_no_sense_in_an_edit_is_refused_with_its_place(client, edit, code, path):
    draft = await a_draft(client)

    assert await refused(client, draft, named("A"), edit) == (code, f"edits[1].{path}")
    assert (await read(client, id=draft))["revision"] == 0


async def test_lanes_that_lie_in_each_other_are_refused(client):
    draft = await a_draft(client)
    lanes = [
        {"addLane": {"id": f"lane_{key}", "key": key, "name": key, "parent": parent}}
        for key, parent in (("left", "right"), ("right", "left"))
    ]

    assert await refused(client, draft, *lanes) == ("LANE_CYCLE", "edits[0].addLane.parent")


async def test_two_hundred_edits_are_a_batch_and_one_more_is_refused(client):
    draft = await a_draft(client)
    edits = [named(f"Name {number}") for number in range(201)]

    assert await refused(client, draft, *edits) == ("LIMIT_EXCEEDED", "edits")
    assert (await apply(client, draft, *edits[1:]))["__typename"] == "EditsApplied"


@pytest.mark.parametrize(("levels", "is_refused"), [(6, False), (7, True)])
async def test_criteria_are_six_groups_deep(client, levels, is_refused):
    draft = await a_draft(client)
    edit = {"updateStage": {"id": "stg_trial", "entry": deep(levels)}}

    answer = await apply(client, draft, edit)

    path = f"edits[0].updateStage.entry{'.not' * 6}"
    assert (answer.get("code"), answer.get("path")) == (
        ("LIMIT_EXCEEDED", path) if is_refused else (None, None)
    )


@pytest.mark.parametrize(("rules", "is_refused"), [(64, False), (65, True)])
async def test_criteria_have_sixty_four_rules(client, rules, is_refused):
    draft = await a_draft(client)
    edit = {"updateStage": {"id": "stg_trial", "entry": {"all": [RULE] * rules}}}

    answer = await apply(client, draft, edit)

    assert (answer.get("code"), answer.get("path")) == (
        ("LIMIT_EXCEEDED", "edits[0].updateStage.entry") if is_refused else (None, None)
    )


async def test_a_draft_has_five_hundred_stages_and_two_thousand_transitions(client):
    stages = many(500)
    ways = [
        {"id": f"trn_{left}_{step}", "from": f"k{left}", "to": f"k{left + step}"}
        for left in range(500)
        for step in range(1, 6)
        if left + step < 500
    ]
    document = document_of(a_journey("trial -> adoption"))
    document |= {"stages": stages, "transitions": ways[:2_000]}
    draft = (await create(client, fromDocument=document))["draft"]["id"]

    stage = {"addStage": {"key": "more", "name": "More"}}
    way = {"addTransition": {"from": "stg_0", "to": "stg_400"}}

    assert await refused(client, draft, stage) == ("LIMIT_EXCEEDED", "edits[0].addStage")
    assert await refused(client, draft, way) == ("LIMIT_EXCEEDED", "edits[0].addTransition")


async def test_a_field_of_criteria_that_is_null_is_not_there(client):
    draft = await a_draft(client)
    nothing = dict.fromkeys(("all", "any", "not"))
    signal = {"trait": "plan", "count": None, "where": None, "lifetime": None}
    asked = {**nothing, "signal": signal, "is": "exists", "value": None}
    edit = {"setCriteria": {"elementId": "stg_trial", "slot": "ENTRY", "criteria": asked}}

    done = await apply(client, draft, edit)

    assert done["edits"][0]["setCriteria"]["criteria"] == {
        "signal": {"trait": "plan"},
        "is": "exists",
    }


async def test_a_removed_stage_takes_its_transitions_along_and_says_which(client):
    draft = await a_draft(client)
    third = [
        {"addStage": {"id": "stg_won", "key": "won", "name": "Won"}},
        {"addTransition": {"id": "trn_2", "from": "stg_adoption", "to": "stg_won"}},
    ]
    await apply(client, draft, *third)
    gone = {"removeElements": {"ids": ["stg_adoption"], "bridge": True}}

    done = await apply(client, draft, gone, base=1)

    (bridge,) = done["added"]
    assert sorted(done["removed"]) == ["stg_adoption", "trn_1", "trn_2"]
    assert done["edges"] == [{"id": bridge, "source": "stg_trial", "target": "stg_won"}]


async def test_a_draft_of_another_workspace_answers_as_one_that_is_not_there(client, database):
    draft = await a_draft(client)
    workspace, key = await opened_workspace(database, "other")
    stranger = replace(client, key=key, workspace=workspace)
    missing = draft[:-1] + ("0" if draft[-1] != "0" else "1")

    answers = [
        (await stranger.post(APPLY, {"input": input_for(id)})).text.replace(id, "ID")
        for id in (draft, missing)
    ]

    assert answers[0] == answers[1]
    assert "NOT_FOUND" in answers[0]


def input_for(draft):
    return {"draftId": draft, "clientId": "one", "baseRevision": 7, "edits": [named("Mine")]}


async def test_the_log_tells_for_whom_edits_were_made(client):
    draft = await a_draft(client)
    own = {"draftId": draft, "clientId": "one", "baseRevision": 0, "edits": [named("Ann's")]}
    undone = {"draftId": draft, "clientId": "one"}

    await client.post(APPLY, {"input": own}, x_cairn_actor="ann@acme.test")
    nobody = await undo(client, draft)
    back = await client.post(UNDO, {"input": undone}, x_cairn_actor="ann@acme.test")

    found = await read(client, id=draft)
    actors = {edge["node"]["actor"] for edge in found["edits"]["edges"]}
    assert nobody["code"] == "NOTHING_TO_UNDO"
    assert back.json()["data"]["answer"]["__typename"] == "EditsApplied"
    assert actors == {*found["contributors"]} == {"tests/ann@acme.test"}


async def test_what_is_dragged_within_a_lane_is_told_from_its_corner_and_logged_from_the_canvas(
    client,
):
    draft = await a_draft(client)
    lane = {"id": "lane_1", "key": "left", "name": "L", "x": 100, "y": 50, "width": 9, "height": 9}
    own = {"setLane": {"nodeIds": ["stg_trial"], "laneId": "lane_1"}}
    move = {"moveNodes": {"nodes": [{"id": "stg_trial", "x": 5, "y": 6}]}}
    drag = {"moveNodes": {"nodes": [{"id": "lane_1", "x": 200, "y": 50}]}}

    done = await apply(client, draft, {"addLane": lane}, own, move)
    dragged = await apply(client, draft, drag, base=1)

    spots = [{"id": "stg_trial", "x": 105, "y": 56}]
    assert done["edits"][2] == {"moveNodes": {"nodes": spots, "absolute": True}}
    nodes = (await read(client, id=draft))["canvas"]["nodes"]
    assert [node["position"] for node in nodes if node["id"] == "stg_trial"] == [{"x": 5, "y": 6}]
    assert dragged["edits"][0]["moveNodes"]["nodes"] == [
        {"id": "lane_1", "x": 200, "y": 50},
        {"id": "stg_trial", "x": 205},
    ]


async def test_a_layout_is_one_step_that_is_logged_as_places_and_taken_back_exactly(client):
    draft = await a_draft(client)
    wild = [{"id": "stg_trial", "x": 7, "y": 900}, {"id": "stg_adoption", "x": -5, "y": 3}]
    await apply(client, draft, {"moveNodes": {"nodes": wild}})
    before = (await read(client, id=draft))["document"]
    sizes = [{"id": "stg_trial", "width": 300, "height": 50}]

    done = await apply(client, draft, {"applyLayout": {"sizes": sizes}}, base=1, tab="two")
    back = await undo(client, draft, tab="two")

    (spots,) = [edit["applyLayout"]["nodes"] for edit in done["edits"]]
    assert spots == [{"id": "stg_trial", "x": 0, "y": 19}, {"id": "stg_adoption", "x": 364, "y": 0}]
    assert {change["field"] for change in done["changes"]} == {"layout"}
    assert back["draft"]["document"] == before


async def test_a_dry_run_tells_where_a_layout_would_draw_things(client):
    draft = await a_draft(client)

    dry = await apply(client, draft, {"applyLayout": {"direction": "DOWN"}}, mode="DRY_RUN")

    assert (dry["recorded"], [node["id"] for node in dry["nodes"]]) == (
        False,
        ["stg_trial", "stg_adoption"],
    )
    assert "layout" not in (await read(client, id=draft))["document"]


async def test_a_new_stage_comes_beside_what_leads_to_it_and_nothing_else_moves(client):
    draft = await a_draft(client)
    await apply(client, draft, {"applyLayout": {}})
    stage = {"addStage": {"id": "stg_won", "key": "won", "name": "Won"}}
    way = {"addTransition": {"id": "trn_2", "from": "stg_adoption", "to": "stg_won"}}

    done = await apply(client, draft, stage, way, base=1)

    assert done["edits"][0] == {"addStage": {**stage["addStage"], "x": 480, "y": 0}}
    assert done["touched"] == ["stg_won", "trn_2"]

from decimal import Decimal

import pytest

from domain.draft import Viewport
from domain.edits import AddTransition, SetViewport, applied
from domain.journey import Transition
from domain.refusals import EditRejected
from tests.documents import nested
from tests.editing import (
    PAID,
    a_draft,
    a_lane,
    a_line,
    a_note,
    a_stage,
    a_way,
    edited,
    rejection,
)

DRAFT = a_draft(
    *map(a_stage, ["new", "won"]),
    a_way("new", "won"),
    a_lane("outer"),
    a_lane("inner", parent="outer"),
    a_note("hi"),
)
STAGE = {"key": "x", "name": "X"}
MANY = {"any": [PAID] * 65}


@pytest.mark.parametrize(
    ("edit", "code", "path"),
    [
        ({"updateStage": {"id": "stg_x"}}, "ELEMENT_NOT_FOUND", "updateStage.id"),
        ({"updateStage": {"id": "trn_new_won"}}, "ELEMENT_NOT_FOUND", "updateStage.id"),
        ({"updateTransition": {"id": "x"}}, "ELEMENT_NOT_FOUND", "updateTransition.id"),
        ({"updateLane": {"id": "x"}}, "ELEMENT_NOT_FOUND", "updateLane.id"),
        ({"updateNote": {"id": "x"}}, "ELEMENT_NOT_FOUND", "updateNote.id"),
        (
            {"removeElements": {"ids": ["stg_new", "x"]}},
            "ELEMENT_NOT_FOUND",
            "removeElements.ids[1]",
        ),
        (
            {"insertStage": {"transitionId": "x", "stage": STAGE}},
            "ELEMENT_NOT_FOUND",
            "insertStage.transitionId",
        ),
        (
            {"setCriteria": {"elementId": "stg_new", "slot": "WHEN", "criteria": PAID}},
            "ELEMENT_NOT_FOUND",
            "setCriteria.elementId",
        ),
        (
            {"setCriteria": {"elementId": "trn_new_won", "slot": "ENTRY", "criteria": PAID}},
            "ELEMENT_NOT_FOUND",
            "setCriteria.elementId",
        ),
        (
            {"setHealth": {"elementId": "x", "health": None}},
            "ELEMENT_NOT_FOUND",
            "setHealth.elementId",
        ),
        (
            {"assignTeams": {"stageIds": ["stg_new", "x"], "teams": []}},
            "ELEMENT_NOT_FOUND",
            "assignTeams.stageIds[1]",
        ),
        (
            {"setLane": {"nodeIds": ["stg_new"], "laneId": "inner"}},
            "ELEMENT_NOT_FOUND",
            "setLane.laneId",
        ),
        (
            {"setLane": {"nodeIds": ["trn_new_won"], "laneId": None}},
            "ELEMENT_NOT_FOUND",
            "setLane.nodeIds[0]",
        ),
        (
            {"addStage": {**STAGE, "before": "trn_new_won"}},
            "ELEMENT_NOT_FOUND",
            "addStage.before",
        ),
        (
            {"addNote": {"text": "", "before": "stg_new"}},
            "ELEMENT_NOT_FOUND",
            "addNote.before",
        ),
        (
            {"addTransition": {"from": "stg_new", "to": "stg_won", "before": "x"}},
            "ELEMENT_NOT_FOUND",
            "addTransition.before",
        ),
        (
            {"addNote": {"text": "", "stage": "new"}},
            "ELEMENT_NOT_FOUND",
            "addNote.stage",
        ),
        (
            {"updateNote": {"id": "note_hi", "stage": "new"}},
            "ELEMENT_NOT_FOUND",
            "updateNote.stage",
        ),
        (
            {"addLane": {**STAGE, "parent": "lane_outer"}},
            "ELEMENT_NOT_FOUND",
            "addLane.parent",
        ),
        (
            {"reorder": {"places": [{"id": "stg_new", "before": "note_hi"}]}},
            "ELEMENT_NOT_FOUND",
            "reorder.places[0].before",
        ),
        (
            {"moveNodes": {"nodes": [{"id": "trn_new_won", "x": 1, "y": 1}]}},
            "ELEMENT_NOT_FOUND",
            "moveNodes.nodes[0].id",
        ),
        (
            {"applyLayout": {"nodes": [{"id": "x", "x": 1, "y": 1}]}},
            "ELEMENT_NOT_FOUND",
            "applyLayout.nodes[0].id",
        ),
        ({"addStage": {**STAGE, "id": "note_hi"}}, "DUPLICATE_ID", "addStage.id"),
        (
            {"insertStage": {"transitionId": "trn_new_won", "stage": {**STAGE, "id": "stg_won"}}},
            "DUPLICATE_ID",
            "insertStage.stage.id",
        ),
        (
            {"insertStage": {"transitionId": "trn_new_won", "stage": STAGE, "onwardId": "stg_new"}},
            "DUPLICATE_ID",
            "insertStage.onwardId",
        ),
        (
            {"restoreElements": {"snapshot": {"notes": [{"id": "stg_new", "text": ""}]}}},
            "DUPLICATE_ID",
            "restoreElements.snapshot.notes[0].id",
        ),
        ({"addStage": {**STAGE, "id": "a b"}}, "MALFORMED", "addStage.id"),
        ({"addStage": {**STAGE, "id": "*"}}, "MALFORMED", "addStage.id"),
        ({"addStage": {**STAGE, "key": "new"}}, "DUPLICATE_STAGE_KEY", "addStage.key"),
        (
            {"updateStage": {"id": "stg_new", "key": "won"}},
            "DUPLICATE_STAGE_KEY",
            "updateStage.key",
        ),
        ({"addLane": {**STAGE, "key": "inner"}}, "MALFORMED", "addLane.key"),
        ({"addStage": {**STAGE, "key": "Été"}}, "KEY_FORMAT", "addStage.key"),
        ({"addStage": {**STAGE, "key": "x" * 65}}, "KEY_FORMAT", "addStage.key"),
        ({"updateStage": {"id": "stg_new", "key": ""}}, "KEY_FORMAT", "updateStage.key"),
        ({"updateLane": {"id": "lane_inner", "key": "-"}}, "KEY_FORMAT", "updateLane.key"),
        ({"updateStage": {"id": "stg_won", "key": "closed"}}, "KEY_IMMUTABLE", "updateStage.key"),
        (
            {"addTransition": {"from": "new", "to": "stg_won"}},
            "DANGLING_TRANSITION",
            "addTransition.from",
        ),
        (
            {"addTransition": {"from": "stg_new", "to": "*"}},
            "DANGLING_TRANSITION",
            "addTransition.to",
        ),
        (
            {"updateTransition": {"id": "trn_new_won", "to": "note_hi"}},
            "DANGLING_TRANSITION",
            "updateTransition.to",
        ),
        (
            {"restoreElements": {"snapshot": {"transitions": [{"from": "*", "to": "x"}]}}},
            "DANGLING_TRANSITION",
            "restoreElements.snapshot.transitions[0].to",
        ),
        (
            {"updateLane": {"id": "lane_outer", "parent": "inner"}},
            "LANE_CYCLE",
            "updateLane.parent",
        ),
        ({"addLane": {**STAGE, "parent": "x"}}, "LANE_CYCLE", "addLane.parent"),
        (
            {"moveNodes": {"nodes": [{"id": "stg_new", "x": 1}]}},
            "INVALID_COORDINATE",
            "moveNodes.nodes[0]",
        ),
        ({"addStage": {**STAGE, "width": 9}}, "INVALID_COORDINATE", "addStage"),
        (
            {"addStage": {**STAGE, "x": 1, "y": float("nan")}},
            "INVALID_COORDINATE",
            "addStage.y",
        ),
        (
            {"addStage": {**STAGE, "x": 1, "y": 10**30}},
            "INVALID_COORDINATE",
            "addStage.y",
        ),
        ({"addLane": {**STAGE, "width": 0}}, "INVALID_COORDINATE", "addLane.width"),
        (
            {"moveNodes": {"nodes": [{"id": "stg_new", "x": "1", "y": 1}]}},
            "INVALID_COORDINATE",
            "moveNodes.nodes[0].x",
        ),
        ({"setViewport": {"x": 0, "y": 0, "zoom": 0}}, "INVALID_COORDINATE", "setViewport.zoom"),
        (
            {"setCriteria": {"elementId": "stg_new", "slot": "ENTRY", "criteria": {"al": []}}},
            "CRITERIA_MALFORMED",
            "setCriteria.criteria",
        ),
        (
            {"setCriteria": {"elementId": "stg_new", "slot": "ENTRY", "criteria": nested(7, PAID)}},
            "LIMIT_EXCEEDED",
            "setCriteria.criteria.not.not.not.not.not.not",
        ),
        (
            {"setCriteria": {"elementId": "stg_new", "slot": "ENTRY", "criteria": MANY}},
            "LIMIT_EXCEEDED",
            "setCriteria.criteria",
        ),
        (
            {"assignTeams": {"stageIds": [], "teams": [f"t{n}" for n in range(21)]}},
            "LIMIT_EXCEEDED",
            "assignTeams.teams",
        ),
        ({"assignTeams": {"stageIds": [], "teams": ["A"]}}, "KEY_FORMAT", "assignTeams.teams[0]"),
        ({"addStage": {"key": "x"}}, "MALFORMED", "addStage.name"),
        ({"addStage": {**STAGE, "colour": "red"}}, "MALFORMED", "addStage.colour"),
        ({"updateStage": {"id": "stg_new", "name": None}}, "MALFORMED", "updateStage.name"),
        ({"updateStage": {"id": "stg_new", "name": "\ud800"}}, "MALFORMED", "updateStage.name"),
        ({"updateJourney": {"key": "x"}}, "MALFORMED", "updateJourney.key"),
        ({"updateJourney": {"movement": "SLOW"}}, "MALFORMED", "updateJourney.movement"),
        (
            {"addTransition": {"from": "*", "to": "stg_won", "after": "P1M"}},
            "MALFORMED",
            "addTransition.after",
        ),
        (
            {"setHealth": {"elementId": "stg_new", "health": [{"measures": [], "bands": []}]}},
            "MALFORMED",
            "setHealth.health[0].measures",
        ),
    ],
)
def test_an_edit_that_cannot_be_applied_is_rejected_by_its_code_and_place(edit, code, path):
    fine = {"updateJourney": {"name": "Fine"}}

    assert rejection(DRAFT, fine, edit, published=frozenset({"won"})) == (
        1,
        code,
        f"edits[1].{path}",
    )


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        ({}, "edits[0]"),
        ({"addStage": STAGE, "addNote": {"text": ""}}, "edits[0]"),
        ("addStage", "edits[0]"),
        ({"addStages": STAGE}, "edits[0].addStages"),
        ({"addStage": []}, "edits[0].addStage"),
        ({"reorder": {"places": [3]}}, "edits[0].reorder.places[0]"),
        (
            {"insertStage": {"transitionId": "trn_new_won", "stage": 3}},
            "edits[0].insertStage.stage",
        ),
    ],
)
def test_what_is_no_edit_is_rejected(edit, path):
    assert rejection(DRAFT, edit) == (0, "MALFORMED", path)


def test_a_whole_batch_is_rejected_in_the_name_of_the_edit_that_brought_the_fault():
    batch = [
        {"updateStage": {"id": "stg_won", "key": "new"}},
        {"updateStage": {"id": "stg_new", "name": "N"}},
    ]

    assert rejection(DRAFT, *batch) == (0, "DUPLICATE_STAGE_KEY", "edits[0].updateStage.key")


def test_an_id_that_went_does_not_come_back_as_something_else():
    batch = [
        {"removeElements": {"ids": ["note_hi"]}},
        {"addStage": {**STAGE, "id": "note_hi"}},
    ]

    assert rejection(DRAFT, *batch) == (1, "DUPLICATE_ID", "edits[1].addStage.id")


def test_a_draft_has_no_more_stages_than_a_document():
    draft = a_draft(*(a_stage(f"s{number}") for number in range(499)))
    adding = [{"addStage": {"key": key, "name": key}} for key in ("x", "y")]

    assert rejection(draft, *adding) == (1, "LIMIT_EXCEEDED", "edits[1].addStage")


def test_at_the_limit_one_stage_may_take_another_ones_place():
    draft = a_draft(*(a_stage(f"s{number}") for number in range(500)))
    swap = [{"addStage": STAGE}, {"removeElements": {"ids": ["stg_s0"]}}]

    assert rejection(draft, *swap) is None


def test_a_draft_has_no_more_transitions_than_a_document():
    ways = [a_way("a", "b", id=f"trn_old_{number}") for number in range(2_000)]
    draft = a_draft(a_stage("a"), a_stage("b"), *ways)

    assert rejection(draft, {"addTransition": {"from": "stg_a", "to": "stg_b"}}) == (
        0,
        "LIMIT_EXCEEDED",
        "edits[0].addTransition",
    )


def test_a_batch_has_no_more_than_200_edits():
    rename = {"updateJourney": {"name": "x"}}

    assert rejection(DRAFT, *[rename] * 200) is None
    assert rejection(DRAFT, *[rename] * 10_000) == (200, "LIMIT_EXCEEDED", "edits")


def test_every_fault_of_a_malformed_edit_is_told():
    edit = {"addStage": {"key": 3, "name": 4, "goal": 5}}

    with pytest.raises(EditRejected) as rejected:
        edited(DRAFT, edit)

    assert [fault.path for fault in rejected.value.faults] == [
        "edits[0].addStage.key",
        "edits[0].addStage.name",
        "edits[0].addStage.goal",
    ]
    first = "edits[0].addStage.key: must be a string, not a number"
    assert rejected.value.message == f"{first} (and 2 more)"


def test_edits_that_our_own_code_makes_are_looked_at_as_well():
    way = Transition(id="trn_x", left="stg_gone", entered="stg_won")
    looking = Viewport(x=Decimal("NaN"), y=0, zoom=1)

    for edit, code in [
        (AddTransition(transition=way), "DANGLING_TRANSITION"),
        (SetViewport(viewport=looking), "INVALID_COORDINATE"),
    ]:
        with pytest.raises(EditRejected) as rejected:
            applied(DRAFT, [edit])
        assert rejected.value.code == code


def test_a_draft_that_makes_no_sense_as_a_map_may_be_edited():
    line = a_line("new", "won")

    assert (
        rejection(
            line,
            {"updateStage": {"id": "stg_new", "name": ""}},
            {"addTransition": {"from": "stg_won", "to": "stg_new"}},
            {"addTransition": {"from": "*", "to": "stg_new"}},
            {"addTransition": {"from": "stg_new", "to": "stg_new", "kind": "EXIT"}},
        )
        is None
    )

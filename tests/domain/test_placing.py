"""What is sent without a place, or with one that a canvas reckons, becomes what is logged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.draft import Draft
from domain.edit_document import edits_of, edits_to_document
from domain.edits import Edit, applied
from domain.layout import SPACING, STAGE, Wishes, arranged
from domain.placing import placed
from domain.refusals import EditRejected
from domain.wishes import Direction
from tests.editing import Written, a_draft, a_lane, a_line, a_stage, exactly
from tests.strategies.edits import any_drafts, batches, counted

BEHIND = STAGE.width + SPACING.between_columns
OWN = {"id": "stg_own", "key": "own", "name": "Own"}
ADD = {"addStage": OWN}
AWAY = {"layout": {"positions": {"new": {"x": 100, "y": 50}, "trial": {"x": 400, "y": 50}}}}


def sent(draft: Draft, *written: Written) -> tuple[Edit, ...]:
    return placed(draft, edits_of(list(written), counted()))


def boxes_after(draft: Draft, *written: Written) -> dict[str, tuple[object, object]]:
    """Where everything is once these edits are applied."""
    after = applied(draft, sent(draft, *written)).draft
    return {id: (box.x, box.y) for id, box in after.cosmetic.boxes.items()}


def in_a_lane(**fields: object) -> Draft:
    """A stage at (100, 50) in a lane at (80, 10)."""
    lane = a_lane("left", x=80, y=10, width=400, height=200)
    return a_draft(a_stage("new", lane="left"), lane, layout=place("new", 100, 50), **fields)


def place(key: str, x: int, y: int) -> Written:
    return {"positions": {key: {"x": x, "y": y}}}


def test_a_canvas_reckons_from_the_lane_that_a_node_is_in():
    move = {"moveNodes": {"nodes": [{"id": "stg_new", "x": 5, "y": 6}]}}

    assert boxes_after(in_a_lane(), move)["stg_new"] == (85, 16)


def test_what_is_in_a_lane_that_is_dragged_comes_along():
    move = {"moveNodes": {"nodes": [{"id": "lane_left", "x": 180, "y": 10}]}}

    assert boxes_after(in_a_lane(), move) == {"lane_left": (180, 10), "stg_new": (200, 50)}


def test_moves_are_reckoned_from_where_lanes_are_by_then_in_the_batch():
    edits = [
        {"moveNodes": {"nodes": [{"id": "lane_left", "x": 180, "y": 10}]}},
        {"moveNodes": {"nodes": [{"id": "stg_new", "x": 5, "y": 6}]}},
        {"setLane": {"nodeIds": ["stg_new"], "laneId": None}},
        {"moveNodes": {"nodes": [{"id": "stg_new", "x": 7}]}},
    ]

    assert boxes_after(in_a_lane(), *edits)["stg_new"] == (7, 16)


def test_what_the_log_says_is_where_things_are():
    move = {"moveNodes": {"nodes": [{"id": "lane_left", "x": 0, "y": 0}], "absolute": True}}

    assert boxes_after(in_a_lane(), move) == {"lane_left": (0, 0), "stg_new": (100, 50)}


def test_a_stage_comes_behind_what_its_batch_leads_to_it():
    edits = [ADD, {"addTransition": {"from": "stg_trial", "to": "stg_own"}}]

    assert boxes_after(a_line("new", "trial", **AWAY), *edits) == {
        "stg_new": (100, 50),
        "stg_trial": (400, 50),
        "stg_own": (400 + BEHIND, 50),
    }


def test_a_stage_that_is_put_into_a_transition_comes_between_or_near():
    insert = {"insertStage": {"transitionId": "trn_new_trial", "stage": OWN}}

    assert boxes_after(a_line("new", "trial", **AWAY), insert)["stg_own"] == (340, 190)


def test_the_first_stage_has_a_place_and_the_next_comes_behind_it():
    next_one = {**OWN, "id": "stg_next", "key": "next"}
    edits = [ADD, {"addStage": next_one}, {"addTransition": {"from": "stg_own", "to": "stg_next"}}]

    assert boxes_after(a_draft(), *edits) == {"stg_own": (0, 0), "stg_next": (BEHIND, 0)}


def test_where_nothing_has_a_place_a_new_stage_has_none():
    assert boxes_after(a_line("new", "trial"), ADD) == {}


def test_a_size_that_is_said_is_kept_and_reckoned_with():
    wide = {"addStage": {**OWN, "width": 500, "height": 90}}
    back = {"addTransition": {"from": "stg_own", "to": "stg_new"}}

    (add, _) = sent(a_line("new", "trial", **AWAY), wide, back)

    assert edits_to_document([add])[0]["addStage"] == {
        **wide["addStage"],
        "x": 100 - 500 - SPACING.between_columns,
        "y": 50,
    }


@pytest.mark.parametrize(
    ("edit", "gets"),
    [
        ({"removeElements": {"ids": ["stg_own"]}}, {}),
        ({"moveNodes": {"nodes": [{"id": "stg_own", "x": 1, "y": 2}]}}, {"stg_own": (1, 2)}),
    ],
)
def test_a_stage_that_its_batch_places_or_removes_is_not_placed(edit, gets):
    draft = a_line("new", "trial", **AWAY)
    places = boxes_after(draft, ADD, edit)

    assert {id: at for id, at in places.items() if id == "stg_own"} == gets
    assert edits_to_document(sent(draft, ADD, edit))[0] == ADD


def test_a_layout_is_computed_from_the_draft_that_it_meets():
    add = {"addTransition": {"id": "trn_1", "from": "stg_new", "to": "stg_trial"}}
    draft = a_draft(a_stage("new"), a_stage("trial"))
    joined = applied(draft, sent(draft, add)).draft

    edits = sent(draft, add, {"applyLayout": {"direction": "DOWN"}})

    assert edits[1].spots == arranged(joined, Wishes(direction=Direction.DOWN))


def test_pinned_nodes_and_those_that_are_not_asked_for_stay():
    draft = a_line("new", "trial", "won", **AWAY)
    pinned = sent(draft, {"applyLayout": {"pinned": ["stg_trial"], "sizes": [OWN_SIZE]}})
    asked = sent(draft, {"applyLayout": {"nodeIds": ["stg_won"]}})

    assert {spot.element for spot in pinned[0].spots} == {"stg_new", "stg_won"}
    assert {spot.element for spot in asked[0].spots} == {"stg_won"}


OWN_SIZE = {"id": "*", "width": 112, "height": 44}


@pytest.mark.parametrize(
    ("edit", "path", "code"),
    [
        ({"applyLayout": {"nodeIds": ["x"]}}, "applyLayout.nodeIds", "ELEMENT_NOT_FOUND"),
        ({"applyLayout": {"pinned": ["trn_new_trial"]}}, "applyLayout.pinned", "ELEMENT_NOT_FOUND"),
        (
            {"applyLayout": {"sizes": [{"id": "x", "width": 1, "height": 1}]}},
            "applyLayout.sizes",
            "ELEMENT_NOT_FOUND",
        ),
        ({"addStage": {**OWN, "width": 0}}, "addStage.width", "INVALID_COORDINATE"),
        ({"addStage": {**OWN, "x": 0}}, "addStage", "INVALID_COORDINATE"),
        (
            {"insertStage": {"transitionId": "trn_new_trial", "stage": {**OWN, "height": -1}}},
            "insertStage.stage.height",
            "INVALID_COORDINATE",
        ),
        (
            {"moveNodes": {"nodes": [{"id": "x", "x": 1, "y": 1}]}},
            "moveNodes.nodes[0].id",
            "ELEMENT_NOT_FOUND",
        ),
    ],
)
def test_what_cannot_be_placed_is_rejected_where_it_says_so(edit, path, code):
    draft = a_line("new", "trial")

    with pytest.raises(EditRejected) as rejected:
        applied(draft, sent(draft, edit))

    assert rejected.value.path.partition(".")[2] == path
    assert rejected.value.code == code


def test_a_batch_has_ten_layouts_at_most():
    layouts = [{"applyLayout": {}}] * 11

    with pytest.raises(EditRejected) as rejected:
        sent(a_line("new"), *layouts)

    assert (rejected.value.edit_index, rejected.value.code) == (10, "LIMIT_EXCEEDED")
    assert len(sent(a_line("new"), *layouts[1:])) == 10


@given(st.data(), any_drafts())
@settings(max_examples=40)
def test_what_is_logged_always_replays_to_the_same_draft(data, draft):
    batch = edits_to_document(data.draw(batches(draft)))
    for edit in batch:
        edit.get("moveNodes", {}).pop("absolute", None)
    batch.append({"applyLayout": {}})

    logged = placed(draft, edits_of(batch, counted(5_000)))

    done = applied(draft, logged)
    again = edits_of(edits_to_document(logged), counted(9_000))
    assert again == logged
    assert exactly(applied(done.draft, done.inverse).draft) == exactly(draft)

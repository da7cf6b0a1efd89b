from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.draft import Box, Lane
from domain.edit_document import (
    changes_of,
    changes_to_document,
    edits_kept,
    edits_of,
    edits_to_document,
)
from domain.edits import (
    AddLane,
    AddStage,
    AddTransition,
    ApplyLayout,
    Drag,
    InsertStage,
    LayOut,
    MoveNodes,
    RemoveElements,
    SetCriteria,
    SetViewport,
    Slot,
    Spot,
    StageFields,
    UpdateStage,
    applied,
)
from domain.journey import Role, Stage, Transition
from domain.refusals import EditRejected
from domain.wishes import Direction, Size, Wishes
from tests.editing import a_line, edits, no_ids
from tests.strategies.edits import any_drafts, batches, counted


def a_size(width):
    return {"id": "s", "width": width, "height": 1}


@pytest.mark.parametrize(
    ("written", "edit"),
    [
        (
            {"addStage": {"id": "s", "key": "new", "name": "New", "x": 1, "y": Decimal("2.5")}},
            AddStage(stage=Stage(id="s", key="new", name="New"), box=Box(x=1, y=Decimal("2.5"))),
        ),
        (
            {"addStage": {"key": "new", "name": "New", "goal": None, "before": None, "x": None}},
            AddStage(stage=Stage(id="stg_1", key="new", name="New")),
        ),
        (
            {"addTransition": {"from": "*", "to": "s", "kind": None, "before": "t"}},
            AddTransition(transition=Transition(id="trn_1", left="*", entered="s"), before="t"),
        ),
        (
            {"addLane": {"key": "left", "name": "Left", "width": 5}},
            AddLane(lane=Lane(id="lane_1", key="left", name="Left"), box=Box(width=5)),
        ),
        (
            {"updateStage": {"id": "s", "role": None, "teams": None, "entry": None, "goal": ""}},
            UpdateStage(
                element="s", fields=StageFields(role=Role.STAGE, teams=(), entry=None, goal="")
            ),
        ),
        (
            {"insertStage": {"transitionId": "t", "stage": {"key": "new", "name": "New"}}},
            InsertStage(
                element="t", stage=Stage(id="stg_1", key="new", name="New"), onward="trn_2"
            ),
        ),
        ({"removeElements": {"ids": ["s", "t"]}}, RemoveElements(elements=("s", "t"))),
        (
            {"setCriteria": {"elementId": "s", "slot": "WHEN", "criteria": None}},
            SetCriteria(element="s", slot=Slot.WHEN, criteria=None),
        ),
        (
            {"moveNodes": {"nodes": [{"id": "s", "x": 1, "width": None}], "absolute": True}},
            MoveNodes(spots=(Spot(element="s", x=1, width=None),)),
        ),
        (
            {"moveNodes": {"nodes": [{"id": "s", "x": 1}], "absolute": None}},
            Drag(spots=(Spot(element="s", x=1),)),
        ),
        (
            {"applyLayout": {"nodes": [{"id": "s", "x": 1, "y": 2}], "direction": None}},
            ApplyLayout(spots=(Spot(element="s", x=1, y=2),)),
        ),
        ({"applyLayout": {}}, LayOut(wishes=Wishes())),
        (
            {
                "applyLayout": {
                    "direction": "DOWN",
                    "nodeIds": ["s"],
                    "pinned": ["t"],
                    "sizes": [{"id": "s", "width": 5, "height": Decimal("0.5")}],
                }
            },
            LayOut(
                wishes=Wishes(
                    direction=Direction.DOWN,
                    only=frozenset({"s"}),
                    pinned=frozenset({"t"}),
                    sizes={"s": Size(5, Decimal("0.5"))},
                )
            ),
        ),
        *(
            ({"setViewport": nothing}, SetViewport(viewport=None))
            for nothing in (None, {}, {"x": None, "y": None, "zoom": None})
        ),
    ],
)
def test_an_edit_is_read_as_it_is_written(written, edit):
    assert edits_of([written], counted()) == (edit,)
    assert edits_of(edits_to_document([edit]), no_ids) == (edit,)


@pytest.mark.parametrize(
    ("wishes", "path", "code"),
    [
        ({"direction": "UP"}, "direction", "MALFORMED"),
        ({"nodeIds": ["s", 1]}, "nodeIds[1]", "MALFORMED"),
        ({"sizes": [{"id": "s", "width": 5}]}, "sizes[0].height", "MALFORMED"),
        ({"sizes": [{"id": "s", "width": 0, "height": 1}]}, "sizes[0].width", "INVALID_COORDINATE"),
        (
            {"sizes": [{"id": "s", "width": "", "height": 1}]},
            "sizes[0].width",
            "INVALID_COORDINATE",
        ),
        ({"nodes": [], "pinned": ["s"]}, "pinned", "MALFORMED"),
    ],
)
def test_a_layout_that_cannot_be_read_is_refused(wishes, path, code):
    with pytest.raises(EditRejected) as refused:
        edits_of([{"applyLayout": wishes}], no_ids)

    assert (refused.value.path, refused.value.code) == (f"edits[0].applyLayout.{path}", code)


def test_what_was_written_out_though_it_goes_without_saying_is_written_out_again():
    written = {"id": "s", "key": "new", "name": "New", "role": "STAGE", "teams": []}

    assert edits_to_document(edits({"addStage": written})) == [{"addStage": written}]


@given(st.data(), any_drafts())
@settings(max_examples=60)
def test_edits_their_inverse_and_their_changes_are_always_read_back_as_they_were(data, draft):
    batch = data.draw(batches(draft))
    result = applied(draft, batch)
    many = len(result.inverse)

    inverse = edits_to_document(result.inverse)
    assert repr(edits_of(edits_to_document(batch), no_ids)) == repr(batch)
    assert repr(edits_of(inverse, no_ids, many)) == repr(result.inverse)
    assert changes_of(changes_to_document(result.changes)) == result.changes


def test_where_the_log_says_that_a_node_is_is_where_it_is():
    move = {"moveNodes": {"nodes": [{"id": "s", "x": 1}]}}

    assert edits_kept([move], no_ids, 1) == (MoveNodes(spots=(Spot(element="s", x=1),)),)


def test_the_log_may_hold_more_edits_than_a_client_sends():
    renames = [{"updateJourney": {"name": "x"}}] * 201

    assert len(edits_of(renames, no_ids, most=500)) == 201


def test_what_a_draft_takes_away_is_written_as_null():
    result = applied(a_line("new"), edits({"updateStage": {"id": "stg_new", "goal": "Buy"}}))

    assert edits_to_document(result.inverse) == [{"updateStage": {"id": "stg_new", "goal": None}}]

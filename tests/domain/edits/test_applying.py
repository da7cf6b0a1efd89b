import pytest

from domain.draft import Box, ElementKind, Viewport
from domain.edits import Change
from tests.editing import (
    LOGINS,
    PAID,
    a_draft,
    a_lane,
    a_line,
    a_note,
    a_stage,
    a_way,
    edited,
    parts_of,
)

HEALTH = [{"measures": [{"key": "m", "signal": {"count": "login"}, "points": [[0, 0]]}]}]
LINE = a_line("new", "active", "won")


def keys_of(draft):
    return [stage.key for stage in draft.stages]


def test_a_stage_is_added_last():
    draft = edited(
        LINE, {"addStage": {"id": "stg_x", "key": "x", "name": "", "teams": ["a"]}}
    ).draft

    assert parts_of(draft, "stages") == [
        *parts_of(LINE, "stages"),
        {"id": "stg_x", "key": "x", "name": "", "teams": ["a"]},
    ]


def test_a_stage_is_added_before_another_where_it_was_dropped():
    new = {"id": "stg_x", "key": "x", "name": "X", "x": 5, "y": -5, "before": "stg_active"}

    draft = edited(LINE, {"addStage": new}).draft

    assert (keys_of(draft), draft.cosmetic.boxes) == (
        ["new", "x", "active", "won"],
        {"stg_x": Box(x=5, y=-5)},
    )


def test_what_an_update_leaves_out_stays_and_what_it_nulls_goes():
    draft = a_draft(a_stage("new", goal="Buys", phase="early", teams=["a"], role="ENTRY"))

    update = {"id": "stg_new", "name": "Fresh", "goal": None, "teams": None, "role": None}
    after = edited(draft, {"updateStage": update}).draft

    fresh = {"id": "stg_new", "key": "new", "name": "Fresh", "phase": "early"}
    assert parts_of(after, "stages") == [fresh]


def test_a_key_can_change_under_what_names_its_stage():
    draft = a_draft(a_stage("new"), a_way("new", "new"), a_note("hi", stage="new"))

    after = edited(draft, {"updateStage": {"id": "stg_new", "key": "fresh"}}).draft

    assert (parts_of(after, "transitions"), parts_of(after, "notes")) == (
        [{"id": "trn_new_new", "from": "fresh", "to": "fresh"}],
        [{"id": "note_hi", "text": "hi", "stage": "fresh"}],
    )


def test_two_stages_may_swap_their_keys_in_one_batch():
    after = edited(
        LINE,
        {"updateStage": {"id": "stg_new", "key": "active"}},
        {"updateStage": {"id": "stg_active", "key": "new"}},
    ).draft

    assert keys_of(after) == ["active", "new", "won"]


def test_a_published_key_may_be_said_again():
    again = {"updateStage": {"id": "stg_new", "key": "new"}}

    assert edited(LINE, again, published=frozenset({"new"})).changes == ()


def test_a_transition_is_added_changed_and_led_elsewhere():
    new = {
        "id": "trn_x",
        "from": "*",
        "to": "stg_won",
        "kind": "EXIT",
        "when": PAID,
        "after": "P1D",
    }
    changed = {"id": "trn_x", "from": "stg_new", "kind": None, "when": LOGINS, "after": None}

    after = edited(LINE, {"addTransition": new}, {"updateTransition": changed}).draft

    assert parts_of(after, "transitions")[-1] == {
        "id": "trn_x",
        "from": "new",
        "to": "won",
        "when": LOGINS,
    }


def test_a_removed_stage_takes_its_transitions_along_and_says_so():
    draft = a_draft(
        *map(a_stage, ["new", "active"]),
        a_way("new", "active"),
        a_way("*", "new", kind="EXIT"),
        a_note("hi", stage="active"),
        layout={"positions": {"active": {"x": 1, "y": 2}}},
    )

    result = edited(draft, {"removeElements": {"ids": ["stg_active"]}})

    assert (result.removed, result.draft.cosmetic.boxes) == (("stg_active", "trn_new_active"), {})
    assert parts_of(result.draft, "notes") == [{"id": "note_hi", "text": "hi"}]


def test_a_stage_is_removed_together_with_what_it_would_take_along():
    ids = ["stg_new", "trn_new_active", "stg_active", "stg_active"]

    after = edited(LINE, {"removeElements": {"ids": ids}}).draft

    assert (keys_of(after), after.transitions) == (["won"], ())


def test_what_lay_in_a_removed_lane_lies_in_the_lane_around_it():
    draft = a_draft(
        a_stage("new", lane="inner"),
        a_lane("outer"),
        a_lane("inner", parent="outer"),
        a_lane("core", parent="inner"),
        a_note("hi", lane="inner"),
    )

    after = edited(draft, {"removeElements": {"ids": ["lane_inner"]}}).draft

    parts = [*after.stages, *after.notes]
    assert ([part.lane for part in parts], after.lanes[1].parent) == (["outer", "outer"], "outer")


def test_what_lies_in_a_lane_follows_its_key():
    draft = a_draft(a_stage("new", lane="left"), a_lane("left"), a_lane("in", parent="left"))

    after = edited(draft, {"updateLane": {"id": "lane_left", "key": "west", "name": "West"}}).draft

    assert (after.stages[0].lane, after.lanes[1].parent) == ("west", "west")


def test_a_stage_is_inserted_in_the_middle_of_a_transition():
    draft = a_draft(*map(a_stage, ["new", "won"]), a_way("new", "won", when=PAID, after="P1D"))
    inserted = {"transitionId": "trn_new_won", "onwardId": "trn_x"}

    after = edited(
        draft, {"insertStage": {**inserted, "stage": {"id": "stg_x", "key": "x", "name": "X"}}}
    ).draft

    assert (keys_of(after), parts_of(after, "transitions")) == (
        ["new", "x", "won"],
        [
            {"id": "trn_new_won", "from": "new", "to": "x", "when": PAID, "after": "P1D"},
            {"id": "trn_x", "from": "x", "to": "won"},
        ],
    )


@pytest.mark.parametrize(
    ("kind", "role", "kinds"),
    [
        ("ADVANCE", None, ["ADVANCE", "ADVANCE"]),
        ("EXIT", None, ["ADVANCE", "EXIT"]),
        ("EXIT", "EXIT", ["EXIT", "EXIT"]),
        ("RECYCLE", None, ["RECYCLE", "ADVANCE"]),
    ],
)
def test_of_the_two_halves_of_a_transition_the_last_one_exits(kind, role, kinds):
    draft = a_draft(*map(a_stage, ["new", "won"]), a_way("new", "won", kind=kind))
    stage = {"key": "x", "name": "X", "role": role}

    after = edited(draft, {"insertStage": {"transitionId": "trn_new_won", "stage": stage}}).draft

    assert [way.kind for way in after.transitions] == kinds


def test_criteria_health_and_teams_are_set_and_taken_away():
    draft = a_draft(a_stage("new", entry=PAID), a_stage("won"), a_way("new", "won"))

    after = edited(
        draft,
        {"setCriteria": {"elementId": "stg_new", "slot": "ENTRY", "criteria": None}},
        {"setCriteria": {"elementId": "trn_new_won", "slot": "WHEN", "criteria": LOGINS}},
        {"setHealth": {"elementId": "stg_won", "health": HEALTH}},
        {"assignTeams": {"stageIds": ["stg_new", "stg_won"], "teams": ["sales"]}},
    ).draft

    assert (parts_of(after, "stages"), parts_of(after, "transitions")) == (
        [a_stage("new", teams=["sales"]), a_stage("won", teams=["sales"], health=HEALTH)],
        [a_way("new", "won", when=LOGINS)],
    )


def test_stages_and_notes_are_put_into_a_lane_and_out_of_it():
    draft = a_draft(a_stage("new"), a_stage("won", lane="left"), a_lane("left"), a_note("hi"))

    after = edited(
        draft,
        {"setLane": {"nodeIds": ["stg_new", "note_hi"], "laneId": "lane_left"}},
        {"setLane": {"nodeIds": ["stg_won"], "laneId": None}},
    ).draft

    assert [part.lane for part in (*after.stages, *after.notes)] == ["left", None, "left"]


def test_lanes_and_notes_are_added_and_changed():
    after = edited(
        a_draft(a_stage("new")),
        {"addLane": {"id": "lane_in", "key": "in", "name": "In", "parent": "out"}},
        {"addLane": {"id": "lane_out", "key": "out", "name": "Out", "before": "lane_in"}},
        {"updateLane": {"id": "lane_in", "color": "#123456", "parent": None}},
        {"addNote": {"id": "note_1", "text": "Look", "stage": "stg_new", "x": 1}},
        {"updateNote": {"id": "note_1", "text": "See", "color": "red", "stage": None}},
    ).draft

    assert (parts_of(after, "lanes"), parts_of(after, "notes")) == (
        [
            {"id": "lane_out", "key": "out", "name": "Out"},
            {"id": "lane_in", "key": "in", "name": "In", "color": "#123456"},
        ],
        [{"id": "note_1", "text": "See", "color": "red", "x": 1}],
    )


def test_the_journey_itself_is_changed():
    changed = {"name": "Deals", "description": "All", "movement": "FREE", "defaultHealth": HEALTH}

    after = edited(LINE, {"updateJourney": changed}).draft

    assert (after.name, after.description, after.movement, after.health) == (
        "Deals",
        "All",
        "FREE",
        HEALTH,
    )


def test_nodes_are_moved_sized_and_taken_off_the_canvas():
    draft = a_draft(
        a_stage("new"),
        a_stage("won"),
        a_lane("left", width=90),
        layout={"positions": {"new": {"x": 1, "y": 2, "width": 3}, "won": {"x": 0, "y": 0}}},
    )

    after = edited(
        draft,
        {"moveNodes": {"nodes": [{"id": "stg_new", "x": 10}, {"id": "lane_left", "height": 5}]}},
        {"applyLayout": {"nodes": [{"id": "stg_won", "x": None, "y": None}]}},
        {"setViewport": {"x": 0, "y": 1, "zoom": 2}},
    ).draft

    assert (after.cosmetic.boxes, after.cosmetic.viewport) == (
        {"stg_new": Box(x=10, y=2, width=3), "lane_left": Box(width=90, height=5)},
        Viewport(x=0, y=1, zoom=2),
    )


def test_elements_are_taken_to_other_places_in_turn():
    places = [{"id": "stg_won", "before": "stg_new"}, {"id": "stg_new", "before": None}]

    result = edited(LINE, {"reorder": {"places": places}})

    assert (keys_of(result.draft), [change.element for change in result.changes]) == (
        ["won", "active", "new"],
        ["stg_won", "stg_new"],
    )


def test_elements_are_restored_last_where_their_neighbour_is_gone():
    gone = {"key": "x", "name": "X", "before": "stg_gone"}
    back = {"key": "y", "name": "Y", "before": "stg_new"}

    after = edited(LINE, {"restoreElements": {"snapshot": {"stages": [gone, back]}}}).draft

    assert keys_of(after) == ["y", "new", "active", "won", "x"]


def test_what_a_batch_came_to_is_told_field_by_field():
    result = edited(
        LINE,
        {"updateStage": {"id": "stg_new", "name": "A", "entry": PAID}},
        {"updateStage": {"id": "stg_new", "name": "B"}},
        {"moveNodes": {"nodes": [{"id": "stg_new", "x": 1, "y": 2}]}},
        {"updateTransition": {"id": "trn_new_active", "to": "stg_won", "after": "P1W"}},
        {"addNote": {"id": "note_1", "text": "Look", "y": 7}},
    )

    stage, way = ElementKind.STAGE, ElementKind.TRANSITION
    assert result.changes == (
        Change(kind=stage, element="stg_new", field="name", before="New", after="B"),
        Change(kind=stage, element="stg_new", field="entry", before=None, after=PAID),
        Change(kind=stage, element="stg_new", field="layout", before=None, after={"x": 1, "y": 2}),
        Change(
            kind=way, element="trn_new_active", field="to", before="stg_active", after="stg_won"
        ),
        Change(kind=way, element="trn_new_active", field="after", before=None, after="P1W"),
        Change(
            kind=ElementKind.NOTE,
            element="note_1",
            field="*",
            before=None,
            after={"id": "note_1", "text": "Look", "y": 7},
        ),
    )


def test_what_comes_and_goes_in_one_batch_is_no_change():
    result = edited(
        LINE,
        {"addStage": {"id": "stg_x", "key": "x", "name": "X"}},
        {"addTransition": {"from": "stg_x", "to": "stg_won"}},
        {"removeElements": {"ids": ["stg_x"]}},
    )

    assert (result.draft, result.changes, result.inverse) == (LINE, (), ())


def test_one_and_true_are_two_values():
    asked = {"signal": {"trait": "paid"}, "is": "eq", "value": 1}
    draft = a_draft(a_stage("new", entry=asked))
    criteria = {"elementId": "stg_new", "slot": "ENTRY", "criteria": {**asked, "value": True}}

    result = edited(draft, {"setCriteria": criteria})

    assert (len(result.changes), len(result.inverse)) == (1, 1)

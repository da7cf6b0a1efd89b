"""Whoever draws along has the same canvas."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.canvas import canvas_of
from domain.canvas_change import CanvasChange, canvas_change, canvas_changes, retraced
from domain.merging import merged
from tests.drawing import Drawer
from tests.editing import a_batch, a_draft, a_lane, a_line, a_stage, a_way, edited
from tests.strategies.edits import any_drafts, batches

LINE = a_line("trial", "adoption")


def placed(id, x, y):
    return {"moveNodes": {"nodes": [{"id": id, "x": x, "y": y}]}}


def changed(draft, *written):
    return canvas_change(canvas_of(draft), canvas_of(edited(draft, *written).draft))


def ids(drawn):
    return [one.id for one in drawn]


def test_what_stays_as_it_is_drawn_is_not_told():
    draft = edited(LINE, placed("stg_trial", 0, 0), placed("stg_adoption", 400, 0)).draft

    change = changed(draft, {"updateStage": {"id": "stg_adoption", "name": "Adopted"}})

    (node,) = change.nodes
    assert (node.id, node.data["label"]) == ("stg_adoption", "Adopted")
    assert change == CanvasChange(nodes=change.nodes)


def test_what_is_gone_is_told_with_what_went_along():
    change = changed(LINE, {"removeElements": {"ids": ["stg_adoption"]}})

    assert change.removed_nodes == ("stg_adoption",)
    assert change.removed_edges == ("trn_trial_adoption",)


def test_a_lane_that_grows_with_a_stage_in_it_is_told_as_well():
    draft = a_draft(a_stage("trial", lane="sales"), a_lane("sales"))
    draft = edited(draft, placed("lane_sales", 0, 0), placed("stg_trial", 40, 60)).draft

    change = changed(draft, placed("stg_trial", 4_000, 60))

    assert ids(change.nodes) == ["lane_sales", "stg_trial"]


def test_where_transitions_from_everywhere_start_comes_and_goes_with_them():
    came = changed(LINE, {"addTransition": {"from": "*", "to": "stg_trial", "kind": "EXIT"}})
    draft = a_draft(a_stage("trial"), a_way("*", "trial", kind="EXIT"))
    went = changed(draft, {"removeElements": {"ids": ["trn_all_trial"]}})

    assert ("*" in ids(came.nodes), went.removed_nodes) == (True, ("*",))


def test_an_order_is_told_where_nothing_else_tells_it():
    appended = changed(LINE, {"addStage": {"key": "lost", "name": "Lost"}})
    reordered = changed(
        LINE, {"reorder": {"places": [{"id": "stg_adoption", "before": "stg_trial"}]}}
    )

    assert appended.node_order is None
    assert reordered.node_order == ("stg_adoption", "stg_trial")


def test_a_value_that_is_only_equal_is_told():
    one, true = ({"signal": {"trait": "paid"}, "is": "eq", "value": value} for value in (1, True))
    draft = a_draft(a_stage("trial", entry=one))

    change = changed(
        draft, {"setCriteria": {"elementId": "stg_trial", "slot": "ENTRY", "criteria": true}}
    )

    assert [node.data["entry"] for node in change.nodes] == [true]


@settings(max_examples=30)
@given(st.data())
def test_whoever_draws_along_has_the_same_canvas_after_every_batch(data):
    draft = data.draw(any_drafts())
    drafts, log = [draft], []
    for number in range(3):
        batch = a_batch(client=f"tab-{number % 2}")
        edits = data.draw(batches(drafts[-1], 1_000 * (number + 1), 3))
        done = merged(drafts[-1], len(log), log, replace(batch, edits=edits))
        if done.logged is not None:
            log.append(done.logged)
            drafts.append(done.draft)
    drawer, seen = Drawer(canvas_of(drafts[0])), []

    for redrawn in canvas_changes(drafts[-1], log):
        drawer.change(redrawn.change)
        seen.append(repr(drawer.canvas))

    assert seen == [repr(replace(canvas_of(one), viewport=None)) for one in drafts[1:]]
    unseen = [replace(one.cosmetic, viewport=drafts[-1].cosmetic.viewport) for one in drafts]
    assert retraced(drafts[-1], log) == [
        replace(one, cosmetic=cosmetic) for one, cosmetic in zip(drafts, unseen, strict=True)
    ]

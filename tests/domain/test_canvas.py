from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.canvas import IN, OUT, Canvas, CanvasEdge, CanvasNode, NodeType, canvas_of
from domain.draft import Box, Viewport
from domain.draft_document import draft_of
from domain.dragging import dragged
from domain.edits import MoveNodes, Spot, applied
from tests.strategies.edits import any_drafts, batches, counted, drafts


def a_draft(**more):
    document = {
        "format": "cairn/1",
        "key": "lead",
        "name": "Lead",
        "kind": "CONTACT",
        "movement": "FORWARD",
        "stages": [],
    }
    return draft_of(document | more, counted())


def stage(id, **more):
    return {"id": id, "key": id, "name": id.title()} | more


def at(x, y, **more):
    return {"x": x, "y": y, **more}


def places(canvas):
    return {node.id: (node.parent_id, node.x, node.y) for node in canvas.nodes}


def in_a_lane(**box):
    return a_draft(
        stages=[stage("a", lane="early"), stage("b")],
        lanes=[{"id": "l1", "key": "early", "name": "Early"} | box],
        notes=[{"id": "n1", "text": "Look", "lane": "early", "x": 30, "y": 150}],
        layout={"positions": {"a": at(124, Decimal("60.5")), "b": at(400, 60)}},
    )


def test_stages_are_nodes_and_transitions_edges():
    draft = a_draft(
        stages=[
            stage("trial", role="ENTRY", teams=["sales"], color="#123456"),
            stage("won", entry={"signal": {"trait": "plan"}, "is": "ne", "value": "free"}),
        ],
        transitions=[{"id": "t1", "from": "trial", "to": "won", "after": "P2D"}],
        layout={"positions": {"trial": at(0, 0, width=200, height=90), "won": at(240, 7)}},
    )
    draft = replace(draft, cosmetic=replace(draft.cosmetic, viewport=Viewport(x=1, y=2, zoom=1)))

    assert canvas_of(draft) == Canvas(
        (
            CanvasNode(
                id="trial",
                type=NodeType.STAGE,
                x=0,
                y=0,
                width=200,
                height=90,
                data={
                    "label": "Trial",
                    "key": "trial",
                    "role": "ENTRY",
                    "teams": ["sales"],
                    "color": "#123456",
                },
                ports=(IN, OUT),
            ),
            CanvasNode(
                id="won",
                type=NodeType.STAGE,
                x=240,
                y=7,
                data={
                    "label": "Won",
                    "key": "won",
                    "role": "STAGE",
                    "teams": [],
                    "entry": {"signal": {"trait": "plan"}, "is": "ne", "value": "free"},
                    "summary": "plan is not free",
                },
                ports=(IN, OUT),
            ),
        ),
        (
            CanvasEdge(
                id="t1",
                type="advance",
                source="trial",
                target="won",
                label="after 2 days",
                data={"kind": "ADVANCE", "after": "P2D"},
            ),
        ),
        Viewport(x=1, y=2, zoom=1),
    )


def test_what_is_in_a_lane_is_reckoned_from_the_lanes_corner():
    assert places(canvas_of(in_a_lane(x=100, y=20, width=300, height=200))) == {
        "l1": (None, 100, 20),
        "a": ("l1", 24, Decimal("40.5")),
        "b": (None, 400, 60),
        "n1": ("l1", -70, 130),
    }


def test_a_lane_that_is_nowhere_is_drawn_around_what_is_in_it_and_is_no_parent():
    canvas = canvas_of(in_a_lane())

    assert canvas.nodes[0] == CanvasNode(
        id="l1",
        type=NodeType.LANE,
        x=100,
        y=16,
        width=224,
        height=156,
        data={"label": "Early", "key": "early"},
        suggested=Box(x=100, y=16, width=224, height=156),
    )
    assert places(canvas)["a"] == (None, 124, Decimal("60.5"))


def test_lanes_come_before_what_is_in_them_however_they_are_listed():
    lanes = [
        {"id": "l1", "key": "inner", "name": "Inner", "parent": "outer", "x": 50, "y": 60},
        {"id": "l2", "key": "outer", "name": "Outer", "x": 10, "y": 20},
    ]

    assert places(canvas_of(a_draft(lanes=lanes))) == {"l2": (None, 10, 20), "l1": ("l2", 40, 40)}


def test_a_stage_that_is_nowhere_is_drawn_below_the_others_until_somebody_moves_it():
    draft = a_draft(
        stages=[stage("a"), stage("b")],
        transitions=[{"from": "a", "to": "b"}],
        layout={"positions": {"a": at(10, 10)}},
    )

    a, b = canvas_of(draft).nodes

    assert (a.suggested, b.suggested) == (Box(), Box(x=10, y=150))
    assert (b.x, b.y) == (10, 150)


def test_transitions_from_everywhere_start_at_a_node_that_nobody_can_move():
    draft = a_draft(
        stages=[stage("a"), stage("lost", role="EXIT")],
        transitions=[{"id": "t1", "from": "*", "to": "lost", "kind": "EXIT"}],
        layout={"positions": {"a": at(0, 0), "lost": at(240, 0)}},
    )
    canvas = canvas_of(draft)

    assert [node.id for node in canvas.nodes if node.is_fixed] == ["*"]
    assert canvas.edges[0].source == "*"


def test_a_label_that_is_too_long_is_cut():
    rule = {"signal": {"trait": "plan"}, "is": "in", "value": ["a" * 300]}
    draft = a_draft(stages=[stage("a")], transitions=[{"from": "a", "to": "a", "when": rule}])

    assert canvas_of(draft).edges[0].label == "when plan is one of " + "a" * 99 + "…"


def test_a_node_in_a_lane_is_moved_to_where_it_was_dropped():
    draft = in_a_lane(x=100, y=20, width=300, height=200)

    assert dragged(draft, [Spot(element="a", x=10, y=Decimal("1.5")), Spot(element="b", x=3)]) == (
        Spot(element="a", x=110, y=Decimal("21.5")),
        Spot(element="b", x=3),
    )


def test_what_is_in_a_lane_comes_along_with_it():
    draft = in_a_lane(x=100, y=20, width=300, height=200)

    assert dragged(draft, [Spot(element="l1", x=110, y=20, width=400)]) == (
        Spot(element="l1", x=110, y=20, width=400),
        Spot(element="a", x=134),
        Spot(element="n1", x=40),
    )


def test_a_lane_that_was_nowhere_takes_nothing_along():
    assert dragged(in_a_lane(), [Spot(element="l1", x=7, y=7)]) == (Spot(element="l1", x=7, y=7),)


def test_what_nobody_knows_is_left_to_be_refused():
    assert dragged(in_a_lane(), [Spot(element="*", x=7, y=7)]) == (Spot(element="*", x=7, y=7),)


@given(any_drafts())
def test_parents_come_first_and_edges_join_nodes_whatever_the_draft(draft):
    canvas = canvas_of(draft)
    seen = set()
    for node in canvas.nodes:
        assert node.parent_id is None or node.parent_id in seen
        seen.add(node.id)

    assert len(seen) == len(canvas.nodes)
    # A stage out of sight is where somebody put it; so may be all that transitions lead to.
    assert {edge.source for edge in canvas.edges} - seen <= {"*"}


@given(drafts(), st.data())
def test_what_is_dragged_is_where_it_was_dropped_and_all_else_where_it_was(draft, data):
    draft = applied(draft, data.draw(batches(draft))).draft
    before = {node.id: node for node in canvas_of(draft).nodes if not node.is_fixed}
    movable = [
        id for id, node in before.items() if node.suggested.x is None and node.suggested.y is None
    ]
    chosen = data.draw(st.lists(st.sampled_from(movable), unique=True)) if movable else []
    spots = [Spot(element=id, x=7 * number, y=-3) for number, id in enumerate(chosen)]

    after = applied(draft, [MoveNodes(spots=dragged(draft, spots))]).draft

    moved = {node.id: (node.x, node.y) for node in canvas_of(after).nodes if node.id in movable}
    dropped = {spot.element: (spot.x, spot.y) for spot in spots}
    assert moved == {id: (before[id].x, before[id].y) for id in movable} | dropped

import pytest
from hypothesis import given

from api.documents import read_json
from api.formats.json_text import json_text
from api.formats.react_flow import react_flow
from api.formats.react_flow_reading import read_react_flow
from domain.document import load
from domain.draft import Viewport
from domain.draft_document import document_of, draft_of
from domain.refusals import MalformedDocument
from tests.strategies.edits import any_drafts, counted

HEAD = {"key": "lead", "name": "Lead", "kind": "CONTACT", "movement": "FORWARD"}


def node(id, **more):
    return {"id": id, "position": {"x": 0, "y": 0}, "data": {}} | more


def read(**state):
    return read_react_flow({"journey": HEAD, "nodes": []} | state)


def refused(**state):
    with pytest.raises(MalformedDocument) as refusal:
        read(**state)
    return [(fault.path, fault.message, fault.code) for fault in refusal.value.faults]


def full(document):
    """Without what it writes out though it is empty."""
    layout = document.get("layout")
    if layout is not None and not layout.get("positions"):
        document = {name: value for name, value in document.items() if name != "layout"}
    return {name: value for name, value in document.items() if value not in ([], None)}


@given(any_drafts())
def test_a_draft_comes_back_from_react_flow_as_it_went(draft):
    sent = read_json(json_text(react_flow(draft)))

    got = read_react_flow(sent)

    assert full(document_of(draft_of(got.document, counted(9_000)))) == full(
        document_of(draft_of(unspelled(document_of(draft)), counted(9_000)))
    )
    assert got.viewport == draft.cosmetic.viewport


def unspelled(document):
    """Without defaults that are written out: to what a document says they add nothing."""
    usual = {"role": "STAGE", "kind": "ADVANCE", "teams": []}
    for name in ("stages", "transitions"):
        if name in document:
            document[name] = [
                {field: it for field, it in part.items() if usual.get(field) != it}
                for part in document[name]
            ]
    return document


def test_nothing_is_null_and_a_lane_is_a_parent():
    draft = draft_of(
        {
            "format": "cairn/1",
            **HEAD,
            "stages": [{"id": "a", "key": "a", "name": "A", "lane": "early"}],
            "lanes": [
                {"id": "l", "key": "early", "name": "Early", "x": 10, "y": 20}
                | {"width": 300, "height": 200}
            ],
            "layout": {"positions": {"a": {"x": 34, "y": 64}}},
        },
        counted(),
    )

    assert react_flow(draft)["nodes"] == [
        {
            "id": "l",
            "type": "lane",
            "position": {"x": 10, "y": 20},
            "width": 300,
            "height": 200,
            "data": {"label": "Early", "key": "early"},
        },
        {
            "id": "a",
            "type": "stage",
            "position": {"x": 24, "y": 44},
            "parentId": "l",
            "initialWidth": 176,
            "initialHeight": 88,
            "sourcePosition": "right",
            "targetPosition": "left",
            "data": {
                "label": "A",
                "key": "a",
                "role": "STAGE",
                "teams": [],
                "lane": "early",
                "ports": [
                    {"id": "in", "type": "target", "side": "left"},
                    {"id": "out", "type": "source", "side": "right"},
                ],
            },
        },
    ]


def test_what_somebody_else_drew_becomes_a_journey():
    got = read(
        nodes=[
            node("1", type="input", data={"label": "Trial!"}, selected=True, measured={"width": 9}),
            node("2", position={"x": 300, "y": 10}, data={"label": "Trial"}, width=200),
            node("3", type="output", data={}),
        ],
        edges=[
            {"id": "e1", "source": "1", "target": "2", "animated": True},
            {"source": "2", "target": "3"},
        ],
        viewport={"x": 1, "y": 2, "zoom": 1},
    )

    assert got.viewport == Viewport(x=1, y=2, zoom=1)
    assert got.document == {
        "format": "cairn/1",
        **HEAD,
        "stages": [
            {"id": "1", "key": "trial", "name": "Trial!", "role": "ENTRY"},
            {"id": "2", "key": "trial-2", "name": "Trial"},
            {"id": "3", "key": "3", "name": "3", "role": "EXIT"},
        ],
        "transitions": [
            {"id": "e1", "from": "trial", "to": "trial-2"},
            {"from": "trial-2", "to": "3", "kind": "EXIT"},
        ],
        "layout": {
            "positions": {
                "trial": {"x": 0, "y": 0},
                "trial-2": {"x": 300, "y": 10, "width": 200},
                "3": {"x": 0, "y": 0},
            }
        },
    }
    assert load(got.document).stages[1].name == "Trial"


def test_a_draft_says_what_a_drawing_does_not_say_of_its_journey():
    draft = draft_of({"format": "cairn/1", **HEAD, "stages": [], "description": "D"}, counted())

    assert read_react_flow({"nodes": []}, draft).document == {
        "format": "cairn/1",
        **HEAD,
        "description": "D",
        "stages": [],
    }


def test_a_node_that_was_dragged_out_of_its_lane_is_in_none():
    lane = node("l", type="lane", position={"x": 5, "y": 5}, data={"key": "early"})
    inside = node("a", parentId="l", data={"key": "a", "lane": "early"})
    outside = node("b", data={"key": "b", "lane": "early"})

    document = read(nodes=[lane, inside, outside]).document

    assert document["stages"] == [
        {"id": "a", "key": "a", "name": "a", "lane": "early"},
        {"id": "b", "key": "b", "name": "b"},
    ]
    assert document["layout"]["positions"]["a"] == {"x": 5, "y": 5}


def test_a_lane_that_was_nowhere_keeps_its_stages_when_it_is_moved():
    proposed = {"key": "early", "suggested": {"x": 7, "y": 7}}
    lane = node("l", type="lane", position={"x": 5, "y": 5}, data=proposed)

    document = read(nodes=[lane, node("b", data={"key": "b", "lane": "early"})]).document

    assert document["stages"] == [{"id": "b", "key": "b", "name": "b", "lane": "early"}]
    assert document["lanes"] == [{"id": "l", "key": "early", "name": "early", "x": 5, "y": 5}]


def test_what_is_drawn_where_it_was_proposed_has_no_place():
    there = node("a", data={"key": "a", "suggested": {"x": 0, "y": 0}})
    moved = node("b", data={"key": "b", "suggested": {"x": 1, "y": 0}})

    assert read(nodes=[there, moved]).document["layout"] == {"positions": {"b": {"x": 0, "y": 0}}}


def test_what_cannot_be_read_is_refused_where_it_is():
    assert refused(nodes="none") == [("nodes", "must be a list, not a string", "MALFORMED")]
    assert refused(nodes=[node("a"), node("a")]) == [
        ("nodes[1].id", "'a' is already at nodes[0].id", "DUPLICATE_ID")
    ]
    assert refused(nodes=[node("a", position={"x": "0", "y": 0})]) == [
        ("nodes[0].position.x", "must be a number, not a string", "INVALID_COORDINATE")
    ]
    assert refused(nodes=[node("a", parentId="z")]) == [
        ("nodes[0].parentId", "there is no node 'z'", "ELEMENT_NOT_FOUND")
    ]
    assert refused(nodes=[node("a", parentId="b"), node("b", parentId="a")]) == [
        ("nodes[0].parentId", "lies in itself", "LANE_CYCLE"),
        ("nodes[1].parentId", "lies in itself", "LANE_CYCLE"),
    ]
    assert refused(nodes=[node("a")], edges=[{"source": "a", "target": "z"}]) == [
        ("edges[0].target", "there is no stage 'z'", "DANGLING_TRANSITION")
    ]
    assert refused(viewport={"x": "far"})[0][0] == "viewport.x"


def test_without_nodes_there_is_nothing_to_read():
    with pytest.raises(MalformedDocument, match="nodes: is required"):
        read_react_flow({})
    with pytest.raises(MalformedDocument, match="must be an object"):
        read_react_flow([])

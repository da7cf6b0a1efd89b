"""A draft as React Flow keeps its state: nodes, edges and a viewport, ready to be drawn.

Svelte Flow and Vue Flow spell it alike. What they have no word for is in `data`, and what belongs
to no node in `journey`, so that all of a draft is there and comes back (`react_flow_reading.py`).
Nothing is null: what is not said is left out.
"""

from typing import Any

from domain.canvas import Canvas, CanvasEdge, CanvasNode, NodeType, canvas_of
from domain.document import FORMAT
from domain.draft import Draft
from domain.draft_document import box_to_document
from domain.layout import STAGE
from domain.values import Number

Plain = dict[str, Any]
MARKER = "arrowclosed"

LOSSES = ("Fields that a document writes out though they say what they would say unwritten.",)


def react_flow(draft: Draft) -> Plain:
    """The draft as `{nodes, edges, viewport?, journey}`."""
    canvas = canvas_of(draft)
    return {**canvas_to_flow(canvas), "journey": _head(draft)}


def canvas_to_flow(canvas: Canvas) -> Plain:
    """A canvas as `{nodes, edges, viewport?}`."""
    flow: Plain = {
        "nodes": [node_to_flow(node) for node in canvas.nodes],
        "edges": [edge_to_flow(edge) for edge in canvas.edges],
    }
    view = canvas.viewport
    if view is not None:
        flow["viewport"] = {"x": view.x, "y": view.y, "zoom": view.zoom}
    return flow


def node_to_flow(node: CanvasNode) -> Plain:
    """A node as React Flow spells it."""
    flow: Plain = {
        "id": node.id,
        "type": node.type.value,
        "position": {"x": node.x, "y": node.y},
        "width": node.width,
        "height": node.height,
        "parentId": node.parent_id,
    }
    flow["initialWidth"], flow["initialHeight"] = guessed_size(node)
    for port in node.ports:
        flow[f"{port.type}Position"] = port.side
    if node.is_fixed:
        flow |= {"draggable": False, "deletable": False}
    return _said(flow) | {"data": data_to_flow(node)}


def guessed_size(node: CanvasNode) -> tuple[Number | None, Number | None]:
    """How large a stage is taken to be until it has been measured, on a server for ever."""
    if node.type is not NodeType.STAGE:
        return None, None
    return (
        STAGE.width if node.width is None else None,
        STAGE.height if node.height is None else None,
    )


def data_to_flow(node: CanvasNode) -> Plain:
    """What a node says, and all that whoever draws it is told: its ports and guessed lengths."""
    data: Plain = dict(node.data)
    if node.ports:
        data["ports"] = [
            {"id": port.id, "type": port.type, "side": port.side} for port in node.ports
        ]
    if suggested := box_to_document(node.suggested):
        data["suggested"] = suggested
    return data


def edge_to_flow(edge: CanvasEdge) -> Plain:
    """An edge as React Flow spells it."""
    flow: Plain = {
        "id": edge.id,
        "type": edge.type,
        "source": edge.source,
        "target": edge.target,
        "sourceHandle": edge.source_handle,
        "targetHandle": edge.target_handle,
        "label": edge.label,
        "markerEnd": {"type": MARKER},
    }
    return _said(flow) | {"data": dict(edge.data)}


def _head(draft: Draft) -> Plain:
    return _said(
        {
            "format": FORMAT,
            "id": draft.id,
            "key": draft.key,
            "name": draft.name,
            "description": draft.description,
            "kind": draft.kind.value,
            "movement": draft.movement.value,
            "health": draft.health,
            "scenarios": draft.scenarios,
        }
    )


def _said(fields: Plain) -> Plain:
    return {name: value for name, value in fields.items() if value is not None}

"""A draft as a canvas reads it: nodes, edges and a viewport, as React Flow and its kin spell them.

Lanes, stages and notes are nodes, transitions are edges, parents come before what lies in them. A
canvas reckons what lies in a node from that node's corner, a draft from its own: that is exchanged
here and in `dragging.py`. A lane is the parent of what is in it as soon as it has a place.

What has no place has to be drawn somewhere. `suggested` says which lengths of a node are not the
draft's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import cast

from domain.criteria_document import criteria_to_document
from domain.draft import Box, Draft, Lane, Note, Viewport, id_of
from domain.floor import Floor
from domain.journey import EVERYWHERE, Stage, Transition
from domain.same import Same
from domain.values import Number, Value, minus
from domain.wording import guards_in_words, in_words

LONGEST_LABEL = 120
REMEMBERED_CANVASES = 16
REMEMBERED_ELEMENTS = 4_096


NOWHERE = Box()


class NodeType(StrEnum):
    """What a node is; EVERYWHERE is where transitions start that leave from every stage."""

    LANE = "lane"
    STAGE = "stage"
    NOTE = "note"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """Where edges meet a stage: `type` is source or target, `side` left, right, top or bottom."""

    id: str
    type: str
    side: str


IN = Port(id="in", type="target", side="left")
OUT = Port(id="out", type="source", side="right")
PORTS = {NodeType.STAGE: (IN, OUT), NodeType.EVERYWHERE: (OUT,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CanvasNode:
    """A node; `x` and `y` are reckoned from its parent's corner. `data` is what it says."""

    id: str
    type: NodeType
    x: Number
    y: Number
    width: Number | None = None
    height: Number | None = None
    parent_id: str | None = None
    data: Mapping[str, Value] = field(default_factory=dict)
    ports: tuple[Port, ...] = ()
    suggested: Box = NOWHERE

    @property
    def is_fixed(self) -> bool:
        """Whether it is no element of the draft, so that nobody can move it or take it away."""
        return self.type is NodeType.EVERYWHERE

    def side_of(self, type: str) -> str | None:
        """The side on which edges leave it (`source`) or arrive (`target`); None for nowhere."""
        return next((port.side for port in self.ports if port.type == type), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CanvasEdge:
    """An edge; it meets its nodes at their only ports, so that it need not name them."""

    id: str
    type: str
    source: str
    target: str
    source_handle: str | None = None
    target_handle: str | None = None
    label: str | None = None
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Canvas:
    """All that is drawn of a draft."""

    nodes: tuple[CanvasNode, ...]
    edges: tuple[CanvasEdge, ...]
    viewport: Viewport | None = None


def canvas_of(draft: Draft) -> Canvas:
    """The canvas of a draft: lanes from the outermost in, then stages and notes in list order."""
    return _canvas_of(Same(draft))


@lru_cache(maxsize=REMEMBERED_CANVASES)
def _canvas_of(same: Same[Draft]) -> Canvas:
    draft = same.value
    floor = Floor(draft)
    return Canvas(
        (
            *(_lane(lane, floor) for lane in floor.lanes),
            *_everywhere(draft, floor),
            *(_stage(stage, floor) for stage in draft.stages),
            *(_note(note, floor) for note in draft.notes),
        ),
        tuple(_edge(Same(way)) for way in draft.transitions),
        draft.cosmetic.viewport,
    )


def _lane(lane: Lane, floor: Floor) -> CanvasNode:
    data: dict[str, Value] = {"label": lane.name, "key": lane.key}
    data |= _written(lane, "description", "color", "parent")
    return _node(lane.id, NodeType.LANE, data, lane.parent, floor)


def _stage(stage: Stage, floor: Floor) -> CanvasNode:
    return _node(id_of(stage), NodeType.STAGE, _stage_data(Same(stage)), stage.lane, floor)


@lru_cache(maxsize=REMEMBERED_ELEMENTS)
def _stage_data(same: Same[Stage]) -> Mapping[str, Value]:
    """What a stage says: few do so otherwise after an edit."""
    stage = same.value
    data: dict[str, Value] = {"label": stage.name, "key": stage.key, "role": stage.role.value}
    data |= _written(stage, "description", "goal")
    data["teams"] = list(stage.teams)
    data |= _written(stage, "phase", "lane", "color")
    if stage.entry is not None:
        data["entry"] = cast("Value", criteria_to_document(stage.entry))
        data["summary"] = in_words(stage.entry)
    if stage.health is not None:
        data["health"] = stage.health
    return data


def _note(note: Note, floor: Floor) -> CanvasNode:
    data: dict[str, Value] = {"label": note.text, **_written(note, "stage", "lane", "color")}
    return _node(note.id, NodeType.NOTE, data, note.lane, floor)


def _written(element: Stage | Lane | Note, *names: str) -> dict[str, Value]:
    said = {name: getattr(element, name) for name in names}
    return {name: value for name, value in said.items() if value is not None}


def _node(
    id: str, type: NodeType, data: Mapping[str, Value], lane: str | None, floor: Floor
) -> CanvasNode:
    place = floor.places[id]
    parent = floor.parent(lane)
    corner = floor.corner(parent)
    proposed = place.proposed
    return CanvasNode(
        id=id,
        type=type,
        x=minus(place.x, corner[0]),
        y=minus(place.y, corner[1]),
        width=place.width,
        height=place.height,
        parent_id=parent,
        data=data,
        ports=PORTS.get(type, ()),
        suggested=replace(
            proposed,
            x=None if proposed.x is None else minus(proposed.x, corner[0]),
            y=None if proposed.y is None else minus(proposed.y, corner[1]),
        ),
    )


def _everywhere(draft: Draft, floor: Floor) -> Iterator[CanvasNode]:
    rect = floor.everywhere(draft)
    if rect is not None:
        yield CanvasNode(
            id=EVERYWHERE,
            type=NodeType.EVERYWHERE,
            x=round(rect.x),
            y=round(rect.y),
            width=round(rect.width),
            height=round(rect.height),
            data={"label": "Any stage"},
            ports=PORTS[NodeType.EVERYWHERE],
        )


@lru_cache(maxsize=REMEMBERED_ELEMENTS)
def _edge(same: Same[Transition]) -> CanvasEdge:
    way = same.value
    data: dict[str, Value] = {"kind": way.kind.value}
    if way.when is not None:
        data["when"] = cast("Value", criteria_to_document(way.when))
    if way.after is not None:
        data["after"] = way.after.text
    return CanvasEdge(
        id=id_of(way),
        type=way.kind.value.lower(),
        source=way.left,
        target=way.entered,
        label=_short(guards_in_words(way)),
        data=data,
    )


def _short(text: str | None) -> str | None:
    if text is None or len(text) <= LONGEST_LABEL:
        return text
    return f"{text[: LONGEST_LABEL - 1].rstrip()}…"

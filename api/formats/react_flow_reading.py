"""React Flow's state as a document: what was exported here, or drawn by somebody else.

What a canvas adds for itself (`selected`, `measured`, styles) is passed over. A node of no type
that we know is a stage; its key is made from its label where it says none. What is drawn where it
was only proposed stays without a place. Whether the document makes sense is seen when it is loaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.formats.react_flow_nodes import LENGTHS, FlowNode, read_node
from domain.canvas import NodeType
from domain.document import FORMAT
from domain.draft import Draft, Viewport
from domain.journey import EVERYWHERE, Role, TransitionKind
from domain.reading import ABSENT, Fields, Plain, Reading, below, shown
from domain.values import Number, plus

UNREAD = ("What a canvas keeps for itself is left out, such as styles and what is selected.",)
_HEAD = ("id", "key", "name", "description", "kind", "movement", "health", "scenarios")
_STAGE = ("description", "goal", "teams", "phase", "color", "entry", "health")
_LANE = ("description", "color")
_KINDS = {kind.value.lower(): kind.value for kind in TransitionKind}


@dataclass(frozen=True, slots=True)
class Imported:
    """What a canvas says: a `cairn/1` document in plain values, and where it is looked at.

    `places` tells where each element of the document was found: `stages[0]` in `nodes[2]`.
    """

    document: dict[str, Any]
    viewport: Viewport | None = None
    places: Mapping[str, str] = field(default_factory=dict)


def read_react_flow(value: Plain, like: Draft | None = None) -> Imported:
    """The document that React Flow's state describes; MalformedDocument where it describes none.

    What somebody else's state does not say of the journey is taken from `like`.
    """
    reading = Reading()
    fields = reading.open_fields(value, "")
    if "nodes" not in fields:
        reading.refuse("nodes", "is required")
    nodes = [read_node(reading, part, at) for at, part in _parts(reading, fields, "nodes")]
    reading.distinct([(below(node.at, "id"), node.id) for node in nodes], "DUPLICATE_ID")
    reading.finish()
    sheet = _Sheet(reading, nodes)
    stages = [sheet.stage(node) for node in nodes if node.type is NodeType.STAGE]
    lists = {
        "transitions": [sheet.way(part, at) for at, part in _parts(reading, fields, "edges")],
        "lanes": [sheet.lane(node) for node in nodes if node.type is NodeType.LANE],
        "notes": [sheet.note(node) for node in nodes if node.type is NodeType.NOTE],
    }
    document: dict[str, Any] = {"format": FORMAT, **_head(reading, fields, like), "stages": stages}
    document |= {name: parts for name, parts in lists.items() if parts}
    if sheet.positions:
        document["layout"] = {"positions": sheet.positions}
    viewport = _viewport(reading, fields)
    reading.finish()
    return Imported(document, viewport, _places(nodes, _parts(reading, fields, "edges")))


def _places(nodes: Sequence[FlowNode], edges: Sequence[tuple[str, Plain]]) -> Mapping[str, str]:
    found = {
        "stages": [node.at for node in nodes if node.type is NodeType.STAGE],
        "lanes": [node.at for node in nodes if node.type is NodeType.LANE],
        "notes": [node.at for node in nodes if node.type is NodeType.NOTE],
        "transitions": [at for at, _ in edges],
    }
    return {f"{name}[{n}]": at for name, places in found.items() for n, at in enumerate(places)}


def _parts(reading: Reading, fields: Fields, name: str) -> list[tuple[str, Plain]]:
    return list(reading.parts(fields.get(name, ABSENT), name))


def _head(reading: Reading, fields: Fields, like: Draft | None) -> dict[str, Any]:
    given = reading.open_fields(fields.get("journey", {}), "journey")
    head = {name: given[name] for name in _HEAD if name in given}
    if like is not None:
        own: dict[str, Any] = {"id": like.id, "key": like.key, "name": like.name}
        own |= {"kind": like.kind.value, "movement": like.movement.value}
        if not given:
            own |= {"description": like.description, "health": like.health}
            own["scenarios"] = like.scenarios
        head = {name: value for name, value in own.items() if value is not None} | head
    return head


def _viewport(reading: Reading, fields: Fields) -> Viewport | None:
    if fields.get("viewport") is None:
        return None
    view = reading.open_fields(fields["viewport"], "viewport")
    found = [reading.number(view.get(name, 0), f"viewport.{name}") for name in ("x", "y")]
    zoom = reading.number(view.get("zoom", 1), "viewport.zoom")
    if None in found or zoom is None:
        return None
    return Viewport(x=found[0] or 0, y=found[1] or 0, zoom=zoom)


class _Sheet:
    """The nodes by id, with the keys and the places that they have in a document."""

    def __init__(self, reading: Reading, nodes: Sequence[FlowNode]) -> None:
        self._reading = reading
        self._nodes = {node.id: node for node in nodes}
        self._lanes = self._keys(node for node in nodes if node.type is NodeType.LANE)
        self._stages = self._keys(node for node in nodes if node.type is NodeType.STAGE)
        self._placed = {key for id, key in self._lanes.items() if self._nodes[id].was_placed}
        self.positions: dict[str, Any] = {}

    def stage(self, node: FlowNode) -> dict[str, Any]:
        """A stage as a document writes it; where it is goes to `positions`."""
        key = self._stages[node.id]
        stage: dict[str, Any] = {
            "id": node.id,
            "key": key,
            "name": key if node.label is None else node.label,
        }
        role = node.data.get("role", node.role)
        if role is not None and role != Role.STAGE.value:
            stage["role"] = role
        stage |= {name: node.data[name] for name in _STAGE if node.data.get(name) not in (None, [])}
        box = self._box(node)
        if "x" in box and "y" in box:
            self.positions[key] = box
        return stage | self._within(node, "lane")

    def lane(self, node: FlowNode) -> dict[str, Any]:
        """A lane as a document writes it."""
        key = self._lanes[node.id]
        lane: dict[str, Any] = {
            "id": node.id,
            "key": key,
            "name": key if node.label is None else node.label,
        }
        lane |= {name: node.data[name] for name in _LANE if node.data.get(name) is not None}
        return lane | self._within(node, "parent") | self._box(node)

    def note(self, node: FlowNode) -> dict[str, Any]:
        """A note as a document writes it."""
        note: dict[str, Any] = {"id": node.id, "text": node.label or ""}
        stage, colour = node.data.get("stage"), node.data.get("color")
        if stage is not None:
            note["stage"] = self._stages.get(str(stage), stage)
        if colour is not None:
            note["color"] = colour
        return note | self._within(node, "lane") | self._box(node)

    def way(self, part: Plain, at: str) -> dict[str, Any]:
        """A transition as a document writes it."""
        fields = self._reading.open_fields(part, at)
        data = self._reading.open_fields(fields.get("data", {}), below(at, "data"))
        way: dict[str, Any] = {}
        if fields.get("id") is not None:
            way["id"] = fields["id"]
        way["from"] = self._end(fields, at, "source")
        way["to"] = self._end(fields, at, "target")
        kind = data.get("kind", _KINDS.get(str(fields.get("type")), self._usual(fields)))
        if kind != TransitionKind.ADVANCE.value:
            way["kind"] = kind
        return way | {name: data[name] for name in ("when", "after") if data.get(name) is not None}

    def _keys(self, nodes: Any) -> dict[str, str]:
        keys: dict[str, str] = {}
        # Whoever has a key of its own keeps it.
        for node in sorted(nodes, key=lambda node: "key" not in node.data):
            keys[node.id] = node.key(keys.values())
        return keys

    def _within(self, node: FlowNode, name: str) -> dict[str, Any]:
        """The lane that a node is in: its parent, or the one it names if that can be no parent."""
        if node.parent is not None and node.parent in self._lanes:
            return {name: self._lanes[node.parent]}
        said = node.data.get(name)
        is_left = isinstance(said, str) and said in self._placed
        return {} if said is None or is_left else {name: said}

    def _box(self, node: FlowNode) -> dict[str, Number]:
        """Where a node is, from the canvas's own corner, as far as somebody has said so."""
        lengths = dict(node.lengths)
        way = [node.id]
        parent = node.parent
        while parent is not None:
            around = self._nodes.get(parent)
            if around is None or parent in way:
                what = "lies in itself" if around else f"there is no node {shown(parent)}"
                self._reading.refuse(
                    below(node.at, "parentId"),
                    what,
                    "LANE_CYCLE" if around else "ELEMENT_NOT_FOUND",
                )
                return {}
            for name in ("x", "y"):
                lengths[name] = plus(lengths.get(name, 0), around.lengths.get(name, 0))
            way.append(parent)
            parent = around.parent
        return {name: lengths[name] for name in LENGTHS if name in node.own}

    def _end(self, fields: Fields, at: str, name: str) -> str:
        end = self._reading.text(fields.get(name, ""), below(at, name))
        if end == EVERYWHERE or end in self._stages:
            return self._stages.get(end, end)
        if end:
            message = f"there is no stage {shown(end)}"
            self._reading.refuse(below(at, name), message, "DANGLING_TRANSITION")
        return end

    def _usual(self, fields: Fields) -> str:
        """What leads to an EXIT stage is an EXIT, what says nothing else an ADVANCE."""
        target = self._nodes.get(str(fields.get("target")))
        role = None if target is None else target.data.get("role", target.role)
        is_exit = role == Role.EXIT.value or fields.get("source") == EVERYWHERE
        return (TransitionKind.EXIT if is_exit else TransitionKind.ADVANCE).value

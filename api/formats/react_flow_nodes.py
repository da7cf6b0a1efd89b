"""One node of React Flow's state, as it is read."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.canvas import NodeType
from domain.journey import EVERYWHERE, Role
from domain.reading import ABSENT, MAX_NAME, Fields, Plain, Reading, below
from domain.values import Number, same

LENGTHS = ("x", "y", "width", "height")
_TYPES = {"group": NodeType.LANE, **{type.value: type for type in NodeType}}
_ROLES = {"input": Role.ENTRY.value, "output": Role.EXIT.value}
_NO_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A node: its lengths are reckoned from its parent's corner, those that count are `own`."""

    at: str
    id: str
    type: NodeType
    parent: str | None
    lengths: dict[str, Number]
    own: frozenset[str]
    data: Fields
    role: str | None
    was_placed: bool
    """Whether it was somewhere when the state was exported, so that a lane was a parent."""

    @property
    def label(self) -> str | None:
        """What it is called."""
        label = self.data.get("label")
        return label if isinstance(label, str) else None

    def key(self, taken: Collection[str]) -> str:
        """Its own key, else one made from its label or its id that no other has."""
        own = self.data.get("key")
        if isinstance(own, str):
            return own
        words = (_NO_KEY.sub("-", text.lower()).strip("-") for text in (self.label or "", self.id))
        key = next(filter(None, words), "stage")[: MAX_NAME - 5].strip("-")
        number, free = 1, key
        while free in taken:
            number += 1
            free = f"{key}-{number}"
        return free


def read_node(reading: Reading, value: Plain, at: str) -> FlowNode:
    """The node at this path of the state."""
    fields = reading.open_fields(value, at)
    id = reading.text(fields.get("id", ""), below(at, "id"))
    type = fields.get("type")
    data = reading.open_fields(fields.get("data", {}), below(at, "data"))
    position = reading.open_fields(fields.get("position", ABSENT), below(at, "position"))
    lengths: dict[str, Number] = {}
    for name in LENGTHS:
        source = position if name in ("x", "y") else fields
        path = below(below(at, "position"), name) if source is position else below(at, name)
        given = source.get(name)
        length = None if given is None else reading.number(given, path, "INVALID_COORDINATE")
        if length is not None:
            lengths[name] = length
    proposed = data.get("suggested")
    where = proposed if isinstance(proposed, dict) else {}
    return FlowNode(
        at=at,
        id=id,
        type=NodeType.EVERYWHERE if id == EVERYWHERE else _TYPES.get(str(type), NodeType.STAGE),
        parent=reading.optional_text(fields.get("parentId") or ABSENT, below(at, "parentId")),
        lengths=lengths,
        own=_own(lengths, where),
        data=data,
        role=_ROLES.get(str(type)),
        was_placed="x" not in where and "y" not in where,
    )


def _own(lengths: Mapping[str, Number], proposed: Mapping[str, object]) -> frozenset[str]:
    """The lengths that are not as they were proposed; a node that was moved is moved in both."""
    own = {name for name, length in lengths.items() if not same(length, proposed.get(name))}
    if own & {"x", "y"} and {"x", "y"} <= proposed.keys():
        own |= {"x", "y"} & lengths.keys()
    return frozenset(own)

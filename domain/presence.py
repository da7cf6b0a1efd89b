"""Where people are in a draft: what they have selected, where they point, what they drag.

It is told to others while it is fresh, and is no part of the draft: no revision counts it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.instants import SECOND, Instant
from domain.reading import ABSENT, Plain, Reading, Shape, below
from domain.refusals import BadArgument, MalformedDocument
from domain.values import Number, Value

FRESH_FOR = 30 * SECOND
"""Who has said nothing for so long has gone."""
MOST_NODES = 200
"""How many can be selected, and how many dragged."""

SHOWN = Shape("a presence", optional=("selection", "cursor", "ghosts"))
POINT = Shape("a cursor", required=("x", "y"))
GHOST = Shape("a ghost", required=("id", "x", "y"), optional=("width", "height"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on the canvas."""

    x: Number
    y: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Ghost:
    """A node while it is dragged or sized: where it is dropped is not known yet."""

    id: str
    x: Number
    y: Number
    width: Number | None = None
    height: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Where somebody is, in one of its tabs; what it shows next takes the place of all this."""

    actor: str
    client: str
    at: Instant
    selection: tuple[str, ...] = ()
    cursor: Point | None = None
    ghosts: tuple[Ghost, ...] = ()

    @property
    def gone(self) -> "Presence":
        """The same, showing nothing any more."""
        return replace(self, selection=(), cursor=None, ghosts=())

    @property
    def shown(self) -> dict[str, Value]:
        """What it shows, as plain values; `presence_of` reads them."""
        document: dict[str, Value] = {}
        if self.selection:
            document["selection"] = list(self.selection)
        if self.cursor is not None:
            document["cursor"] = {"x": self.cursor.x, "y": self.cursor.y}
        if self.ghosts:
            document["ghosts"] = [_ghost_to_document(ghost) for ghost in self.ghosts]
        return document


def presence_of(shown: Plain, *, actor: str, client: str, at: Instant) -> Presence:
    """Where somebody is, as it is written. Raises BadArgument with the path of the fault."""
    reading = Reading()
    try:
        presence = _read(reading, reading.fields(shown, "", SHOWN))
        reading.finish()
    except MalformedDocument as malformed:
        first = malformed.faults[0]
        raise BadArgument(f"It {first.message}.", first.path) from None
    return replace(presence, actor=actor, client=client, at=at)


def _read(reading: Reading, fields: Mapping[str, Plain]) -> Presence:
    said = {name: value for name, value in fields.items() if value is not None}
    selection = reading.parts(said.get("selection", ()), "selection")
    ghosts = reading.parts(said.get("ghosts", ()), "ghosts")
    presence = Presence(
        actor="",
        client="",
        at=0,
        selection=tuple(reading.text(part, path) for path, part in selection),
        cursor=_read_cursor(reading, said["cursor"]) if "cursor" in said else None,
        ghosts=tuple(_read_ghost(reading, part, path) for path, part in ghosts),
    )
    for name in ("selection", "ghosts"):
        if len(getattr(presence, name)) > MOST_NODES:
            reading.refuse(name, f"has more than {MOST_NODES} entries")
    return presence


def _read_cursor(reading: Reading, value: Plain) -> Point:
    fields = reading.fields(value, "cursor", POINT)
    x, y = (_number(reading, fields, "cursor", name) for name in ("x", "y"))
    return Point(x=x, y=y)


def _read_ghost(reading: Reading, value: Plain, path: str) -> Ghost:
    fields = reading.fields(value, path, GHOST)
    sizes = {
        name: _number(reading, fields, path, name)
        for name in GHOST.optional
        if fields.get(name) is not None
    }
    return Ghost(
        id=reading.text(fields.get("id", ""), below(path, "id")),
        x=_number(reading, fields, path, "x"),
        y=_number(reading, fields, path, "y"),
        **sizes,
    )


def _number(reading: Reading, fields: Mapping[str, Plain], path: str, name: str) -> Number:
    return reading.number(fields.get(name, ABSENT), below(path, name)) or 0


def _ghost_to_document(ghost: Ghost) -> dict[str, Value]:
    document: dict[str, Value] = {"id": ghost.id, "x": ghost.x, "y": ghost.y}
    if ghost.width is not None:
        document["width"] = ghost.width
    if ghost.height is not None:
        document["height"] = ghost.height
    return document

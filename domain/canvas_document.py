"""What a document keeps for people: lanes, notes and the layout of the canvas.

None of it moves a profile. Its shape is checked, and it is kept as it is written.
"""

from collections.abc import Collection, Mapping

from domain.reading import ABSENT, Plain, Reading, Shape, below, shown
from domain.values import Value

_BOX = ("x", "y", "width", "height")
_LANE = Shape("a lane", ("key", "name"), ("id", "description", "color", "parent", *_BOX))
_NOTE = Shape("a note", ("text",), ("id", "stage", "lane", "color", *_BOX))
_LAYOUT = Shape("a layout", (), ("positions",))
_POSITION = Shape("a position", ("x", "y"), ("width", "height"))

Id = tuple[str, str]
"""A path and the id found there."""

Stages = frozenset[str] | None
"""The keys of the journey's stages; None where they could not be read."""


def read_lanes(reading: Reading, value: Plain, path: str, ids: list[Id]) -> Value:
    """Groupings of stages; a lane may lie in another, and none in itself."""
    keys: list[tuple[str, str]] = []
    parents: dict[str, tuple[str, str]] = {}
    for at, part in reading.parts(value, path):
        fields = reading.fields(part, at, _LANE)
        key = reading.key(fields.get("key", ABSENT), below(at, "key"))
        keys.append((below(at, "key"), key))
        for name in ("name", "description", "color"):
            reading.optional_text(fields.get(name, ABSENT), below(at, name))
        read_id(reading, fields.get("id", ABSENT), below(at, "id"), ids)
        _read_box(reading, fields, at)
        if "parent" in fields:
            parent = reading.key(fields["parent"], below(at, "parent"))
            parents.setdefault(key, (below(at, "parent"), parent))
    reading.distinct(keys)
    _refuse_lane_cycles(reading, {key for _, key in keys}, parents)
    return reading.kept(value, path)


def read_notes(reading: Reading, value: Plain, path: str, stages: Stages, ids: list[Id]) -> Value:
    """Notes on the canvas; one may belong to a stage."""
    for at, part in reading.parts(value, path):
        fields = reading.fields(part, at, _NOTE)
        for name in ("text", "lane", "color"):
            reading.optional_text(fields.get(name, ABSENT), below(at, name))
        read_id(reading, fields.get("id", ABSENT), below(at, "id"), ids)
        stage = reading.optional_text(fields.get("stage", ABSENT), below(at, "stage"))
        if stage is not None:
            _refuse_unknown_stage(reading, stage, below(at, "stage"), stages)
        _read_box(reading, fields, at)
    return reading.kept(value, path)


def read_layout(
    reading: Reading, value: Plain, path: str, stages: Stages
) -> Mapping[str, Value] | None:
    """Where the canvas draws each stage."""
    fields = reading.fields(value, path, _LAYOUT)
    at = below(path, "positions")
    if "positions" in fields:
        for stage, part in reading.open_fields(fields["positions"], at).items():
            here = below(at, stage)
            _refuse_unknown_stage(reading, stage, here, stages)
            _read_box(reading, reading.fields(part, here, _POSITION), here)
    kept = reading.kept(value, path)
    return kept if isinstance(kept, Mapping) else None


def read_id(reading: Reading, value: Plain, path: str, ids: list[Id]) -> str | None:
    """What a client calls an element, unique in the document; any text without blanks."""
    if value is ABSENT:
        return None
    text = reading.text(value, path)
    if len(text) > 128 or any(character.isspace() for character in text):
        reading.refuse(path, "must be at most 128 characters without blanks")
    ids.append((path, text))
    return text


def _refuse_unknown_stage(reading: Reading, stage: str, path: str, stages: Stages) -> None:
    if stages is not None and stage not in stages:
        reading.refuse(path, f"there is no stage {shown(stage)}{reading.nearest(stage, stages)}")


def _read_box(reading: Reading, fields: Mapping[str, Plain], path: str) -> None:
    for name in _BOX:
        if name not in fields:
            continue
        length = reading.number(fields[name], below(path, name), "INVALID_COORDINATE")
        if length is not None and name in ("width", "height") and length <= 0:
            reading.refuse(below(path, name), "must be more than 0", "INVALID_COORDINATE")


def _refuse_lane_cycles(
    reading: Reading, lanes: Collection[str], parents: Mapping[str, tuple[str, str]]
) -> None:
    """Follow each lane outwards, over ground that no lane before it has proven sound."""
    sound: set[str] = set()
    for lane in parents:
        way: dict[str, None] = {}
        here = lane
        while here in parents and here not in sound and here not in way:
            way[here] = None
            here = parents[here][1]
        if here in way:
            circle = list(way)[list(way).index(here) :]
            names = " -> ".join([*circle, here])
            reading.refuse(parents[here][0], f"lies in itself: {names}", "LANE_CYCLE")
        sound.update(way)
    for path, parent in parents.values():
        if parent and parent not in lanes:
            reading.refuse(path, f"there is no lane {shown(parent)}")

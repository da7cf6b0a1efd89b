"""The elements of a draft as edits write them: in full where one comes, in part where it changes.

Spelled as in a `cairn/1` document, but that elements name each other by id and stand at `x`, `y`,
`width` and `height` of their own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.criteria_document import read_criteria
from domain.document import MAX_TEAMS
from domain.draft import Box, ElementKind, Ids, Lane, Note
from domain.edits import (
    Addition,
    AddLane,
    AddNote,
    AddStage,
    AddTransition,
)
from domain.edits.fields import OUTSIDE, UNSAID, snapshot
from domain.health_document import read_health
from domain.journey import Movement, Role, Stage, Transition, TransitionKind
from domain.reading import ABSENT, Fields, Plain, Reading, Shape, below
from domain.scenario_document import read_scenarios
from domain.values import Number, Value

BOX = ("x", "y", "width", "height")
_REQUIRED: Mapping[ElementKind, tuple[str, ...]] = {
    ElementKind.STAGE: ("key", "name"),
    ElementKind.TRANSITION: ("from", "to"),
    ElementKind.LANE: ("key", "name"),
    ElementKind.NOTE: ("text",),
    ElementKind.JOURNEY: ("name", "movement"),
}
_WRITTEN = ("role", "teams", "kind")


def read_addition(
    reading: Reading, value: Plain, path: str, kind: ElementKind, ids: Ids
) -> Addition:
    """A new element of that kind, with a new id where it brings none."""
    required = _REQUIRED[kind]
    optional = tuple(name for name in OUTSIDE[kind].values() if name not in required)
    drawn = () if kind is ElementKind.TRANSITION else BOX
    shape = Shape(f"a new {kind.lower()}", required, (*optional, "id", "before", *drawn))
    fields = present(reading.fields(value, path, shape))
    element = _element(reading, fields, path, kind, ids)
    before = reading.optional_text(fields.get("before", ABSENT), below(path, "before"))
    match element:
        case Transition():
            return AddTransition(transition=element, before=before)
        case Stage():
            return AddStage(stage=element, box=_box(reading, fields, path), before=before)
        case Lane():
            return AddLane(lane=element, box=_box(reading, fields, path), before=before)
        case Note():
            return AddNote(note=element, box=_box(reading, fields, path), before=before)


def addition_to_document(addition: Addition) -> dict[str, Value]:
    """A new element as an edit writes it."""
    match addition:
        case AddStage(stage=stage):
            document = snapshot(stage, ElementKind.STAGE, addition.box)
        case AddLane(lane=lane):
            document = snapshot(lane, ElementKind.LANE, addition.box)
        case AddNote(note=note):
            document = snapshot(note, ElementKind.NOTE, addition.box)
        case AddTransition(transition=way):
            document = snapshot(way, ElementKind.TRANSITION, None)
    return document if addition.before is None else document | {"before": addition.before}


def read_changed(reading: Reading, fields: Fields, path: str, kind: ElementKind) -> dict[str, Any]:
    """The fields that an edit changes, by their names inside; null takes a value away."""
    changed: dict[str, Any] = {}
    for name, outside in OUTSIDE[kind].items():
        value = fields.get(outside, ABSENT)
        if value is None and outside not in _REQUIRED[kind]:
            changed[name] = UNSAID.get(name)
        elif value is not ABSENT:
            changed[name] = _READERS[name](reading, value, below(path, outside))
    return changed


def read_teams(reading: Reading, value: Plain, path: str) -> tuple[str, ...]:
    """Keys of teams, each once."""
    teams = [(at, reading.key(part, at)) for at, part in reading.parts(value, path)]
    if len(teams) > MAX_TEAMS:
        reading.refuse(path, f"has {len(teams)} entries, more than {MAX_TEAMS}", "LIMIT_EXCEEDED")
    reading.distinct(teams)
    return tuple(team for _, team in teams)


def present(fields: Fields) -> Fields:
    """The fields that are not null."""
    return {name: value for name, value in fields.items() if value is not None}


def read_length(reading: Reading, fields: Fields, path: str, name: str) -> Number | None:
    """A coordinate or a size; None where there is none."""
    return reading.number(fields.get(name, ABSENT), below(path, name), "INVALID_COORDINATE")


def _element(
    reading: Reading, fields: Fields, path: str, kind: ElementKind, ids: Ids
) -> Stage | Transition | Lane | Note:
    said = read_changed(reading, fields, path, kind)
    id = reading.text(fields["id"], below(path, "id")) if "id" in fields else ids(kind)
    spelled = frozenset(name for name in _WRITTEN if name in said and said[name] == UNSAID[name])
    match kind:
        case ElementKind.STAGE:
            stage: dict[str, Any] = {"key": "", "name": ""}
            return Stage(id=id, spelled=spelled, **stage | said)
        case ElementKind.TRANSITION:
            way: dict[str, Any] = {"left": "", "entered": ""}
            return Transition(id=id, spelled=spelled, **way | said)
        case ElementKind.LANE:
            lane: dict[str, Any] = {"key": "", "name": ""}
            return Lane(id=id, **lane | said)
        case ElementKind.NOTE:
            note: dict[str, Any] = {"text": ""}
            return Note(id=id, **note | said)
        case ElementKind.JOURNEY:
            raise AssertionError("a draft has one journey, and it is not added")


def _box(reading: Reading, fields: Fields, path: str) -> Box:
    return Box(**{name: read_length(reading, fields, path, name) for name in BOX})


def _text(reading: Reading, value: Plain, path: str) -> str:
    return reading.text(value, path, filled=False)


_READERS: Mapping[str, Callable[[Reading, Plain, str], Any]] = {
    "key": _text,
    "name": _text,
    "text": _text,
    "description": _text,
    "goal": _text,
    "phase": _text,
    "color": _text,
    "left": _text,
    "entered": _text,
    "stage": _text,
    "lane": _text,
    "parent": _text,
    "teams": read_teams,
    "role": lambda reading, value, path: reading.choice(value, path, Role),
    "kind": lambda reading, value, path: reading.choice(value, path, TransitionKind),
    "movement": lambda reading, value, path: reading.choice(value, path, Movement),
    "entry": read_criteria,
    "when": read_criteria,
    "after": Reading.duration,
    "health": read_health,
    "scenarios": lambda reading, value, path: read_scenarios(reading, value, path, []),
}
"""How each field is read; its value is worth nothing where a fault was noted."""

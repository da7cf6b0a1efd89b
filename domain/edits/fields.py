"""The fields of each kind of element: as an edit changes them, and by their names outside.

In a change ABSENT leaves a field as it is and None takes its value away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias, cast

from domain.criteria import All, Criteria, Not, Rule
from domain.criteria import Any as AnyOf
from domain.criteria_document import criteria_to_document
from domain.draft import Box, Element, ElementKind
from domain.draft_document import box_to_document
from domain.instants import Duration
from domain.journey import Movement, Role, TransitionKind
from domain.reading import ABSENT, Absent
from domain.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFields:
    """What a stage says, as far as an edit changes it."""

    key: str | Absent = ABSENT
    name: str | Absent = ABSENT
    role: Role | Absent = ABSENT
    description: str | Absent | None = ABSENT
    goal: str | Absent | None = ABSENT
    teams: tuple[str, ...] | Absent = ABSENT
    phase: str | Absent | None = ABSENT
    lane: str | Absent | None = ABSENT
    color: str | Absent | None = ABSENT
    entry: Criteria | Absent | None = ABSENT
    health: "Value | Absent" = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionFields:
    """What a transition says, as far as an edit changes it."""

    left: str | Absent = ABSENT
    entered: str | Absent = ABSENT
    kind: TransitionKind | Absent = ABSENT
    when: Criteria | Absent | None = ABSENT
    after: Duration | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneFields:
    """What a lane says, as far as an edit changes it."""

    key: str | Absent = ABSENT
    name: str | Absent = ABSENT
    description: str | Absent | None = ABSENT
    color: str | Absent | None = ABSENT
    parent: str | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFields:
    """What a note says, as far as an edit changes it."""

    text: str | Absent = ABSENT
    stage: str | Absent | None = ABSENT
    lane: str | Absent | None = ABSENT
    color: str | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyFields:
    """What the journey itself says, as far as an edit changes it."""

    name: str | Absent = ABSENT
    description: str | Absent | None = ABSENT
    movement: Movement | Absent = ABSENT
    health: "Value | Absent" = ABSENT
    scenarios: "Value | Absent" = ABSENT


Fields: TypeAlias = StageFields | TransitionFields | LaneFields | NoteFields | JourneyFields

OUTSIDE: Mapping[ElementKind, Mapping[str, str]] = {
    ElementKind.JOURNEY: {
        "name": "name",
        "description": "description",
        "movement": "movement",
        "health": "defaultHealth",
        "scenarios": "scenarios",
    },
    ElementKind.STAGE: {name: name for name in StageFields.__slots__},
    ElementKind.TRANSITION: {
        "left": "from",
        "entered": "to",
        "kind": "kind",
        "when": "when",
        "after": "after",
    },
    ElementKind.LANE: {name: name for name in LaneFields.__slots__},
    ElementKind.NOTE: {name: name for name in NoteFields.__slots__},
}
"""What each field that an edit may change is called outside."""

UNSAID: Mapping[str, object] = {
    "role": Role.STAGE,
    "teams": (),
    "kind": TransitionKind.ADVANCE,
}
"""What an element says of these where nothing is written; of every other field, nothing."""


def said(fields: Fields) -> dict[str, Any]:
    """The fields that an edit changes, each with its new value."""
    values = {name: getattr(fields, name) for name in fields.__slots__}
    return {name: value for name, value in values.items() if value is not ABSENT}


def plain(value: object) -> Value:
    """A field's value as a document writes it."""
    match value:
        case Rule() | All() | AnyOf() | Not():
            return cast("Value", criteria_to_document(value))
        case Duration():
            return value.text
        case Enum():
            return str(value.value)
        case tuple():
            return [plain(part) for part in value]
        case None | bool() | int() | Decimal() | str() | list() | Mapping():
            return value
    raise TypeError(f"no field holds a {type(value).__name__}")


def snapshot(element: Element, kind: ElementKind, box: Box | None) -> dict[str, Value]:
    """All that an element says, under its id, as an addition writes it."""
    spelled: frozenset[str] = getattr(element, "spelled", frozenset())
    document: dict[str, Value] = {"id": element.id}
    for name, outside in OUTSIDE[kind].items():
        value = getattr(element, name)
        if value is None or (UNSAID.get(name) == value and name not in spelled):
            continue
        document[outside] = plain(value)
    return document | box_to_document(box)


def identical(one: object, other: object) -> bool:
    """Whether two values are written alike; `==` would take `true` for 1."""
    return one is other or repr(one) == repr(other)

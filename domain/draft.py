"""A journey being edited: a document in which everything has an id, and where it is all drawn.

A draft may make no sense as a map; that is what problems are for (`problems.py`). But it can always
be written as a document that loads: whatever could not is refused when it is edited (`edits`).

Inside a draft transitions and notes name stages by id, so that a key can change under them. Lanes
are named by key, as documents do: a lane that nobody has drawn may be named too. What a draft means
is apart from where the canvas draws it (`cosmetic`), which no hash and no conflict looks at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from domain.journey import Movement, ProfileKind, Stage, Transition
from domain.values import Number, Value


class ElementKind(StrEnum):
    """What can be edited: the journey itself, and what has an id in it."""

    JOURNEY = "JOURNEY"
    STAGE = "STAGE"
    TRANSITION = "TRANSITION"
    LANE = "LANE"
    NOTE = "NOTE"


PREFIXES = {
    ElementKind.STAGE: "stg_",
    ElementKind.TRANSITION: "trn_",
    ElementKind.LANE: "lane_",
    ElementKind.NOTE: "note_",
}
"""What an id begins with that is minted here; a document may bring others."""

Ids: TypeAlias = Callable[[ElementKind], str]
"""Mints a new id for an element of that kind: its prefix, then a ULID."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A grouping of stages; `parent` is the key of the lane around it."""

    id: str
    key: str
    name: str
    description: str | None = None
    color: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note on the canvas; `stage` is the id of the stage it belongs to, `lane` a lane's key."""

    id: str
    text: str
    stage: str | None = None
    lane: str | None = None
    color: str | None = None


Element: TypeAlias = Stage | Transition | Lane | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where an element is drawn, as far as it says."""

    x: Number | None = None
    y: Number | None = None
    width: Number | None = None
    height: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewport:
    """What part of the canvas is looked at."""

    x: Number
    y: Number
    zoom: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosmetic:
    """How a draft is drawn: a box by the id of its element, none that says nothing."""

    boxes: Mapping[str, Box] = field(default_factory=dict)
    viewport: Viewport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is edited. Every stage and transition has an id; `revision` counts recorded batches."""

    key: str
    name: str
    kind: ProfileKind
    movement: Movement
    id: str | None = None
    description: str | None = None
    health: Value = None
    scenarios: Value = None
    stages: tuple[Stage, ...] = ()
    transitions: tuple[Transition, ...] = ()
    lanes: tuple[Lane, ...] = ()
    notes: tuple[Note, ...] = ()
    cosmetic: Cosmetic = Cosmetic()
    revision: int = 0
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """What the document wrote out though it is empty; `document_of` writes it again."""


def id_of(element: Element) -> str:
    """The id of a draft's element: it has one, though a journey's may have none."""
    assert element.id is not None
    return element.id

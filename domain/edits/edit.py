"""Every edit of a draft, one class each: what a client sends, what is logged, what undoes another.

Elements are named by id; `name` is what an edit is called outside.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

from domain.criteria import Criteria
from domain.draft import Box, Lane, Note, Viewport
from domain.edits.fields import (
    JourneyFields,
    LaneFields,
    NoteFields,
    StageFields,
    TransitionFields,
)
from domain.journey import Stage, Transition
from domain.reading import ABSENT, Absent
from domain.values import Number, Value
from domain.wishes import Wishes

NOWHERE = Box()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStage:
    """A new stage, before another one in the list, or last."""

    name: ClassVar[str] = "addStage"
    stage: Stage
    box: Box = NOWHERE
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateStage:
    """Other values for some of a stage's fields."""

    name: ClassVar[str] = "updateStage"
    element: str
    fields: StageFields


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveElements:
    """Stages with their transitions, transitions, lanes and notes that are to go.

    What lay in a lane then lies in the lane around it; a note loses the stage it belonged to. With
    `bridge` the neighbours of a removed stage are joined (`bridging.py`).
    """

    name: ClassVar[str] = "removeElements"
    elements: tuple[str, ...]
    bridge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTransition:
    """A new transition; it names the stages that it joins by id, or leaves from everywhere."""

    name: ClassVar[str] = "addTransition"
    transition: Transition
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTransition:
    """Other ends, another kind or other guards for a transition."""

    name: ClassVar[str] = "updateTransition"
    element: str
    fields: TransitionFields


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertStage:
    """A new stage in the middle of a transition.

    The transition keeps its origin and its guards, and leads to the new stage; a new transition
    leads on from there. An EXIT stays the last of the two.
    """

    name: ClassVar[str] = "insertStage"
    element: str
    stage: Stage
    onward: str
    """The id of the new transition."""
    box: Box = NOWHERE


class Slot(StrEnum):
    """Where criteria are: on a stage, what it asks; on a transition, its guard."""

    ENTRY = "ENTRY"
    WHEN = "WHEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCriteria:
    """What a stage or a transition asks from now on; None for nothing."""

    name: ClassVar[str] = "setCriteria"
    element: str
    slot: Slot
    criteria: Criteria | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHealth:
    """How a stage's health is measured, its shape checked."""

    name: ClassVar[str] = "setHealth"
    element: str
    health: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignTeams:
    """The teams of some stages, instead of those they had."""

    name: ClassVar[str] = "assignTeams"
    stages: tuple[str, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLane:
    """Stages and notes put into a lane, named by its id, or out of every lane."""

    name: ClassVar[str] = "setLane"
    elements: tuple[str, ...]
    lane: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLane:
    """A new lane. Stages that already name its key lie in it."""

    name: ClassVar[str] = "addLane"
    lane: Lane
    box: Box = NOWHERE
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateLane:
    """Other values for some of a lane's fields. What lies in it follows its key."""

    name: ClassVar[str] = "updateLane"
    element: str
    fields: LaneFields


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """A new note."""

    name: ClassVar[str] = "addNote"
    note: Note
    box: Box = NOWHERE
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateNote:
    """Other values for some of a note's fields."""

    name: ClassVar[str] = "updateNote"
    element: str
    fields: NoteFields


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateJourney:
    """Other values for some of the journey's own fields; its key and kind are for life."""

    name: ClassVar[str] = "updateJourney"
    fields: JourneyFields


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an element comes in the list of its kind: before another one, or last."""

    element: str
    before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    """Another order of stages, transitions, lanes or notes: each place is taken in turn."""

    name: ClassVar[str] = "reorder"
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a stage, a lane or a note is drawn from now on; None takes a length away."""

    element: str
    x: Number | Absent | None = ABSENT
    y: Number | Absent | None = ABSENT
    width: Number | Absent | None = ABSENT
    height: Number | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveNodes:
    """Stages, lanes and notes moved on the canvas, or sized."""

    name: ClassVar[str] = "moveNodes"
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drag:
    """The same as a canvas tells it: from the corner of the lane around each (`dragging.py`)."""

    name: ClassVar[str] = "moveNodes"
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyLayout:
    """Stages, lanes and notes where a layout has put them."""

    name: ClassVar[str] = "applyLayout"
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayOut:
    """A layout that is still to be computed (`layout.py`)."""

    name: ClassVar[str] = "applyLayout"
    wishes: Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class SetViewport:
    """The part of the canvas that is looked at."""

    name: ClassVar[str] = "setViewport"
    viewport: Viewport | None


Addition: TypeAlias = AddLane | AddStage | AddTransition | AddNote


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreElements:
    """Elements put back as they were. One whose old neighbour is gone comes last in its list."""

    name: ClassVar[str] = "restoreElements"
    lanes: tuple[AddLane, ...] = ()
    stages: tuple[AddStage, ...] = ()
    transitions: tuple[AddTransition, ...] = ()
    notes: tuple[AddNote, ...] = ()

    @property
    def additions(self) -> tuple[Addition, ...]:
        """All of them."""
        return (*self.lanes, *self.stages, *self.transitions, *self.notes)


Edit: TypeAlias = (
    Addition
    | UpdateStage
    | UpdateTransition
    | UpdateLane
    | UpdateNote
    | UpdateJourney
    | RemoveElements
    | InsertStage
    | SetCriteria
    | SetHealth
    | AssignTeams
    | SetLane
    | Reorder
    | MoveNodes
    | ApplyLayout
    | SetViewport
    | RestoreElements
)

Sent: TypeAlias = Edit | Drag | LayOut
"""What clients send: edits, and what becomes one as soon as it meets a draft (`placing.py`)."""

COSMETIC = (MoveNodes, Drag, ApplyLayout, LayOut, SetViewport)
"""Edits that change nothing but how a draft is drawn."""

"""What an edit names: it can only be applied where all of that is there."""

from collections.abc import Iterator
from typing import assert_never

from domain.draft import id_of
from domain.edits.edit import (
    Addition,
    AddLane,
    AddNote,
    AddStage,
    AddTransition,
    ApplyLayout,
    AssignTeams,
    Drag,
    InsertStage,
    LayOut,
    MoveNodes,
    RemoveElements,
    Reorder,
    RestoreElements,
    Sent,
    SetCriteria,
    SetHealth,
    SetLane,
    SetViewport,
    UpdateJourney,
    UpdateLane,
    UpdateNote,
    UpdateStage,
    UpdateTransition,
)
from domain.edits.fields import said
from domain.journey import EVERYWHERE


def ids_in(edit: Sent) -> Iterator[str]:
    """The elements that an edit changes, or joins something to.

    Not those that it removes or draws: it makes no difference to them whether they are there.
    """
    match edit:
        case AddStage() | AddTransition() | AddLane() | AddNote():
            if edit.before is not None:
                yield edit.before
            yield from _joined(edit)
        case UpdateStage() | UpdateTransition() | UpdateLane() | UpdateNote():
            yield edit.element
            named = said(edit.fields)
            ends = (named.get(name) for name in ("left", "entered", "stage"))
            yield from (end for end in ends if end is not None and end != EVERYWHERE)
        case InsertStage() | SetCriteria() | SetHealth():
            yield edit.element
        case AssignTeams():
            yield from edit.stages
        case SetLane():
            yield from edit.elements
            if edit.lane is not None:
                yield edit.lane
        case Reorder():
            for place in edit.places:
                yield from (id for id in (place.element, place.before) if id is not None)
        case RestoreElements():
            for addition in edit.additions:
                yield from _joined(addition)
        case RemoveElements() | UpdateJourney():
            return
        case MoveNodes() | Drag() | ApplyLayout() | LayOut() | SetViewport():
            return
        case _:
            assert_never(edit)


def lanes_in(edit: Sent) -> Iterator[str]:
    """The keys of the lanes that an edit puts something into."""
    keys = [_lane_of(addition) for addition in added_by(edit)]
    if isinstance(edit, UpdateStage | UpdateNote | UpdateLane):
        fields = said(edit.fields)
        keys += [fields.get("lane"), fields.get("parent")]
    yield from (key for key in keys if key is not None)


def added_by(edit: Sent) -> tuple[Addition, ...]:
    """The elements that an edit brings, as additions."""
    match edit:
        case AddStage() | AddTransition() | AddLane() | AddNote():
            return (edit,)
        case InsertStage():
            return (AddStage(stage=edit.stage, box=edit.box),)
        case RestoreElements():
            return edit.additions
        case _:
            return ()


def id_added(addition: Addition) -> str:
    """The id of what an addition brings."""
    match addition:
        case AddStage():
            return id_of(addition.stage)
        case AddTransition():
            return id_of(addition.transition)
        case AddLane():
            return addition.lane.id
        case AddNote():
            return addition.note.id
        case _:
            assert_never(addition)


def _joined(addition: Addition) -> Iterator[str]:
    match addition:
        case AddTransition(transition=way):
            yield from (end for end in (way.left, way.entered) if end != EVERYWHERE)
        case AddNote(note=note):
            if note.stage is not None:
                yield note.stage


def _lane_of(addition: Addition) -> str | None:
    match addition:
        case AddStage():
            return addition.stage.lane
        case AddNote():
            return addition.note.lane
        case AddLane():
            return addition.lane.parent
        case _:
            return None

"""Edits that add: one element, one in the middle of a transition, many that were there before."""

from typing import assert_never

from domain.draft import ElementKind
from domain.edits.edit import (
    NOWHERE,
    Addition,
    AddLane,
    AddNote,
    AddStage,
    AddTransition,
    InsertStage,
    RestoreElements,
)
from domain.edits.workbench import Workbench
from domain.journey import Role, Transition, TransitionKind


def add(bench: Workbench, edit: Addition) -> None:
    """Put a new element in, before another that is there."""
    _check_before(bench, edit)
    _put(bench, edit, "")


def insert(bench: Workbench, edit: InsertStage) -> None:
    """Put a new stage in the middle of a transition, and in the list before where it leads."""
    way = bench.transition(edit.element, "transitionId")
    bench.add(ElementKind.STAGE, edit.stage, edit.box, way.entered, "stage.")
    is_exit = way.kind is TransitionKind.EXIT
    first = TransitionKind.EXIT if edit.stage.role is Role.EXIT else TransitionKind.ADVANCE
    bench.change(
        ElementKind.TRANSITION,
        edit.element,
        {"entered": edit.stage.id, "kind": first if is_exit else way.kind},
    )
    onward = Transition(
        id=edit.onward,
        left=edit.stage.id or "",
        entered=way.entered,
        kind=TransitionKind.EXIT if is_exit else TransitionKind.ADVANCE,
    )
    bench.add(ElementKind.TRANSITION, onward, NOWHERE, None, id_field="onwardId")


def restore(bench: Workbench, edit: RestoreElements) -> None:
    """Put elements back, what others name first."""
    for name in ("lanes", "stages", "transitions", "notes"):
        for position, addition in enumerate(getattr(edit, name)):
            _put(bench, addition, f"snapshot.{name}[{position}].")


def _put(bench: Workbench, edit: Addition, field: str) -> None:
    match edit:
        case AddStage(stage=stage):
            bench.add(ElementKind.STAGE, stage, edit.box, edit.before, field)
        case AddLane(lane=lane):
            bench.add(ElementKind.LANE, lane, edit.box, edit.before, field)
        case AddTransition(transition=way):
            bench.check_ends(way.left, way.entered, field)
            bench.add(ElementKind.TRANSITION, way, NOWHERE, edit.before, field)
        case AddNote(note=note):
            if note.stage is not None:
                bench.stage(note.stage, f"{field}stage")
            bench.add(ElementKind.NOTE, note, edit.box, edit.before, field)
        case _:
            assert_never(edit)


def _check_before(bench: Workbench, edit: Addition) -> None:
    """What a new element is to stand before is there."""
    if edit.before is None:
        return
    match edit:
        case AddStage():
            bench.stage(edit.before, "before")
        case AddLane():
            bench.lane(edit.before, "before")
        case AddTransition():
            bench.transition(edit.before, "before")
        case AddNote():
            bench.note(edit.before, "before")
        case _:
            assert_never(edit)

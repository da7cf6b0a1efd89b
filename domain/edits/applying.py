"""Applying a batch of edits to a draft: all of it, or nothing and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from domain.draft import Draft, ElementKind
from domain.edits.adding import add, insert, restore
from domain.edits.changes import Change, changes_between
from domain.edits.difference import edits_between
from domain.edits.edit import (
    AddLane,
    AddNote,
    AddStage,
    AddTransition,
    ApplyLayout,
    AssignTeams,
    Edit,
    InsertStage,
    MoveNodes,
    RemoveElements,
    Reorder,
    RestoreElements,
    SetCriteria,
    SetHealth,
    SetLane,
    SetViewport,
    Slot,
    UpdateJourney,
    UpdateLane,
    UpdateNote,
    UpdateStage,
    UpdateTransition,
)
from domain.edits.fields import said
from domain.edits.removing import remove
from domain.edits.updating import (
    draw,
    look,
    reorder,
    set_lane,
    update_lane,
    update_note,
    update_stage,
    update_transition,
)
from domain.edits.workbench import Workbench

NOTHING: frozenset[str] = frozenset()
STAGE, TRANSITION = ElementKind.STAGE, ElementKind.TRANSITION


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A draft after a batch, and what the batch came to: several edits of one field are one change.

    `inverse` are the edits that take it all back.
    """

    draft: Draft
    changes: tuple[Change, ...]
    inverse: tuple[Edit, ...]

    @property
    def added(self) -> tuple[str, ...]:
        """The elements that are new."""
        return tuple(change.element for change in self.changes if change.adds)

    @property
    def removed(self) -> tuple[str, ...]:
        """The elements that are gone, those too that others took along."""
        return tuple(change.element for change in self.changes if change.removes)

    @property
    def touched(self) -> tuple[str, ...]:
        """Every element that is not what it was, or is not where it was."""
        return tuple(dict.fromkeys(change.element for change in self.changes))


def applied(draft: Draft, edits: Iterable[Edit], published: frozenset[str] = NOTHING) -> Applied:
    """The draft after these edits, applied in order; EditRejected when one cannot be.

    `published` are the keys of stages that the live version has: they are for life. The revision
    stays, since it counts what is recorded (`merging.py`).
    """
    bench = Workbench(draft, published)
    for index, edit in enumerate(edits):
        apply(bench, index, edit)
    after = bench.settled()
    return Applied(
        draft=after,
        changes=changes_between(draft, after, bench.moved),
        inverse=edits_between(after, draft, bench.moved),
    )


def apply(bench: Workbench, index: int, edit: Edit) -> None:
    """Apply one edit of a batch to a draft taken apart; EditRejected when it cannot be."""
    bench.begin(index, edit.name)
    match edit:
        case AddStage() | AddTransition() | AddLane() | AddNote():
            add(bench, edit)
        case UpdateStage(element=id, fields=fields):
            update_stage(bench, id, said(fields))
        case UpdateTransition(element=id, fields=fields):
            update_transition(bench, id, said(fields))
        case UpdateLane(element=id, fields=fields):
            update_lane(bench, id, said(fields))
        case UpdateNote(element=id, fields=fields):
            update_note(bench, id, said(fields))
        case UpdateJourney(fields=fields):
            bench.own |= said(fields)
        case RemoveElements():
            remove(bench, edit)
        case InsertStage():
            insert(bench, edit)
        case SetCriteria(element=id, slot=Slot.ENTRY, criteria=criteria):
            bench.stage(id, "elementId")
            bench.change(STAGE, id, {"entry": criteria})
        case SetCriteria(element=id, criteria=criteria):
            bench.transition(id, "elementId")
            bench.change(TRANSITION, id, {"when": criteria})
        case SetHealth(element=id, health=health):
            bench.stage(id, "elementId")
            bench.change(STAGE, id, {"health": health})
        case AssignTeams(stages=stages, teams=teams):
            for position, id in enumerate(stages):
                bench.stage(id, f"stageIds[{position}]")
                bench.change(STAGE, id, {"teams": teams})
        case SetLane():
            set_lane(bench, edit)
        case Reorder():
            reorder(bench, edit)
        case MoveNodes(spots=spots) | ApplyLayout(spots=spots):
            for position, spot in enumerate(spots):
                draw(bench, spot, f"nodes[{position}]")
        case SetViewport(viewport=viewport):
            look(bench, viewport)
        case RestoreElements():
            restore(bench, edit)
        case _:
            assert_never(edit)

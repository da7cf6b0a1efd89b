"""Edits that remove, and what goes or gives way along with it."""

from domain.draft import ElementKind
from domain.edits.bridging import bridges
from domain.edits.edit import NOWHERE, RemoveElements
from domain.edits.workbench import Workbench

STAGE, TRANSITION = ElementKind.STAGE, ElementKind.TRANSITION
LANE, NOTE = ElementKind.LANE, ElementKind.NOTE


def remove(bench: Workbench, edit: RemoveElements) -> None:
    """Take elements out; one that a stage before it in the list took along is gone already."""
    kinds: dict[str, ElementKind] = {}
    for position, id in enumerate(edit.elements):
        kinds[id] = bench.kind_of(id, f"ids[{position}]")
    for id in (id for id, kind in kinds.items() if kind in (TRANSITION, NOTE)):
        bench.take(kinds[id], id)
    stages = [id for id, kind in kinds.items() if kind is STAGE]
    if edit.bridge:
        # One after the other, since a bridge may end at a stage that goes next.
        for id in stages:
            for way in bridges(bench, id):
                bench.add(TRANSITION, way, NOWHERE, None)
            _remove_stages(bench, frozenset({id}))
    elif stages:
        _remove_stages(bench, frozenset(stages))
    for id in (id for id, kind in kinds.items() if kind is LANE):
        _remove_lane(bench, id)


def _remove_stages(bench: Workbench, gone: frozenset[str]) -> None:
    cut = [id for id, way in bench.transitions.items() if way.left in gone or way.entered in gone]
    for id in cut:
        bench.take(TRANSITION, id)
    for note in [note for note in bench.notes.values() if note.stage in gone]:
        bench.change(NOTE, note.id, {"stage": None})
    for id in gone:
        bench.take(STAGE, id)


def _remove_lane(bench: Workbench, id: str) -> None:
    """What lay in it lies in the lane around it from now on."""
    lane = bench.lanes[id]
    bench.take(LANE, id)
    bench.follow_lane(lane.key, lane.parent)

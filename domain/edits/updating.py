"""Edits that change what is there."""

from typing import Any

from domain.draft import Box, ElementKind, Viewport
from domain.edits.edit import Reorder, SetLane, Spot
from domain.edits.workbench import Workbench
from domain.reading import ABSENT, shown

STAGE, TRANSITION = ElementKind.STAGE, ElementKind.TRANSITION
LANE, NOTE = ElementKind.LANE, ElementKind.NOTE
Changed = dict[str, Any]


def update_stage(bench: Workbench, id: str, fields: Changed) -> None:
    """Other values for a stage; the key that the live version knows it by stays."""
    stage = bench.stage(id, "id")
    if fields.get("key", stage.key) != stage.key and stage.key in bench.published:
        message = f"{shown(stage.key)} is published, and is its key for life"
        bench.reject("key", message, "KEY_IMMUTABLE")
    bench.change(STAGE, id, fields)


def update_transition(bench: Workbench, id: str, fields: Changed) -> None:
    """Other values for a transition; its ends are there."""
    way = bench.transition(id, "id")
    bench.check_ends(fields.get("left", way.left), fields.get("entered", way.entered), "")
    bench.change(TRANSITION, id, fields)


def update_lane(bench: Workbench, id: str, fields: Changed) -> None:
    """Other values for a lane; what lies in it follows its key."""
    lane = bench.lane(id, "id")
    bench.change(LANE, id, fields)
    if fields.get("key", lane.key) != lane.key:
        bench.follow_lane(lane.key, fields["key"])


def update_note(bench: Workbench, id: str, fields: Changed) -> None:
    """Other values for a note."""
    bench.note(id, "id")
    if fields.get("stage") is not None:
        bench.stage(fields["stage"], "stage")
    bench.change(NOTE, id, fields)


def set_lane(bench: Workbench, edit: SetLane) -> None:
    """Put stages and notes into a lane, or out of every lane."""
    key = None if edit.lane is None else bench.lane(edit.lane, "laneId").key
    for position, id in enumerate(edit.elements):
        field = f"nodeIds[{position}]"
        kind = bench.kind_of(id, field)
        if kind not in (STAGE, NOTE):
            bench.missing("stage or note", id, field)
        bench.change(kind, id, {"lane": key})


def reorder(bench: Workbench, edit: Reorder) -> None:
    """Take elements to their places in the lists of their kinds."""
    for position, place in enumerate(edit.places):
        field = f"places[{position}]"
        kind = bench.kind_of(place.element, f"{field}.id")
        if place.before is not None and place.before not in bench.of(kind):
            bench.missing(kind.lower(), place.before, f"{field}.before")
        bench.place(kind, place.element, place.before)


def draw(bench: Workbench, spot: Spot, field: str) -> None:
    """Move or size what is drawn as a node."""
    kind = bench.kind_of(spot.element, f"{field}.id")
    if kind is TRANSITION:
        bench.missing("stage, lane or note", spot.element, f"{field}.id")
    box = bench.boxes.get(spot.element, Box())
    wanted = Box(
        x=box.x if spot.x is ABSENT else spot.x,
        y=box.y if spot.y is ABSENT else spot.y,
        width=box.width if spot.width is ABSENT else spot.width,
        height=box.height if spot.height is ABSENT else spot.height,
    )
    bench.put_box(kind, spot.element, wanted, field)


def look(bench: Workbench, viewport: Viewport | None) -> None:
    """Look at another part of the canvas."""
    if viewport is not None:
        bench.check_number(viewport.x, "x")
        bench.check_number(viewport.y, "y")
        bench.check_number(viewport.zoom, "zoom", positive=True)
    bench.viewport = viewport

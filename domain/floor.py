"""Where everything in a draft is drawn, what has no place of its own included.

Such places are only proposed: nothing keeps them. Stages are laid out below the others; a lane is a
frame around what is in it; a note lies below its stage. Everything is reckoned from the canvas's
own corner here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.draft import Box, Draft, Note, id_of
from domain.journey import EVERYWHERE
from domain.layout import SPACING, Size, Wishes, arranged
from domain.sheet import STAGE, Sheet
from domain.values import Number
from graph.layout import Rect
from graph.layouts.frames import around
from graph.layouts.room import nearest_free

NOTE = Size(176, 64)
EVERYWHERE_SIZE = Size(112, 44)
NEAR = 16.0
"""Between a stage and its note."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Where something is drawn, and which of these lengths are proposed."""

    x: Number
    y: Number
    width: Number | None
    height: Number | None
    proposed: Box


class Floor:
    """All places of a draft, by id."""

    def __init__(self, draft: Draft) -> None:
        self._boxes = draft.cosmetic.boxes
        self._lanes = {lane.key: lane for lane in draft.lanes}
        keys = Sheet(draft, {}).nested().order
        self.lanes = tuple(self._lanes[key] for key in keys)
        """From the outermost in, so that each comes before what lies in it."""
        self.places: dict[str, Spread] = {}
        proposed = _proposed(draft)
        for stage in draft.stages:
            self._put(id_of(stage), *proposed.get(id_of(stage), (0, 0)))
        sheet = Sheet(_placed(draft, proposed), {})
        self._rects = sheet.places
        self._put_lanes(sheet)
        self._put_notes(draft.notes)

    def parent(self, lane: str | None) -> str | None:
        """The id of the lane around something, as far as that lane is somewhere."""
        found = self._lanes.get(lane or "")
        return found.id if found is not None and self.is_placed(found.id) else None

    def corner(self, parent: str | None) -> tuple[Number, Number]:
        """What a canvas reckons from in a lane, or outside of all."""
        return (0, 0) if parent is None else (self.places[parent].x, self.places[parent].y)

    def is_placed(self, id: str) -> bool:
        """Whether the draft itself says where something is."""
        box = self._boxes.get(id, Box())
        return box.x is not None and box.y is not None

    def everywhere(self, draft: Draft) -> Rect | None:
        """Where to start transitions that leave from everywhere: before the first they lead to."""
        targets = [
            self._rects[way.entered]
            for way in draft.transitions
            if way.left == EVERYWHERE and way.entered in self._rects
        ]
        if not targets:
            return None
        target = min(targets, key=lambda rect: (rect.x, rect.y))
        width, height = float(EVERYWHERE_SIZE.width), float(EVERYWHERE_SIZE.height)
        wanted = Rect(
            target.x - SPACING.between_columns - width,
            target.y + (target.height - height) / 2,
            width,
            height,
        )
        return nearest_free(wanted, self._rects.values(), NEAR, NEAR)

    def _put(self, id: str, x: Number, y: Number, size: Size | None = None) -> None:
        """Keep what is said of a place, and propose the rest."""
        said = self._boxes.get(id, Box())
        width = None if size is None or said.width is not None else size.width
        height = None if size is None or said.height is not None else size.height
        self.places[id] = Spread(
            x=x if said.x is None else said.x,
            y=y if said.y is None else said.y,
            width=said.width if width is None else width,
            height=said.height if height is None else height,
            proposed=Box(
                x=x if said.x is None else None,
                y=y if said.y is None else None,
                width=width,
                height=height,
            ),
        )

    def _put_lanes(self, sheet: Sheet) -> None:
        whole = around(self._rects.values())
        x = whole.x if whole else 0.0
        y = whole.bottom + SPACING.between_rows if whole else 0.0
        padding = SPACING.padding
        width = float(STAGE.width) + padding.left + padding.right
        height = float(STAGE.height) + padding.top + padding.bottom
        empty: dict[str, Rect] = {}
        for number, lane in enumerate(self.lanes):
            box = self._boxes.get(lane.id, Box())
            down = y + number * (height + SPACING.between_rows)
            empty[lane.key] = Rect(
                x if box.x is None else float(box.x),
                down if box.y is None else float(box.y),
                width,
                height,
            )
        frames = sheet.framed(self._rects, empty, padding)
        for lane in self.lanes:
            frame = frames[lane.key]
            box = self._boxes.get(lane.id, Box())
            left = frame.x if box.x is None else float(box.x)
            top = frame.y if box.y is None else float(box.y)
            wide, high = max(frame.right - left, width), max(frame.bottom - top, height)
            self._put(lane.id, round(left), round(top), Size(round(wide), round(high)))

    def _put_notes(self, notes: tuple[Note, ...]) -> None:
        whole = around(self._rects.values())
        x = whole.x if whole else 0.0
        y = (whole.bottom if whole else 0.0) + SPACING.between_rows
        for note in notes:
            stage = self._rects.get(note.stage or "")
            left, top = (x, y) if stage is None else (stage.x, stage.bottom + NEAR)
            if stage is None and not self.is_placed(note.id):
                x += float(NOTE.width) + NEAR
            self._put(note.id, round(left), round(top), NOTE)


def _proposed(draft: Draft) -> dict[str, tuple[Number, Number]]:
    """Places for the stages that have none: a layout of all, or of them below the others."""
    boxes = draft.cosmetic.boxes
    said = {id: box for id, box in boxes.items() if box.x is not None and box.y is not None}
    without = frozenset(map(id_of, draft.stages)) - said.keys()
    if not without:
        return {}
    only = None if len(without) == len(draft.stages) else without
    return {
        spot.element: (spot.x, spot.y)
        for spot in arranged(draft, Wishes(only=only))
        if spot.element in without and isinstance(spot.x, int) and isinstance(spot.y, int)
    }


def _placed(draft: Draft, proposed: Mapping[str, tuple[Number, Number]]) -> Draft:
    boxes = dict(draft.cosmetic.boxes)
    for id, (x, y) in proposed.items():
        boxes[id] = replace(boxes.get(id, Box()), x=x, y=y)
    return replace(draft, cosmetic=replace(draft.cosmetic, boxes=boxes))

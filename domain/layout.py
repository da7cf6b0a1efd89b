"""Where a journey's stages, lanes and notes are drawn when somebody asks for it.

Nothing is ever laid out by itself. `arranged` answers with the moves of one cosmetic edit; `beside`
is the place of a single stage that was just added. What a stage leaves open of its size is taken
from what a client has measured, else from `STAGE`. Places in a draft are places on the canvas, in
lanes too: only the canvas reckons from a lane's corner (`canvas.py`).
"""

from collections.abc import Mapping, Sequence
from statistics import median

from domain.draft import Draft, id_of
from domain.edits import Spot
from domain.sheet import STAGE, Sheet
from domain.wishes import Direction, Size, Wishes
from graph import layout
from graph.layout import Rect, Spacing
from graph.layouts.frames import around
from graph.layouts.room import settled

__all__ = ["STAGE", "Direction", "Size", "Wishes", "arranged", "beside"]

SPACING = Spacing()
MARGIN = 24.0
"""How near what makes room may come to the columns beside it."""


def arranged(draft: Draft, wishes: Wishes | None = None) -> tuple[Spot, ...]:
    """Where everything that has to move goes; nothing where all is in its place already.

    A whole layout gives each lane a frame around what is in it. One of some stages keeps to where
    they are, makes room around the others, and only ever grows lanes. A note that belongs to a
    stage stays beside it.
    """
    wishes = wishes or Wishes()
    sheet = Sheet(draft, wishes.sizes)
    is_whole = wishes.only is None
    chosen = frozenset(sheet.keys) if wishes.only is None else sheet.stages_in(wishes.only)
    drawing = layout.layered(
        [sheet.block(stage) for stage in draft.stages if id_of(stage) in chosen],
        [(way.left, way.entered, way.kind.value) for way in draft.transitions],
        sheet.lanes if is_whole else (),
        spacing=SPACING,
        is_down=wishes.direction is Direction.DOWN,
    )
    movable = chosen - (sheet.stages_in(wishes.pinned) & sheet.places.keys())
    kept = {id: place for id, place in sheet.places.items() if id not in movable}
    right, down = _offset(drawing.blocks, sheet, chosen, kept, is_whole)
    wanted = {id: rect.moved(right, down) for id, rect in drawing.blocks.items() if id in movable}
    placed = _settled(wanted, list(kept.values()), wishes.direction)
    if is_whole:
        empty = {key: frame.moved(right, down) for key, frame in drawing.lanes.items()}
        lanes = sheet.framed({**kept, **placed}, empty, SPACING.padding)
    else:
        lanes = sheet.grown(placed, SPACING.padding)
    return (*sheet.moves(placed), *sheet.resizes(lanes), *sheet.notes_along(placed))


def beside(draft: Draft, stage: str, wishes: Wishes | None = None) -> Spot:
    """Where a stage goes that has just been added, by id: behind what leads to it.

    Else before what it leads to, else below everything. Nothing else moves.
    """
    wishes = wishes or Wishes()
    sheet = Sheet(draft, wishes.sizes)
    is_down = wishes.direction is Direction.DOWN
    others = {id: rect for id, rect in sheet.places.items() if id != stage}
    size = sheet.size(stage)
    own = _turned(Rect(0.0, 0.0, float(size.width), float(size.height)), is_down)
    before = [way.left for way in draft.transitions if way.entered == stage]
    behind = [way.entered for way in draft.transitions if way.left == stage]
    leading = [_turned(others[id], is_down) for id in before if id in others]
    following = [_turned(others[id], is_down) for id in behind if id in others]
    everything = around([*others.values(), *sheet.frames.values()])
    if leading:
        last = max(leading, key=lambda rect: rect.right)
        own = own.moved(last.right + SPACING.between_columns, last.y)
    elif following:
        first = min(following, key=lambda rect: rect.x)
        own = own.moved(first.x - SPACING.between_columns - own.width, first.y)
    elif everything is not None:
        whole = _turned(everything, is_down)
        own = own.moved(whole.x, whole.bottom + SPACING.between_rows)
    taken = [*others.values(), *sheet.others_lanes(stage)]
    free = _settled({stage: _turned(own, is_down)}, taken, wishes.direction)[stage]
    return Spot(element=stage, x=round(free.x), y=round(free.y))


def _offset(
    drawn: Mapping[str, Rect],
    sheet: Sheet,
    chosen: frozenset[str],
    kept: Mapping[str, Rect],
    is_whole: bool,
) -> tuple[float, float]:
    """How far a layout has to be moved as a whole, to be where its stages were.

    It goes by those that are kept, else by the corner of what is laid out anew; what was nowhere
    comes below everything.
    """
    anchors = [id for id in drawn if id in kept]
    if anchors:
        return (
            median(kept[id].x - drawn[id].x for id in anchors),
            median(kept[id].y - drawn[id].y for id in anchors),
        )
    if is_whole:
        return 0.0, 0.0
    corner = around(sheet.places[id] for id in sheet.keys if id in chosen and id in sheet.places)
    if corner is not None:
        return corner.x, corner.y
    whole = around([*kept.values(), *sheet.frames.values()])
    return (whole.x, whole.bottom + SPACING.between_rows) if whole else (0.0, 0.0)


def _settled(
    wanted: Mapping[str, Rect], fixed: Sequence[Rect], direction: Direction
) -> dict[str, Rect]:
    is_down = direction is Direction.DOWN
    turned = settled(
        {id: _turned(rect, is_down) for id, rect in wanted.items()},
        [_turned(rect, is_down) for rect in fixed],
        MARGIN,
        SPACING.between_rows,
    )
    return {id: _turned(rect, is_down) for id, rect in turned.items()}


def _turned(rect: Rect, is_down: bool) -> Rect:
    return rect.turned() if is_down else rect

"""Where to draw the stages of a journey: a layered layout, after Sugiyama.

Stages stand in columns by the longest way to them, so that ways lead on to the right; RECYCLE
transitions lead back and are not asked. EXIT stages lie below the others, behind the last of those
that leave for them; one that is left for from everywhere lies under the last column. Lanes are
bands that nothing else lies in, in list order.

It is a pure function of what it is given, lists in their order: no chance, no hashes, no clock.
Left to right is how it is told here; top to bottom is the same, turned. Why it was made by hand is
told in docs/decisions/0010.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.layouts.crossings import ordered
from graph.layouts.frames import Lane, Nesting, Padding, Rect, around, frames
from graph.layouts.layers import Layers, acyclic, depths, layers
from graph.layouts.spreading import spread
from graph.lifecycle import EVERYWHERE, RECYCLE

__all__ = ["Block", "Drawing", "Lane", "Rect", "Spacing", "layered"]

Way = tuple[str, str, str]
"""From, to and kind of a transition."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a layout needs to know of a stage."""

    key: str
    width: float
    height: float
    is_exit: bool = False
    lane: str | None = None


PADDING = Padding(24.0, 44.0, 24.0, 24.0)


@dataclass(frozen=True, slots=True)
class Spacing:
    """What is left free: between columns, between rows, and in a lane around what lies there."""

    between_columns: float = 64.0
    between_rows: float = 52.0
    padding: Padding = PADDING
    bend: float = 16.0
    """What a long edge takes of a column that it passes."""

    def turned(self) -> "Spacing":
        """The same for a drawing that is turned."""
        return Spacing(self.between_columns, self.between_rows, self.padding.turned(), self.bend)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A place for each block and each lane, by key; the outermost ones at 0."""

    blocks: Mapping[str, Rect]
    lanes: Mapping[str, Rect]


def layered(
    blocks: Sequence[Block],
    ways: Iterable[Way],
    lanes: Sequence[Lane] = (),
    *,
    spacing: Spacing | None = None,
    is_down: bool = False,
) -> Drawing:
    """A place for everything, without overlaps; from left to right, or from top to bottom.

    Blocks may name lanes that are not listed; such a lane is a band as well, but has no frame.
    """
    spacing = spacing or Spacing()
    if is_down:
        turned = [
            Block(block.key, block.height, block.width, block.is_exit, block.lane)
            for block in blocks
        ]
        drawn = layered(turned, ways, lanes, spacing=spacing.turned())
        return Drawing(
            {key: rect.turned() for key, rect in drawn.blocks.items()},
            {key: rect.turned() for key, rect in drawn.lanes.items()},
        )
    listed = {lane.key for lane in lanes}
    named = dict.fromkeys(block.lane for block in blocks if block.lane is not None)
    nesting = Nesting.of([*lanes, *(Lane(key) for key in named if key not in listed)])
    table = _table(blocks, list(ways), nesting)
    breadth = [block.height for block in blocks]
    breadth += [spacing.bend] * (len(table.band) - len(blocks))
    order = ordered(table)
    middles = spread(order, table, breadth, spacing.between_rows)
    drawn = _drawn(blocks, table, nesting, middles, spacing)
    return _at_origin(drawn, listed)


def _table(blocks: Sequence[Block], ways: Sequence[Way], nesting: Nesting) -> Layers:
    """The blocks in columns and bands."""
    number = {block.key: index for index, block in enumerate(blocks)}
    edges = acyclic(
        len(blocks),
        [
            (number[left], number[entered])
            for left, entered, kind in ways
            if kind != RECYCLE and left in number and entered in number
        ],
    )
    everywhere = {entered for left, entered, _ in ways if left == EVERYWHERE}
    depth = depths([0] * len(blocks), edges)
    last = max(
        (depth[at] for at, block in enumerate(blocks) if not block.is_exit),
        default=0,
    )
    behind = {entered for _, entered in edges}
    least = [
        last if block.is_exit and at not in behind and block.key in everywhere else 0
        for at, block in enumerate(blocks)
    ]
    rows = {key: index + 1 for index, key in enumerate(nesting.order)}
    below = len(rows) + 1
    band = [
        rows[block.lane] if block.lane is not None else below if block.is_exit else 0
        for block in blocks
    ]
    return layers(depths(least, edges), band, edges)


def _drawn(
    blocks: Sequence[Block],
    table: Layers,
    nesting: Nesting,
    middles: Sequence[float],
    spacing: Spacing,
) -> Drawing:
    """The bands under one another, each as high as what lies in it."""
    left = _lefts(blocks, table, spacing.between_columns)
    members: dict[int, list[int]] = {}
    for at in range(len(blocks)):
        members.setdefault(table.band[at], []).append(at)
    placed: dict[str, Rect] = {}
    empty: dict[str, Rect] = {}
    rows = {key: index + 1 for index, key in enumerate(nesting.order)}
    shortest = min((block.height for block in blocks), default=spacing.between_rows)
    narrowest = min((block.width for block in blocks), default=spacing.between_columns)

    def put(band: int, top: float) -> float:
        """Put a band's own blocks below `top`; answers where they end."""
        within = members.get(band, [])
        highest = min((middles[at] - blocks[at].height / 2 for at in within), default=0.0)
        bottom = top
        for at in within:
            block = blocks[at]
            y = top + middles[at] - block.height / 2 - highest
            placed[block.key] = Rect(left[at], y, block.width, block.height)
            bottom = max(bottom, y + block.height)
        return bottom + spacing.between_rows if within else top

    def put_lane(key: str, top: float) -> float:
        """Put a lane and those in it below `top`; answers where the next one may start."""
        inside = top + spacing.padding.top
        below = put(rows[key], inside)
        for lane in nesting.inner[key]:
            below = put_lane(lane, below)
        if below == inside:
            empty[key] = Rect(
                -spacing.padding.left,
                top,
                narrowest + spacing.padding.left + spacing.padding.right,
                shortest + spacing.padding.top + spacing.padding.bottom,
            )
            return top + empty[key].height + spacing.between_rows
        return below + spacing.padding.bottom

    top = put(0, 0.0)
    for key in nesting.outer:
        top = put_lane(key, top)
    put(len(rows) + 1, top)
    contents: dict[str, list[Rect]] = {}
    for block in blocks:
        if block.lane is not None:
            contents.setdefault(block.lane, []).append(placed[block.key])
    return Drawing(placed, frames(nesting, contents, spacing.padding, empty))


def _lefts(blocks: Sequence[Block], table: Layers, gap: float) -> list[float]:
    """The left edge of each block: in the middle of its column, which is as wide as its widest."""
    lefts = [0.0] * len(blocks)
    x = 0.0
    for column in table.columns:
        within = [at for at in column if at < len(blocks)]
        width = max((blocks[at].width for at in within), default=0.0)
        for at in within:
            lefts[at] = x + (width - blocks[at].width) / 2
        x += width + gap
    return lefts


def _at_origin(drawn: Drawing, listed: set[str]) -> Drawing:
    """In whole numbers, the outermost at 0; lanes that nobody listed have no frame."""
    shown = {key: rect for key, rect in drawn.lanes.items() if key in listed}
    whole = around([*drawn.blocks.values(), *shown.values()])
    x, y = (whole.x, whole.y) if whole else (0.0, 0.0)
    return Drawing(
        {key: _rounded(rect.moved(-x, -y)) for key, rect in drawn.blocks.items()},
        {key: _rounded(rect.moved(-x, -y)) for key, rect in shown.items()},
    )


def _rounded(rect: Rect) -> Rect:
    return Rect(round(rect.x), round(rect.y), rect.width, rect.height)

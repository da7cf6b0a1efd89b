"""Where a journey's stages lie in its picture: as its document says, else laid out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from domain.arranging import arranged
from domain.journey import Journey

WIDTH, HEIGHT = 188.0, 106.0
ACROSS, DOWN = 62.0, 56.0
"""The least room between two boxes, beside and below one another."""
LARGEST = 12_000.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A stage's place; x and y are its upper left corner."""

    x: float
    y: float
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The point halfway across and down."""
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: "Box") -> bool:
        """Whether the two would be drawn over one another."""
        is_beside = self.right <= other.x or other.right <= self.x
        return not (is_beside or self.bottom <= other.y or other.bottom <= self.y)


def boxes_of(journey: Journey) -> Mapping[str, Box]:
    """A box for each stage, the outermost ones at 0."""
    drawn = _scaled(_positions(journey))
    if len(drawn) < len(journey.stages) or not _is_readable(drawn):
        drawn = {
            key: Box(rect.x, rect.y)
            for key, rect in arranged(journey, WIDTH, HEIGHT, ACROSS, DOWN).items()
        }
    left = min((box.x for box in drawn.values()), default=0.0)
    top = min((box.y for box in drawn.values()), default=0.0)
    return {key: Box(box.x - left, box.y - top) for key, box in drawn.items()}


def _positions(journey: Journey) -> Mapping[str, Point]:
    # The document's reader has seen to it that a layout looks like one.
    layout: Mapping[str, Any] = journey.layout or {}
    return {
        key: (float(at["x"]), float(at["y"])) for key, at in layout.get("positions", {}).items()
    }


def _scaled(positions: Mapping[str, Point]) -> dict[str, Box]:
    """The drawing as close together as its boxes allow: a designer's canvas has room to spare."""
    by_x = _scale({x for x, _ in positions.values()}, WIDTH + ACROSS)
    by_y = _scale({y for _, y in positions.values()}, HEIGHT + DOWN)
    return {key: Box(x * by_x, y * by_y) for key, (x, y) in positions.items()}


def _scale(places: Iterable[float], step: float) -> float:
    """What makes the least distance between two columns, or two rows, the step."""
    # Nearer than this they are one column, drawn by an unsteady hand.
    gaps = [gap for one, next_ in pairwise(sorted(places)) if (gap := next_ - one) > step / 4]
    return min(max(step / min(gaps, default=step), 0.5), 2.0)


def _is_readable(boxes: Mapping[str, Box]) -> bool:
    far = max((max(abs(box.x), abs(box.y)) for box in boxes.values()), default=0.0)
    if far > LARGEST:
        return False
    return not any(one.overlaps(other) for one, other in combinations(boxes.values(), 2))

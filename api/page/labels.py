"""Labels of ways, put where they hide nothing: on the curve, as near to its middle as may be.

What does not fit anywhere is cut shorter; what does not fit even so stands in the middle.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from api.page.arrows import Arrow
from api.page.lettering import breadth, cut
from api.page.placing import Box

ROOMS = (230.0, 150.0, 90.0)
"""How broad a label may be, at first and then."""
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""How far along its curve it may stand."""
BESIDE = (0.0, -0.5, 0.5)
"""How far it may stand beside the curve, for its breadth."""
AROUND = 4.0


@dataclass(frozen=True, slots=True)
class Label:
    """What is said at a point, which is the middle of its text's foot."""

    said: str
    x: float
    y: float


def labelled(
    ways: Iterable[tuple[Arrow, str]], obstacles: Iterable[Box], size: float
) -> Iterator[Label]:
    """Each way's label where it covers none of the obstacles, nor a label before it."""
    taken = list(obstacles)
    for arrow, said in ways:
        near = [box for box in taken if _overlap(box, _reach(arrow))]
        label, box = _placed(arrow, said, near, size)
        taken.append(box)
        yield label


def _placed(arrow: Arrow, said: str, near: list[Box], size: float) -> tuple[Label, Box]:
    for room in ROOMS:
        words = cut(said, room, size)
        for beside, place in product(BESIDE, PLACES):
            label, box = _at(arrow, place, beside, words, size)
            if not any(_overlap(box, other) for other in near):
                return label, box
    return _at(arrow, PLACES[0], BESIDE[0], cut(said, ROOMS[-1], size), size)


def _at(arrow: Arrow, place: float, beside: float, words: str, size: float) -> tuple[Label, Box]:
    width, height = breadth(words, size) + 2 * AROUND, size + 2 * AROUND
    x, y = arrow.at(place)
    x += beside * width
    return Label(words, x, y + size / 3), Box(x - width / 2, y - height / 2, width, height)


def _reach(arrow: Arrow) -> Box:
    """Where a label of the way could be at all."""
    points = (arrow.start, arrow.bend, arrow.approach, arrow.end)
    left, top = min(x for x, _ in points), min(y for _, y in points)
    right, bottom = max(x for x, _ in points), max(y for _, y in points)
    margin = ROOMS[0] + 2 * AROUND
    return Box(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom

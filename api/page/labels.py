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
LARGEST = 4_000.0
SQUARE = 160.0
"""What stands far away is not asked about: who is near is told by squares of that size."""


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
    taken = _Taken(obstacles)
    for arrow, said in ways:
        label, box = _placed(arrow, said, taken, size)
        taken.add(box)
        yield label


class _Taken:
    """Where there is something already, by the squares that it touches."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._by_square: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        # What is as large as a whole map cannot be got out of the way of.
        if max(box.width, box.height) > LARGEST:
            return
        for square in _squares(box):
            self._by_square.setdefault(square, []).append(box)

    def is_free(self, box: Box) -> bool:
        return not any(
            _overlap(box, other)
            for square in _squares(box)
            for other in self._by_square.get(square, ())
        )


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    across = range(int(box.x // SQUARE), int(box.right // SQUARE) + 1)
    return product(across, range(int(box.y // SQUARE), int(box.bottom // SQUARE) + 1))


def _placed(arrow: Arrow, said: str, taken: _Taken, size: float) -> tuple[Label, Box]:
    words = ""
    for room in ROOMS:
        shorter = cut(said, room, size)
        if shorter == words:
            continue
        words = shorter
        for beside, place in product(BESIDE, PLACES):
            label, box = _at(arrow, place, beside, words, size)
            if taken.is_free(box):
                return label, box
    return _at(arrow, PLACES[0], BESIDE[0], words, size)


def _at(arrow: Arrow, place: float, beside: float, words: str, size: float) -> tuple[Label, Box]:
    width, height = breadth(words, size) + 2 * AROUND, size + 2 * AROUND
    x, y = arrow.at(place)
    x += beside * width
    return Label(words, x, y + size / 3), Box(x - width / 2, y - height / 2, width, height)


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom

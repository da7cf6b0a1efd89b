"""Every choice that a random journey or history makes, as one kind of draw.

Hypothesis varies an example by copying parts of it about. Draws that all look alike still mean
something where they land; draws of many kinds do not, and most examples would end in nothing.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Dice:
    """Choices; an example shrinks towards the first of each, and towards no."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def upto(self, greatest: int) -> int:
        """A number from 0, evenly."""
        return self._draw(st.integers(0, 2**16 - 1)) % (greatest + 1)

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.upto(len(choices) - 1)]

    def chance(self, percent: int) -> bool:
        """Yes, about so often."""
        return self.upto(99) >= 100 - percent

    def several(self, draw_one: Callable[[], T], again: int, most: int) -> list[T]:
        """One, and others as long as each time the chance is for one more."""
        drawn = [draw_one()]
        while len(drawn) < most and self.chance(again):
            drawn.append(draw_one())
        return drawn

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        left = list(choices)
        return [left.pop(self.upto(len(left) - 1)) for _ in choices]

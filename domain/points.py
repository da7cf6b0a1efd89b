"""Points of a measure: a piecewise linear score of a number, clamped at its ends, exact.

All measures of a health share one unit, in which every weighted score of a whole number is a whole
number: sums of them need no fractions.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

from domain.values import Number

Point = tuple[Number, Number]
LONGEST_TABLE = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """`slope · x + start`, weighted."""

    slope: Fraction
    start: Fraction


def lines_of(points: Sequence[Point], weight: Number) -> tuple[Line, ...]:
    """The line up to each point and the one after the last, weighted."""
    heaviness = Fraction(weight)
    xs = [Fraction(x) for x, _ in points]
    ys = [Fraction(y) * heaviness for _, y in points]
    lines = [Line(Fraction(0), ys[0])]
    for place in range(1, len(points)):
        slope = (ys[place] - ys[place - 1]) / (xs[place] - xs[place - 1])
        lines.append(Line(slope, ys[place] - slope * xs[place]))
    lines.append(Line(Fraction(0), ys[-1]))
    return tuple(lines)


def unit_of(lines: Sequence[Line]) -> int:
    """The least number of parts in which all these lines are whole at whole numbers."""
    return lcm(*(part.denominator for line in lines for part in (line.slope, line.start)))


class Curve:
    """Weighted lines over a number, in parts of a unit."""

    def __init__(self, points: Sequence[Point], lines: Sequence[Line], unit: int) -> None:
        self._xs = [Fraction(x) for x, _ in points]
        # For a whole number x, `x <= point` is `x <= floor(point)`.
        self._floors = [floor(x) for x in self._xs]
        self._slopes = [int(line.slope * unit) for line in lines]
        self._starts = [int(line.start * unit) for line in lines]
        self.first = self._floors[0]
        """Whole numbers up to here score alike."""
        self.last = ceil(self._xs[-1])
        """Whole numbers from here on score alike."""
        self.table: Sequence[int] | None = None
        """The weighted scores from the first to the last, where those are few."""
        if self.last - self.first <= LONGEST_TABLE:
            self.table = [int(self.at(x)) for x in range(self.first, self.last + 1)]

    def at(self, x: int | Fraction | Number) -> int | Fraction:
        """The weighted score of a number, in parts of the unit."""
        if isinstance(x, int):
            place = bisect_left(self._floors, x)
            return self._slopes[place] * x + self._starts[place]
        exact = Fraction(x)
        place = bisect_left(self._xs, exact)
        return self._slopes[place] * exact + self._starts[place]

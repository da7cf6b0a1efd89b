"""Sets of ordered values, as the places where one crosses their borders.

A cut lies just before a value (side 0) or just after it (side 1). A line begins inside or outside
the set and changes over at every cut, so that a complement costs nothing and an interval, open or
closed, a point and a hole are all the same thing.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

Cut: TypeAlias = tuple[Any, int]
"""A value, and 0 for just before it or 1 for just after."""

BEFORE, AFTER = 0, 1


@dataclass(frozen=True, slots=True)
class Line:
    """A set of values of one ordered type, numbers (`int` and `Fraction`) or strings."""

    is_inside: bool
    cuts: tuple[Cut, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.is_inside and not self.cuts

    @property
    def lower(self) -> Cut | None:
        """Where it begins; None where it has no beginning."""
        return None if self.is_inside or not self.cuts else self.cuts[0]

    @property
    def upper(self) -> Cut | None:
        """Where it ends; None where it has no end."""
        ends_inside = self.is_inside != bool(len(self.cuts) % 2)
        return None if ends_inside or not self.cuts else self.cuts[-1]

    def __contains__(self, value: object) -> bool:
        return self.is_inside != bool(bisect_right(self.cuts, (value, BEFORE)) % 2)

    def __invert__(self) -> "Line":
        return Line(not self.is_inside, self.cuts)

    def __and__(self, other: "Line") -> "Line":
        if not self.cuts:
            return other if self.is_inside else NOTHING
        if not other.cuts:
            return self if other.is_inside else NOTHING
        cuts: list[Cut] = []
        mine, theirs = self.is_inside, other.is_inside
        is_inside = mine and theirs
        here = there = 0
        was_inside = is_inside
        while here < len(self.cuts) or there < len(other.cuts):
            if there == len(other.cuts):
                cut = self.cuts[here]
            elif here == len(self.cuts):
                cut = other.cuts[there]
            else:
                cut = min(self.cuts[here], other.cuts[there])
            if here < len(self.cuts) and self.cuts[here] == cut:
                mine, here = not mine, here + 1
            if there < len(other.cuts) and other.cuts[there] == cut:
                theirs, there = not theirs, there + 1
            if (mine and theirs) != was_inside:
                was_inside = not was_inside
                cuts.append(cut)
        return Line(is_inside, tuple(cuts))

    def __or__(self, other: "Line") -> "Line":
        return ~(~self & ~other)

    def intervals(self) -> Iterator[tuple[Cut | None, Cut | None]]:
        """Its stretches from the least on, None where one has no end."""
        borders: list[Cut | None] = [None, *self.cuts] if self.is_inside else [*self.cuts]
        if len(borders) % 2:
            borders.append(None)
        yield from zip(borders[::2], borders[1::2], strict=True)

    def points(self) -> tuple[Any, ...] | None:
        """Its values, where it is nothing but single values; None where it is more."""
        found = []
        for low, high in self.intervals():
            if low is None or high is None or low[0] != high[0]:
                return None
            found.append(low[0])
        return tuple(found)

    def mirrored(self) -> "Line":
        """The same numbers with their signs changed."""
        is_inside = self.is_inside != bool(len(self.cuts) % 2)
        return Line(is_inside, tuple((-value, 1 - side) for value, side in reversed(self.cuts)))

    def whole(self) -> "Line":
        """The integers in it, as stretches that end between integers."""
        cuts: list[Cut] = []
        for value, side in self.cuts:
            floor = value // 1
            cut = (floor if side == BEFORE and floor == value else floor + 1, BEFORE)
            if cuts and cuts[-1] == cut:
                cuts.pop()
            else:
                cuts.append(cut)
        return Line(self.is_inside, tuple(cuts))


EVERYTHING = Line(True)
NOTHING = Line(False)


def point(value: object) -> Line:
    """One value alone."""
    return Line(False, ((value, BEFORE), (value, AFTER)))


def points(values: Iterable[Any]) -> Line:
    """These values and no others."""
    cuts: list[Cut] = []
    for value in sorted(set(values)):
        cuts += ((value, BEFORE), (value, AFTER))
    return Line(False, tuple(cuts))


def below(value: object, *, with_it: bool) -> Line:
    """Everything less than a value, or with it."""
    return Line(True, ((value, AFTER if with_it else BEFORE),))


def above(value: object, *, with_it: bool) -> Line:
    """Everything greater than a value, or with it."""
    return Line(False, ((value, BEFORE if with_it else AFTER),))


def between(least: int, greatest: int) -> Line:
    """The integers from `least` to `greatest`, both with it."""
    return Line(False, ((least, BEFORE), (greatest + 1, BEFORE)))


def least_integer(line: Line) -> int | None:
    """The least of a set of integers; None where there is none."""
    return None if line.lower is None else int(line.lower[0])


def greatest_integer(line: Line) -> int | None:
    """The greatest of a set of integers; None where there is none."""
    return None if line.upper is None else int(line.upper[0]) - 1


def exact(number: int | Decimal | Fraction) -> int | Fraction:
    """A number that compares with every other, which a decimal and a fraction do not."""
    if isinstance(number, int):
        return number
    fraction = Fraction(number)
    return fraction.numerator if fraction.denominator == 1 else fraction

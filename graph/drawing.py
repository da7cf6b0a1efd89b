"""What can be seen of a drawing without looking at it: what lies on what, and what crosses."""

from collections.abc import Iterator, Mapping, Sequence

from graph.layouts.frames import Rect

Point = tuple[float, float]


def overlapping(rects: Mapping[str, Rect]) -> Iterator[tuple[str, str]]:
    """Every two that are drawn over one another, from left to right."""
    reaching: list[str] = []
    for key in sorted(rects, key=lambda key: rects[key].x):
        rect = rects[key]
        reaching = [other for other in reaching if rects[other].right > rect.x]
        yield from ((other, key) for other in reaching if rect.overlaps(rects[other]))
        reaching.append(key)


def crossings(lines: Sequence[tuple[Point, Point]], most: int | None = None) -> int:
    """How many pairs of straight lines cross, other than where they start or end.

    Counted no further than `most`.
    """
    found = 0
    spans = sorted((min(line), max(line)) for line in set(lines))
    reaching: list[tuple[Point, Point]] = []
    for line in spans:
        reaching = [other for other in reaching if other[1][0] > line[0][0]]
        found += sum(_cross(line, other) for other in reaching)
        if most is not None and found >= most:
            return most
        reaching.append(line)
    return found


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    """More than 0 where the way over these three points turns left, less where it turns right."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

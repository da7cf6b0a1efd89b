"""Finding room: the free place nearest to where something should go."""

from collections.abc import Iterable, Mapping, Sequence

from graph.layouts.frames import Rect


def nearest_free(wanted: Rect, taken: Iterable[Rect], beside: float, below: float) -> Rect:
    """`wanted`, moved straight up or down to where it is so far from all that is taken.

    Down where both are as near. It always finds room: below everything, if nowhere else.
    """
    column = Rect(wanted.x - beside, 0.0, wanted.width + 2 * beside, 0.0)
    blocked = sorted(
        (other.y - below - wanted.height, other.bottom + below)
        for other in taken
        if other.right > column.x and column.right > other.x
    )
    up = down = wanted.y
    for start, end in _united(blocked):
        if start < wanted.y < end:
            up, down = start, end
    return wanted.moved(0.0, (down if down - wanted.y <= wanted.y - up else up) - wanted.y)


def settled(
    wanted: Mapping[str, Rect], fixed: Sequence[Rect], beside: float, below: float
) -> dict[str, Rect]:
    """Each of `wanted` at its place, but what would lie on something fixed: that makes room."""
    placed: dict[str, Rect] = {}
    for key, rect in wanted.items():
        if nearest_free(rect, fixed, beside, below) == rect:
            placed[key] = rect
    taken = [*fixed, *placed.values()]
    for key, rect in wanted.items():
        if key not in placed:
            placed[key] = nearest_free(rect, taken, beside, below)
            taken.append(placed[key])
    return {key: placed[key] for key in wanted}


def _united(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans that have more than a point in common as one; they come sorted by their starts."""
    united: list[tuple[float, float]] = []
    for start, end in spans:
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united

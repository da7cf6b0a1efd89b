"""The order of the nodes in each column, so that few edges cross.

Columns are swept forth and back: each node goes to the middle of its neighbours in the column
before (barycenter), then neighbours change places where that saves crossings; the best order seen
is kept. What lies in one band stays together.

Trees that hang from the rest, whose edges need cross nothing among themselves, are left out of that
and grown on the finished order. So a stage that is added to the end of a way moves no other one to
another row.
"""

from bisect import bisect, insort
from collections.abc import Iterable, Sequence

from graph.layouts.layers import Layers

SWEEPS = 14
PATIENCE = 5
"""Sweeps without a better order before it is left at that."""
EFFORT = 12_000
"""Pieces of edges that are looked at in all sweeps together, once there have been a few."""

Order = list[list[int]]


def ordered(layers: Layers) -> Order:
    """The nodes and bends of each column from the first to the last."""
    grown = _trees(layers)
    columns = [[node for node in column if node not in grown] for column in layers.columns]
    best: Order = columns
    fewest = -1
    for start in (_by_depth_first(columns, layers), columns):
        order, crossings = _swept(start, layers)
        if fewest < 0 or crossings < fewest:
            best, fewest = order, crossings
        if not fewest:
            break
    for index, column in enumerate(best):
        for node in layers.columns[index]:
            if node in grown:
                _grow(node, column, best[index - 1] if index else [], layers)
    return best


def crossings_in(order: Sequence[Sequence[int]], layers: Layers) -> int:
    """How many pieces of edges cross."""
    total = 0
    for index in range(len(order) - 1):
        place = {node: at for at, node in enumerate(order[index + 1])}
        passed: list[int] = []
        for node in order[index]:
            ends = [place[there] for there in layers.after[node] if there in place]
            for end in ends:
                total += len(passed) - bisect(passed, end)
            for end in ends:
                insort(passed, end)
    return total


def _trees(layers: Layers) -> frozenset[int]:
    """Nodes with one way in, and nothing behind them but such nodes; and those without any ways."""
    grown = {
        node for node in range(layers.nodes) if not layers.after[node] and not layers.before[node]
    }
    for column in reversed(layers.columns):
        for node in column:
            is_end = all(there in grown for there in layers.after[node])
            if node < layers.nodes and is_end and len(layers.before[node]) == 1:
                grown.add(node)
    return frozenset(grown)


def _by_depth_first(columns: Iterable[Sequence[int]], layers: Layers) -> Order:
    """Each column in the order in which its nodes are met on ways from the first column."""
    met: dict[int, None] = {}
    waiting = [node for column in reversed(list(columns)) for node in reversed(column)]
    core = frozenset(waiting)
    while waiting:
        here = waiting.pop()
        if here not in met:
            met[here] = None
            waiting += (there for there in reversed(layers.after[here]) if there in core)
    order: Order = [[] for _ in layers.columns]
    column_of = {node: index for index, column in enumerate(layers.columns) for node in column}
    for node in met:
        order[column_of[node]].append(node)
    return order


def _swept(start: Sequence[Sequence[int]], layers: Layers) -> tuple[Order, int]:
    band = layers.band
    order = [sorted(column, key=band.__getitem__) for column in start]
    core = {node for column in order for node in column}
    before = {node: [there for there in layers.before[node] if there in core] for node in core}
    after = {node: [there for there in layers.after[node] if there in core] for node in core}
    best, fewest = [list(column) for column in order], crossings_in(order, layers)
    place: dict[int, float] = {
        node: float(at) for column in order for at, node in enumerate(column)
    }
    idle = 0
    pieces = sum(map(len, after.values()))
    for sweep in range(max(4, min(SWEEPS, EFFORT // max(pieces, 1)))):
        if not fewest or idle == PATIENCE:
            break
        is_forth = sweep % 2 == 0
        beside = before if is_forth else after
        for column in order if is_forth else reversed(order):
            middle = {
                node: sum(place[there] for there in beside[node]) / len(beside[node])
                if beside[node]
                else place[node]
                for node in column
            }
            column.sort(key=lambda node: (band[node], middle[node]))
            for at, node in enumerate(column):
                place[node] = float(at)
        _transpose(order, before, after, place, band)
        crossings = crossings_in(order, layers)
        idle += 1
        if crossings < fewest:
            best, fewest, idle = [list(column) for column in order], crossings, 0
    return best, fewest


def _transpose(
    order: Order,
    before: dict[int, list[int]],
    after: dict[int, list[int]],
    place: dict[int, float],
    band: Sequence[int],
) -> None:
    """Change the places of neighbours for as long as that saves crossings."""
    stirred = set(range(len(order)))
    while stirred:
        again: set[int] = set()
        for index in sorted(stirred):
            column = order[index]
            ways = {
                node: (
                    sorted([place[there] for there in before[node]]),
                    sorted([place[there] for there in after[node]]),
                )
                for node in column
            }
            for at in range(len(column) - 1):
                here, there = column[at], column[at + 1]
                if band[here] == band[there] and _saves(ways[here], ways[there]):
                    column[at], column[at + 1] = there, here
                    place[there], place[here] = float(at), float(at + 1)
                    again.update((index - 1, index, index + 1))
        stirred = {index for index in again if 0 <= index < len(order)}


def _saves(here: tuple[list[float], list[float]], there: tuple[list[float], list[float]]) -> bool:
    """Whether two neighbours' edges cross less the other way round."""
    saved = 0
    for ends, others in zip(here, there, strict=True):
        for end in ends:
            for other in others:
                if end > other:
                    saved += 1
                elif end < other:
                    saved -= 1
    return saved > 0


def _grow(node: int, column: list[int], behind: Sequence[int], layers: Layers) -> None:
    """Put a node of a tree where its edge crosses least, as near to its siblings as can be."""
    first = _start(column, layers.band, layers.band[node])
    last = _start(column, layers.band, layers.band[node] + 1)
    if not layers.before[node]:
        column.insert(last, node)
        return
    place = {there: at for at, there in enumerate(behind)}
    own = place[layers.before[node][0]]
    # What each of the others would have of its ends beyond the new edge, were it put first.
    ends = [[place[there] for there in layers.before[other] if there in place] for other in column]
    crossed = sum(end < own for others in ends[first:] for end in others)
    crossed += sum(end > own for others in ends[:first] for end in others)
    fewest, best = crossed, first
    for at in range(first, last):
        crossed += sum((end > own) - (end < own) for end in ends[at])
        # Behind its siblings and whatever starts at the same place.
        if crossed < fewest or (crossed == fewest and all(end <= own for end in ends[at])):
            fewest, best = crossed, at + 1
    column.insert(best, node)


def _start(column: Sequence[int], band: Sequence[int], least: int) -> int:
    return next((at for at, node in enumerate(column) if band[node] >= least), len(column))

"""How far down its column each node lies, its order in the column given.

Each node wants to be level with its neighbours, long edges most of all. A column gives its nodes
the places nearest to what they want that keep their order and their distances, exactly: least
squares over ordered values, by pooling adjacent ones that are out of order.
"""

from collections.abc import Sequence
from itertools import pairwise

from graph.layouts.layers import Layers

ROUNDS = 6
STRAIGHT = 4.0
"""How much more an edge between two of its bends wants to be level than one between two nodes."""


def spread(
    order: Sequence[Sequence[int]], layers: Layers, breadth: Sequence[float], gap: float
) -> list[float]:
    """The middle of each node and bend across its column, each band by itself around 0.

    `breadth` is the room that each takes there; `gap` is left between two nodes.
    """
    middles = [0.0] * len(layers.band)
    runs = [run for column in order for run in _runs(column, layers.band)]
    offsets = {run: _offsets(run, layers.nodes, breadth, gap) for run in runs}
    for run, offset in offsets.items():
        for node, middle in zip(run, offset, strict=True):
            middles[node] = middle - (offset[0] + offset[-1]) / 2
    level = {
        (here, there): STRAIGHT if min(here, there) >= layers.nodes else 1.0
        for here, ways in enumerate(layers.after)
        for there in ways
        if layers.band[here] == layers.band[there]
    }
    before: list[list[tuple[int, float]]] = [[] for _ in middles]
    after: list[list[tuple[int, float]]] = [[] for _ in middles]
    for (here, there), weight in level.items():
        after[here].append((there, weight))
        before[there].append((here, weight))
    both = [one + other for one, other in zip(before, after, strict=True)]
    for turn in range(ROUNDS):
        is_last = turn >= ROUNDS - 2
        beside = both if is_last else after if turn % 2 else before
        for run in runs if turn % 2 == 0 else reversed(runs):
            _settle(run, offsets[run], beside, middles)
    return middles


def _runs(column: Sequence[int], band: Sequence[int]) -> list[tuple[int, ...]]:
    """A column's nodes band by band."""
    runs: dict[int, list[int]] = {}
    for node in column:
        runs.setdefault(band[node], []).append(node)
    return [tuple(run) for run in runs.values()]


def _offsets(
    run: Sequence[int], nodes: int, breadth: Sequence[float], gap: float
) -> tuple[float, ...]:
    """How far each is from the first where they lie as close together as they may."""
    offsets = [0.0]
    for here, there in pairwise(run):
        between = gap if here < nodes or there < nodes else 0.0
        offsets.append(offsets[-1] + (breadth[here] + breadth[there]) / 2 + between)
    return tuple(offsets)


def _settle(
    run: Sequence[int],
    offsets: Sequence[float],
    beside: Sequence[Sequence[tuple[int, float]]],
    middles: list[float],
) -> None:
    pools: list[tuple[float, float, int]] = []
    for node, offset in zip(run, offsets, strict=True):
        total = wanted = 0.0
        for there, weight in beside[node]:
            total += weight
            wanted += weight * middles[there]
        # Whoever has no neighbours there stays, if nothing else asks for the place.
        total, wanted = (total, wanted) if total else (0.01, 0.01 * middles[node])
        pool = (wanted - total * offset, total, 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            last = pools.pop()
            pool = (last[0] + pool[0], last[1] + pool[1], last[2] + pool[2])
        pools.append(pool)
    at = 0
    for wanted, total, many in pools:
        for _ in range(many):
            middles[run[at]] = wanted / total + offsets[at]
            at += 1

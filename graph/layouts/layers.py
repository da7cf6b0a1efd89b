"""Which column each node stands in, and the columns with their long edges cut into pieces.

Nodes are numbers here, in list order; whoever calls knows their names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[int, int]

MOST_BENDS = 4_000
"""No more long edges keep their places than that; a journey in which they are more is a thicket."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Nodes by column, and what joins each column with the next.

    Where an edge passes a column without ending there a bend keeps its place: the numbers from
    `nodes` on. `after[n]` are the neighbours of `n` in the next column, `before[n]` in the last.
    """

    nodes: int
    columns: tuple[tuple[int, ...], ...]
    band: tuple[int, ...]
    after: tuple[tuple[int, ...], ...]
    before: tuple[tuple[int, ...], ...]


def acyclic(count: int, edges: Sequence[Pair]) -> list[Pair]:
    """The edges without loops, without doubles, and without those that lead back into a circle.

    A draft may have circles. Which edge of one is left out depends on the list order alone.
    """
    after: list[list[int]] = [[] for _ in range(count)]
    for left, entered in dict.fromkeys(edges):
        if left != entered:
            after[left].append(entered)
    kept: list[Pair] = []
    seen, open_ = [False] * count, [False] * count
    for start in range(count):
        if seen[start]:
            continue
        seen[start] = open_[start] = True
        way = [(start, iter(after[start]))]
        while way:
            here, rest = way[-1]
            there = next(rest, None)
            if there is None:
                open_[here] = False
                way.pop()
            elif not open_[there]:
                kept.append((here, there))
                if not seen[there]:
                    seen[there] = open_[there] = True
                    way.append((there, iter(after[there])))
    return kept


def depths(least: Sequence[int], edges: Sequence[Pair]) -> list[int]:
    """The length of the longest way to each node, or its `least`; `edges` have no circles."""
    count = len(least)
    depth, waiting = list(least), [0] * count
    after: list[list[int]] = [[] for _ in range(count)]
    for left, entered in edges:
        after[left].append(entered)
        waiting[entered] += 1
    ready = [node for node in range(count) if not waiting[node]]
    for here in ready:
        for there in after[here]:
            depth[there] = max(depth[there], depth[here] + 1)
            waiting[there] -= 1
            if not waiting[there]:
                ready.append(there)
    return depth


def layers(column: Sequence[int], band: Sequence[int], edges: Sequence[Pair]) -> Layers:
    """The columns, with every edge cut into pieces that each join two neighbouring ones.

    A piece of an edge between two bands stays in the first one for half of its way. Where there
    would be too many pieces, the longest edges are left out.
    """
    columns: list[list[int]] = [[] for _ in range(max(column, default=-1) + 1)]
    for node, place in enumerate(column):
        columns[place].append(node)
    bands = list(band)
    after: list[list[int]] = [[] for _ in column]
    before: list[list[int]] = [[] for _ in column]
    for left, entered in _affordable(column, edges):
        here = left
        middle = (column[left] + column[entered]) / 2
        for place in range(column[left] + 1, column[entered]):
            bend = len(bands)
            bands.append(band[left] if place < middle else band[entered])
            columns[place].append(bend)
            after.append([])
            before.append([here])
            after[here].append(bend)
            here = bend
        after[here].append(entered)
        before[entered].append(here)
    return Layers(
        len(column),
        tuple(map(tuple, columns)),
        tuple(bands),
        tuple(map(tuple, after)),
        tuple(map(tuple, before)),
    )


def _affordable(column: Sequence[int], edges: Sequence[Pair]) -> Sequence[Pair]:
    """The edges, in their order, without the longest if all bends were too many."""
    lengths = [column[entered] - column[left] for left, entered in edges]
    spent = 0
    kept = set()
    for number in sorted(range(len(edges)), key=lengths.__getitem__):
        spent += lengths[number] - 1
        if spent > MOST_BENDS:
            break
        kept.add(number)
    return [edge for number, edge in enumerate(edges) if number in kept]

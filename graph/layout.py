"""Where to draw the stages of a journey that says nothing about it: columns by advancement.

A stage stands in the column of its depth, beside the others of that depth in list order; EXIT
stages lie in a row of their own below, each under those who leave for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.lifecycle import ADVANCE, EVERYWHERE, EXIT

Cell = tuple[float, float]
"""Column and row, in units of one stage."""


def layered(
    stages: Sequence[tuple[str, str]], transitions: Iterable[tuple[str, str, str]]
) -> Mapping[str, Cell]:
    """A cell for each stage; stages are given as `(key, role)`, transitions as `(from, to, kind)`.

    The ADVANCE transitions must have an order.
    """
    ways = list(transitions)
    depth = _depths([key for key, _ in stages], ways)
    columns: dict[int, list[str]] = defaultdict(list)
    for key, role in stages:
        if role != EXIT:
            columns[depth[key]].append(key)
    cells = {
        key: (float(column), row - (len(keys) - 1) / 2)
        for column, keys in columns.items()
        for row, key in enumerate(keys)
    }
    below = max((row for _, row in cells.values()), default=-1.0) + 1
    rightmost = max((column for column, _ in cells.values()), default=0.0)
    taken = -1.0
    wanted = {
        key: _exit_column(key, ways, cells, rightmost) for key, role in stages if role == EXIT
    }
    for key in sorted(wanted, key=wanted.__getitem__):
        taken = max(taken + 1, wanted[key])
        cells[key] = (taken, below)
    return cells


def _depths(keys: Sequence[str], ways: Sequence[tuple[str, str, str]]) -> Mapping[str, int]:
    """The length of the longest ADVANCE path to each stage."""
    depth = dict.fromkeys(keys, 0)
    advances = [(left, entered) for left, entered, kind in ways if kind == ADVANCE]
    for _ in keys:
        deeper = False
        for left, entered in advances:
            if depth[entered] <= depth[left]:
                depth[entered] = depth[left] + 1
                deeper = True
        if not deeper:
            break
    return depth


def _exit_column(
    key: str, ways: Sequence[tuple[str, str, str]], cells: Mapping[str, Cell], rightmost: float
) -> float:
    """Under the least advanced stage that leaves for it; under the last where all may."""
    leaving = [
        cells[left][0]
        for left, entered, _ in ways
        if entered == key and left != EVERYWHERE and left in cells
    ]
    return min(leaving, default=rightmost)

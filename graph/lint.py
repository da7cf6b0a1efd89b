"""Structural problems of a journey, as data: whatever its shape alone can tell.

`findings` returns all of them, errors and warnings alike, in the order in which a reader would meet
them: each edge by itself, the order, then what can be reached.
"""

from collections.abc import Iterator
from itertools import pairwise

from graph.findings import Finding, Flaw
from graph.lifecycle import (
    ADVANCE,
    EVERYWHERE,
    EXIT,
    FREE,
    RECYCLE,
    Edge,
    Lifecycle,
)
from graph.order import AdvanceCycle, advance_cycles, advancement_order
from graph.reach import reach_findings
from graph.skipping import skipping_findings


def findings(lifecycle: Lifecycle) -> tuple[Finding, ...]:
    """Everything that is wrong with the shape of a journey, or deserves a second look."""
    if not lifecycle.nodes:
        return (Finding(Flaw.NO_STAGES),)
    order = _order(lifecycle)
    return (
        *_edge_findings(lifecycle, order),
        *_order_findings(lifecycle, order),
        *reach_findings(lifecycle, order or lifecycle.keys),
        *skipping_findings(lifecycle, order),
    )


def _order(lifecycle: Lifecycle) -> tuple[str, ...] | None:
    """The advancement order, or None where ADVANCE edges close a cycle and there is none."""
    stages = [(node.key, node.role) for node in lifecycle.nodes]
    try:
        return advancement_order(stages, _without_loops(lifecycle))
    except AdvanceCycle:
        return None


def _without_loops(lifecycle: Lifecycle) -> Iterator[tuple[str, str, str]]:
    """ADVANCE edges as triples. A loop is a SELF_TRANSITION, and no reason to have no order."""
    return ((left, entered, ADVANCE) for left, entered in lifecycle.advances)


def _edge_findings(lifecycle: Lifecycle, order: tuple[str, ...] | None) -> Iterator[Finding]:
    """What is wrong with one edge by itself, or with its doubles."""
    exits = frozenset(node.key for node in lifecycle.nodes if node.is_exit)
    rank = {key: rank for rank, key in enumerate(order)} if order else {}
    seen: dict[tuple[str, str, str], int] = {}
    for index, edge in enumerate(lifecycle.edges):
        ends = tuple(key for key in (edge.left, edge.entered) if key != EVERYWHERE)
        first = seen.setdefault((edge.left, edge.entered, edge.kind), index)
        if first != index:
            yield Finding(Flaw.DUPLICATE_TRANSITION, ends, (first, index))
        flaw = _flaw_of(edge, exits, rank)
        if flaw is not None:
            yield Finding(flaw, ends[:1] if flaw is Flaw.SELF_TRANSITION else ends, (index,))
        if lifecycle.movement == FREE:
            if edge.kind == RECYCLE:
                yield Finding(Flaw.RECYCLE_IN_FREE, ends, (index,))
            elif edge.is_guarded:
                yield Finding(Flaw.GUARD_IN_FREE, ends, (index,))


def _flaw_of(edge: Edge, exits: frozenset[str], rank: dict[str, int]) -> Flaw | None:
    """The rule of the map that an edge breaks; the first, since the others follow from it."""
    if edge.left == edge.entered:
        return Flaw.SELF_TRANSITION
    if edge.left == EVERYWHERE and edge.kind != EXIT:
        return Flaw.ANYWHERE_NOT_EXIT
    match edge.kind:
        case "ADVANCE" if edge.left in exits or edge.entered in exits:
            return Flaw.EXIT_HAS_ADVANCE
        case "EXIT" if edge.entered not in exits:
            return Flaw.EXIT_TO_NON_EXIT
        case "EXIT" if edge.left in exits and _goes_forward(edge, exits, rank) is False:
            return Flaw.EXIT_GOES_BACK
        case "RECYCLE" if _goes_forward(edge, exits, rank):
            return Flaw.RECYCLE_GOES_FORWARD
        case "RECYCLE" if edge.entered in exits:
            return Flaw.RECYCLE_TO_EXIT
    return None


def _goes_forward(edge: Edge, exits: frozenset[str], rank: dict[str, int]) -> bool | None:
    """Whether an edge leads to a more advanced node; None where no order can tell."""
    if (edge.left in exits) != (edge.entered in exits):
        return edge.entered in exits
    return rank[edge.entered] > rank[edge.left] if rank else None


def _order_findings(lifecycle: Lifecycle, order: tuple[str, ...] | None) -> Iterator[Finding]:
    """ADVANCE cycles, or an order that is not the list's."""
    if order is None:
        index_of = {
            (edge.left, edge.entered): index
            for index, edge in reversed(list(enumerate(lifecycle.edges)))
            if edge.kind == ADVANCE
        }
        for cycle in advance_cycles(lifecycle.keys, _without_loops(lifecycle)):
            edges = tuple(index_of[pair] for pair in pairwise(cycle))
            yield Finding(Flaw.ADVANCE_CYCLE, cycle[:-1], edges, cycle)
    elif order != lifecycle.keys:
        yield Finding(Flaw.LIST_ORDER_DIFFERS, _too_early(lifecycle.keys, order), witness=order)


def _too_early(keys: tuple[str, ...], order: tuple[str, ...]) -> tuple[str, ...]:
    """The nodes that the list names before a less advanced one."""
    rank = {key: rank for rank, key in enumerate(order)}
    early = []
    least_behind = len(order)
    for key in reversed(keys):
        if rank[key] > least_behind:
            early.append(key)
        least_behind = min(least_behind, rank[key])
    return tuple(reversed(early))

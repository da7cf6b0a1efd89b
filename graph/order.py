"""The advancement order: what "more advanced" means in a journey (design, section 4).

A stage's depth is the length of the longest ADVANCE path to it; stages sort by (is EXIT, depth,
list position). Where ADVANCE transitions close a cycle there is no such order.
"""

from collections.abc import Iterable, Sequence

import networkx as nx

from graph.lifecycle import ADVANCE, EVERYWHERE, EXIT, digraph


class AdvanceCycle(ValueError):
    """There is no order: `witness` is a cycle of ADVANCE transitions, ending where it starts."""

    def __init__(self, witness: tuple[str, ...]) -> None:
        super().__init__(f"ADVANCE transitions close a cycle: {' -> '.join(witness)}")
        self.witness = witness


def advancement_order(
    stages: Sequence[tuple[str, str]], transitions: Iterable[tuple[str, str, str]]
) -> tuple[str, ...]:
    """The stages' keys, the least advanced first; AdvanceCycle where there is no order.

    Stages are given as `(key, role)` in list order, transitions as `(from, to, kind)`.
    """
    edges = list(_advances(transitions))
    depth = _depths([key for key, _ in stages], edges)
    if depth is None:
        raise AdvanceCycle(_cycles(digraph((key for key, _ in stages), edges))[0])
    # The sort is stable, which leaves equals in list order.
    ordered = sorted(stages, key=lambda stage: (stage[1] == EXIT, depth[stage[0]]))
    return tuple(key for key, _ in ordered)


def advance_cycles(
    keys: Sequence[str], transitions: Iterable[tuple[str, str, str]]
) -> tuple[tuple[str, ...], ...]:
    """One cycle for every knot of ADVANCE transitions, the shortest through its first stage."""
    return _cycles(digraph(keys, _advances(transitions)))


def advance_cycle(
    keys: Sequence[str], transitions: Iterable[tuple[str, str, str]]
) -> tuple[str, ...] | None:
    """One such cycle, or None where ADVANCE transitions form a DAG."""
    cycles = advance_cycles(keys, transitions)
    return cycles[0] if cycles else None


def _depths(keys: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, int] | None:
    """The length of the longest path to each node; None where some path has no end.

    By hand: drafts are ordered after every edit, and half the time would go into making a graph.
    """
    onward: dict[str, list[str]] = {key: [] for key in keys}
    waiting = dict.fromkeys(onward, 0)
    for left, entered in edges:
        onward[left].append(entered)
        waiting[entered] += 1
    reached = [key for key, before in waiting.items() if not before]
    depth = dict.fromkeys(reached, 0)
    for here in reached:
        for entered in onward[here]:
            depth[entered] = max(depth.get(entered, 0), depth[here] + 1)
            waiting[entered] -= 1
            if not waiting[entered]:
                reached.append(entered)
    return depth if len(reached) == len(onward) else None


def _advances(transitions: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, str]]:
    return (
        (left, entered)
        for left, entered, kind in transitions
        if kind == ADVANCE and left != EVERYWHERE
    )


def _cycles(graph: nx.DiGraph) -> tuple[tuple[str, ...], ...]:
    """One per strongly connected component, in list order, from the component's first stage on."""
    position = {key: index for index, key in enumerate(graph)}
    starts = []
    for component in nx.strongly_connected_components(graph):
        start = min(component, key=position.__getitem__)
        if len(component) > 1 or graph.has_edge(start, start):
            starts.append((position[start], start, component))
    return tuple(_cycle_through(graph, start, component) for _, start, component in sorted(starts))


def _cycle_through(graph: nx.DiGraph, start: str, component: set[str]) -> tuple[str, ...]:
    """The shortest way from `start` back to itself."""
    before: dict[str, str] = {}
    reached = [start]
    for here in reached:
        for entered in graph.successors(here):
            if entered == start:
                way = [start, here]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if entered in component and entered not in before:
                before[entered] = here
                reached.append(entered)
    raise AssertionError("a strongly connected component has a way back to each of its nodes")

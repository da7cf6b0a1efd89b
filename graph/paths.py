"""Ways through a journey: what can be reached from where, and the shortest way there."""

from collections.abc import Iterable, Iterator, Sequence

import networkx as nx

from graph.lifecycle import ADVANCE, EVERYWHERE, EXIT, Lifecycle, digraph


def reachable(lifecycle: Lifecycle, sources: Iterable[str]) -> frozenset[str]:
    """What some way from one of `sources` leads to, over edges of every kind; they too."""
    return _followed(sources, _ways(lifecycle)) - {EVERYWHERE}


def leading_to(lifecycle: Lifecycle, targets: Iterable[str]) -> frozenset[str]:
    """What some way leads from to one of `targets`, over edges of every kind; they too."""
    back = ((entered, left) for left, entered in _ways(lifecycle))
    return _followed(targets, back) - {EVERYWHERE}


def advance_paths(lifecycle: Lifecycle, left: str) -> dict[str, tuple[str, ...]]:
    """For every node that ADVANCE edges reach from `left`, itself too, a shortest way."""
    graph = digraph(lifecycle.keys, lifecycle.advances)
    return {key: tuple(way) for key, way in nx.single_source_shortest_path(graph, left).items()}


def shortest_advance_path(
    keys: Sequence[str], transitions: Iterable[tuple[str, str, str]], left: str, entered: str
) -> tuple[str, ...] | None:
    """A shortest way of ADVANCE transitions, both ends named; None when there is none."""
    advances = (
        (here, there) for here, there, kind in transitions if kind == ADVANCE and here != EVERYWHERE
    )
    graph = digraph(keys, advances)
    try:
        return tuple(nx.shortest_path(graph, left, entered))
    except nx.NetworkXNoPath:
        return None


def _ways(lifecycle: Lifecycle) -> Iterator[tuple[str, str]]:
    """Every edge; `*` is a node of its own, so that it costs one edge a node and not one a pair."""
    is_left_from_everywhere = False
    for edge in lifecycle.edges:
        is_left_from_everywhere |= edge.left == EVERYWHERE
        yield edge.left, edge.entered
    if is_left_from_everywhere:
        yield from ((node.key, EVERYWHERE) for node in lifecycle.nodes if node.role != EXIT)


def _followed(starts: Iterable[str], ways: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Where the ways lead to from the starts, which are there already."""
    onward: dict[str, list[str]] = {}
    for left, entered in ways:
        onward.setdefault(left, []).append(entered)
    reached = dict.fromkeys(starts)
    ahead = list(reached)
    for here in ahead:
        for entered in onward.get(here, ()):
            if entered not in reached:
                reached[entered] = None
                ahead.append(entered)
    return frozenset(reached)

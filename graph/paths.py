"""Ways through a journey: what can be reached from where, and the shortest way there."""

from collections.abc import Iterable, Sequence

import networkx as nx

from graph.lifecycle import ADVANCE, EVERYWHERE, EXIT, Lifecycle, digraph

# Keys of stages hold neither: these nodes stand for many and are never handed out.
_SOURCE = "(source)"
_SINK = "(sink)"


def reachable(lifecycle: Lifecycle, sources: Iterable[str]) -> frozenset[str]:
    """What some way from one of `sources` leads to, over edges of every kind; they too."""
    graph = _ways(lifecycle)
    graph.add_edges_from((_SOURCE, key) for key in sources)
    if _SOURCE not in graph:
        return frozenset()
    return frozenset(nx.descendants(graph, _SOURCE)) - {EVERYWHERE}


def leading_to(lifecycle: Lifecycle, targets: Iterable[str]) -> frozenset[str]:
    """What some way leads from to one of `targets`, over edges of every kind; they too."""
    graph = _ways(lifecycle)
    graph.add_edges_from((key, _SINK) for key in targets)
    if _SINK not in graph:
        return frozenset()
    return frozenset(nx.ancestors(graph, _SINK)) - {EVERYWHERE}


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


def _ways(lifecycle: Lifecycle) -> nx.DiGraph:
    """Every edge; `*` is a node of its own, so that it costs one edge a node and not one a pair."""
    graph = digraph(lifecycle.keys, ((edge.left, edge.entered) for edge in lifecycle.edges))
    if EVERYWHERE in graph:
        graph.add_edges_from(
            (node.key, EVERYWHERE) for node in lifecycle.nodes if node.role != EXIT
        )
    return graph

"""A journey as a graph: its stages as nodes in list order, its transitions as edges.

`domain` describes a journey with these values and gets plain ones back: networkx stays in here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

ADVANCE = "ADVANCE"
EXIT = "EXIT"
RECYCLE = "RECYCLE"
ENTRY = "ENTRY"
FORWARD = "FORWARD"
STEPWISE = "STEPWISE"
FREE = "FREE"
EVERYWHERE = "*"
"""As an edge's origin: every node that is not an EXIT. No stage has this key."""


@dataclass(frozen=True, slots=True)
class Node:
    """What the graph needs to know of a stage."""

    key: str
    role: str = "STAGE"
    has_criteria: bool = False

    @property
    def is_exit(self) -> bool:
        """Whether profiles leave the journey here."""
        return self.role == EXIT

    @property
    def is_default_entry(self) -> bool:
        """Whether a profile may start here for no reason of its own."""
        return self.role == ENTRY and not self.has_criteria


@dataclass(frozen=True, slots=True)
class Edge:
    """What the graph needs to know of a transition."""

    left: str
    entered: str
    kind: str = ADVANCE
    has_when: bool = False
    has_after: bool = False

    @property
    def is_guarded(self) -> bool:
        """Whether it has a guard at all."""
        return self.has_when or self.has_after


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A whole journey, as far as its shape goes. An edge joins two nodes, or `*` and a node."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    movement: str = FORWARD

    @property
    def keys(self) -> tuple[str, ...]:
        """The nodes' keys, in list order."""
        return tuple(node.key for node in self.nodes)

    @property
    def advances(self) -> Iterator[tuple[str, str]]:
        """Where ADVANCE edges lead from and to; loops and `*` are left out, flaws of their own."""
        return (
            (edge.left, edge.entered)
            for edge in self.edges
            if edge.kind == ADVANCE and edge.left not in (edge.entered, EVERYWHERE)
        )


def digraph(keys: Iterable[str], edges: Iterable[tuple[str, str]]) -> nx.DiGraph:
    """The directed graph over these keys; edges that run side by side are one."""
    graph = nx.DiGraph()
    graph.add_nodes_from(keys)
    graph.add_edges_from(edges)
    return graph

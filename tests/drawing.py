"""A client's canvas: what it is told of each batch is all that it knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from domain.canvas import Canvas, CanvasEdge, CanvasNode
from domain.canvas_change import CanvasChange

T = TypeVar("T")


@dataclass(slots=True)
class Drawing(Generic[T]):
    """Nodes, or edges, in order."""

    drawn: list[T]
    id: Callable[[T], str]

    def change(
        self, changed: Sequence[T], removed: Sequence[str], order: Sequence[str] | None
    ) -> None:
        """As the schema tells clients to do."""
        told = {self.id(one): one for one in changed}
        kept = [one for one in self.drawn if self.id(one) not in removed]
        self.drawn = [told.pop(self.id(one), one) for one in kept] + list(told.values())
        if order is not None:
            by_id = {self.id(one): one for one in self.drawn}
            self.drawn = [by_id[id] for id in order]


class Drawer:
    """Draws a canvas from its changes, as the domain tells them."""

    def __init__(self, canvas: Canvas) -> None:
        by_id: Any = attrgetter("id")
        self._nodes: Drawing[CanvasNode] = Drawing(list(canvas.nodes), by_id)
        self._edges: Drawing[CanvasEdge] = Drawing(list(canvas.edges), by_id)

    def change(self, change: CanvasChange) -> None:
        self._nodes.change(change.nodes, change.removed_nodes, change.node_order)
        self._edges.change(change.edges, change.removed_edges, change.edge_order)

    @property
    def canvas(self) -> Canvas:
        return Canvas(tuple(self._nodes.drawn), tuple(self._edges.drawn))

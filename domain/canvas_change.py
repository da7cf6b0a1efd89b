"""What a batch of edits changes on the canvas, for whoever draws along.

An edit of one element may move others: a lane's frame grows with what is in it, and what lies in a
lane is reckoned from its corner. So what changed is told by comparing the canvas before with the
canvas after. Whoever has the one and carries out the change has the other, in its order too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.canvas import Canvas, CanvasEdge, CanvasNode, canvas_of
from domain.draft import Draft
from domain.edit_log import LoggedBatch
from domain.edits.fields import identical
from domain.rewinding import rewound

Drawn = TypeVar("Drawn", CanvasNode, CanvasEdge)
Logged = TypeVar("Logged", bound=LoggedBatch)

Order = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CanvasChange:
    """From one canvas to another: take away, put in the place of their namesakes, append the rest.

    An order is given where that leads to another one: all ids, in theirs.
    """

    nodes: tuple[CanvasNode, ...] = ()
    edges: tuple[CanvasEdge, ...] = ()
    removed_nodes: Order = ()
    removed_edges: Order = ()
    node_order: Order | None = None
    edge_order: Order | None = None


@dataclass(frozen=True, slots=True)
class Redrawn(Generic[Logged]):
    """A batch, the draft after it with its canvas, and what has changed on that."""

    batch: Logged
    draft: Draft
    canvas: Canvas
    change: CanvasChange


def canvas_change(before: Canvas, after: Canvas) -> CanvasChange:
    """What leads from one canvas to another; where it is looked at is nobody else's."""
    nodes, removed_nodes, node_order = _difference(before.nodes, after.nodes)
    edges, removed_edges, edge_order = _difference(before.edges, after.edges)
    return CanvasChange(
        nodes=nodes,
        edges=edges,
        removed_nodes=removed_nodes,
        removed_edges=removed_edges,
        node_order=node_order,
        edge_order=edge_order,
    )


def canvas_changes(
    draft: Draft, batches: Sequence[Logged], canvas: Canvas | None = None
) -> Iterator[Redrawn[Logged]]:
    """What each of the batches that led to a draft has changed on the canvas.

    `canvas` is the one before them all, where it is known. They are worked out one by one.
    """
    first, *others = retraced(draft, batches)
    canvas = canvas_of(first) if canvas is None else canvas
    for batch, after in zip(batches, others, strict=True):
        drawn = canvas_of(after)
        yield Redrawn(batch, after, drawn, canvas_change(canvas, drawn))
        canvas = drawn


def retraced(draft: Draft, batches: Sequence[LoggedBatch]) -> list[Draft]:
    """The draft before each of the batches that led to it, and at last as it is."""
    drafts = [draft]
    for batch in reversed(batches):
        drafts.append(rewound(drafts[-1], [batch], batch.revision - 1))
    return drafts[::-1]


def _difference(
    before: Sequence[Drawn], after: Sequence[Drawn]
) -> tuple[tuple[Drawn, ...], Order, Order | None]:
    was = {one.id: one for one in before}
    now = {one.id: one for one in after}
    changed = tuple(one for one in after if not identical(was.get(one.id), one))
    removed = tuple(id for id in was if id not in now)
    by_itself = [id for id in {**was, **now} if id in now]
    return changed, removed, None if by_itself == list(now) else tuple(now)

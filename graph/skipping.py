"""Where an `after` keeps profiles from going straight to a stage that they have earned.

In FORWARD a profile may pass over stages, but it has not dwelt in a stage that it passes over: an
edge with an `after` can only be the first of its way (design, section 4). So a profile that stands
before such an edge's origin and meets what lies behind it waits, unless another way leads there.
"""

from collections.abc import Iterator

from graph.findings import Finding, Flaw
from graph.lifecycle import ADVANCE, FORWARD, Edge, Lifecycle


def skipping_findings(lifecycle: Lifecycle, order: tuple[str, ...] | None) -> Iterator[Finding]:
    """One finding for every edge whose `after` blocks a skip.

    Its nodes are the one that waits, the one it cannot pass over and the one it has earned.
    """
    if lifecycle.movement != FORWARD or order is None:
        return
    inner = {node.key for node in lifecycle.nodes if not node.is_exit}
    edges = [
        (index, edge)
        for index, edge in enumerate(lifecycle.edges)
        if edge.kind == ADVANCE
        and edge.left != edge.entered
        and edge.left in inner
        and edge.entered in inner
    ]
    before: dict[str, list[str]] = {}
    for _, edge in edges:
        before.setdefault(edge.entered, []).append(edge.left)
    masks = _Masks(order, [edge for _, edge in edges])
    earned = masks.of(node.key for node in lifecycle.nodes if node.has_criteria)
    for index, edge in edges:
        if not edge.has_after:
            continue
        behind = masks.passing[edge.entered] & earned
        for waiting in before.get(edge.left, ()):
            blocked = behind & ~masks.skipping[waiting]
            if blocked:
                # The lowest bit is the least advanced of them.
                target = order[(blocked & -blocked).bit_length() - 1]
                witness = (waiting, edge.left, edge.entered)
                yield Finding(
                    Flaw.SKIP_BLOCKED_BY_AFTER, (waiting, edge.left, target), (index,), witness
                )
                break


class _Masks:
    """Sets of nodes as bits of an integer, one per rank: cheap to unite along 2,000 edges."""

    def __init__(self, order: tuple[str, ...], edges: list[Edge]) -> None:
        self._bit = {key: 1 << rank for rank, key in enumerate(order)}
        leaving: dict[str, list[Edge]] = {}
        for edge in edges:
            leaving.setdefault(edge.left, []).append(edge)
        self.passing = dict(self._bit)
        """What a profile that passes over a node can come to, the node itself included."""
        self.skipping: dict[str, int] = dict.fromkeys(order, 0)
        """What a profile that stands in a node can come to."""
        # Each edge leads up the order, so that going down each target is done before its origin.
        for key in reversed(order):
            for edge in leaving.get(key, ()):
                beyond = self.passing[edge.entered]
                self.skipping[key] |= beyond
                if not edge.has_after:
                    self.passing[key] |= beyond

    def of(self, keys: Iterator[str]) -> int:
        """The set of these nodes."""
        mask = 0
        for key in keys:
            mask |= self._bit[key]
        return mask

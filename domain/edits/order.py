"""The order of a list: what stands before what, and what has moved between two orders."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Placing = tuple[str, str | None]
"""An id, and the id that it is to stand before; None: last."""


def arranged(ids: Sequence[str], placings: Iterable[Placing]) -> list[str]:
    """The order after each id was taken to its place in turn, new ones among them.

    What is to stand before an id that is not there comes last.
    """
    # A ring through None, so that each step costs the same however long the list is.
    ring: list[str | None] = [None, *ids]
    following: dict[str | None, str | None] = dict(zip(ring, [*ids, None], strict=True))
    preceding = {there: here for here, there in following.items()}
    for id, before in placings:
        if before == id:
            continue
        if id in following:
            left, right = preceding[id], following[id]
            following[left], preceding[right] = right, left
        target = before if before in following else None
        left = preceding[target]
        following[left] = preceding[target] = id
        preceding[id], following[id] = left, target
    order: list[str] = []
    here = following[None]
    while here is not None:
        order.append(here)
        here = following[here]
    return order


def moved_between(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The fewest ids whose move explains how the order of those in both lists has changed."""
    place = {id: index for index, id in enumerate(before)}
    common = [id for id in after if id in place]
    # The longest run that kept its order, by patience: the last id of the best run of each length.
    tops: list[int] = []
    ends: list[str] = []
    behind: dict[str, str | None] = {}
    for id in common:
        length = bisect_left(tops, place[id])
        behind[id] = ends[length - 1] if length else None
        tops[length:] = [place[id], *tops[length + 1 :]]
        ends[length:] = [id, *ends[length + 1 :]]
    kept: set[str] = set()
    here = ends[-1] if ends else None
    while here is not None:
        kept.add(here)
        here = behind[here]
    return frozenset(common) - kept


def successors(ids: Sequence[str]) -> dict[str, str | None]:
    """For each id the one that it stands before."""
    return dict(zip(ids, [*ids[1:], None], strict=True))

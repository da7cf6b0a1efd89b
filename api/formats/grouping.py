"""Stages by the lanes that they are in, for formats that have groups of their own."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.draft import Draft, Lane
from domain.journey import Stage


@dataclass(frozen=True, slots=True)
class Group:
    """A lane with the stages in it and the lanes in it; the outermost has no lane."""

    lane: Lane | None
    stages: tuple[Stage, ...]
    groups: tuple["Group", ...]


def grouped(draft: Draft) -> Group:
    """All stages of a draft, in list order within each lane."""
    return _group(draft, None)


def _group(draft: Draft, lane: Lane | None) -> Group:
    keys = {lane.key for lane in draft.lanes}
    key = lane.key if lane else None
    return Group(
        lane,
        tuple(stage for stage in draft.stages if _known(stage.lane, keys) == key),
        tuple(_group(draft, inner) for inner in draft.lanes if _known(inner.parent, keys) == key),
    )


def _known(key: str | None, keys: set[str]) -> str | None:
    return key if key in keys else None


def lanes_of(group: Group) -> Iterator[Lane]:
    """Every lane, each before those in it."""
    for inner in group.groups:
        if inner.lane is not None:
            yield inner.lane
        yield from lanes_of(inner)

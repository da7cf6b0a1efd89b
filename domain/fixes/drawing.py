"""Fixes of the canvas: layouts, and lanes that fit."""

from collections.abc import Iterator, Mapping

from domain.draft import ElementKind, Lane, id_of
from domain.edits import AddLane, ApplyLayout, SetLane
from domain.fixes.mending import Mending, Proposal, Proposer
from domain.layout import Wishes, arranged


def _placed(mending: Mending) -> Iterator[Proposal]:
    """The stages without a place laid out around the others."""
    if mending.stages:
        only = frozenset(map(id_of, mending.stages))
        spots = arranged(mending.draft, Wishes(only=only))
        yield Proposal("Find it a place", (ApplyLayout(spots=spots),))
    yield from _laid_out(mending)


def _laid_out(mending: Mending) -> Iterator[Proposal]:
    yield Proposal("Lay the journey out", (ApplyLayout(spots=arranged(mending.draft)),))


def _moved_away(mending: Mending) -> Iterator[Proposal]:
    """The stage that lies on another one laid out around it."""
    only = frozenset((id_of(mending.stages[0]),))
    spots = arranged(mending.draft, Wishes(only=only))
    yield Proposal(f"Move {mending.stages[0].key}", (ApplyLayout(spots=spots),))
    yield from _laid_out(mending)


def _fitted(mending: Mending) -> Iterator[Proposal]:
    [stage] = mending.stages
    drawn = {lane.key for lane in mending.draft.lanes}
    if stage.lane is not None and stage.lane not in drawn:
        name = stage.lane.replace("-", " ").capitalize()
        lane = Lane(id=mending.ids(ElementKind.LANE), key=stage.lane, name=name)
        yield Proposal(f"Add the lane {name}", (AddLane(lane=lane),))
    yield from _laid_out(mending)
    yield Proposal("Take it out of the lane", (SetLane(elements=(id_of(stage),), lane=None),))


PROPOSERS: Mapping[str, Proposer] = {
    "NODE_UNPLACED": _placed,
    "NODES_OVERLAP": _moved_away,
    "CHILD_OUTSIDE_LANE": _fitted,
    "EDGE_CROSSINGS_HIGH": _laid_out,
}

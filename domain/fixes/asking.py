"""Fixes of criteria: parts that are too many, stages that are to be kept apart."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from domain.criteria import All, Any, Criteria, Not
from domain.draft import id_of
from domain.edits import Place, Reorder, SetCriteria, Slot
from domain.fixes.mending import Mending, Proposal, Proposer
from domain.fixes.trees import also_asking, part_at, without
from domain.journey import Stage
from domain.solver.solving import solved
from domain.wording import in_words


def slot_of(mending: Mending) -> tuple[str, Slot, Criteria] | None:
    """The element, the slot and the criteria that a problem of criteria is about."""
    if mending.problem.about.startswith("when") and mending.ways:
        way = mending.ways[-1]
        return (id_of(way), Slot.WHEN, way.when) if way.when is not None else None
    if mending.stages and (stage := mending.stages[0]).entry is not None:
        return id_of(stage), Slot.ENTRY, stage.entry
    return None


def path_in(mending: Mending) -> str:
    """Where in the criteria it is."""
    return mending.problem.about.removeprefix("entry").removeprefix("when")


def _part_out(mending: Mending) -> Iterator[Proposal]:
    slot = slot_of(mending)
    if slot is None:
        return
    element, kind, criteria = slot
    path = path_in(mending)
    title = f"Take out: {in_words(part_at(criteria, path))}"
    edit = SetCriteria(element=element, slot=kind, criteria=without(criteria, path))
    yield Proposal(title, (edit,))


def _possible(mending: Mending) -> Iterator[Proposal]:
    """Each rule in turn taken out of a contradiction, else all of it."""
    slot = slot_of(mending)
    if slot is None:
        return
    element, kind, criteria = slot
    if isinstance(criteria, All):
        for index, part in enumerate(criteria.parts):
            left = without(criteria, f".all[{index}]")
            if left is not None and solved(left).holds:
                edit = SetCriteria(element=element, slot=kind, criteria=left)
                yield Proposal(f"Take out: {in_words(part)}", (edit,))
        edit = SetCriteria(element=element, slot=kind, criteria=Any(criteria.parts))
        yield Proposal("Ask for any of the rules instead of all", (edit,))
    yield from _nothing_asked(mending)


def _nothing_asked(mending: Mending) -> Iterator[Proposal]:
    slot = slot_of(mending)
    if slot is not None:
        element, kind, _ = slot
        edit = SetCriteria(element=element, slot=kind, criteria=None)
        yield Proposal("Ask for nothing", (edit,))


def _kept_apart(mending: Mending) -> Iterator[Proposal]:
    """The less advanced of two stages asks that the other's criteria do not hold."""
    lesser, greater = mending.stages[:2]
    yield from _apart(lesser, greater)
    if not mending.is_free:
        edit = mending.joining(lesser, greater)
        yield Proposal(f"Lead on from {lesser.key} to {greater.key}", (edit,))


def _led_on(mending: Mending) -> Iterator[Proposal]:
    """Ways between branches, in the order that the list has them."""
    ordered = mending.stages
    edits = tuple(mending.joining(one, other) for one, other in pairwise(ordered))
    yield Proposal(f"Lead on from {' to '.join(stage.key for stage in ordered)}", edits)


def _left_alone(mending: Mending) -> Iterator[Proposal]:
    """The EXIT asks that success does not hold."""
    success, leaving = mending.stages[:2]
    yield from _apart(leaving, success)


def _turned(mending: Mending) -> Iterator[Proposal]:
    """The shadowed branch behind the other in the list, and so more advanced."""
    lesser, greater = mending.stages[:2]
    stages = mending.draft.stages
    behind = stages[stages.index(greater) + 1 :]
    place = Place(element=id_of(lesser), before=id_of(behind[0]) if behind else None)
    yield Proposal(f"Put {lesser.key} behind {greater.key}", (Reorder(places=(place,)),))
    if lesser.entry is not None:
        yield from _apart(greater, lesser)


def _held_back(mending: Mending) -> Iterator[Proposal]:
    """The next stage asks for what it asked, and that the one before does not hold any more."""
    lesser, greater = mending.stages[:2]
    yield from _apart(greater, lesser)
    yield from _apart(lesser, greater)


def _apart(asking: Stage, other: Stage) -> Iterator[Proposal]:
    if other.entry is not None:
        criteria = also_asking(asking.entry, _denied(other.entry))
        edit = SetCriteria(element=id_of(asking), slot=Slot.ENTRY, criteria=criteria)
        yield Proposal(f"Ask in {asking.key} that {other.key} is not met", (edit,))


def _denied(criteria: Criteria) -> Criteria:
    return criteria.part if isinstance(criteria, Not) else Not(criteria)


PROPOSERS: Mapping[str, Proposer] = {
    "BRANCHES_OVERLAP": _kept_apart,
    "BRANCH_SHADOWED": _turned,
    "BRANCH_ORDER_IMPLICIT": _led_on,
    "CRITERIA_CONTRADICTION": _possible,
    "CRITERIA_ALWAYS_TRUE": _nothing_asked,
    "CRITERIA_REDUNDANT_RULE": _part_out,
    "STAGE_ALWAYS_SKIPPED": _held_back,
    "EXIT_OVERLAPS_SUCCESS": _left_alone,
}

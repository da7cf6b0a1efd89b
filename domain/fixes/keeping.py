"""Fixes of what a draft would take from the live version: stages that are gone, keys of others."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from domain.draft import ElementKind, id_of
from domain.edits import AddStage, AddTransition, RestoreElements, StageFields, UpdateStage
from domain.fixes.mending import Mending, Proposal, Proposer
from domain.journey import EVERYWHERE, Journey, Stage, Transition

MOST_NUMBERS = 100


def _brought_back(mending: Mending) -> Iterator[Proposal]:
    """The stage as it is live, with its ways to the stages that are left; else by itself."""
    live = mending.around.live
    assert live is not None
    for stage in live.journey.stages:
        if stage.key in mending.problem.stages:
            addition = _addition(mending, stage, live.journey)
            ways = tuple(_ways(mending, addition.stage, live.journey))
            title = f"Bring {stage.key} back"
            if ways:
                edit = RestoreElements(stages=(addition,), transitions=ways)
                yield Proposal(f"{title}, with its transitions", (edit,))
            yield Proposal(title, (RestoreElements(stages=(addition,)),))


def _addition(mending: Mending, stage: Stage, live: Journey) -> AddStage:
    behind = live.stages[live.stages.index(stage) + 1 :]
    following = (mending.by_key[it.key] for it in behind if it.key in mending.by_key)
    before = next((id_of(one) for one in following), None)
    id = stage.id or mending.ids(ElementKind.STAGE)
    return AddStage(stage=replace(stage, id=id), before=before)


def _ways(mending: Mending, stage: Stage, live: Journey) -> Iterator[AddTransition]:
    """The live transitions that begin or end there, as far as the draft has their other end."""
    ids = {it.key: id_of(it) for it in mending.draft.stages}
    ids |= {EVERYWHERE: EVERYWHERE, stage.key: id_of(stage)}
    taken = {id_of(way) for way in mending.draft.transitions}
    for way in live.transitions:
        if stage.key in (way.left, way.entered) and way.left in ids and way.entered in ids:
            id = way.id
            if id is None or id in taken:
                id = mending.ids(ElementKind.TRANSITION)
            yield AddTransition(transition=_joining(way, id, ids))


def _joining(way: Transition, id: str, ids: Mapping[str, str]) -> Transition:
    return replace(way, id=id, left=ids[way.left], entered=ids[way.entered])


def _another_key(mending: Mending) -> Iterator[Proposal]:
    """Its key with the first number that makes it new."""
    [stage] = mending.stages
    live = mending.around.live
    known = {*mending.by_key, *(live.former if live is not None else ())}
    numbered = (f"{stage.key}-{number}" for number in range(2, MOST_NUMBERS))
    for key in (it for it in numbered if it not in known):
        edit = UpdateStage(element=id_of(stage), fields=StageFields(key=key))
        yield Proposal(f"Give it the key {key}", (edit,))
        return


PROPOSERS: Mapping[str, Proposer] = {
    "STAGE_REMOVED_WITH_PROFILES": _brought_back,
    "REFERENCED_ELSEWHERE": _brought_back,
    "KEY_REUSED": _another_key,
}

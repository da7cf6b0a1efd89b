"""Fixes of the map: stages that cannot be reached or left, transitions of the wrong kind."""

from collections.abc import Iterator, Mapping

from domain.draft import ElementKind, id_of
from domain.edits import (
    AddStage,
    Edit,
    Place,
    RemoveElements,
    Reorder,
    StageFields,
    TransitionFields,
    UpdateStage,
    UpdateTransition,
)
from domain.fixes.mending import Mending, Proposal, Proposer
from domain.instants import DAY, Duration
from domain.journey import Role, Stage, Transition, TransitionKind

MOST = 5
"""Stages that are tried as the other end of a new transition."""
A_DAY = Duration(DAY, "P1D")
A_QUARTER = Duration(90 * DAY, "P90D")
ADVANCE, EXIT, RECYCLE = TransitionKind.ADVANCE, TransitionKind.EXIT, TransitionKind.RECYCLE


def _first_stage(mending: Mending) -> Iterator[Proposal]:
    stage = Stage(id=mending.ids(ElementKind.STAGE), key="start", name="Start", role=Role.ENTRY)
    yield Proposal("Add a stage where profiles start", (AddStage(stage=stage),))


def _entry(mending: Mending) -> Iterator[Proposal]:
    for stage in [one for one in mending.draft.stages if one.role is Role.STAGE][:MOST]:
        edit = UpdateStage(element=id_of(stage), fields=StageFields(role=Role.ENTRY))
        yield Proposal(f"Let profiles start at {stage.key}", (edit,))


def _way_in(mending: Mending) -> Iterator[Proposal]:
    [stage] = mending.stages
    if stage.role is Role.EXIT:
        yield _out(mending, None, stage)
    else:
        position = mending.draft.stages.index(stage)
        before = reversed(mending.draft.stages[:position])
        others = [*before, *mending.draft.stages[position + 1 :]]
        for other in [one for one in others if one.role is not Role.EXIT][:MOST]:
            yield Proposal(f"Lead from {other.key} to it", (mending.joining(other, stage),))
    yield _removed(f"Remove {stage.key}", stage)


def _one_default(mending: Mending) -> Iterator[Proposal]:
    """Where profiles start now, else another of those stages, as the only one."""
    taken = mending.problem.witness[0]
    for kept in sorted(mending.stages, key=lambda stage: stage.key != taken):
        edits = tuple(
            UpdateStage(element=id_of(stage), fields=StageFields(role=Role.STAGE))
            for stage in mending.stages
            if stage is not kept
        )
        yield Proposal(f"Let profiles start at {kept.key} only", edits)


def _other_kind(mending: Mending) -> Iterator[Proposal]:
    """The transition as one of another kind, else without it."""
    way = mending.ways[-1]
    for kind in (EXIT, ADVANCE, RECYCLE):
        if kind is not way.kind:
            title = f"Make {mending.label(way)} {'an' if kind is not RECYCLE else 'a'} {kind}"
            yield Proposal(title, (mending.made(way, kind),))
    yield _dropped(mending, way)


def _gone(mending: Mending) -> Iterator[Proposal]:
    yield _dropped(mending, mending.ways[-1])


def _way_on(mending: Mending) -> Iterator[Proposal]:
    [stage] = mending.stages
    stages = mending.draft.stages
    for other in [one for one in stages[stages.index(stage) + 1 :] if one.role is not Role.EXIT][
        :1
    ]:
        yield Proposal(f"Lead on to {other.key}", (mending.joining(stage, other),))
    for leaving in mending.exits[:1]:
        yield _out(mending, None, leaving)
        yield _out(mending, stage, leaving)


def _way_out(mending: Mending) -> Iterator[Proposal]:
    [stage] = mending.stages
    for leaving in mending.exits[:1]:
        yield _out(mending, stage, leaving)
        yield _out(mending, None, leaving)


def _exit_opened(mending: Mending) -> Iterator[Proposal]:
    [stage] = mending.stages
    yield _out(mending, None, stage)


def _exit_added(mending: Mending) -> Iterator[Proposal]:
    stage = Stage(id=mending.ids(ElementKind.STAGE), key="churned", name="Churned", role=Role.EXIT)
    edits: tuple[Edit, ...] = (AddStage(stage=stage), mending.joining(None, stage, EXIT))
    yield Proposal("Add a stage for those who leave", edits)


def _way_back(mending: Mending) -> Iterator[Proposal]:
    [stage] = mending.stages
    for entry in [one for one in mending.draft.stages if one.role is Role.ENTRY][:1]:
        edit = mending.joining(stage, entry, RECYCLE, A_QUARTER)
        yield Proposal(f"Lead back to {entry.key} after 90 days", (edit,))


def _cycle_cut(mending: Mending) -> Iterator[Proposal]:
    """The way that leads furthest back in the list is the weakest."""
    position = {id_of(stage): index for index, stage in enumerate(mending.draft.stages)}
    weakest = min(mending.ways, key=lambda way: position[way.entered] - position[way.left])
    title = f"Make {mending.label(weakest)} a RECYCLE"
    yield Proposal(title, (mending.made(weakest, RECYCLE),))
    yield _dropped(mending, weakest)


def _loop_delayed(mending: Mending) -> Iterator[Proposal]:
    way = mending.ways[-1]
    edit = UpdateTransition(element=id_of(way), fields=TransitionFields(after=A_DAY))
    yield Proposal("Wait a day before leading back", (edit,))
    yield _dropped(mending, way)


def _unguarded(mending: Mending) -> Iterator[Proposal]:
    way = mending.ways[-1]
    fields = TransitionFields(when=None, after=None)
    yield Proposal("Take the guard out", (UpdateTransition(element=id_of(way), fields=fields),))


def _not_waiting(mending: Mending) -> Iterator[Proposal]:
    way = mending.ways[-1]
    waiting, _, earned = mending.stages
    title = f"Lead from {waiting.key} straight to {earned.key}"
    yield Proposal(title, (mending.joining(waiting, earned),))
    fields = TransitionFields(after=None)
    edit = UpdateTransition(element=id_of(way), fields=fields)
    yield Proposal(f"Take the `after` out of {mending.label(way)}", (edit,))


def _listed(mending: Mending) -> Iterator[Proposal]:
    """Each stage in turn put last: in the end they are in order."""
    places = tuple(
        Place(element=id_of(mending.by_key[key]), before=None) for key in mending.problem.witness
    )
    yield Proposal("List the stages in order of advancement", (Reorder(places=places),))


def _out(mending: Mending, left: Stage | None, leaving: Stage) -> Proposal:
    place = "everywhere" if left is None else left.key
    title = f"Let profiles leave for {leaving.key} from {place}"
    return Proposal(title, (mending.joining(left, leaving, EXIT),))


def _dropped(mending: Mending, way: Transition) -> Proposal:
    return _removed(f"Remove {mending.label(way)}", way)


def _removed(title: str, element: Stage | Transition) -> Proposal:
    return Proposal(title, (RemoveElements(elements=(id_of(element),)),))


PROPOSERS: Mapping[str, Proposer] = {
    "NO_STAGES": _first_stage,
    "NO_ENTRY_STAGE": _entry,
    "STAGE_UNREACHABLE": _way_in,
    "EXIT_HAS_ADVANCE": _other_kind,
    "EXIT_TO_NON_EXIT": _other_kind,
    "EXIT_GOES_BACK": _other_kind,
    "SELF_TRANSITION": _gone,
    "ANYWHERE_NOT_EXIT": _other_kind,
    "SEVERAL_DEFAULT_ENTRIES": _one_default,
    "DEAD_END": _way_on,
    "STAGE_WITHOUT_EXIT": _way_out,
    "NO_EXIT_STAGE": _exit_added,
    "ADVANCE_CYCLE": _cycle_cut,
    "RECYCLE_GOES_FORWARD": _other_kind,
    "RECYCLE_TO_EXIT": _other_kind,
    "RECYCLE_IN_FREE": _gone,
    "RECYCLE_LOOP_AT_ONCE": _loop_delayed,
    "DUPLICATE_TRANSITION": _gone,
    "SKIP_BLOCKED_BY_AFTER": _not_waiting,
    "GUARD_IN_FREE": _unguarded,
    "LIST_ORDER_DIFFERS": _listed,
    "EXIT_WITHOUT_CRITERIA_OR_HAND": _exit_opened,
    "STAGE_CANNOT_CHURN": _way_out,
    "NO_WINBACK": _way_back,
}

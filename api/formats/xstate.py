"""A draft as a machine of XState's: the config that its `createMachine` takes.

A profile that is judged is sent the event `evaluate`. The transitions that may then be followed
stand in the order in which they are asked; the guard `opens` holds all that is to be met, for
whoever runs the machine to judge: `entry` and `when` are criteria, `after` is how long the profile
must have been where it is.
"""

from typing import Any

from domain.advancement import advancement
from domain.criteria_document import criteria_to_document
from domain.draft import Draft
from domain.draft_document import journey_of
from domain.journey import EVERYWHERE, Journey, Movement, Role, Stage, Transition, TransitionKind

LOSSES = (
    "In FORWARD a profile may pass over stages; here it takes one transition at a time.",
    "Stages that are held after a recycle or a move by hand are not known here.",
    "A way in or on without anything that opens it is followed by hand only, and left out.",
    "Health, lanes, notes, scenarios, ids and where things are drawn are left out.",
)
EVENT = "evaluate"
UNPLACED = "(unplaced)"
"""Where a profile starts: no stage has such a key."""

Plain = dict[str, Any]
_TURNS = (TransitionKind.EXIT, TransitionKind.ADVANCE, TransitionKind.RECYCLE)


def xstate(draft: Draft) -> Plain:
    """The config of the machine."""
    journey = journey_of(draft)
    machine: Plain = {"id": journey.key}
    if journey.description:
        machine["description"] = journey.description
    machine["initial"] = UNPLACED
    machine["meta"] = {
        "name": journey.name,
        "kind": journey.kind.value,
        "movement": journey.movement.value,
    }
    order = advancement(journey)
    entrances = _entrances(journey, order)
    if journey.movement is Movement.FREE:
        machine["on"] = {EVENT: [way | {"target": f".{way['target']}"} for way in entrances]}
        machine["states"] = {UNPLACED: {}} | {s.key: _state(s) for s in journey.stages}
        return machine
    machine["states"] = {UNPLACED: {"on": {EVENT: entrances}} if entrances else {}}
    rank = {key: rank for rank, key in enumerate(order)}
    for stage in journey.stages:
        ways = _ways(journey, stage, rank)
        state = _state(stage)
        if ways:
            state["on"] = {EVENT: ways}
        elif stage.role is Role.EXIT:
            state["type"] = "final"
        machine["states"][stage.key] = state
    return machine


def _state(stage: Stage) -> Plain:
    said = {"name": stage.name, "role": stage.role.value, "goal": stage.goal, "phase": stage.phase}
    said |= {"lane": stage.lane, "color": stage.color}
    state: Plain = {"meta": {name: value for name, value in said.items() if value is not None}}
    if stage.description:
        state["description"] = stage.description
    if stage.teams:
        state["tags"] = list(stage.teams)
    return state


def _entrances(journey: Journey, order: tuple[str, ...]) -> list[Plain]:
    """Where an unplaced profile may start, the most advanced stage first.

    In FREE the first stage that asks nothing is for those who meet no other.
    """
    stages = {stage.key: stage for stage in journey.stages}
    asking = [key for key in reversed(order) if stages[key].entry is not None]
    default = [s.key for s in journey.stages if s.role is Role.ENTRY and s.entry is None]
    match journey.movement:
        case Movement.FREE:
            chosen = [*asking, *default[:1]]
        case Movement.STEPWISE:
            chosen = [key for key in reversed(order) if stages[key].role is Role.ENTRY]
        case Movement.FORWARD:
            chosen = [key for key in reversed(order) if key in asking or key in default]
    ways = [_way(key, _asked(stages[key])) for key in chosen]
    if journey.movement is Movement.FREE and not default:
        ways.append(_way(UNPLACED, {}))
    return ways


def _ways(journey: Journey, stage: Stage, rank: dict[str, int]) -> list[Plain]:
    """The transitions that leave a stage, as they are asked: out, on, back."""
    stages = {each.key: each for each in journey.stages}
    found = []
    for kind in _TURNS:
        leaving = [
            way
            for way in journey.transitions
            if way.kind is kind and _leaves(way, stage) and way.entered != stage.key
        ]
        for way in sorted(leaving, key=lambda way: -rank[way.entered]):
            # A recycle asks its guards alone.
            asked = {} if kind is TransitionKind.RECYCLE else _asked(stages[way.entered])
            if way.when is not None:
                asked["when"] = criteria_to_document(way.when)
            if way.after is not None:
                asked["after"] = way.after.text
            if asked:
                found.append(_way(way.entered, {"kind": kind.value, **asked}))
    return found


def _leaves(way: Transition, stage: Stage) -> bool:
    return way.left == stage.key or (way.left == EVERYWHERE and stage.role is not Role.EXIT)


def _asked(stage: Stage) -> Plain:
    return {} if stage.entry is None else {"entry": criteria_to_document(stage.entry)}


def _way(target: str, asked: Plain) -> Plain:
    """A transition, with a guard where there is anything to ask."""
    if not asked:
        return {"target": target}
    return {"target": target, "guard": {"type": "opens", "params": asked}}

"""Edits to and from plain values: what clients send, what the log and an inverse are kept as.

An edit is an object of one field, its name: `{"updateStage": {"id": "stg_1", "goal": null}}`. Where
an edit changes something, null takes a value away and a field that is left out stays as it is;
where it adds, the two are the same.

Read here is the form of each edit; whether a draft has a place for it is seen when it is applied.
"""

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from domain.draft import ElementKind, Ids
from domain.edit_forms import FORMS, Body
from domain.edits import (
    AddLane,
    AddNote,
    AddStage,
    AddTransition,
    ApplyLayout,
    AssignTeams,
    Change,
    Drag,
    Edit,
    InsertStage,
    LayOut,
    MoveNodes,
    RemoveElements,
    Reorder,
    RestoreElements,
    Sent,
    SetCriteria,
    SetHealth,
    SetLane,
    SetViewport,
    Spot,
    UpdateJourney,
    UpdateLane,
    UpdateNote,
    UpdateStage,
    UpdateTransition,
)
from domain.edits.fields import OUTSIDE, Fields, plain, said
from domain.element_document import BOX, addition_to_document
from domain.reading import ABSENT, Plain, Reading, below, kind_of
from domain.refusals import EditRejected, MalformedDocument
from domain.values import Value
from domain.wishes import Wishes

MAX_EDITS = 200

JOURNEY, STAGE, TRANSITION = ElementKind.JOURNEY, ElementKind.STAGE, ElementKind.TRANSITION
LANE, NOTE = ElementKind.LANE, ElementKind.NOTE


def edits_of(value: Plain, ids: Ids, most: int = MAX_EDITS) -> tuple[Sent, ...]:
    """The edits of a batch; EditRejected names the first that is malformed, and every fault.

    What a client adds without an id gets one of `ids`.
    """
    if not isinstance(value, list | tuple):
        raise EditRejected(0, "MALFORMED", f"must be a list, not {kind_of(value)}", "edits")
    if len(value) > most:
        message = f"has more than {most} edits"
        raise EditRejected(most, "LIMIT_EXCEEDED", message, "edits")
    return tuple(
        _read_edit(part, index, f"edits[{index}]", ids) for index, part in enumerate(value)
    )


def edits_kept(value: Plain, ids: Ids, most: int) -> tuple[Edit, ...]:
    """The edits of a batch in a log: where they say that nodes are is where those are."""
    return tuple(map(_kept, edits_of(value, ids, most)))


def edits_to_document(edits: Iterable[Sent]) -> list[Value]:
    """A batch of edits as it is kept and told to others."""
    return [{edit.name: _written(edit)} for edit in edits]


def changes_to_document(changes: Iterable[Change]) -> list[Value]:
    """What a batch came to, as it is kept beside it."""
    return [
        {
            "kind": change.kind.value,
            "element": change.element,
            "field": change.field,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]


def changes_of(kept: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """What a batch came to, as `changes_to_document` kept it."""
    return tuple(Change(**{**change, "kind": ElementKind(change["kind"])}) for change in kept)


def _kept(sent: Sent) -> Edit:
    match sent:
        case Drag(spots=spots):
            return MoveNodes(spots=spots)
        case LayOut():
            raise AssertionError("a kept layout has been computed")
        case _:
            return sent


def _read_edit(value: Plain, index: int, path: str, ids: Ids) -> Sent:
    reading = Reading()
    try:
        edit = _read_named(reading, value, path, ids)
        reading.finish()
    except MalformedDocument as malformed:
        first = malformed.faults[0]
        raise EditRejected(index, first.code, first.message, first.path, malformed.faults) from None
    assert edit is not None
    return edit


def _read_named(reading: Reading, value: Plain, path: str, ids: Ids) -> Sent | None:
    """The edit that an object of one field writes."""
    named = reading.open_fields(value, path)
    if len(named) != 1:
        if not reading.faults:
            reading.refuse(path, f"must be one edit by its name, not {len(named)}")
        return None
    name, body = next(iter(named.items()))
    if name not in FORMS:
        reading.refuse(below(path, name), f"is not an edit{reading.nearest(name, tuple(FORMS))}")
        return None
    shape, read = FORMS[name]
    at = below(path, name)
    if shape is None:
        return read(Body(reading, {}, at, ids, body))
    fields = reading.fields(body, at, shape)
    return None if reading.faults else read(Body(reading, fields, at, ids, body))


def _written(edit: Sent) -> Value:
    match edit:
        case AddStage() | AddTransition() | AddLane() | AddNote():
            return addition_to_document(edit)
        case UpdateStage(element=id, fields=fields):
            return {"id": id, **_changed(fields, STAGE)}
        case UpdateTransition(element=id, fields=fields):
            return {"id": id, **_changed(fields, TRANSITION)}
        case UpdateLane(element=id, fields=fields):
            return {"id": id, **_changed(fields, LANE)}
        case UpdateNote(element=id, fields=fields):
            return {"id": id, **_changed(fields, NOTE)}
        case UpdateJourney(fields=fields):
            return _changed(fields, JOURNEY)
        case RemoveElements(elements=ids, bridge=bridge):
            return {"ids": list(ids), "bridge": bridge}
        case InsertStage(element=id, stage=stage, onward=onward, box=box):
            added = addition_to_document(AddStage(stage=stage, box=box))
            return {"transitionId": id, "stage": added, "onwardId": onward}
        case SetCriteria(element=id, slot=slot, criteria=criteria):
            return {"elementId": id, "slot": slot.value, "criteria": plain(criteria)}
        case SetHealth(element=id, health=health):
            return {"elementId": id, "health": health}
        case AssignTeams(stages=stages, teams=teams):
            return {"stageIds": list(stages), "teams": list(teams)}
        case SetLane(elements=ids, lane=lane):
            return {"nodeIds": list(ids), "laneId": lane}
        case Reorder(places=places):
            return {"places": [{"id": place.element, "before": place.before} for place in places]}
        case MoveNodes(spots=spots):
            return {"nodes": [_spot(spot) for spot in spots], "absolute": True}
        case Drag(spots=spots) | ApplyLayout(spots=spots):
            return {"nodes": [_spot(spot) for spot in spots]}
        case LayOut(wishes=wishes):
            return _wished(wishes)
        case SetViewport(viewport=seen):
            return {} if seen is None else {"x": seen.x, "y": seen.y, "zoom": seen.zoom}
        case RestoreElements():
            names = ("lanes", "stages", "transitions", "notes")
            parts = {
                name: [addition_to_document(part) for part in getattr(edit, name)] for name in names
            }
            return {"snapshot": {name: part for name, part in parts.items() if part}}
        case _:
            assert_never(edit)


def _changed(fields: Fields, kind: ElementKind) -> dict[str, Value]:
    return {OUTSIDE[kind][name]: plain(value) for name, value in said(fields).items()}


def _wished(wishes: Wishes) -> Value:
    said: dict[str, Value] = {"direction": wishes.direction.value}
    if wishes.only is not None:
        said["nodeIds"] = sorted(wishes.only)
    if wishes.pinned:
        said["pinned"] = sorted(wishes.pinned)
    if wishes.sizes:
        said["sizes"] = [
            {"id": id, "width": size.width, "height": size.height}
            for id, size in wishes.sizes.items()
        ]
    return said


def _spot(spot: Spot) -> Value:
    lengths = {name: getattr(spot, name) for name in BOX}
    return {"id": spot.element} | {
        name: length for name, length in lengths.items() if length is not ABSENT
    }

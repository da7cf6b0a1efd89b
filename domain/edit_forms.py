"""The form of each edit outside: what fields it has, and how it is read from them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.criteria_document import read_criteria
from domain.draft import ElementKind, Ids, Viewport
from domain.edits import (
    Addition,
    AddStage,
    ApplyLayout,
    AssignTeams,
    Drag,
    InsertStage,
    JourneyFields,
    LaneFields,
    LayOut,
    MoveNodes,
    NoteFields,
    Place,
    RemoveElements,
    Reorder,
    RestoreElements,
    Sent,
    SetCriteria,
    SetHealth,
    SetLane,
    SetViewport,
    Slot,
    Spot,
    StageFields,
    TransitionFields,
    UpdateJourney,
    UpdateLane,
    UpdateNote,
    UpdateStage,
    UpdateTransition,
)
from domain.edits.fields import OUTSIDE
from domain.element_document import (
    BOX,
    present,
    read_addition,
    read_changed,
    read_length,
    read_teams,
)
from domain.health_document import read_health
from domain.reading import ABSENT, Fields, Plain, Reading, Shape, below
from domain.values import Number
from domain.wishes import Direction, Size, Wishes

JOURNEY, STAGE, TRANSITION = ElementKind.JOURNEY, ElementKind.STAGE, ElementKind.TRANSITION
LANE, NOTE = ElementKind.LANE, ElementKind.NOTE


@dataclass(frozen=True, slots=True)
class Body:
    """What an edit is read from."""

    reading: Reading
    fields: Fields
    path: str
    ids: Ids
    whole: Plain

    def id(self, name: str = "id") -> str:
        """The id of an element."""
        return self.reading.text(self.fields.get(name, ABSENT), below(self.path, name))

    def optional_id(self, name: str) -> str | None:
        """The id of an element, or None."""
        return None if self.fields.get(name) is None else self.id(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of ids."""
        parts = self.reading.parts(self.fields.get(name, ABSENT), below(self.path, name))
        return tuple(self.reading.text(part, at) for at, part in parts)

    def set_of(self, name: str) -> frozenset[str]:
        """Ids in no order; none where nothing is said."""
        return frozenset(self.texts(name)) if self.fields.get(name) is not None else frozenset()

    def flag(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        value = present(self.fields).get(name, ABSENT)
        return self.reading.flag(value, below(self.path, name))

    def parts(self, name: str, shape: Shape) -> Iterator["Body"]:
        """The objects of a list."""
        for at, part in self.reading.parts(self.fields.get(name, ABSENT), below(self.path, name)):
            fields = self.reading.fields(part, at, shape)
            yield Body(self.reading, fields, at, self.ids, part)

    def addition(self, kind: ElementKind) -> Addition:
        """The element that this adds."""
        return read_addition(self.reading, self.whole, self.path, kind, self.ids)

    def additions(self, name: str, kind: ElementKind) -> tuple[Any, ...]:
        """A list of elements that this adds."""
        at = below(self.path, name)
        parts = self.reading.parts(self.fields.get(name, ABSENT), at)
        return tuple(
            read_addition(self.reading, part, inner, kind, self.ids) for inner, part in parts
        )

    def changed(self, kind: ElementKind) -> dict[str, Any]:
        """The fields that this changes."""
        return read_changed(self.reading, self.fields, self.path, kind)


def _update(kind: ElementKind, edit: Callable[..., Sent], fields: Callable[..., object]) -> "Form":
    shape = Shape(f"a change of a {kind.lower()}", ("id",), tuple(OUTSIDE[kind].values()))
    return shape, lambda body: edit(element=body.id(), fields=fields(**body.changed(kind)))


def _remove(body: Body) -> Sent:
    return RemoveElements(elements=body.texts("ids"), bridge=body.flag("bridge"))


def _insert(body: Body) -> Sent:
    at = below(body.path, "stage")
    added = read_addition(body.reading, body.fields["stage"], at, STAGE, body.ids)
    assert isinstance(added, AddStage)
    if added.before is not None:
        body.reading.refuse(below(at, "before"), "is where the transition leads to")
    onward = body.optional_id("onwardId")
    return InsertStage(
        element=body.id("transitionId"),
        stage=added.stage,
        box=added.box,
        onward=body.ids(TRANSITION) if onward is None else onward,
    )


def _set_criteria(body: Body) -> Sent:
    criteria, at = body.fields["criteria"], below(body.path, "criteria")
    return SetCriteria(
        element=body.id("elementId"),
        slot=body.reading.choice(body.fields["slot"], below(body.path, "slot"), Slot) or Slot.ENTRY,
        criteria=None if criteria is None else read_criteria(body.reading, criteria, at),
    )


def _set_health(body: Body) -> Sent:
    health, at = body.fields["health"], below(body.path, "health")
    return SetHealth(
        element=body.id("elementId"),
        health=None if health is None else read_health(body.reading, health, at),
    )


def _spots(body: Body) -> tuple[Spot, ...]:
    return tuple(
        Spot(
            element=node.id(),
            **{
                name: read_length(node.reading, present(node.fields), node.path, name)
                for name in BOX
                if name in node.fields
            },
        )
        for node in body.parts("nodes", _SPOT)
    )


def _move(body: Body) -> Sent:
    spots = _spots(body)
    return MoveNodes(spots=spots) if body.flag("absolute") else Drag(spots=spots)


def _lay_out(body: Body) -> Sent:
    if body.fields.get("nodes") is not None:
        wished = [name for name in _WISHES if body.fields.get(name) is not None]
        if wished:
            message = "is not said of places that are there already"
            body.reading.refuse(below(body.path, wished[0]), message)
        return ApplyLayout(spots=_spots(body))
    said = present(body.fields)
    at = below(body.path, "direction")
    direction = body.reading.choice(said.get("direction", ABSENT), at, Direction)
    wishes = Wishes(
        direction=direction or Direction.RIGHT,
        only=body.set_of("nodeIds") if "nodeIds" in said else None,
        pinned=body.set_of("pinned"),
        sizes=dict(map(_size, body.parts("sizes", _SIZE))) if "sizes" in said else {},
    )
    return LayOut(wishes=wishes)


def _size(body: Body) -> tuple[str, Size]:
    lengths: list[Number] = []
    for name in ("width", "height"):
        length = read_length(body.reading, body.fields, body.path, name)
        if length is not None and length <= 0:
            at = below(body.path, name)
            body.reading.refuse(at, "must be more than 0", "INVALID_COORDINATE")
        lengths.append(length or 0)
    return body.id(), Size(*lengths)


def _reorder(body: Body) -> Sent:
    return Reorder(
        places=tuple(
            Place(element=place.id(), before=place.optional_id("before"))
            for place in body.parts("places", _PLACE)
        )
    )


def _set_viewport(body: Body) -> Sent:
    if not body.whole or body.whole == dict.fromkeys(_LOOKING):
        return SetViewport(viewport=None)
    fields = body.reading.fields(body.whole, body.path, _VIEWPORT)
    x, y, zoom = (
        body.reading.number(fields.get(name, ABSENT), below(body.path, name), "INVALID_COORDINATE")
        for name in _LOOKING
    )
    return SetViewport(viewport=Viewport(x=x or 0, y=y or 0, zoom=zoom or 0))


def _restore(body: Body) -> Sent:
    at = below(body.path, "snapshot")
    snapshot = body.reading.fields(body.fields["snapshot"], at, _SNAPSHOT)
    inner = Body(body.reading, snapshot, at, body.ids, None)
    return RestoreElements(
        lanes=inner.additions("lanes", LANE),
        stages=inner.additions("stages", STAGE),
        transitions=inner.additions("transitions", TRANSITION),
        notes=inner.additions("notes", NOTE),
    )


Form = tuple[Shape | None, Callable[[Body], Sent]]
"""The fields of an edit, unless it reads all of what is written itself; and how it is read."""

_SPOT = Shape("a node's place", ("id",), BOX)
_PLACE = Shape("a place in a list", ("id", "before"))
_SIZE = Shape("a node's size", ("id", "width", "height"))
_LOOKING = ("x", "y", "zoom")
_VIEWPORT = Shape("a viewport", _LOOKING)
_SNAPSHOT = Shape("a snapshot", (), ("lanes", "stages", "transitions", "notes"))
_WISHES = ("direction", "pinned", "nodeIds", "sizes")
FORMS: Mapping[str, Form] = {
    "addStage": (None, lambda body: body.addition(STAGE)),
    "addTransition": (None, lambda body: body.addition(TRANSITION)),
    "addLane": (None, lambda body: body.addition(LANE)),
    "addNote": (None, lambda body: body.addition(NOTE)),
    "updateStage": _update(STAGE, UpdateStage, StageFields),
    "updateTransition": _update(TRANSITION, UpdateTransition, TransitionFields),
    "updateLane": _update(LANE, UpdateLane, LaneFields),
    "updateNote": _update(NOTE, UpdateNote, NoteFields),
    "updateJourney": (
        Shape("a change of the journey", (), tuple(OUTSIDE[JOURNEY].values())),
        lambda body: UpdateJourney(fields=JourneyFields(**body.changed(JOURNEY))),
    ),
    "removeElements": (Shape("a removal", ("ids",), ("bridge",)), _remove),
    "insertStage": (Shape("an insertion", ("transitionId", "stage"), ("onwardId",)), _insert),
    "setCriteria": (
        Shape("a change of criteria", ("elementId", "slot", "criteria")),
        _set_criteria,
    ),
    "setHealth": (Shape("a change of health", ("elementId", "health")), _set_health),
    "assignTeams": (
        Shape("an assignment", ("stageIds", "teams")),
        lambda body: AssignTeams(
            stages=body.texts("stageIds"),
            teams=read_teams(body.reading, body.fields["teams"], below(body.path, "teams")),
        ),
    ),
    "setLane": (
        Shape("a change of lane", ("nodeIds", "laneId")),
        lambda body: SetLane(elements=body.texts("nodeIds"), lane=body.optional_id("laneId")),
    ),
    "reorder": (Shape("an order", ("places",)), _reorder),
    "moveNodes": (Shape("a move", ("nodes",), ("absolute",)), _move),
    "applyLayout": (Shape("a layout", (), ("nodes", *_WISHES)), _lay_out),
    "setViewport": (None, _set_viewport),
    "restoreElements": (Shape("a restoration", ("snapshot",)), _restore),
}

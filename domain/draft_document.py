"""Drafts to and from `cairn/1` documents, ids included, so that nothing is lost either way.

What a document leaves without an id is given one. A draft's boxes come from three places: a stage's
from `layout`, a lane's and a note's from themselves.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from domain.document import dump, load
from domain.draft import Box, Cosmetic, Draft, ElementKind, Ids, Lane, Note, id_of
from domain.journey import EVERYWHERE, Journey, Role, Stage, Transition, TransitionKind
from domain.values import Number, Value


def none_missing(kind: ElementKind) -> str:
    """For what was written with all its ids."""
    raise AssertionError(f"a {kind.lower()} has no id")


def draft_of(document: object, ids: Ids, like: Draft | None = None) -> Draft:
    """The draft of a document, refused where `load` refuses it.

    What has no id there gets that of its namesake in `like`, or a new one.
    """
    return drafted(load(document), ids, like)


def drafted(journey: Journey, ids: Ids = none_missing, like: Draft | None = None) -> Draft:
    """The draft of a journey; see `draft_of`. Without `ids` everything has one."""
    naming = _Naming(journey, ids, like)
    stages = tuple(_stage(stage, naming) for stage in journey.stages)
    by_key = {stage.key: id_of(stage) for stage in stages}
    boxes: dict[str, Box] = {}
    lanes = tuple(_lane(part, naming, boxes) for part in _records(journey.lanes))
    notes = tuple(_note(part, naming, boxes, by_key) for part in _records(journey.notes))
    layout = journey.layout or {}
    for key, part in _fields(layout.get("positions")).items():
        _put_box(boxes, by_key[key], _fields(part))
    written: dict[str, Value] = {
        "lanes": journey.lanes,
        "notes": journey.notes,
        "layout": journey.layout,
        "positions": layout.get("positions"),
    }
    return Draft(
        key=journey.key,
        name=journey.name,
        kind=journey.kind,
        movement=journey.movement,
        id=journey.id,
        description=journey.description,
        health=journey.health,
        scenarios=journey.scenarios,
        stages=stages,
        transitions=tuple(_transition(way, naming, by_key) for way in journey.transitions),
        lanes=lanes,
        notes=notes,
        cosmetic=Cosmetic(boxes=boxes),
        spelled=journey.spelled.union(
            name for name, value in written.items() if value is not None and not value
        ),
    )


def document_of(draft: Draft) -> dict[str, object]:
    """The `cairn/1` document of a draft, ids included; the viewport has no place in one."""
    return dump(journey_of(draft))


def journey_of(draft: Draft) -> Journey:
    """The journey that a draft describes: to find its problems, to publish it."""
    keys = {id_of(stage): stage.key for stage in draft.stages}
    boxes = draft.cosmetic.boxes
    positions = {stage.key: box_to_document(boxes.get(id_of(stage))) for stage in draft.stages}
    drawn: dict[str, Value] = {key: position for key, position in positions.items() if position}
    layout: dict[str, Value] | None = {} if "layout" in draft.spelled else None
    if drawn or "positions" in draft.spelled:
        layout = {"positions": drawn}
    lanes: list[Value] = [_lane_to_document(lane, boxes.get(lane.id)) for lane in draft.lanes]
    notes: list[Value] = [_note_to_document(note, boxes.get(note.id), keys) for note in draft.notes]
    return Journey(
        key=draft.key,
        name=draft.name,
        kind=draft.kind,
        movement=draft.movement,
        stages=draft.stages,
        transitions=tuple(_with_keys(way, keys) for way in draft.transitions),
        id=draft.id,
        description=draft.description,
        health=draft.health,
        lanes=lanes if lanes or "lanes" in draft.spelled else None,
        notes=notes if notes or "notes" in draft.spelled else None,
        scenarios=draft.scenarios,
        layout=layout,
        spelled=draft.spelled & {"transitions"},
    )


def as_written(draft: Draft) -> Draft:
    """The draft as it is read from its own document: nothing spelled that need not be."""
    boxes = draft.cosmetic.boxes
    is_drawn = any(box_to_document(boxes.get(id_of(stage))) for stage in draft.stages)
    is_empty = {
        "transitions": not draft.transitions,
        "lanes": not draft.lanes,
        "notes": not draft.notes,
        "positions": not is_drawn,
        "layout": not is_drawn and "positions" not in draft.spelled,
    }
    return replace(
        draft,
        stages=tuple(map(_stage_as_written, draft.stages)),
        transitions=tuple(map(_transition_as_written, draft.transitions)),
        spelled=frozenset(name for name in draft.spelled if is_empty[name]),
    )


def _stage_as_written(stage: Stage) -> Stage:
    if not stage.spelled:
        return stage
    defaults = {"role": stage.role is Role.STAGE, "teams": not stage.teams}
    spelled = frozenset(name for name in stage.spelled if defaults[name])
    return stage if spelled == stage.spelled else replace(stage, spelled=spelled)


def _transition_as_written(way: Transition) -> Transition:
    if not way.spelled or way.kind is TransitionKind.ADVANCE:
        return way
    return replace(way, spelled=frozenset())


class _Naming:
    """The ids of a draft's elements: their own, their namesakes', or new ones."""

    def __init__(self, journey: Journey, ids: Ids, like: Draft | None) -> None:
        self._ids = ids
        self._given = {name[-1] for name in _named(journey)}
        known = _named(journey_of(like)) if like else []
        # Where several have one name, the first is matched with the first.
        self._known = {name[:-1]: name[-1] for name in reversed(known)}

    def of(self, kind: ElementKind, given: str | None, *name: str) -> str:
        # `*` is where a transition leaves from everywhere, and cannot be a stage as well.
        if given is not None and given != EVERYWHERE:
            return given
        known = self._known.pop((kind, *name), None)
        while known is None or known in self._given:
            known = self._ids(kind)
        self._given.add(known)
        return known


def _named(journey: Journey) -> list[tuple[str, ...]]:
    """Everything in a journey that has an id: kind, what else tells it from others, and the id."""
    named: list[tuple[str, str | None, tuple[str, ...]]] = [
        (ElementKind.STAGE, stage.id, (stage.key,)) for stage in journey.stages
    ]
    named += (
        (ElementKind.TRANSITION, way.id, (way.left, way.entered, way.kind))
        for way in journey.transitions
    )
    for kind, parts, name in (
        (ElementKind.LANE, journey.lanes, "key"),
        (ElementKind.NOTE, journey.notes, "text"),
    ):
        named += ((kind, _text(part, "id"), (_text(part, name) or "",)) for part in _records(parts))
    return [(kind, *name, id) for kind, id, name in named if id is not None]


def _stage(stage: Stage, naming: _Naming) -> Stage:
    id = naming.of(ElementKind.STAGE, stage.id, stage.key)
    return stage if stage.id == id else replace(stage, id=id)


def _transition(way: Transition, naming: _Naming, by_key: Mapping[str, str]) -> Transition:
    # Spelled out, as below: `replace` is slow where there are hundreds.
    return Transition(
        left=by_key.get(way.left, way.left),
        entered=by_key[way.entered],
        id=naming.of(ElementKind.TRANSITION, way.id, way.left, way.entered, way.kind),
        kind=way.kind,
        when=way.when,
        after=way.after,
        spelled=way.spelled,
    )


def _with_keys(way: Transition, keys: Mapping[str, str]) -> Transition:
    return Transition(
        left=keys.get(way.left, way.left),
        entered=keys[way.entered],
        id=way.id,
        kind=way.kind,
        when=way.when,
        after=way.after,
        spelled=way.spelled,
    )


def _lane(part: Mapping[str, Value], naming: _Naming, boxes: dict[str, Box]) -> Lane:
    key = _text(part, "key") or ""
    id = naming.of(ElementKind.LANE, _text(part, "id"), key)
    _put_box(boxes, id, part)
    return Lane(
        id=id,
        key=key,
        name=_text(part, "name") or "",
        description=_text(part, "description"),
        color=_text(part, "color"),
        parent=_text(part, "parent"),
    )


def _note(
    part: Mapping[str, Value], naming: _Naming, boxes: dict[str, Box], by_key: Mapping[str, str]
) -> Note:
    text = _text(part, "text") or ""
    id = naming.of(ElementKind.NOTE, _text(part, "id"), text)
    _put_box(boxes, id, part)
    stage = _text(part, "stage")
    return Note(
        id=id,
        text=text,
        stage=None if stage is None else by_key[stage],
        lane=_text(part, "lane"),
        color=_text(part, "color"),
    )


def _lane_to_document(lane: Lane, box: Box | None) -> dict[str, Value]:
    document: dict[str, Value] = {"id": lane.id, "key": lane.key, "name": lane.name}
    for name in ("description", "color", "parent"):
        if getattr(lane, name) is not None:
            document[name] = getattr(lane, name)
    return document | box_to_document(box)


def _note_to_document(note: Note, box: Box | None, keys: Mapping[str, str]) -> dict[str, Value]:
    document: dict[str, Value] = {"id": note.id, "text": note.text}
    if note.stage is not None:
        document["stage"] = keys[note.stage]
    for name in ("lane", "color"):
        if getattr(note, name) is not None:
            document[name] = getattr(note, name)
    return document | box_to_document(box)


def box_to_document(box: Box | None) -> dict[str, Value]:
    """A box as a document writes it, without what it leaves open."""
    if box is None:
        return {}
    said = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {name: length for name, length in said.items() if length is not None}


def _put_box(boxes: dict[str, Box], id: str, part: Mapping[str, Value]) -> None:
    box = Box(
        x=_number(part, "x"),
        y=_number(part, "y"),
        width=_number(part, "width"),
        height=_number(part, "height"),
    )
    if box != Box():
        boxes[id] = box


def _records(value: Value) -> list[Mapping[str, Value]]:
    """The objects of a list that was checked when it was loaded."""
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def _fields(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _text(part: Mapping[str, Value], name: str) -> str | None:
    value = part.get(name)
    return value if isinstance(value, str) else None


def _number(part: Mapping[str, Value], name: str) -> Number | None:
    value = part.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return value

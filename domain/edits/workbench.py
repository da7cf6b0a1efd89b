"""A draft taken apart while a batch of edits is applied to it, and put together again.

What concerns one edit alone is refused when it comes. What concerns the draft as a whole (unique
keys, limits, lanes that lie in each other) is refused at the end, in the name of the edit that
brought it, so that a batch may swap two keys.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NoReturn, TypeVar

from domain.canvas_document import read_id
from domain.document import MAX_STAGES, MAX_TRANSITIONS
from domain.draft import Box, Cosmetic, Draft, Element, ElementKind, Lane, Note, Viewport, id_of
from domain.edits.order import Placing, arranged
from domain.journey import EVERYWHERE, Stage, Transition
from domain.reading import Reading, shown
from domain.refusals import EditRejected
from domain.values import BadValue, number_taken

MAX_LANES = 500
MAX_NOTES = 500
_LIMITS = {
    ElementKind.STAGE: MAX_STAGES,
    ElementKind.TRANSITION: MAX_TRANSITIONS,
    ElementKind.LANE: MAX_LANES,
    ElementKind.NOTE: MAX_NOTES,
}
_E = TypeVar("_E")


class Workbench:
    """The elements of a draft by id, ready to be changed."""

    def __init__(self, draft: Draft, published: frozenset[str]) -> None:
        self.published = published
        self.stages = {id_of(stage): stage for stage in draft.stages}
        self.transitions = {id_of(way): way for way in draft.transitions}
        self.lanes = {lane.id: lane for lane in draft.lanes}
        self.notes = {note.id: note for note in draft.notes}
        self._elements: dict[ElementKind, dict[str, Any]] = {
            ElementKind.STAGE: self.stages,
            ElementKind.TRANSITION: self.transitions,
            ElementKind.LANE: self.lanes,
            ElementKind.NOTE: self.notes,
        }
        self.boxes = dict(draft.cosmetic.boxes)
        self.viewport: Viewport | None = draft.cosmetic.viewport
        self.own: dict[str, Any] = {}
        """The journey's own fields that were changed."""
        self.moved: set[str] = set()
        """Whose place in their list was chosen anew."""
        self._draft = draft
        self._kinds = {id: kind for kind in _LIMITS for id in self.of(kind)}
        self._orders = {kind: list(self.of(kind)) for kind in _LIMITS}
        self._placings: dict[ElementKind, list[Placing]] = {kind: [] for kind in _LIMITS}
        self._marks: dict[tuple[str, str], tuple[int, str]] = {}
        self._index = 0
        self._name = ""

    def begin(self, index: int, name: str) -> None:
        """Whatever is refused from here on is refused about this edit."""
        self._index, self._name = index, name

    def of(self, kind: ElementKind) -> dict[str, Any]:
        """The elements of a kind."""
        return self._elements[kind]

    def kind_of(self, id: str, field: str) -> ElementKind:
        """What an element is."""
        for kind in _LIMITS:
            if id in self.of(kind):
                return kind
        self.missing("element", id, field)

    def stage(self, id: str, field: str) -> Stage:
        """The stage of that id."""
        return self._found(self.stages, id, "stage", field)

    def transition(self, id: str, field: str) -> Transition:
        """The transition of that id."""
        return self._found(self.transitions, id, "transition", field)

    def lane(self, id: str, field: str) -> Lane:
        """The lane of that id."""
        return self._found(self.lanes, id, "lane", field)

    def note(self, id: str, field: str) -> Note:
        """The note of that id."""
        return self._found(self.notes, id, "note", field)

    def add(
        self,
        kind: ElementKind,
        element: Element,
        box: Box,
        before: str | None,
        field: str = "",
        id_field: str = "id",
    ) -> None:
        """Put in a new element, before another of its kind, or last."""
        id = id_of(element)
        self._check_id(id, kind, f"{field}{id_field}")
        self.of(kind)[id] = element
        self._placings[kind].append((id, before))
        if id in self._kinds:
            self.moved.add(id)
        self._mark("count", kind, "")
        if isinstance(element, Stage | Lane):
            self.check_key(id, element.key, f"{field}key")
        if isinstance(element, Lane) and element.parent is not None:
            self._mark("parent", id, f"{field}parent")
        if box != Box():
            self.put_box(kind, id, box, field.rstrip("."))

    def place(self, kind: ElementKind, id: str, before: str | None) -> None:
        """Give an element another place in its list."""
        self._placings[kind].append((id, before))
        self.moved.add(id)

    def change(self, kind: ElementKind, id: str, fields: Mapping[str, Any]) -> None:
        """Give an element other values; its references have been checked."""
        elements = self.of(kind)
        elements[id] = replace(elements[id], **fields)
        if "key" in fields:
            self.check_key(id, fields["key"], "key")
        if fields.get("parent") is not None:
            self._mark("parent", id, "parent")

    def check_ends(self, left: str, entered: str, field: str) -> None:
        """Refuse a transition that does not lead from stage to stage, or from everywhere."""
        if left != EVERYWHERE and left not in self.stages:
            self.missing("stage", left, f"{field}from", "DANGLING_TRANSITION")
        if entered not in self.stages:
            self.missing("stage", entered, f"{field}to", "DANGLING_TRANSITION")

    def follow_lane(self, key: str, wanted: str | None) -> None:
        """Put whatever lies in a lane into another, or into none."""
        for stage in [stage for stage in self.stages.values() if stage.lane == key]:
            self.change(ElementKind.STAGE, id_of(stage), {"lane": wanted})
        for note in [note for note in self.notes.values() if note.lane == key]:
            self.change(ElementKind.NOTE, note.id, {"lane": wanted})
        for lane in [lane for lane in self.lanes.values() if lane.parent == key]:
            self.lanes[lane.id] = replace(lane, parent=wanted)

    def take(self, kind: ElementKind, id: str) -> None:
        """Take an element out, and what says where it is drawn."""
        del self.of(kind)[id]
        self.boxes.pop(id, None)

    def put_box(self, kind: ElementKind, id: str, box: Box, field: str) -> None:
        """Say where an element is drawn; a stage is somewhere, or nowhere at all."""
        for name in ("x", "y", "width", "height"):
            length = getattr(box, name)
            if length is not None:
                self.check_number(length, _below(field, name), positive=name in ("width", "height"))
        if box == Box():
            self.boxes.pop(id, None)
            return
        if kind is ElementKind.STAGE and (box.x is None or box.y is None):
            self.reject(field, "needs both x and y", "INVALID_COORDINATE")
        self.boxes[id] = box

    def check_key(self, id: str, key: str, field: str) -> None:
        """Refuse what is no key; whether another has it is seen at the end."""
        reading = Reading()
        reading.key(key, field)
        if reading.faults:
            self.reject(field, reading.faults[0].message, "KEY_FORMAT")
        self._mark("key", id, field)

    def check_number(self, number: object, field: str, *, positive: bool = False) -> None:
        """Refuse what is no coordinate."""
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            self.reject(field, "must be an exact number", "INVALID_COORDINATE")
        try:
            number_taken(number, field)
        except BadValue as bad:
            self.reject(field, bad.message, "INVALID_COORDINATE")
        if positive and number <= 0:
            self.reject(field, "must be more than 0", "INVALID_COORDINATE")

    def missing(self, what: str, id: str, field: str, code: str = "ELEMENT_NOT_FOUND") -> NoReturn:
        """Refuse an id that nothing of that kind has."""
        self.reject(field, f"there is no {what} {shown(id)}", code)

    def reject(self, field: str, message: str, code: str) -> NoReturn:
        """Refuse the edit at hand."""
        raise EditRejected(self._index, code, message, self._path(field))

    def settled(self) -> Draft:
        """The draft with every edit applied, once it is sound as a whole."""
        for kind, most in _LIMITS.items():
            if len(self.of(kind)) > most and ("count", kind) in self._marks:
                message = f"a draft has at most {most} {kind.lower()}s"
                self._reject_at(self._marks["count", kind], message, "LIMIT_EXCEEDED")
        self._refuse_equal_keys(self.stages, "stage", "DUPLICATE_STAGE_KEY")
        self._refuse_equal_keys(self.lanes, "lane", "MALFORMED")
        self._refuse_lost_parents()
        return self.unsettled()

    def unsettled(self) -> Draft:
        """The draft as it is in the middle of a batch, sound or not."""
        return replace(
            self._draft,
            **self.own,
            stages=self._ordered(ElementKind.STAGE),
            transitions=self._ordered(ElementKind.TRANSITION),
            lanes=self._ordered(ElementKind.LANE),
            notes=self._ordered(ElementKind.NOTE),
            cosmetic=Cosmetic(boxes=self.boxes, viewport=self.viewport),
        )

    def _found(self, elements: Mapping[str, _E], id: str, what: str, field: str) -> _E:
        found = elements.get(id)
        if found is None:
            self.missing(what, id, field)
        return found

    def _check_id(self, id: str, kind: ElementKind, field: str) -> None:
        reading = Reading()
        read_id(reading, id, field, [])
        if reading.faults or id == EVERYWHERE:
            message = reading.faults[0].message if reading.faults else "names every stage"
            self.reject(field, message, "MALFORMED")
        # One that is gone may come back, as what it was.
        taken = any(id in self.of(other) for other in _LIMITS)
        if taken or self._kinds.get(id, kind) is not kind:
            self.reject(field, f"{shown(id)} is taken", "DUPLICATE_ID")

    def _ordered(self, kind: ElementKind) -> tuple[Any, ...]:
        elements = self.of(kind)
        if not self._placings[kind]:
            return tuple(elements.values())
        order = arranged(self._orders[kind], self._placings[kind])
        return tuple(elements[id] for id in order if id in elements)

    def _refuse_equal_keys(
        self, elements: Mapping[str, Stage] | Mapping[str, Lane], what: str, code: str
    ) -> None:
        keyed = [id for id in elements if ("key", id) in self._marks]
        if not keyed:
            return
        owners: dict[str, list[str]] = {}
        for id, element in elements.items():
            owners.setdefault(element.key, []).append(id)
        for id in keyed:
            key = elements[id].key
            if len(owners[key]) > 1:
                message = f"another {what} has the key {shown(key)}"
                self._reject_at(self._marks["key", id], message, code)

    def _refuse_lost_parents(self) -> None:
        """Refuse lanes that lie in none that is there, or in themselves."""
        around = {lane.key: lane.parent for lane in self.lanes.values()}
        for lane in self.lanes.values():
            mark = self._marks.get(("parent", lane.id))
            if mark is None or lane.parent is None:
                continue
            if lane.parent not in around:
                message = f"there is no lane {shown(lane.parent)}"
                self._reject_at(mark, message, "ELEMENT_NOT_FOUND")
            way = [lane.key]
            here: str | None = lane.parent
            while here is not None and here not in way:
                way.append(here)
                here = around.get(here)
            if here is not None:
                message = f"lies in itself: {' -> '.join([*way, here])}"
                self._reject_at(mark, message, "LANE_CYCLE")

    def _mark(self, what: str, id: str, field: str) -> None:
        self._marks[what, id] = (self._index, self._path(field))

    def _reject_at(self, mark: tuple[int, str], message: str, code: str) -> NoReturn:
        index, path = mark
        raise EditRejected(index, code, message, path)

    def _path(self, field: str) -> str:
        return _below(f"edits[{self._index}].{self._name}", field)


def _below(path: str, field: str) -> str:
    return f"{path}.{field}" if path and field else path or field

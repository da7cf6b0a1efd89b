"""What a batch came to, field by field: what is logged, told to others and tested for conflicts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.draft import Box, Draft, Element, ElementKind, Viewport, id_of
from domain.draft_document import box_to_document
from domain.edits.fields import OUTSIDE, identical, plain, snapshot
from domain.edits.order import moved_between, successors
from domain.values import Value

JOURNEY = "journey"
"""Stands for the journey itself where an element is named."""

WHOLE = "*"
"""The field of a change that adds or removes an element."""

BEFORE, LAYOUT, VIEWPORT = "before", "layout", "viewport"

Elements = Mapping[ElementKind, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one element that was changed, with plain values as a document writes them.

    None is for what is not there. An element that came or went is one change of its `WHOLE`. The
    field `before` is the place in a list, `layout` and `viewport` are how the canvas draws it.
    """

    kind: ElementKind
    element: str
    field: str
    before: Value
    after: Value

    @property
    def is_cosmetic(self) -> bool:
        """Whether it changes nothing but how the draft is drawn."""
        return self.field in (LAYOUT, VIEWPORT)

    @property
    def adds(self) -> bool:
        """Whether the element is new."""
        return self.field == WHOLE and self.before is None

    @property
    def removes(self) -> bool:
        """Whether the element is gone."""
        return self.field == WHOLE and self.after is None


def changes_between(
    before: Draft, after: Draft, moved: Collection[str] | None = None
) -> tuple[Change, ...]:
    """Every field that differs. `moved` are those that left their place in a list, if it is known;
    else as few as explain the new order.
    """
    return tuple(_changes(before, after, moved))


def elements_of(draft: Draft) -> Elements:
    """Everything in a draft that has an id, by kind and id, in list order."""
    return {
        ElementKind.LANE: {lane.id: lane for lane in draft.lanes},
        ElementKind.STAGE: {id_of(stage): stage for stage in draft.stages},
        ElementKind.TRANSITION: {id_of(way): way for way in draft.transitions},
        ElementKind.NOTE: {note.id: note for note in draft.notes},
    }


def _changes(before: Draft, after: Draft, moved: Collection[str] | None) -> Iterator[Change]:
    journey, was, now = ElementKind.JOURNEY, before.cosmetic, after.cosmetic
    yield from _fields(journey, JOURNEY, before, after)
    old, new = elements_of(before), elements_of(after)
    for kind in old:
        for id, element in old[kind].items():
            if id not in new[kind]:
                gone = snapshot(element, kind, was.boxes.get(id))
                yield Change(kind=kind, element=id, field=WHOLE, before=gone, after=None)
        for id, element in new[kind].items():
            box = now.boxes.get(id)
            former = old[kind].get(id)
            if former is not None:
                # Nearly all of a draft is what it was.
                if former is not element:
                    yield from _fields(kind, id, former, element)
                former_box = was.boxes.get(id)
                if former_box is not box:
                    yield from _drawn(kind, id, LAYOUT, former_box, box)
            else:
                come = snapshot(element, kind, box)
                yield Change(kind=kind, element=id, field=WHOLE, before=None, after=come)
        yield from _moves(kind, list(old[kind]), list(new[kind]), moved)
    yield from _drawn(journey, JOURNEY, VIEWPORT, was.viewport, now.viewport)


def _fields(
    kind: ElementKind, id: str, was: Element | Draft, now: Element | Draft
) -> Iterator[Change]:
    for name, one, other in differences(was, now, kind):
        yield Change(
            kind=kind,
            element=id,
            field=OUTSIDE[kind][name],
            before=plain(one),
            after=plain(other),
        )


def _drawn(
    kind: ElementKind, id: str, field: str, was: Box | Viewport | None, now: Box | Viewport | None
) -> Iterator[Change]:
    if not identical(was, now):
        yield Change(kind=kind, element=id, field=field, before=_lengths(was), after=_lengths(now))


def _lengths(drawn: Box | Viewport | None) -> Value:
    match drawn:
        case Viewport():
            return {"x": drawn.x, "y": drawn.y, "zoom": drawn.zoom}
        case _:
            return box_to_document(drawn) or None


def differences(
    was: Element | Draft, now: Element | Draft, kind: ElementKind
) -> Iterator[tuple[str, Any, Any]]:
    """Each field that differs, with both values."""
    if was is now:
        return
    for name in OUTSIDE[kind]:
        one, other = getattr(was, name), getattr(now, name)
        if not identical(one, other):
            yield name, one, other


def _moves(
    kind: ElementKind, was: list[str], now: list[str], moved: Collection[str] | None
) -> Iterator[Change]:
    """What stands before something else than it did, because it was moved there."""
    moved = moved_in(was, now, moved)
    if moved:
        one, other = successors(was), successors(now)
        for id in now:
            if id in moved and one[id] != other[id]:
                yield Change(kind=kind, element=id, field=BEFORE, before=one[id], after=other[id])


def moved_in(was: list[str], now: list[str], moved: Collection[str] | None) -> Collection[str]:
    """What moved among what is in both lists."""
    if moved is None:
        return () if was == now else moved_between(was, now)
    kept = moved and frozenset(moved).intersection(was).intersection(now)
    return kept or ()

"""The edits that lead from one draft to another.

They take a batch back, restore a version, discard a draft and import a document.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, assert_never

from domain.draft import Box, Draft, Element, ElementKind, Lane, Note
from domain.edits.changes import differences, elements_of, moved_in
from domain.edits.edit import (
    NOWHERE,
    Addition,
    AddLane,
    AddNote,
    AddStage,
    AddTransition,
    Edit,
    MoveNodes,
    Place,
    RemoveElements,
    Reorder,
    RestoreElements,
    SetViewport,
    Spot,
    UpdateJourney,
    UpdateLane,
    UpdateNote,
    UpdateStage,
    UpdateTransition,
)
from domain.edits.fields import (
    JourneyFields,
    LaneFields,
    NoteFields,
    StageFields,
    TransitionFields,
    identical,
)
from domain.edits.order import successors
from domain.journey import Stage, Transition

LANE, STAGE = ElementKind.LANE, ElementKind.STAGE
TRANSITION, NOTE = ElementKind.TRANSITION, ElementKind.NOTE


def edits_between(
    here: Draft, there: Draft, moved: Collection[str] | None = None
) -> tuple[Edit, ...]:
    """The edits that make `here` what `there` is, but for the journey's key, kind and id.

    `moved` are those that left their place in a list, if it is known; else as few as explain it.
    """
    return tuple(_Way(here, there, moved).edits())


class _Way:
    """From one draft to another, in an order in which every step finds what it needs.

    What is to come back comes first, since others refer to it. Transitions are led back before what
    they led to goes and takes them along. Everything else waits until then, since a lane that goes,
    or has another key, takes along what lies in it.
    """

    def __init__(self, here: Draft, there: Draft, moved: Collection[str] | None) -> None:
        self._here, self._there, self._moved = here, there, moved
        self._now, self._then = elements_of(here), elements_of(there)
        self._unsteady = frozenset(
            lane.key
            for id, lane in self._now[LANE].items()
            if id not in self._then[LANE] or self._then[LANE][id].key != lane.key
        )
        """Keys that go, or to another lane; what names one of them in the end is told so again."""

    def edits(self) -> Iterator[Edit]:
        """One step after the other."""
        yield from self._restored()
        yield from self._updated(TRANSITION)
        gone = [id for kind in self._now for id in self._now[kind] if id not in self._then[kind]]
        if gone:
            yield RemoveElements(elements=tuple(gone))
        yield from self._rekeyed()
        yield from self._updated(LANE)
        yield from self._updated(STAGE)
        yield from self._updated(NOTE)
        places = tuple(self._places())
        if places:
            yield Reorder(places=places)
        own = differences(self._here, self._there, ElementKind.JOURNEY)
        fields = {name: wanted for name, _, wanted in own}
        if fields:
            yield UpdateJourney(fields=JourneyFields(**fields))
        spots = tuple(self._spots())
        if spots:
            yield MoveNodes(spots=spots)
        if self._here.cosmetic.viewport != self._there.cosmetic.viewport:
            yield SetViewport(viewport=self._there.cosmetic.viewport)

    def _restored(self) -> Iterator[Edit]:
        back: dict[ElementKind, list[Any]] = {kind: [] for kind in self._then}
        for kind, elements in self._then.items():
            missing = [id for id in elements if id not in self._now[kind]]
            before = successors(list(elements)) if missing else {}
            # From the last, so that each finds the one that it stands before.
            for id in reversed(missing):
                box = self._there.cosmetic.boxes.get(id, NOWHERE)
                back[kind].append(_addition(elements[id], box, before[id]))
        if any(back.values()):
            yield RestoreElements(
                lanes=tuple(back[LANE]),
                stages=tuple(back[STAGE]),
                transitions=tuple(back[TRANSITION]),
                notes=tuple(back[NOTE]),
            )

    def _rekeyed(self) -> Iterator[Edit]:
        for id, lane in self._then[LANE].items():
            was = self._now[LANE].get(id)
            if was is not None and was.key != lane.key:
                yield UpdateLane(element=id, fields=LaneFields(key=lane.key))

    def _updated(self, kind: ElementKind) -> Iterator[Edit]:
        for id, element in self._then[kind].items():
            was = self._now[kind].get(id, element)
            differs = () if was is element else differences(was, element, kind)
            fields = {name: wanted for name, _, wanted in differs}
            if kind is LANE:
                fields.pop("key", None)
            lies_in = _LIES_IN.get(kind)
            if lies_in is not None and getattr(element, lies_in) in self._unsteady:
                fields[lies_in] = getattr(element, lies_in)
            if fields:
                yield _update(kind, id, fields)

    def _places(self) -> Iterator[Place]:
        for kind, elements in self._then.items():
            order = list(elements)
            moved = moved_in(list(self._now[kind]), order, self._moved)
            if moved:
                before = successors(order)
                for id in reversed(order):
                    if id in moved or id not in self._now[kind]:
                        yield Place(element=id, before=before[id])

    def _spots(self) -> Iterator[Spot]:
        was, wanted = self._here.cosmetic.boxes, self._there.cosmetic.boxes
        if was == wanted:
            return
        for kind, elements in self._then.items():
            for id in elements:
                one, other = was.get(id, NOWHERE), wanted.get(id, NOWHERE)
                if id in self._now[kind] and not identical(one, other):
                    yield Spot(
                        element=id, x=other.x, y=other.y, width=other.width, height=other.height
                    )


_LIES_IN = {STAGE: "lane", NOTE: "lane", LANE: "parent"}


def _addition(element: Element, box: Box, before: str | None) -> Addition:
    match element:
        case Stage():
            return AddStage(stage=element, box=box, before=before)
        case Transition():
            return AddTransition(transition=element, before=before)
        case Lane():
            return AddLane(lane=element, box=box, before=before)
        case Note():
            return AddNote(note=element, box=box, before=before)
        case _:
            assert_never(element)


def _update(kind: ElementKind, id: str, fields: Mapping[str, Any]) -> Edit:
    match kind:
        case ElementKind.STAGE:
            return UpdateStage(element=id, fields=StageFields(**fields))
        case ElementKind.TRANSITION:
            return UpdateTransition(element=id, fields=TransitionFields(**fields))
        case ElementKind.LANE:
            return UpdateLane(element=id, fields=LaneFields(**fields))
        case ElementKind.NOTE:
            return UpdateNote(element=id, fields=NoteFields(**fields))
        case ElementKind.JOURNEY:
            return UpdateJourney(fields=JourneyFields(**fields))
        case _:
            assert_never(kind)

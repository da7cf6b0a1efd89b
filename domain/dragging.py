"""What a canvas says of its nodes, as a draft keeps it.

A canvas reckons from the corner of the lane that a node is in, and when a lane is dragged it says
nothing of what comes along. A draft reckons from the canvas's own corner, so that taking a lane
away moves nothing.
"""

from collections.abc import Iterable
from dataclasses import replace

from domain.draft import Box, Draft, id_of
from domain.edits import Spot
from domain.reading import ABSENT, Absent
from domain.values import Number, minus, plus
from graph.layout import Lane as Around
from graph.layouts.frames import Nesting

Corner = tuple[Number, Number]


def dragged(draft: Draft, spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """These moves of nodes as moves in the draft, with all that comes along in a lane.

    What is in a lane comes along from where the draft says it is; what has no place stays without.
    """
    return tuple(_Drag(draft, spots).spots())


class _Drag:
    def __init__(self, draft: Draft, spots: Iterable[Spot]) -> None:
        self._draft = draft
        self._boxes = draft.cosmetic.boxes
        self._lanes = {lane.key: lane for lane in draft.lanes}
        self._given = {spot.element: spot for spot in spots}
        self._corners: dict[str | None, Corner] = {None: (0, 0)}
        """Where lanes are once all is moved, as far as they are somewhere before."""

    def spots(self) -> Iterable[Spot]:
        """Lanes from the outermost in, then what is in them; then what nobody here knows."""
        for key in Nesting.of([Around(lane.key, lane.parent) for lane in self._draft.lanes]).order:
            lane = self._lanes[key]
            spot = self._moved(lane.id, self._parent(lane.parent))
            if self._is_placed(lane.id):
                x, y = self._corner(lane.id)
                self._corners[lane.id] = x, y
                if spot is not None:
                    self._corners[lane.id] = _or(spot.x, x), _or(spot.y, y)
            if spot is not None:
                yield spot
        for id, lane_key in self._inside():
            spot = self._moved(id, self._parent(lane_key))
            if spot is not None:
                yield spot
        yield from self._given.values()

    def _inside(self) -> Iterable[tuple[str, str | None]]:
        yield from ((id_of(stage), stage.lane) for stage in self._draft.stages)
        yield from ((note.id, note.lane) for note in self._draft.notes)

    def _parent(self, lane: str | None) -> str | None:
        """The id of the lane that a canvas reckons from."""
        found = self._lanes.get(lane or "")
        return found.id if found is not None and self._is_placed(found.id) else None

    def _corner(self, parent: str | None) -> Corner:
        box = self._boxes.get(parent or "", Box())
        return box.x or 0, box.y or 0

    def _is_placed(self, id: str) -> bool:
        box = self._boxes.get(id, Box())
        return box.x is not None and box.y is not None

    def _moved(self, id: str, parent: str | None) -> Spot | None:
        """Where an element is in the end; None where nothing moves it."""
        old, new = self._corner(parent), self._corners[parent]
        spot = self._given.pop(id, None)
        box = self._boxes.get(id, Box())
        if spot is None and (old == new or not self._is_placed(id)):
            return None
        spot = spot or Spot(element=id)
        return replace(
            spot,
            x=_along(spot.x, box.x, old[0], new[0]),
            y=_along(spot.y, box.y, old[1], new[1]),
        )


def _along(
    given: Number | Absent | None, kept: Number | None, old: Number, new: Number
) -> Number | Absent | None:
    """One coordinate: as it is given, from its lane's new corner; else as far on as the lane."""
    if given is None:
        return None
    if not isinstance(given, Absent):
        return plus(new, given)
    return ABSENT if kept is None or old == new else plus(kept, minus(new, old))


def _or(given: Number | Absent | None, otherwise: Number) -> Number:
    return otherwise if given is None or isinstance(given, Absent) else given

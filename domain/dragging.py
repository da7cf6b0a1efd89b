"""What a canvas says of its nodes, as a draft keeps it.

A canvas reckons from the corner of the lane that a node is in, and when a lane is dragged it says
nothing of what comes along. A draft reckons from the canvas's own corner, so that taking a lane
away moves nothing.
"""

from collections.abc import Iterable
from dataclasses import replace

from domain.draft import Box, Draft, id_of
from domain.edits import Spot
from domain.floor import Floor
from domain.reading import ABSENT, Absent
from domain.values import Number, minus, plus

Corner = tuple[Number, Number]


def dragged(draft: Draft, spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """These moves of nodes as moves in the draft, with all that comes along in a lane.

    What is in a lane comes along from where the draft says it is; what has no place stays without.
    """
    return tuple(_Drag(draft, spots).spots())


class _Drag:
    def __init__(self, draft: Draft, spots: Iterable[Spot]) -> None:
        self._draft = draft
        self._floor = Floor(draft)
        self._boxes = draft.cosmetic.boxes
        self._given = {spot.element: spot for spot in spots}
        self._corners: dict[str | None, Corner] = {None: (0, 0)}
        """Where lanes are once all is moved."""

    def spots(self) -> Iterable[Spot]:
        """Lanes from the outermost in, then what is in them; then what nobody here knows."""
        for lane in self._floor.lanes:
            parent = self._floor.parent(lane.parent)
            spot = self._moved(lane.id, parent)
            place = self._floor.places[lane.id]
            self._corners[lane.id] = (
                _or(spot.x if spot else ABSENT, place.x),
                _or(spot.y if spot else ABSENT, place.y),
            )
            if spot is not None:
                yield spot
        for id, key in self._inside():
            spot = self._moved(id, self._floor.parent(key))
            if spot is not None:
                yield spot
        yield from self._given.values()

    def _inside(self) -> Iterable[tuple[str, str | None]]:
        yield from ((id_of(stage), stage.lane) for stage in self._draft.stages)
        yield from ((note.id, note.lane) for note in self._draft.notes)

    def _moved(self, id: str, parent: str | None) -> Spot | None:
        """Where an element is in the end; None where nothing moves it."""
        old, new = self._floor.corner(parent), self._corners[parent]
        spot = self._given.pop(id, None)
        box = self._boxes.get(id, Box())
        if spot is None and (old == new or not self._floor.is_placed(id)):
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

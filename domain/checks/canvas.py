"""What the picture looks like: stages without a place, on each other, outside their lane."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from domain.checks.problem import Problem
from domain.checks.survey import Survey
from domain.journey import EVERYWHERE
from domain.sheet import STAGE
from domain.values import Value, is_number

FEW_CROSSINGS = 10
MOST_PAIRS = 20_000
"""Pairs of transitions that are looked at for crossings: enough to know that there are many."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the canvas."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Where transitions are drawn to."""
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: "Place") -> bool:
        """Whether they share more than a border."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def lies_in(self, other: "Place") -> bool:
        """Whether all of it is within the other."""
        return (
            other.x <= self.x
            and other.y <= self.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


def canvas_problems(survey: Survey) -> Iterator[Problem]:
    """Hints about the picture; there is none to be had of a journey that nobody has drawn."""
    positions = (survey.journey.layout or {}).get("positions")
    drawn = positions if isinstance(positions, Mapping) else {}
    places = {
        key: place
        for key in survey.stages
        if (place := _place(drawn.get(key), float(STAGE.width), float(STAGE.height))) is not None
    }
    yield from _unplaced(survey, places)
    yield from _overlapping(survey, places)
    yield from _outside_lanes(survey, places)
    crossings = sum(1 for _ in islice(_crossings(survey, places), _too_many(survey)))
    if crossings == _too_many(survey):
        yield survey.problem("EDGE_CROSSINGS_HIGH", at="layout", crossings=crossings)


def _place(value: Value, width: float | None, height: float | None) -> Place | None:
    """The rectangle that a box says; None where it does not say where."""
    if not isinstance(value, Mapping):
        return None
    x, y = _number(value.get("x")), _number(value.get("y"))
    wide = _number(value.get("width"), width)
    high = _number(value.get("height"), height)
    if x is None or y is None or wide is None or high is None:
        return None
    return Place(x, y, wide, high)


def _number(value: Value, default: float | None = None) -> float | None:
    return float(value) if is_number(value) else default


def _unplaced(survey: Survey, places: Mapping[str, Place]) -> Iterator[Problem]:
    if not places and survey.stages:
        yield survey.problem("NODE_UNPLACED", at="layout", what="Every stage")
        return
    for key in survey.stages:
        if key not in places:
            yield survey.problem("NODE_UNPLACED", key, what=f"The stage {key}")


def _overlapping(survey: Survey, places: Mapping[str, Place]) -> Iterator[Problem]:
    """Each stage with the first other one that it lies on."""
    open_places: list[tuple[str, Place]] = []
    for key, place in sorted(places.items(), key=lambda one: (one[1].x, one[1].y)):
        open_places = [one for one in open_places if one[1].x + one[1].width > place.x]
        other = next((it for it, under in open_places if place.overlaps(under)), None)
        if other is not None:
            yield survey.problem("NODES_OVERLAP", key, other, other=other)
        open_places.append((key, place))


def _outside_lanes(survey: Survey, places: Mapping[str, Place]) -> Iterator[Problem]:
    lanes = survey.journey.lanes if isinstance(survey.journey.lanes, list | tuple) else ()
    drawn = {lane.get("key"): lane for lane in lanes if isinstance(lane, Mapping)}
    boxes = {key: _place(lane, None, None) for key, lane in drawn.items()}
    for stage in survey.journey.stages:
        if stage.lane is None:
            continue
        lane, box = drawn.get(stage.lane), boxes.get(stage.lane)
        place = places.get(stage.key)
        is_outside = box is not None and place is not None and not place.lies_in(box)
        if lane is None or is_outside:
            id = lane.get("id") if lane is not None else None
            around = (id,) if isinstance(id, str) else ()
            yield survey.problem("CHILD_OUTSIDE_LANE", stage.key, elements=around, lane=stage.lane)


def _too_many(survey: Survey) -> int:
    return max(FEW_CROSSINGS, len(survey.journey.transitions))


def _crossings(survey: Survey, places: Mapping[str, Place]) -> Iterator[None]:
    """One for every two transitions that cross, as straight lines between the stages' middles."""
    lines = []
    for way in survey.journey.transitions:
        if way.left != EVERYWHERE and way.left in places and way.entered in places:
            ends = sorted((places[way.left].middle, places[way.entered].middle))
            lines.append((ends[0], ends[1]))
    lines.sort()
    looked_at = 0
    open_lines: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for line in lines:
        open_lines = [one for one in open_lines if one[1][0] > line[0][0]]
        for other in open_lines:
            looked_at += 1
            if looked_at > MOST_PAIRS:
                return
            if _cross(*line, *other):
                yield None
        open_lines.append(line)


def _cross(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> bool:
    """Whether two segments cross within, not where they end."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

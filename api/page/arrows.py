"""The ways between boxes: which sides they join, and the curve between.

Arrows that share a side of a box are spread along it, in the order of where they go, so that they
do not meet before they arrive.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from api.page.placing import Box, Point
from domain.journey import EVERYWHERE, Transition, TransitionKind

APART = 18.0
"""Between arrows on one side of a box."""


class Side(Enum):
    """A side of a box, by the direction that leads away from it."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    TOP = (0, -1)
    BOTTOM = (0, 1)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A transition as it is drawn: a cubic curve from `start` to `end`."""

    transition: Transition
    start: Point
    bend: Point
    approach: Point
    end: Point

    def at(self, way: float) -> Point:
        """The point so far along the curve: its start is 0, its end 1."""
        rest = 1 - way
        weights = (rest**3, 3 * rest**2 * way, 3 * rest * way**2, way**3)
        points = (self.start, self.bend, self.approach, self.end)
        x = sum(weight * point[0] for weight, point in zip(weights, points, strict=True))
        y = sum(weight * point[1] for weight, point in zip(weights, points, strict=True))
        return x, y


@dataclass(frozen=True, slots=True)
class _Joint:
    """The sides that a transition joins."""

    transition: Transition
    leaves: Side
    enters: Side


def arrows_of(transitions: Sequence[Transition], boxes: Mapping[str, Box]) -> list[Arrow]:
    """An arrow for each transition between two stages; those from everywhere have no start."""
    joints = [_Joint(way, *_sides(way, boxes)) for way in transitions if way.left != EVERYWHERE]
    ports = _ports(joints, boxes)
    return [
        _curve(joint, ports[index, "start"], ports[index, "end"])
        for index, joint in enumerate(joints)
    ]


def _sides(way: Transition, boxes: Mapping[str, Box]) -> tuple[Side, Side]:
    """Which sides look natural for where the two boxes lie."""
    left, entered = boxes[way.left], boxes[way.entered]
    is_right = entered.x >= left.right
    is_left = entered.right <= left.x
    is_below = entered.y >= left.bottom
    is_above = entered.bottom <= left.y
    if way.kind is TransitionKind.RECYCLE:
        if is_above:
            return (Side.LEFT if is_left else Side.TOP), Side.BOTTOM
        if is_below:
            return Side.BOTTOM, (Side.RIGHT if is_left else Side.TOP)
        return Side.BOTTOM, Side.BOTTOM
    if is_right and not (way.kind is TransitionKind.EXIT and is_below):
        if not _is_blocked(way, boxes):
            return Side.RIGHT, Side.LEFT
        if not is_below:
            return Side.TOP, Side.TOP
    if is_below:
        return Side.BOTTOM, (Side.LEFT if is_right else Side.TOP)
    if is_above:
        return Side.TOP, Side.BOTTOM
    return Side.TOP, Side.TOP


def _is_blocked(way: Transition, boxes: Mapping[str, Box]) -> bool:
    """Whether another box lies on the straight way."""
    left, entered = boxes[way.left], boxes[way.entered]
    (x, y), (u, v) = left.middle, entered.middle
    for key, box in boxes.items():
        if key in (way.left, way.entered):
            continue
        across = box.middle[0]
        if left.right <= across <= entered.x:
            level = y + (v - y) * (across - x) / (u - x)
            if box.y - 6 <= level <= box.bottom + 6:
                return True
    return False


def _ports(joints: Sequence[_Joint], boxes: Mapping[str, Box]) -> Mapping[tuple[int, str], Point]:
    """The point on its side at which each arrow starts and ends."""
    sharing: dict[tuple[str, Side], list[tuple[Point, int, str]]] = defaultdict(list)
    for index, joint in enumerate(joints):
        way = joint.transition
        sharing[way.left, joint.leaves].append((boxes[way.entered].middle, index, "start"))
        sharing[way.entered, joint.enters].append((boxes[way.left].middle, index, "end"))
    ports: dict[tuple[int, str], Point] = {}
    for (key, side), ends in sharing.items():
        is_upright = side in (Side.LEFT, Side.RIGHT)
        ends.sort(key=lambda end: end[0][1] if is_upright else end[0][0])
        for place, (_, index, which) in enumerate(ends):
            offset = (place - (len(ends) - 1) / 2) * APART
            ports[index, which] = _on(boxes[key], side, offset)
    return ports


def _on(box: Box, side: Side, offset: float) -> Point:
    """A point on a side, so far from its middle but never round its corner."""
    (x, y), (across, down) = box.middle, side.value
    if across:
        most = box.height / 2 - 12
        return x + across * box.width / 2, y + max(-most, min(most, offset))
    most = box.width / 2 - 16
    return x + max(-most, min(most, offset)), y + down * box.height / 2


def _curve(joint: _Joint, start: Point, end: Point) -> Arrow:
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    if joint.leaves is joint.enters:
        # Both ends look the same way: an arc, higher the farther it spans.
        bend = approach = 34 + 0.11 * (across + down)
    else:
        bend, approach = (
            min(max(0.55 * (across if side.value[0] else down), 24.0), 170.0)
            for side in (joint.leaves, joint.enters)
        )
    return Arrow(
        joint.transition,
        start,
        _towards(start, joint.leaves, bend),
        _towards(end, joint.enters, approach),
        end,
    )


def _towards(point: Point, side: Side, length: float) -> Point:
    return point[0] + side.value[0] * length, point[1] + side.value[1] * length

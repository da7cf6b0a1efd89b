"""A draft as a layout sees it: how large everything is, where it is drawn, and in which lane."""

from collections.abc import Collection, Iterable, Mapping
from math import ceil, floor

from domain.draft import Box, Draft, id_of
from domain.edits import Spot
from domain.journey import Role, Stage
from domain.values import Number
from domain.wishes import Size
from graph.layout import Block, Lane, Rect
from graph.layouts.frames import Nesting, Padding, around, framed, frames

STAGE = Size(176, 88)
"""A stage of which nobody has said or measured how large it is."""
FAR = 10_000_000
"""Farther out nothing is looked for: what is drawn there is nowhere, and nothing is so large."""


class Sheet:
    """The stages of a draft by id, its lanes by key, and what is drawn of them so far."""

    def __init__(self, draft: Draft, sizes: Mapping[str, Size]) -> None:
        self._draft = draft
        self._boxes = draft.cosmetic.boxes
        self._sizes = sizes
        self._lane_of = {id_of(stage): stage.lane for stage in draft.stages}
        self.keys = tuple(self._lane_of)
        self.lanes = [Lane(lane.key, lane.parent) for lane in draft.lanes]
        self.places = {id: place for id in self.keys if (place := self._place(id)) is not None}
        """Where the stages are that are somewhere."""
        self.frames = {
            lane.key: frame
            for lane in draft.lanes
            if (frame := drawn(self._boxes.get(lane.id))) is not None
        }
        """Where the lanes are that are somewhere, and of some size."""

    def size(self, id: str) -> Size:
        """How large a stage is: measured, said, or as stages are."""
        box = self._boxes.get(id, Box())
        measured = self._sizes.get(id)
        width = measured.width if measured else box.width
        height = measured.height if measured else box.height
        return Size(min(width or STAGE.width, FAR), min(height or STAGE.height, FAR))

    def block(self, stage: Stage) -> Block:
        """A stage as it is laid out."""
        size = self.size(id_of(stage))
        is_exit = stage.role is Role.EXIT
        return Block(id_of(stage), float(size.width), float(size.height), is_exit, stage.lane)

    def stages_in(self, ids: Collection[str]) -> frozenset[str]:
        """The stages among these, and all that are in the lanes among these."""
        nesting = Nesting.of(self.lanes)
        lanes = {
            key for lane in self._draft.lanes if lane.id in ids for key in nesting.within(lane.key)
        }
        return frozenset(id for id, lane in self._lane_of.items() if id in ids or lane in lanes)

    def nested(self) -> Nesting:
        """Which lanes lie in which."""
        return Nesting.of(self.lanes)

    def others_lanes(self, stage: str) -> list[Rect]:
        """The frames of the lanes that a stage does not lie in."""
        nesting = self.nested()
        lane = self._lane_of[stage]
        return [
            frame
            for key, frame in self.frames.items()
            if lane is None or lane not in nesting.within(key)
        ]

    def framed(
        self, places: Mapping[str, Rect], empty: Mapping[str, Rect], padding: Padding
    ) -> dict[str, Rect]:
        """A frame for every lane around what is in it, `empty` for those in which nothing is."""
        return frames(self.nested(), self._contents(places), padding, empty)

    def grown(self, places: Mapping[str, Rect], padding: Padding) -> dict[str, Rect]:
        """The frames that have to grow for what now is in them."""
        nesting = self.nested()
        contents = self._contents(places)
        found: dict[str, Rect] = {}
        for key in reversed(nesting.order):
            inside = [*contents.get(key, ()), *(found[k] for k in nesting.inner[key] if k in found)]
            held = around(inside)
            if held is not None and key in self.frames:
                union = around([self.frames[key], framed(held, padding)])
                assert union is not None
                found[key] = union
        return found

    def moves(self, places: Mapping[str, Rect]) -> Iterable[Spot]:
        """Stages that are not where these places say."""
        for id, rect in places.items():
            box = self._boxes.get(id, Box())
            if (box.x, box.y) != (round(rect.x), round(rect.y)):
                yield Spot(element=id, x=round(rect.x), y=round(rect.y))

    def resizes(self, lanes: Mapping[str, Rect]) -> Iterable[Spot]:
        """Lanes whose frames are not these."""
        for lane in self._draft.lanes:
            if lane.key not in lanes:
                continue
            rect = lanes[lane.key]
            x, y = floor(rect.x), floor(rect.y)
            box = Box(x=x, y=y, width=ceil(rect.right) - x, height=ceil(rect.bottom) - y)
            if self._boxes.get(lane.id) != box:
                yield Spot(element=lane.id, x=x, y=y, width=box.width, height=box.height)

    def notes_along(self, places: Mapping[str, Rect]) -> Iterable[Spot]:
        """Notes that belong to stages that moved, moved as far."""
        for note in self._draft.notes:
            box = self._boxes.get(note.id, Box())
            before, after = self.places.get(note.stage or ""), places.get(note.stage or "")
            if before is None or after is None or box.x is None or box.y is None:
                continue
            right, down = round(after.x - before.x), round(after.y - before.y)
            if right or down:
                yield Spot(element=note.id, x=box.x + right, y=box.y + down)

    def _place(self, id: str) -> Rect | None:
        box = self._boxes.get(id, Box())
        if box.x is None or box.y is None or _is_far(box.x, box.y):
            return None
        size = self.size(id)
        return Rect(float(box.x), float(box.y), float(size.width), float(size.height))

    def _contents(self, places: Mapping[str, Rect]) -> dict[str, list[Rect]]:
        contents: dict[str, list[Rect]] = {}
        for id, rect in places.items():
            lane = self._lane_of[id]
            if lane is not None:
                contents.setdefault(lane, []).append(rect)
        return contents


def drawn(box: Box | None) -> Rect | None:
    """The place of what says all of it."""
    if box is None:
        return None
    said = [length for length in (box.x, box.y, box.width, box.height) if length is not None]
    if len(said) < 4 or _is_far(*said):
        return None
    return Rect(*map(float, said))


def _is_far(*lengths: Number) -> bool:
    return any(not -FAR <= length <= FAR for length in lengths)

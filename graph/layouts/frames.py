"""Lanes as bands that nothing else lies in: their order, and the frames drawn around them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lane:
    """A grouping of stages; `parent` is the key of the lane around it."""

    key: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Rect:
    """A place; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def overlaps(self, other: "Rect", room: float = 0.0) -> bool:
        """Whether the two are drawn over one another, or come nearer than `room`."""
        is_beside = self.right + room <= other.x or other.right + room <= self.x
        return not (is_beside or self.bottom + room <= other.y or other.bottom + room <= self.y)

    def moved(self, x: float, y: float) -> "Rect":
        """The same, so far to the right and down."""
        return Rect(self.x + x, self.y + y, self.width, self.height)

    def turned(self) -> "Rect":
        """The same with what is right and what is down exchanged."""
        return Rect(self.y, self.x, self.height, self.width)


@dataclass(frozen=True, slots=True)
class Padding:
    """What a frame leaves free around what lies in it; `top` has room for its name."""

    left: float
    top: float
    right: float
    bottom: float

    def turned(self) -> "Padding":
        """The same with what is right and what is down exchanged."""
        return Padding(self.top, self.left, self.bottom, self.right)


def around(rects: Iterable[Rect]) -> Rect | None:
    """The least place that holds all of these; None for none."""
    held = list(rects)
    if not held:
        return None
    x, y = min(rect.x for rect in held), min(rect.y for rect in held)
    right, bottom = max(rect.right for rect in held), max(rect.bottom for rect in held)
    return Rect(x, y, right - x, bottom - y)


def framed(rect: Rect, padding: Padding) -> Rect:
    """The frame around a place."""
    return Rect(
        rect.x - padding.left,
        rect.y - padding.top,
        rect.width + padding.left + padding.right,
        rect.height + padding.top + padding.bottom,
    )


@dataclass(frozen=True, slots=True)
class Nesting:
    """Which lanes lie in which. One that lies in a lane that is not there lies in none."""

    outer: tuple[str, ...]
    inner: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, lanes: Sequence[Lane]) -> "Nesting":
        """The lanes in list order, each under its parent; of a circle the first lies in none."""
        parents = {lane.key: lane.parent for lane in lanes}
        outer: list[str] = []
        inner: dict[str, list[str]] = {key: [] for key in parents}
        for key, parent in parents.items():
            way = {key}
            here = parent
            while here in parents and here not in way:
                way.add(here)
                here = parents[here]
            if parent in parents and here != key:
                inner[parent].append(key)
            else:
                outer.append(key)
                parents[key] = None
        return cls(tuple(outer), {key: tuple(keys) for key, keys in inner.items()})

    def within(self, key: str) -> Iterator[str]:
        """A lane and all that lie in it, each before what lies in it."""
        yield key
        for inside in self.inner[key]:
            yield from self.within(inside)

    @property
    def order(self) -> tuple[str, ...]:
        """Every lane, each before what lies in it."""
        return tuple(key for top in self.outer for key in self.within(top))


def frames(
    nesting: Nesting,
    contents: Mapping[str, Sequence[Rect]],
    padding: Padding,
    empty: Mapping[str, Rect],
) -> dict[str, Rect]:
    """A frame for each lane around what lies in it, lanes too; `empty` where nothing does."""
    found: dict[str, Rect] = {}
    for key in reversed(nesting.order):
        inside = [*contents.get(key, ()), *(found[lane] for lane in nesting.inner[key])]
        held = around(inside)
        found[key] = empty[key] if held is None else framed(held, padding)
    return {key: found[key] for key in nesting.order}

"""What differs between two versions of a journey: what it means first, how it is drawn apart.

An element that has kept its id is the same element, whatever it is called now; so one from another
workspace, with other ids, is known by its key. Nothing is said of ids, and nothing of what is only
written in another way: two journeys mean the same exactly when no difference is found
(`meaning.semantic_hash`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from domain.document import dump
from domain.draft import ElementKind
from domain.edits.order import moved_between, successors
from domain.journey import Journey
from domain.values import Value, same
from graph.difference import Named, Pair, paired

Part = Mapping[str, Value]


class DifferenceKind(StrEnum):
    """What became of an element."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    RENAMED = "RENAMED"
    REWIRED = "REWIRED"
    CHANGED = "CHANGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One field as it was and as it is; None where it is not written.

    The field `before` is the place in a list: the key of what it stands before.
    """

    name: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that became of one element. `name` is what it is called now, or last was."""

    kind: DifferenceKind
    element: ElementKind
    name: str
    id: str | None = None
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where an element was drawn, and where it is: `x`, `y`, `width`, `height`, as far as said."""

    element: ElementKind
    name: str
    id: str | None
    before: Part | None
    after: Part | None


@dataclass(frozen=True, slots=True)
class JourneyDiff:
    """The journey itself first, then stages, transitions, lanes and notes, each in list order."""

    differences: tuple[Difference, ...]
    layout: tuple[Moved, ...]


LISTS = {
    "stages": ElementKind.STAGE,
    "lanes": ElementKind.LANE,
    "transitions": ElementKind.TRANSITION,
    "notes": ElementKind.NOTE,
}
UNSAID: Part = {"role": "STAGE", "teams": [], "kind": "ADVANCE"}
"""What a field means that is left out."""
_BOX = ("x", "y", "width", "height")
_RENAMES, _ENDS = frozenset({"key", "name"}), frozenset({"from", "to"})
_REFERENCES = {"from": "stages", "to": "stages", "stage": "stages", "lane": "lanes"}
_REFERENCES |= {"parent": "lanes"}


def journey_diff(before: Journey, after: Journey) -> JourneyDiff:
    """Everything that `after` says and `before` did not, and the other way round."""
    was, now = _Version(before), _Version(after)
    differences = [*_of_journey(was, now)]
    layout: list[Moved] = []
    found = _found(was, now)
    for name, kind in LISTS.items():
        pairs, old, new = found[name], was.lists[name], now.lists[name]
        places = _places(old, new, pairs) if name != "transitions" else {}
        for left, right in pairs:
            one = None if left is None else old[left]
            other = None if right is None else new[right]
            fields = [*_fields(one or {}, other or {}, was, now), *places.get(right, ())]
            differences += _of_element(kind, one, other, fields)
            layout += _of_layout(kind, one, other)
    return JourneyDiff(tuple(differences), tuple(layout))


def pairs_between(before: Journey, after: Journey) -> Mapping[str, tuple[Pair, ...]]:
    """Which element of each list is which of the other journey: their positions in both."""
    return _found(_Version(before), _Version(after))


class _Version:
    """A journey as plain values, and which element each of its references means."""

    def __init__(self, journey: Journey) -> None:
        document = cast(dict[str, Value], dump(journey))
        positions = cast(dict[str, Part], (journey.layout or {}).get("positions") or {})
        self.lists = {name: cast(list[Part], document.get(name) or []) for name in LISTS}
        self.lists["stages"] = [
            {**part, **positions.get(cast(str, part["key"]), {})} for part in self.lists["stages"]
        ]
        self.own = {
            name: value
            for name, value in document.items()
            if name not in (*LISTS, "format", "layout")
        }
        self._meant: dict[tuple[str, Value], int] = {}

    def refer(self, name: str, positions: Sequence[int | None]) -> None:
        """What the keys of a list mean: elements of two versions that are one have one number."""
        for number, position in enumerate(positions):
            if position is not None:
                self._meant[name, self.lists[name][position].get("key")] = number

    def meant(self, name: str, value: Value) -> Value:
        """A field's value so that it can be compared: for a reference, which element it means."""
        if name not in _REFERENCES or not isinstance(value, str):
            return value
        number = self._meant.get((_REFERENCES[name], value))
        return value if number is None else [number]

    def named(self, name: str) -> list[Named]:
        """What each element of a list is known by."""
        return [
            Named(cast("str | None", part.get("id")), tuple(self._names(name, part)))
            for part in self.lists[name]
        ]

    def _names(self, name: str, part: Part) -> Iterator[tuple[str, ...]]:
        match name:
            case "transitions":
                ends = (str(self.meant(end, part[end])) for end in ("from", "to"))
                joined = (*ends, str(part.get("kind", "ADVANCE")))
                yield (*joined, repr(part.get("when")), repr(part.get("after")))
                yield joined
                yield joined[:2]
            case "notes":
                yield (str(part["text"]), repr(part.get("stage")))
                yield (str(part["text"]),)
            case _:
                yield (str(part["key"]),)


def _found(was: _Version, now: _Version) -> Mapping[str, tuple[Pair, ...]]:
    found: dict[str, tuple[Pair, ...]] = {}
    # Stages and lanes come first in the lists: what the others say of them has to be understood.
    for name in LISTS:
        found[name] = paired(was.named(name), now.named(name))
        was.refer(name, [left for left, _ in found[name]])
        now.refer(name, [right for _, right in found[name]])
    return found


def _of_journey(was: _Version, now: _Version) -> Iterator[Difference]:
    fields = list(_fields(was.own, now.own, was, now))
    yield from _of_element(ElementKind.JOURNEY, was.own, now.own, fields)


def _of_element(
    kind: ElementKind, one: Part | None, other: Part | None, fields: list[FieldDifference]
) -> Iterator[Difference]:
    """What became of an element: renamed, rewired and changed are told one by one."""
    shown = other if other is not None else one
    assert shown is not None
    id = cast("str | None", shown.get("id"))
    if one is None or other is None:
        became = DifferenceKind.ADDED if one is None else DifferenceKind.REMOVED
        yield Difference(kind=became, element=kind, name=_name(shown), id=id, fields=tuple(fields))
        return
    ends = _ENDS if kind is ElementKind.TRANSITION else frozenset()
    for became, names in (
        (DifferenceKind.RENAMED, _RENAMES),
        (DifferenceKind.REWIRED, ends),
        (DifferenceKind.CHANGED, None),
    ):
        told = tuple(
            field
            for field in fields
            if (field.name in names if names is not None else field.name not in _RENAMES | ends)
        )
        if told:
            yield Difference(kind=became, element=kind, name=_name(shown), id=id, fields=told)


def _of_layout(kind: ElementKind, one: Part | None, other: Part | None) -> Iterator[Moved]:
    before, after = _box(one), _box(other)
    if not same(before, after):
        shown = other if other is not None else one
        assert shown is not None
        id = cast("str | None", shown.get("id"))
        yield Moved(element=kind, name=_name(shown), id=id, before=before, after=after)


def _fields(one: Part, other: Part, was: _Version, now: _Version) -> Iterator[FieldDifference]:
    for name in dict.fromkeys((*other, *one)):
        if name == "id" or name in _BOX:
            continue
        before, after = one.get(name), other.get(name)
        unsaid = UNSAID.get(name)
        left = unsaid if before is None else was.meant(name, before)
        right = unsaid if after is None else now.meant(name, after)
        if not same(left, right):
            yield FieldDifference(name=name, before=before, after=after)


def _places(
    old: Sequence[Part], new: Sequence[Part], pairs: Sequence[Pair]
) -> Mapping[int | None, tuple[FieldDifference, ...]]:
    """What left its place among those that were there before and still are."""
    stayed = {right: left for left, right in pairs if left is not None and right is not None}
    before = [str(left) for left in sorted(stayed.values())]
    after = [str(stayed[right]) for right in sorted(stayed)]
    moved = moved_between(before, after)
    if not moved:
        return {}
    was, now = successors(before), successors(after)
    found: dict[int | None, tuple[FieldDifference, ...]] = {}
    for right, left in stayed.items():
        if str(left) in moved:
            one, other = was[str(left)], now[str(left)]
            behind = None if other is None else old[int(other)]
            found[right] = (
                FieldDifference(
                    name="before",
                    before=None if one is None else _name(old[int(one)]),
                    after=None if behind is None else _name(behind),
                ),
            )
    return found


def _name(part: Part) -> str:
    """What people know an element by."""
    if "from" in part:
        return f"{part['from']} -> {part['to']} ({part.get('kind', 'ADVANCE')})"
    return str(part["key"] if "key" in part else part["text"])


def _box(part: Part | None) -> Part | None:
    return {name: part[name] for name in _BOX if name in part} or None if part else None

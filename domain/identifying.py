"""Ids for a journey that was published without, the same every time it is looked at.

An id is made from what else tells its element from others: a stage's and a lane's key, a
transition's ends and kind, a note's text. It looks like one that was minted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import count
from typing import cast

from domain.difference import LISTS
from domain.draft import PREFIXES, ElementKind
from domain.journey import EVERYWHERE, Journey
from domain.values import Value

Part = Mapping[str, Value]
IdsByList = Mapping[str, list[str | None]]
"""The id of each element, by the name of its list in a document."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's."""


def identified(journey: Journey, elsewhere: Collection[str] = ()) -> Journey:
    """The journey, in which everything has an id: for what had none, none that is `elsewhere`."""
    ids = own_ids(journey)
    taken = {id for own in ids.values() for id in own}.union(elsewhere)
    named = _names(journey)
    for kind_name, own in ids.items():
        kind = LISTS[kind_name]
        for position, name in enumerate(named[kind_name]):
            # `*` is where a transition leaves from everywhere, and cannot be a stage as well.
            if own[position] is None or own[position] == EVERYWHERE:
                free = (_id(journey.key, kind, name, n) for n in count())
                own[position] = next(id for id in free if id not in taken)
                taken.add(own[position])
    return with_ids(journey, ids)


def own_ids(journey: Journey) -> IdsByList:
    """The ids that a journey's elements have; None where one has none."""
    return {
        "stages": [stage.id for stage in journey.stages],
        "lanes": [cast("str | None", part.get("id")) for part in _parts(journey.lanes)],
        "transitions": [way.id for way in journey.transitions],
        "notes": [cast("str | None", part.get("id")) for part in _parts(journey.notes)],
    }


def with_ids(journey: Journey, ids: IdsByList) -> Journey:
    """The journey with other ids."""
    stages = zip(journey.stages, ids["stages"], strict=True)
    ways = zip(journey.transitions, ids["transitions"], strict=True)
    return replace(
        journey,
        stages=tuple(replace(stage, id=id) for stage, id in stages),
        transitions=tuple(replace(way, id=id) for way, id in ways),
        lanes=_with_ids(journey.lanes, ids["lanes"]),
        notes=_with_ids(journey.notes, ids["notes"]),
    )


def _with_ids(parts: Value, ids: Sequence[str | None]) -> Value:
    if parts is None:
        return None
    return [_with_id(part, id) for part, id in zip(_parts(parts), ids, strict=True)]


def _with_id(part: Part, id: str | None) -> Value:
    rest = {name: value for name, value in part.items() if name != "id"}
    return rest if id is None else {"id": id, **rest}


def _parts(value: Value) -> list[Part]:
    # Checked when the journey was loaded.
    return cast("list[Part]", value or [])


def _names(journey: Journey) -> Mapping[str, Iterator[tuple[str, ...]]]:
    return {
        "stages": ((stage.key,) for stage in journey.stages),
        "lanes": ((str(part["key"]),) for part in _parts(journey.lanes)),
        "transitions": ((way.left, way.entered, way.kind.value) for way in journey.transitions),
        "notes": ((str(part["text"]),) for part in _parts(journey.notes)),
    }


def _id(journey: str, kind: ElementKind, name: tuple[str, ...], number: int) -> str:
    said = "\0".join((journey, kind.value, *name, str(number)))
    bits = int.from_bytes(sha256(said.encode()).digest()[:16])
    return PREFIXES[kind] + "".join(ALPHABET[bits >> shift & 31] for shift in range(125, -1, -5))

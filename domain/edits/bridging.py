"""Joining what a removed stage stood between.

A bridge leads from each stage before it to each stage behind it, where going through it made sense:

    before it    behind it    the bridge
    ADVANCE      ADVANCE      ADVANCE
    ADVANCE      EXIT         EXIT
    RECYCLE      ADVANCE      RECYCLE, if it starts at an EXIT stage: every other might go forward

It asks what both asked, and waits as long as the first did, else as long as the second. No bridge
is built where the two are joined like that already.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from domain.criteria import MAX_DEPTH, MAX_RULES, All, Criteria, Not, Rule, rules_of
from domain.draft import PREFIXES, ElementKind, id_of
from domain.edits.workbench import Workbench
from domain.journey import EVERYWHERE, Role, Transition, TransitionKind

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def bridges(bench: Workbench, stage: str) -> tuple[Transition, ...]:
    """The transitions to add when this stage goes."""
    ways = list(bench.transitions.values())
    joined = {(way.left, way.entered, way.kind) for way in ways}
    built: list[Transition] = []
    for into, onward, kind in _through(bench, stage, ways):
        ends = (into.left, onward.entered, kind)
        if ends in joined or into.left == onward.entered:
            continue
        joined.add(ends)
        built.append(
            Transition(
                id=_new_id(bench, into, onward),
                left=into.left,
                entered=onward.entered,
                kind=kind,
                when=_both(bench, into.when, onward.when),
                after=into.after or onward.after,
            )
        )
    return tuple(built)


def _through(
    bench: Workbench, stage: str, ways: Iterable[Transition]
) -> Iterator[tuple[Transition, Transition, TransitionKind]]:
    """Each way in with each way on, and what would join them."""
    before = [way for way in ways if way.entered == stage and way.left not in (stage, EVERYWHERE)]
    behind = [way for way in ways if way.left == stage and way.entered != stage]
    for into in before:
        for onward in behind:
            match into.kind, onward.kind:
                case TransitionKind.ADVANCE, TransitionKind.ADVANCE | TransitionKind.EXIT:
                    yield into, onward, onward.kind
                case TransitionKind.RECYCLE, TransitionKind.ADVANCE:
                    if bench.stages[into.left].role is Role.EXIT:
                        yield into, onward, into.kind


def _both(bench: Workbench, one: Criteria | None, other: Criteria | None) -> Criteria | None:
    if one is None or other is None:
        return one or other
    both = All((*_parts(one), *_parts(other)))
    if _depth(both) > MAX_DEPTH or len(list(rules_of(both))) > MAX_RULES:
        bench.reject("bridge", "would join guards that are too large together", "LIMIT_EXCEEDED")
    return both


def _parts(criteria: Criteria) -> tuple[Criteria, ...]:
    return criteria.parts if isinstance(criteria, All) else (criteria,)


def _depth(criteria: Criteria) -> int:
    match criteria:
        case Rule():
            return 0
        case Not(part):
            return 1 + _depth(part)
        case _:
            return 1 + max(map(_depth, criteria.parts), default=0)


def _new_id(bench: Workbench, into: Transition, onward: Transition) -> str:
    """The same id whoever applies the edit: made of the ids of what it joins."""
    number = 0
    while True:
        text = f"{id_of(into)} {id_of(onward)} {number}"
        bits = int.from_bytes(sha256(text.encode()).digest()[:16])
        digits = "".join(_DIGITS[bits >> shift & 31] for shift in range(125, -1, -5))
        id = PREFIXES[ElementKind.TRANSITION] + digits
        if id not in bench.transitions:
            return id
        number += 1

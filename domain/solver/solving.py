"""Criteria solved, part by part: the clauses of each, and of its negation.

Solving is remembered by what criteria say, so that of a draft being edited only what has changed is
solved again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from domain.criteria import All, Any, Criteria, Not, Rule, rules_of
from domain.same import Same
from domain.signals import (
    ANY_EVENT,
    Age,
    BandIn,
    Condition,
    DwellIn,
    Fall,
    HealthIn,
    SegmentIn,
    Share,
    Signal,
    StageIn,
    Trait,
    Until,
    journey_of,
)
from domain.solver.normal_form import (
    ALWAYS,
    NEVER,
    Clauses,
    TooComplex,
    both,
    either,
)
from domain.solver.variables import read
from domain.values import Scalar

ANY = f"event {ANY_EVENT}"
REMEMBERED = 4_096
MOST_VALUES = 500
"""Values of one list that are told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Criteria with their clauses; None for too many of them. `parts` mirror the tree.

    `topics` are what the criteria read: `trait plan`, `event login`, and `event *` for any event.
    """

    criteria: Criteria
    holds: Clauses | None
    fails: Clauses | None
    topics: frozenset[str]
    parts: tuple["Solved", ...] = field(default=(), repr=False)

    @property
    def is_known(self) -> bool:
        """Whether its clauses, and those of its negation, are few enough."""
        return self.holds is not None and self.fails is not None


def solved(criteria: Criteria) -> Solved:
    """The criteria solved, or what is remembered of it."""
    return _known(Same(criteria))


def touch(topics: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two criteria read something in common, so that one may say something of the other."""
    if not topics.isdisjoint(others):
        return True
    return any(
        ANY in some and any(one.startswith("event") for one in rest)
        for some, rest in ((topics, others), (others, topics))
    )


@lru_cache(maxsize=REMEMBERED)
def _known(same: Same[Criteria]) -> Solved:
    return _remembered(same.value, _types(same.value))


@lru_cache(maxsize=REMEMBERED)
def _remembered(criteria: Criteria, types: tuple[type, ...]) -> Solved:
    return _solved(criteria)


def _solved(criteria: Criteria) -> Solved:
    match criteria:
        case Rule():
            return _rule(criteria)
        case Not(part):
            inner = _solved(part)
            return Solved(criteria, inner.fails, inner.holds, inner.topics, (inner,))
        case All(parts) | Any(parts):
            inners = tuple(map(_solved, parts))
            holds = [one.holds for one in inners]
            fails = [one.fails for one in inners]
            topics = frozenset().union(*(one.topics for one in inners))
            if isinstance(criteria, All):
                return Solved(criteria, _all(holds), _any(fails), topics, inners)
            return Solved(criteria, _any(holds), _all(fails), topics, inners)


def _rule(rule: Rule) -> Solved:
    topics = frozenset(_topics(rule.signal))
    if any(len(values) > MOST_VALUES for values in _lists(rule)):
        return Solved(rule, None, None, topics)
    variable, holds, fails = read(rule)
    if holds.is_empty:
        return Solved(rule, NEVER, ALWAYS, topics)
    if fails.is_empty:
        return Solved(rule, ALWAYS, NEVER, topics)
    return Solved(rule, ({variable: holds},), ({variable: fails},), topics)


def _all(parts: list[Clauses | None]) -> Clauses | None:
    """All parts at once; one that nobody meets decides, however complex the others are."""
    if NEVER in parts:
        return NEVER
    known = [part for part in parts if part is not None]
    try:
        found = both(known)
    except TooComplex:
        return None
    return found if len(known) == len(parts) or not found else None


def _any(parts: list[Clauses | None]) -> Clauses | None:
    """Any part; one that everybody meets decides, however complex the others are."""
    known = [part for part in parts if part is not None]
    try:
        found = either(known)
    except TooComplex:
        return None
    return found if len(known) == len(parts) or found == ALWAYS else None


def _topics(signal: Signal) -> Iterator[str]:
    match signal:
        case Trait(path):
            yield f"trait {path}"
        case Age(of) | Until(of):
            yield from _topics(of)
        case Share(part, whole):
            yield from _topics(part)
            yield from _topics(whole)
        case StageIn() | HealthIn() | BandIn() | DwellIn() | Fall() | SegmentIn():
            yield f"standing in {journey_of(signal)}"
        case _:
            yield f"event {signal.event}"


def _types(criteria: Criteria) -> tuple[type, ...]:
    """What tells criteria apart that are equal to Python: `True` and 1, 7 and 7.0."""
    return tuple(kind for rule in rules_of(criteria) for kind in _types_of(rule))


def _types_of(rule: Rule) -> Iterator[type]:
    value = rule.value
    yield from map(type, value) if isinstance(value, tuple) else (type(value),)
    for condition in _conditions(rule.signal):
        value = condition.value
        yield from map(type, value) if isinstance(value, tuple) else (type(value),)


def _lists(rule: Rule) -> Iterator[tuple[Scalar, ...]]:
    """Every list of values that the rule compares with."""
    if isinstance(rule.value, tuple):
        yield rule.value
    for condition in _conditions(rule.signal):
        if isinstance(condition.value, tuple):
            yield condition.value


def _conditions(signal: Signal) -> Iterator[Condition]:
    match signal:
        case Trait() | StageIn() | HealthIn() | BandIn() | DwellIn() | Fall() | SegmentIn():
            return
        case Age(of) | Until(of):
            yield from _conditions(of)
        case Share(part, whole):
            yield from _conditions(part)
            yield from _conditions(whole)
        case _:
            yield from signal.where

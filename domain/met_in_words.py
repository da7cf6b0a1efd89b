"""What held when something was decided, read off an explanation: `it had 3 logins within 30 days`.

An explanation is kept as JSON with the fact that it explains, for as long as that is kept: it is
put into words only when somebody asks.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import cast

from domain.explanation import rule_of
from domain.instants import Duration, instant_of
from domain.signals import Age, Count, Days, DwellIn, First, Last, Moment, Operator, Trait, Until
from domain.unmet_in_words import found_in_words
from domain.values import Value
from domain.wording import (
    day_in_words,
    events_in_words,
    listed,
    moment_in_words,
    signal_in_words,
    span_in_words,
    value_in_words,
    window_in_words,
)

MOST = 3
"""So many facts make a sentence; of more only the number is told."""

_HAD = "it had "

Node = Mapping[str, Value]


def facts_in_words(nodes: Sequence[Node], *, holding: bool = True) -> str:
    """What the rules found that made these hold, or with `holding` false what made them fail."""
    facts = list(dict.fromkeys(fact for node in nodes for fact in _facts(node, holding)))
    if len(facts) > MOST + 1:
        facts = [*facts[:MOST], f"{len(facts) - MOST} more rules held"]
    had = [fact.removeprefix(_HAD) for fact in facts if fact.startswith(_HAD)]
    others = [fact for fact in facts if not fact.startswith(_HAD)]
    return listed([*others, f"{_HAD}{listed(had)}"] if had else others)


def _facts(node: Node, holding: bool) -> Iterator[str]:
    if node.get("holds") is not holding:
        return
    if "not" in node:
        yield from _facts(cast(Node, node["not"]), not holding)
        return
    group = node.get("all", node.get("any"))
    if group is None:
        yield _fact(node)
        return
    for part in cast("Sequence[Node]", group):
        yield from _facts(part, holding)


def _fact(node: Node) -> str:
    rule, actual = rule_of(node), node.get("actual")
    signal = rule.signal
    match signal:
        case Count():
            events = events_in_words(signal, 1 if actual == 1 else 2)
            return f"{_HAD}{_number(actual)} {events}{window_in_words(signal)}"
        case Days():
            days = f"{_number(actual)} day{'' if actual in (1, {'atLeast': 1}) else 's'}"
            return f"{_HAD}{events_in_words(signal, 2)} on {days}{window_in_words(signal)}"
        case Age(of) | Until(of):
            return _when(of, actual, is_past=isinstance(signal, Age))
        case Last() | First():
            return _when(signal, actual, is_past=True)
    if isinstance(signal, DwellIn) and isinstance(actual, str):
        return f"{signal_in_words(signal)} was {_span(actual)}"
    if rule.operator is Operator.CONTAINS:
        holds = "contained" if node.get("holds") else "did not contain"
        return f"{signal_in_words(signal)} {holds} {value_in_words(rule.value)}"
    if rule.operator in (Operator.EXISTS, Operator.MISSING):
        return f"{signal_in_words(signal)} was {'not ' if actual is None else ''}known"
    return f"{signal_in_words(signal)} was {_shown(actual)}"


def _when(moment: Moment, actual: Value, *, is_past: bool) -> str:
    """When something was or is, from the point of view of then."""
    if actual is None and not isinstance(moment, Trait):
        return f"there was no {events_in_words(moment, 1)}"
    name = moment_in_words(moment)
    if not isinstance(actual, str):
        return f"{name} was not known"
    instant = instant_of(actual)
    if instant is not None:
        return f"{name} was on {day_in_words(instant)}"
    is_negative = actual.startswith("-")
    return f"{name} was {_span(actual)} {'earlier' if is_past is not is_negative else 'away'}"


def _span(text: str) -> str:
    """A length of time as an explanation writes it, whichever way."""
    return span_in_words(Duration.parse(text.lstrip("-")).microseconds)


def _number(actual: Value) -> str:
    return "no" if actual == 0 else _shown(actual)


def _shown(actual: Value) -> str:
    """A value as an explanation keeps it."""
    match actual:
        case {"atLeast": int() | Decimal() as count}:
            return f"at least {count}"
        case {"startsWith": str(text)}:
            return found_in_words(text)
        case {"length": int() | Decimal() as length}:
            return f"a value of {length} parts"
    return found_in_words(actual)

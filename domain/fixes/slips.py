"""Fixes of slips: a name or value that is nearly one that has arrived, a value of another type."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from domain.checks.reads import sources_of
from domain.checks.surroundings import Seen
from domain.criteria import Rule
from domain.edits import SetCriteria
from domain.fixes.asking import path_in, slot_of
from domain.fixes.mending import Mending, Proposal, Proposer
from domain.fixes.trees import changed, part_at, steps_to
from domain.instants import Duration
from domain.reading import Reading
from domain.signals import (
    Age,
    BandIn,
    Condition,
    DwellIn,
    EventSignal,
    Fall,
    First,
    HealthIn,
    Last,
    SegmentIn,
    Share,
    Signal,
    StageIn,
    Total,
    Trait,
    Until,
)
from domain.solver.ranges import member_of
from domain.values import Scalar

NEAR = 3
"""So many of the nearest are proposed."""

Value = Scalar | tuple[Scalar, ...]
Mended = Iterator[tuple[str, Rule]]


def _right_type(mending: Mending) -> Iterator[Proposal]:
    """The value, or a condition's, read as another type."""

    def retyped(rule: Rule) -> Mended:
        if rule.value is not None and not isinstance(rule.value, Duration):
            for value in _readings(rule.value):
                yield _shown(value), replace(rule, value=value)
        signal = rule.signal
        if isinstance(signal, EventSignal):
            for index, condition in enumerate(signal.where):
                for value in () if condition.value is None else _readings(condition.value):
                    yield _shown(value), _with_value(rule, signal, index, value)

    yield from _mended(mending, "Compare with", retyped)


def _known_name(mending: Mending) -> Iterator[Proposal]:
    """A name like the one of which nothing has arrived."""
    kind, name = str(mending.problem.args["kind"]), str(mending.problem.args["name"])

    def renamed(rule: Rule) -> Mended:
        for near in _near(name, _names(mending, rule, kind, name)):
            yield near, replace(rule, signal=_renamed(rule.signal, kind, name, near))

    yield from _mended(mending, "Read", renamed)


def _known_value(mending: Mending) -> Iterator[Proposal]:
    """A value like the one that has never been."""
    unknown = mending.problem.args["value"]
    if not isinstance(unknown, str):
        return

    def values_like(value: Value, seen: Seen | None) -> Iterator[Value]:
        known = [one for one in (seen.values if seen else None) or () if isinstance(one, str)]
        for near in _near(unknown, known):
            if value == unknown:
                yield near
            elif isinstance(value, tuple) and unknown in value:
                yield tuple(dict.fromkeys(near if one == unknown else one for one in value))

    def mended(rule: Rule) -> Mended:
        signal = rule.signal
        if isinstance(signal, Trait) and isinstance(rule.value, str | tuple):
            for value in values_like(rule.value, (mending.around.traits or {}).get(signal.path)):
                yield _shown(value), replace(rule, value=value)
        elif isinstance(signal, EventSignal):
            seen = (mending.around.events or {}).get(signal.event, {})
            for index, condition in enumerate(signal.where):
                if isinstance(condition.value, str | tuple):
                    for value in values_like(condition.value, seen.get(condition.property)):
                        yield _shown(value), _with_value(rule, signal, index, value)

    yield from _mended(mending, "Ask for", mended)


def _mended(mending: Mending, verb: str, change: Callable[[Rule], Mended]) -> Iterator[Proposal]:
    """The rule that the problem is about, changed in each of several ways."""
    slot = slot_of(mending)
    if slot is None:
        return
    element, kind, criteria = slot
    steps = steps_to(path_in(mending))
    rule = part_at(criteria, path_in(mending))
    if isinstance(rule, Rule):
        for words, mended in change(rule):
            after = changed(criteria, steps, lambda _, mended=mended: mended)  # type: ignore[misc]
            edit = SetCriteria(element=element, slot=kind, criteria=after)
            yield Proposal(f"{verb} {words} instead", (edit,))


def _with_value(rule: Rule, signal: EventSignal, index: int, value: Value) -> Rule:
    condition = replace(signal.where[index], value=value)
    where = (*signal.where[:index], condition, *signal.where[index + 1 :])
    return replace(rule, signal=replace(signal, where=where))


def _readings(value: Value) -> Iterator[Value]:
    """What somebody may have meant who wrote the value with another type."""
    if isinstance(value, tuple):
        members = tuple(_member_read(one) for one in value)
        if any(
            member_of(one) != member_of(other) for one, other in zip(members, value, strict=True)
        ):
            yield members
    elif isinstance(value, bool):
        yield 1 if value else 0
        yield "true" if value else "false"
    elif isinstance(value, str):
        if value.lower() in ("true", "false"):
            yield value.lower() == "true"
        number = _number(value)
        if number is not None:
            yield number
    else:
        yield str(value)


def _member_read(value: Scalar) -> Scalar:
    read = next(_readings(value), value)
    assert not isinstance(read, tuple)
    return read


def _number(text: str) -> int | Decimal | None:
    """The number that a string writes, as a document would."""
    reading = Reading()
    plain = text.strip()
    digits = plain.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()):
        return None
    number = reading.number(Decimal(plain), "")
    if number is None:
        return None
    return int(number) if number == int(number) else number


def _names(mending: Mending, rule: Rule, kind: str, name: str) -> Iterable[str]:
    """What has arrived of that kind."""
    if kind == "trait":
        return mending.around.traits or ()
    events = mending.around.events or {}
    if kind == "event":
        return events
    sources = (one for one in sources_of(rule.signal) if one.kind == kind and one.name == name)
    return [known for source in sources for known in events.get(source.event, ())]


def _near(name: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(name, list(known), n=NEAR, cutoff=0.6)


def _renamed(signal: Signal, kind: str, name: str, near: str) -> Signal:
    """The signal reading another trait, event or property."""
    match signal:
        case Trait(path):
            return Trait(near) if kind == "trait" and path == name else signal
        case Age(of) | Until(of):
            moment = _renamed(of, kind, name, near)
            assert isinstance(moment, Trait | Last | First)
            return replace(signal, of=moment)
        case Share(part, whole):
            return Share(_renamed(part, kind, name, near), _renamed(whole, kind, name, near))
        case StageIn() | HealthIn() | BandIn() | DwellIn() | Fall() | SegmentIn():
            return signal
    if kind == "event" and signal.event == name:
        return replace(signal, event=near)
    if kind == "property":
        where = tuple(_reading(one, name, near) for one in signal.where)
        if isinstance(signal, Total) and signal.property == name:
            signal = replace(signal, property=near)
        return replace(signal, where=where)
    return signal


def _reading(condition: Condition, name: str, near: str) -> Condition:
    return replace(condition, property=near) if condition.property == name else condition


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return " or ".join(map(_shown, value))
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


PROPOSERS: Mapping[str, Proposer] = {
    "CRITERIA_TYPE_MISMATCH": _right_type,
    "CRITERIA_NEVER_SEEN": _known_name,
    "CRITERIA_UNKNOWN_VALUE": _known_value,
}

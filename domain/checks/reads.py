"""What a rule reads and with what it compares it: traits, events, their properties."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from domain.checks.surroundings import Seen, Surroundings
from domain.criteria import Rule
from domain.instants import Duration
from domain.signals import (
    ANY_EVENT,
    ORDERINGS,
    WITH_LIST,
    WITHOUT_VALUE,
    Age,
    BandIn,
    Condition,
    Count,
    Days,
    DwellIn,
    EventSignal,
    Fall,
    First,
    HealthIn,
    Last,
    Operator,
    SegmentIn,
    Share,
    Signal,
    StageIn,
    Total,
    Trait,
    Until,
)
from domain.values import Scalar

NUMBER = Seen(frozenset({"number"}))
KEY = Seen(frozenset({"string"}))
FLAG = Seen(frozenset({"boolean"}))
DATES = frozenset({"string"})
NUMBERS = frozenset({"number"})
ANY_TYPE = frozenset({"string", "number", "boolean", "list", "object"})
ORDERED = frozenset({"number", "string"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Something that is read and compared: `of` is a signal, or a property of an event.

    `wanted` are the types with which the comparison may come out, `values` what it asks for; `path`
    leads to it from the rule.
    """

    of: Signal | tuple[str, str]
    wanted: frozenset[str]
    values: tuple[Scalar, ...] = ()
    path: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        if isinstance(self.of, tuple):
            return "The property {} of {}".format(*self.of)
        return words_for(self.of)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a signal gets its values: the `trait`, `event` or `property` (of `event`) named."""

    kind: str
    name: str
    event: str = ""


def comparisons_in(rule: Rule) -> Iterator[Comparison]:
    """Everything that the rule compares, conditions on properties included."""
    signal = rule.signal
    is_of_time = isinstance(signal, Age | Until | DwellIn | Last | First)
    if not is_of_time and rule.operator not in WITHOUT_VALUE:
        assert not isinstance(rule.value, Duration)
        values = _values(rule.value)
        yield Comparison(
            of=signal,
            wanted=_wanted(rule.operator, values),
            values=values if rule.operator in ASKING_VALUES else (),
        )
    yield from _comparisons_within(signal, ".signal")


def seen_of(compared: Comparison, around: Surroundings) -> Seen | None:
    """What is known of what is compared; None for nothing."""
    match compared.of:
        case Trait(path):
            return None if around.traits is None else around.traits.get(path)
        case (property, event):
            return None if around.events is None else around.events.get(event, {}).get(property)
        case StageIn() | BandIn():
            return KEY
        case SegmentIn():
            return FLAG
    return NUMBER


def sources_of(signal: Signal) -> Iterator[Source]:
    """Every trait, event and property that the signal reads."""
    match signal:
        case Trait(path):
            yield Source("trait", path)
        case Age(of) | Until(of):
            yield from sources_of(of)
        case Share(part, whole):
            yield from sources_of(part)
            yield from sources_of(whole)
        case StageIn() | HealthIn() | BandIn() | DwellIn() | Fall() | SegmentIn():
            return
        case _:
            if signal.event != ANY_EVENT:
                yield Source("event", signal.event)
                if isinstance(signal, Total):
                    yield Source("property", signal.property, signal.event)
                for condition in signal.where:
                    yield Source("property", condition.property, signal.event)


def words_for(signal: Signal) -> str:
    """What people call a signal."""
    match signal:
        case Trait(path):
            return f"The trait {path}"
        case Age(of):
            return f"The age of {lowered(words_for(of))}"
        case Until(of):
            return f"The time until {lowered(words_for(of))}"
        case Share(part, whole):
            return f"The share of {lowered(words_for(part))} in {lowered(words_for(whole))}"
        case Total():
            return f"The {signal.aggregate} of {signal.event}"
        case Last():
            return f"The last {signal.event}"
        case First():
            return f"The first {signal.event}"
        case Days():
            return f"The number of days with {signal.event}"
        case Count():
            return f"The number of {signal.event}"
        case StageIn(journey):
            return f"The stage in {journey}"
        case HealthIn(journey):
            return f"The health in {journey}"
        case BandIn(journey):
            return f"The band in {journey}"
        case DwellIn(journey):
            return f"The dwell in {journey}"
        case SegmentIn(segment):
            return f"Membership in {segment}"
        case Fall(of):
            return f"The fall of {lowered(words_for(of))}"
        case _:
            assert_never(signal)


ASKING_VALUES = frozenset({Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN})


def type_of(value: Scalar) -> str:
    """A plain value's type, in JSON's words."""
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"


def lowered(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[0].lower() + words[1:]


def _comparisons_within(signal: Signal, path: str) -> Iterator[Comparison]:
    match signal:
        case Trait() | StageIn() | HealthIn() | BandIn() | DwellIn() | Fall() | SegmentIn():
            return
        case Age(of) | Until(of):
            at = f"{path}.{'age' if isinstance(signal, Age) else 'until'}"
            if isinstance(of, Trait):
                yield Comparison(of=of, wanted=DATES, path=at)
            yield from _comparisons_within(of, at)
        case Share(part, whole):
            for one, at in ((part, f"{path}.share"), (whole, f"{path}.of")):
                if isinstance(one, Trait):
                    yield Comparison(of=one, wanted=NUMBERS, path=at)
                yield from _comparisons_within(one, at)
        case _:
            yield from _conditions(signal, path)


def _conditions(signal: EventSignal, path: str) -> Iterator[Comparison]:
    if isinstance(signal, Total):
        of = signal.property, signal.event
        yield Comparison(of=of, wanted=NUMBERS, path=f"{path}.property")
    for index, condition in enumerate(signal.where):
        if condition.operator not in WITHOUT_VALUE:
            yield _condition(condition, signal.event, f"{path}.where[{index}]")


def _condition(condition: Condition, event: str, path: str) -> Comparison:
    values = _values(condition.value)
    return Comparison(
        of=(condition.property, event),
        wanted=_wanted(condition.operator, values),
        values=values if condition.operator in ASKING_VALUES else (),
        path=path,
    )


def _values(value: Scalar | tuple[Scalar, ...] | None) -> tuple[Scalar, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _wanted(operator: Operator, values: tuple[Scalar, ...]) -> frozenset[str]:
    if operator in WITH_LIST and not values:
        return ANY_TYPE
    types = frozenset(map(type_of, values))
    if operator in ORDERINGS:
        return types & ORDERED
    if operator is Operator.CONTAINS:
        return frozenset({"list"}) | (types & DATES)
    return types

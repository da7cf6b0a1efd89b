"""Signals as variables: two rules that read one value off a profile share one, however written.

`age` and `until` of one moment are the same variable, P7D and P1W the same window. A variable's
domain is what its signal can be at all: a count is a whole number, never negative, never missing.
"""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeAlias, assert_never

from domain.criteria import Rule
from domain.instants import DAY, Duration, instant_of
from domain.signals import (
    ANY_EVENT,
    Age,
    Aggregate,
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
    Moment,
    Operator,
    SegmentIn,
    Share,
    Signal,
    StageIn,
    Total,
    Trait,
    Until,
)
from domain.solver.lines import EVERYTHING, above, below, between, exact, point
from domain.solver.ranges import (
    ALL,
    BOTH,
    MISSING,
    NONE,
    NUMBERS,
    NUMBERS_OR_MISSING,
    PRESENT,
    Range,
    among,
    containing,
)
from domain.values import Scalar, is_number

Expected: TypeAlias = Scalar | tuple[Scalar, ...] | Duration | None


class Asked(NamedTuple):
    """One line of a `where`: what a property of an event may be."""

    property: str
    range: Range


class Selection(NamedTuple):
    """Which events: of what name, within how many microseconds, with what properties.

    `lifetime` says that former cycles count too.
    """

    event: str
    within: int | None
    where: frozenset[Asked]
    lifetime: bool

    @property
    def properties(self) -> dict[str, Range]:
        """What each property of an event must be to be selected."""
        ranges: dict[str, Range] = {}
        for line in sorted(self.where, key=repr):
            ranges[line.property] = ranges.get(line.property, ALL) & line.range
        return ranges

    @property
    def is_impossible(self) -> bool:
        """Whether certainly no event can be selected."""
        return any(asked.is_empty for asked in self.properties.values())

    def is_part_of(self, other: "Selection") -> bool:
        """Whether every event selected here is selected there too."""
        return (
            (other.event == self.event or other.event == ANY_EVENT)
            and (other.lifetime or not self.lifetime)
            and (other.within is None or (self.within is not None and self.within <= other.within))
            and other.where <= self.where
        )


class Variable(NamedTuple):
    """Something that has one value per profile and instant; `kind` says how it is read.

    An `age` is now − the last of `events`, a `first age` now − the first of them, and a `trait age`
    now − what the trait of that `name` says. A `share` has its two numbers in `parts`.
    """

    kind: str
    name: str = ""
    events: Selection | None = None
    parts: tuple["Variable", ...] = ()


NEVER_NEGATIVE = Range(missing=True, numbers=above(0, with_it=True))
INSTANTS = Range(missing=True, numbers=EVERYTHING)
KEYS = Range(missing=True, texts=EVERYTHING)
FLAGS = Range(booleans=BOTH)
SCORES = Range(missing=True, numbers=between(0, 100))
STANDING = frozenset({"stage in", "health in", "band in", "dwell in", "fall in", "segment in"})
"""Kinds that tell where a profile stands: nobody stands anywhere by its traits and events alone."""
NOTHING_HAPPENED = dict.fromkeys(("count", "days", "sum"), Range(numbers=point(0)))
"""What signals say where no event counts; the others are missing then."""
WHOLE = frozenset({"count", "days", "age", "first age", "trait age", "last", "first", "dwell in"})
"""Kinds whose numbers are integers: how many, or microseconds."""


def variable_of(signal: Signal) -> Variable:
    """What the signal reads."""
    match signal:
        case Trait(path):
            return Variable("trait", path)
        case Count():
            return Variable("count", events=selection_of(signal))
        case Days():
            return Variable("days", events=selection_of(signal))
        case Total():
            return Variable(signal.aggregate.value, signal.property, selection_of(signal))
        case Last():
            return Variable("last", events=selection_of(signal))
        case First():
            return Variable("first", events=selection_of(signal))
        case Age(of) | Until(of):
            return _age(of)
        case Share(part, whole):
            return Variable("share", parts=(variable_of(part), variable_of(whole)))
        case StageIn(journey):
            return Variable("stage in", journey)
        case HealthIn(journey):
            return Variable("health in", journey)
        case BandIn(journey):
            return Variable("band in", journey)
        case DwellIn(journey):
            return Variable("dwell in", journey)
        case SegmentIn(segment):
            return Variable("segment in", segment)
        case Fall(HealthIn(journey), within):
            return Variable("fall in", f"{journey} {within.microseconds}")
        case _:
            assert_never(signal)


def selection_of(signal: EventSignal) -> Selection:
    """The events that a signal reads."""
    within = None if isinstance(signal, Last | First) else signal.within
    return Selection(
        signal.event,
        None if within is None else within.microseconds,
        frozenset(map(_asked, signal.where)) if signal.where else frozenset(),
        isinstance(signal, First) or signal.lifetime,
    )


@lru_cache(maxsize=4_096)
def domain_of(variable: Variable) -> Range:
    """Whatever the variable can be."""
    if variable.events is not None and variable.events.is_impossible:
        return NOTHING_HAPPENED.get(variable.kind, MISSING)
    match variable.kind:
        case "trait":
            return ALL
        case "count":
            return Range(numbers=above(0, with_it=True))
        case "days":
            within = variable.events.within if variable.events else None
            if within is None:
                return Range(numbers=above(0, with_it=True))
            return Range(numbers=between(0, most_days(within)))
        case Aggregate.SUM:
            return NUMBERS
        case Aggregate.MIN | Aggregate.MAX | Aggregate.AVG:
            return NUMBERS_OR_MISSING
        case "age" | "first age":
            return NEVER_NEGATIVE
        case "last" | "first" | "trait age":
            return INSTANTS
        case "stage in" | "band in":
            return KEYS
        case "segment in":
            return FLAGS
        case "health in" | "fall in":
            return SCORES
        case "dwell in":
            return NEVER_NEGATIVE
    return _domain_of_share(variable)


def most_days(within: int) -> int:
    """How many UTC days the instants of a window of that length can lie on."""
    return 1 if within < 2 else (within - 2) // DAY + 2


def read(rule: Rule) -> tuple[Variable, Range, Range]:
    """The variable of a rule, the values for which it holds, and those for which it does not."""
    signal, operator, value = rule.signal, rule.operator, rule.value
    variable = variable_of(signal)
    if operator is Operator.CONTAINS:
        holds, fails = containing(_scalar(value))
    else:
        if isinstance(signal, Age | Until | DwellIn):
            holds = _of_length(isinstance(signal, Until), operator, value)
        elif isinstance(signal, Last | First):
            holds = compared(operator, instant_of(value) if isinstance(value, str) else None)
        else:
            holds = compared(operator, value)
        fails = ~holds
    if variable.kind == "trait":
        return variable, holds, fails
    domain = domain_of(variable)
    return variable, _narrowed(variable, holds & domain), _narrowed(variable, fails & domain)


def compared(operator: Operator, value: Expected) -> Range:
    """The actual values for which a comparison holds; see `domain.comparing`."""
    match operator:
        case Operator.EXISTS:
            return PRESENT
        case Operator.MISSING:
            return MISSING
        case Operator.EQ:
            return among((_scalar(value),))
        case Operator.NE:
            return ~among((_scalar(value),))
        case Operator.IN:
            return among(_scalars(value))
        case Operator.NOT_IN:
            return ~among(_scalars(value))
        case Operator.CONTAINS:
            return containing(_scalar(value))[0]
        case Operator.LT | Operator.LTE | Operator.GT | Operator.GTE:
            return _ordered(operator, value)
        case _:
            assert_never(operator)


def _asked(condition: Condition) -> Asked:
    return Asked(condition.property, compared(condition.operator, condition.value))


def _scalars(value: Expected) -> tuple[Scalar, ...]:
    assert isinstance(value, tuple)
    return value


def _scalar(value: Expected) -> Scalar:
    assert isinstance(value, bool | int | Decimal | str)
    return value


def _narrowed(variable: Variable, values: Range) -> Range:
    """The range without numbers that the variable cannot be, between integers."""
    if variable.kind not in WHOLE or not values.numbers.cuts:
        return values
    return Range(values.missing, numbers=values.numbers.whole())


def _ordered(operator: Operator, value: Expected) -> Range:
    with_it = operator in (Operator.LTE, Operator.GTE)
    side = below if operator in (Operator.LT, Operator.LTE) else above
    if isinstance(value, str):
        return Range(texts=side(value, with_it=with_it))
    return Range(numbers=side(exact(value), with_it=with_it)) if is_number(value) else NONE


def _of_length(is_until: bool, operator: Operator, value: Expected) -> Range:
    """The ages for which a rule over `age`, or `until`, holds."""
    if not isinstance(value, Duration):
        return compared(operator, value)
    numbers = _ordered(operator, value.microseconds).numbers
    return Range(numbers=numbers.mirrored() if is_until else numbers)


def _age(moment: Moment) -> Variable:
    match moment:
        case Trait(path):
            return Variable("trait age", path)
        case Last():
            return Variable("age", events=selection_of(moment))
        case First():
            return Variable("first age", events=selection_of(moment))
        case _:
            assert_never(moment)


def _domain_of_share(variable: Variable) -> Range:
    """A share of what is never negative is not either."""
    part, _ = variable.parts
    return NEVER_NEGATIVE if part.kind in ("count", "days") else NUMBERS_OR_MISSING

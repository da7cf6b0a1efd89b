"""What criteria still lack, as the end of a sentence that begins with `it needs`."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from domain.actual import Actual, At, AtLeast, Span, shown
from domain.instants import LATEST, Duration, Instant
from domain.signals import Age, Count, Days, First, Last, Operator, Signal, Until
from domain.unmet import Lack, Unmet, Wait, nearest_of
from domain.values import is_number
from domain.wording import (
    day_in_words,
    duration_in_words,
    events_in_words,
    listed,
    moment_in_words,
    signal_in_words,
    span_in_words,
    value_in_words,
    window_in_words,
)

LONGEST = 40
"""Characters of a value that are repeated."""

_TO_BE = {
    Operator.EQ: "to be",
    Operator.NE: "not to be",
    Operator.LT: "to be less than",
    Operator.LTE: "to be at most",
    Operator.GT: "to be more than",
    Operator.GTE: "to be at least",
    Operator.IN: "to be",
    Operator.NOT_IN: "not to be",
    Operator.CONTAINS: "to contain",
    Operator.EXISTS: "to be known",
    Operator.MISSING: "not to be known",
}
_TO_LIE = {
    Operator.LT: "to be before",
    Operator.LTE: "not to be after",
    Operator.GT: "to be after",
    Operator.GTE: "not to be before",
}
_UPWARDS = (Operator.GTE, Operator.GT)
_DOWNWARDS = (Operator.LTE, Operator.LT)


def lack_in_words(lack: Lack) -> str:
    """What would have to come, and how far it is: `1 more login within 30 days (2 of 3)`."""
    if isinstance(lack, Wait):
        stayed, whole = span_in_words(lack.stayed), duration_in_words(lack.after)
        return f"to stay until {day_in_words(lack.until)} ({stayed} of {whole})"
    signal = lack.rule.signal
    if isinstance(signal, Count | Days) and is_number(lack.rule.value):
        if lack.operator in _UPWARDS and isinstance(lack.missing, Fraction):
            return _more(signal, lack, lack.missing)
        if lack.operator in _DOWNWARDS:
            return _fewer(signal, lack)
    if isinstance(signal, Age | Until) and isinstance(lack.rule.value, Duration):
        return _distant(signal, lack, lack.rule.value)
    return f"{signal_in_words(signal)} {_asked(lack)} ({_found(lack)}{_in_time(lack)})"


def lacks_in_words(lacks: Sequence[Lack]) -> str:
    """The nearest of what is lacking, and how many rules besides."""
    nearest, others = nearest_of(lacks), len(lacks) - 1
    assert nearest is not None
    rest = f", and {others} more rule{'' if others == 1 else 's'} to hold" if others else ""
    return f"{lack_in_words(nearest)}{rest}"


def found_in_words(actual: Actual) -> str:
    """A value as it was found."""
    match actual:
        case None:
            return "not known"
        case AtLeast(count):
            return f"at least {count}"
        case Span(microseconds):
            return span_in_words(microseconds)
        case At(instant):
            return day_in_words(instant)
        case list() | tuple() | dict():
            return f"a value of {len(actual)} part{'' if len(actual) == 1 else 's'}"
        case str() if len(actual) > LONGEST:
            return f"{actual[:LONGEST]}…"
        case Decimal():
            return f"{actual.normalize():f}"
    return value_in_words(shown(actual))


def _more(signal: Count | Days, lack: Unmet, missing: Fraction) -> str:
    """So many more events, or days with one."""
    has = lack.actual.count if isinstance(lack.actual, AtLeast) else lack.actual
    number, window = int(missing), window_in_words(signal)
    assert isinstance(has, int)
    many = f"{number} more" if has else f"{number}"
    so_far = f"{has} of {has + number}" if has else "none yet"
    if isinstance(signal, Days):
        days = f"{many} day{'' if number == 1 else 's'}"
        return f"{events_in_words(signal, 2)} on {days}{window} ({so_far})"
    return f"{many} {events_in_words(signal, number)}{window} ({so_far})"


def _fewer(signal: Count | Days, lack: Unmet) -> str:
    """No more than so many, of what only time takes away."""
    value = lack.rule.value
    assert is_number(value)
    most = -(-Fraction(value) // 1) - 1 if lack.operator is Operator.LT else Fraction(value) // 1
    asked = f"no more than {most}" if most > 0 else "no"
    events = f"{asked} {events_in_words(signal, most or 1)}"
    if isinstance(signal, Days):
        events = f"{events_in_words(signal, 2)} on {asked} day{'' if most in (0, 1) else 's'}"
    there = "there is" if lack.actual == 1 else "there are"
    has = f"{there} {found_in_words(lack.actual)}"
    return f"{events}{window_in_words(signal)} ({has}{_in_time(lack)})"


def _distant(signal: Age | Until, lack: Unmet, asked: Duration) -> str:
    """How long ago something should be, or how far away."""
    name, whole = moment_in_words(signal.of), duration_in_words(asked)
    found = _unknown(signal.of)
    if isinstance(lack.actual, Span):
        is_past = isinstance(signal, Age) is (lack.actual.microseconds >= 0)
        side = "ago" if is_past else "away"
        found = f"it {'was' if is_past else 'is'} {span_in_words(lack.actual.microseconds)} {side}"
    if lack.until <= LATEST:
        found += f"; time alone brings that on {day_in_words(lack.until)}"
    assert lack.operator is not None
    side = "ago" if isinstance(signal, Age) else "away"
    if not asked.microseconds:
        is_later = (lack.operator in _UPWARDS) is not isinstance(signal, Age)
        return f"{name} to lie {'ahead' if is_later else 'behind'} ({found})"
    return f"{name} {_TO_BE[lack.operator]} {whole} {side} ({found})"


def _asked(lack: Unmet) -> str:
    rule, operator = lack.rule, lack.operator
    if operator is None:
        return f"not to contain {value_in_words(rule.value)}"
    verb = _TO_BE[operator]
    if isinstance(rule.signal, Last | First):
        verb = _TO_LIE.get(operator, verb)
    if isinstance(rule.value, tuple):
        return f"{verb} {listed([value_in_words(one) for one in rule.value], 'or')}"
    return f"{verb} {value_in_words(rule.value)}".rstrip()


def _found(lack: Unmet) -> str:
    signal, actual = lack.rule.signal, lack.actual
    if actual is None:
        return _unknown(signal.of if isinstance(signal, Age | Until) else signal)
    return f"it is {found_in_words(actual)}"


def _unknown(signal: Signal) -> str:
    if isinstance(signal, Last | First):
        return f"there is no {events_in_words(signal, 1)} yet"
    return "it is not known"


def _in_time(lack: Unmet) -> str:
    """When time alone may bring it."""
    until: Instant = lack.until
    if until > LATEST:
        return ""
    return f"; time alone brings it on {day_in_words(until)} at the earliest"

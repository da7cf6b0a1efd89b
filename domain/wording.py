"""Criteria, guards, instants and lengths of time as people would say them."""

from collections.abc import Sequence
from typing import assert_never

from domain.criteria import All, Any, Criteria, Not, Rule
from domain.instants import DAY, HOUR, MINUTE, SECOND, Duration, Instant, datetime_of
from domain.journey import Transition
from domain.signals import (
    ANY_EVENT,
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

_COMPARED = {
    Operator.EQ: "is",
    Operator.NE: "is not",
    Operator.LT: "is less than",
    Operator.LTE: "is at most",
    Operator.GT: "is more than",
    Operator.GTE: "is at least",
    Operator.IN: "is one of",
    Operator.NOT_IN: "is none of",
    Operator.CONTAINS: "contains",
    Operator.EXISTS: "is known",
    Operator.MISSING: "is not known",
}
# An instant is before or after another one.
_ORDERED = {
    Operator.LT: "is before",
    Operator.LTE: "is not after",
    Operator.GT: "is after",
    Operator.GTE: "is not before",
}
_MADE_OF = {"sum": "total", "min": "least", "max": "greatest", "avg": "average"}
_UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"))
_PARTICIPLES = frozenset("bought held left lost met paid read seen sent sold won".split())
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_words(criteria: Criteria) -> str:
    """What somebody has to meet, in one sentence without its full stop."""
    return _said(criteria, is_inner=False)


def guards_in_words(transition: Transition) -> str | None:
    """What a transition waits for and asks; None where it has no guard."""
    said = []
    if transition.after is not None:
        said.append(f"after {duration_in_words(transition.after)}")
    if transition.when is not None:
        said.append(f"when {in_words(transition.when)}")
    return ", ".join(said) or None


def signal_in_words(signal: Signal) -> str:
    """What is read off a profile."""
    match signal:
        case Trait(path):
            return path
        case Age(of):
            return f"the time since {signal_in_words(of)}"
        case Until(of):
            return f"the time until {signal_in_words(of)}"
        case Share(part, whole):
            return f"{signal_in_words(part)} as a share of {signal_in_words(whole)}"
        case Count():
            return f"the number of {_events(signal)}"
        case Days():
            return f"the number of days with {_events(signal)}"
        case Last():
            return f"the last {_events(signal)}"
        case First():
            return f"the first {_events(signal)}"
        case Total():
            return f"the {_MADE_OF[signal.aggregate]} {signal.property} of {_events(signal)}"
        case StageIn(journey):
            return f"the stage in {journey}"
        case HealthIn(journey):
            return f"the health in {journey}"
        case BandIn(journey):
            return f"the band of health in {journey}"
        case DwellIn(journey):
            return f"the time in the present stage of {journey}"
        case SegmentIn(segment):
            return f"membership in {segment}"
        case Fall(of, within):
            return f"the fall within {duration_in_words(within)} of {signal_in_words(of)}"
        case _:
            assert_never(signal)


def duration_in_words(duration: Duration) -> str:
    """A length of time, in days, hours and minutes where it is whole; else as it is written."""
    said = []
    rest = duration.microseconds
    for unit, name in _UNITS:
        number, rest = divmod(rest, unit)
        if number:
            said.append(f"{number} {name}{'' if number == 1 else 's'}")
    if rest:
        return duration.text
    return " ".join(said) or "no time"


def span_in_words(microseconds: int) -> str:
    """About how long: in the largest unit of which there are two, or one and nothing more."""
    for unit, name in (*_UNITS, (SECOND, "second")):
        number, rest = divmod(abs(microseconds), unit)
        if number > 1 or (number == 1 and not rest):
            return f"{number} {name}{'' if number == 1 else 's'}"
    return "a moment"


def day_in_words(instant: Instant) -> str:
    """The day of an instant, in UTC: `3 Jan 2026`."""
    moment = datetime_of(instant)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def value_in_words(value: object) -> str:
    """A value that a rule names or that was found, as text."""
    return _value(value)


def listed(names: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def events_in_words(signal: EventSignal, number: object) -> str:
    """What so many of its events are called, without their window: `logins`, `page_viewed event`.

    Of what is no plain noun, such as `page_viewed`, nobody knows the plural.
    """
    few = number == 1
    if signal.event == ANY_EVENT:
        named = "event of any kind" if few else "events of any kind"
    elif _is_noun(signal.event):
        named = signal.event if few else _plural(signal.event)
    else:
        named = f"{signal.event} event{'' if few else 's'}"
    where = f" where {' and '.join(map(_condition, signal.where))}" if signal.where else ""
    return f"{named}{where}"


def moment_in_words(moment: Moment) -> str:
    """What happened or will, as the subject of a sentence: `the last login`, `renewal_at`."""
    if isinstance(moment, Trait):
        return moment.path
    return f"the {'last' if isinstance(moment, Last) else 'first'} {events_in_words(moment, 1)}"


def window_in_words(signal: Signal) -> str:
    """How far back its events count, with a blank before it; nothing where that is not limited."""
    within = signal.within if isinstance(signal, Count | Days | Total) else None
    return "" if within is None else f" within {duration_in_words(within)}"


def _is_noun(event: str) -> bool:
    """Whether it looks like one that has a plural: not `page_viewed`, nor `paid`."""
    return (
        event.isascii()
        and event.isalpha()
        and not event.endswith("ed")
        and event not in _PARTICIPLES
    )


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _said(criteria: Criteria, *, is_inner: bool) -> str:
    match criteria:
        case Rule():
            return _rule(criteria)
        case Not(part):
            return f"not ({_said(part, is_inner=False)})"
        case All(()):
            return "all of nothing"
        case Any(()):
            return "any of nothing"
        case All(parts) | Any(parts):
            joint = " and " if isinstance(criteria, All) else " or "
            said = joint.join(_said(part, is_inner=len(parts) > 1) for part in parts)
            return f"({said})" if is_inner and len(parts) > 1 else said
        case _:
            assert_never(criteria)


def _rule(rule: Rule) -> str:
    compared = _COMPARED[rule.operator]
    if isinstance(rule.signal, Last | First):
        compared = _ORDERED.get(rule.operator, compared)
    return " ".join(filter(None, (signal_in_words(rule.signal), compared, _value(rule.value))))


def _value(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return ", ".join(map(_value, value)) or "nothing"
        case Duration():
            return duration_in_words(value)
        case "":
            return '""'
    return str(value)


def _events(signal: EventSignal) -> str:
    """Which events, from when, and what is asked of each."""
    said = "events of any kind" if signal.event == ANY_EVENT else signal.event
    if signal.where:
        said += f" where {' and '.join(map(_condition, signal.where))}"
    within = None if isinstance(signal, Last | First) else signal.within
    if within is not None:
        said += f" within {duration_in_words(within)}"
    if not isinstance(signal, First) and signal.lifetime:
        said += " ever"
    return said


def _condition(condition: Condition) -> str:
    compared = _COMPARED[condition.operator]
    return " ".join(filter(None, (condition.property, compared, _value(condition.value))))

"""Values as documents and lines spell them, and how two of them compare."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:[0-5]\d)?)?", re.ASCII
)
DURATION = re.compile(
    r"P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)
SECONDS_IN = [604_800, 86_400, 3_600, 60, 1]

ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An instant, in microseconds since 1970."""

    at: int


@dataclass(frozen=True, slots=True, order=True)
class Lasting:
    """A duration, in microseconds."""

    long: int


def moment(value: Any) -> Moment | None:
    """The instant that a string spells, in UTC unless it says otherwise."""
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        return None
    try:
        told = datetime.fromisoformat(value)
    except ValueError:  # the thirteenth month, the 31st of June
        return None
    aware = told if told.tzinfo else told.replace(tzinfo=UTC)
    return Moment((aware - EPOCH) // MICROSECOND)


def lasting(value: Any) -> Lasting | None:
    """The duration that a string spells."""
    match = DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    seconds = sum(
        Fraction(amount) * unit
        for amount, unit in zip(match.groups(default="0"), SECONDS_IN, strict=True)
    )
    return Lasting(int(seconds * 1_000_000))


def instant(text: str) -> int:
    """The instant of a line or of `--until`, which must be one."""
    told = moment(text)
    if told is None:
        raise ValueError(f"{text!r} is not an instant.")
    return told.at


@cache
def duration(text: str) -> int:
    """The duration of an `after` or a `within`, which must be one."""
    told = lasting(text)
    if told is None:
        raise ValueError(f"{text!r} is not a duration.")
    return told.long


def spelled(at: int) -> str:
    """The instant as replay prints it, with microseconds only where there are some."""
    return (EPOCH + at * MICROSECOND).isoformat().replace("+00:00", "Z")


def exact(value: Any) -> Any:
    """The same value with every number as the decimal that was written."""
    match value:
        case bool():
            return value
        case int() | Decimal():
            return Fraction(value)
        case float():
            return Fraction(repr(value))
        case list():
            return [exact(member) for member in value]
        case dict():
            return {key: exact(member) for key, member in value.items()}
        case _:
            return value


def found(path: str, within: dict[str, Any]) -> Any:
    """What stands at a path: a key that is the whole path first, else down through its dots."""
    if path in within:
        return within[path]
    here: Any = within
    for key in path.split("."):
        if not isinstance(here, dict) or key not in here:
            return None
        here = here[key]
    return here


def same(one: Any, other: Any) -> bool:
    """Whether two values are of one type and equal, all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def satisfies(actual: Any, relation: str, expected: Any) -> bool:
    """Whether a value, None when missing, stands in a rule's relation to the expected one."""
    match relation:
        case "exists":
            return actual is not None
        case "missing":
            return actual is None
        case "ne":
            return not satisfies(actual, "eq", expected)
        case "not_in":
            return not satisfies(actual, "in", expected)
    if actual is None:
        return False
    match relation:
        case "eq":
            return same(actual, expected)
        case "in":
            return any(same(actual, member) for member in expected)
        case "contains" if isinstance(actual, str):
            return isinstance(expected, str) and expected in actual
        case "contains":
            return isinstance(actual, list) and any(same(member, expected) for member in actual)
    ordered = isinstance(actual, Fraction | str | Moment | Lasting)
    return ordered and type(actual) is type(expected) and ORDERINGS[relation](actual, expected)

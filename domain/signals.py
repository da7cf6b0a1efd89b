"""Signals: the values that criteria read off a profile (design, section 3).

These are the definitions as a document writes them; `compiling.py` turns each into a function once
per published version.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from domain.instants import Duration
from domain.values import Scalar

ANY_EVENT = "*"


class Operator(StrEnum):
    """How a rule compares the actual value with the expected one."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    EXISTS = "exists"
    MISSING = "missing"


ORDERINGS = frozenset({Operator.LT, Operator.LTE, Operator.GT, Operator.GTE})
WITHOUT_VALUE = frozenset({Operator.EXISTS, Operator.MISSING})
WITH_LIST = frozenset({Operator.IN, Operator.NOT_IN})


class Aggregate(StrEnum):
    """What is made of a numeric property over many events."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    AVG = "avg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One line of a `where`: what a property of an event must be."""

    property: str
    operator: Operator
    value: Scalar | tuple[Scalar, ...] | None = None


@dataclass(frozen=True, slots=True)
class Trait:
    """`{trait: path}`."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """`{count: event, within?, where?, lifetime?}`: how many matching events."""

    event: str
    within: Duration | None = None
    where: tuple[Condition, ...] = ()
    lifetime: bool = False
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """`{sum|min|max|avg: event, property, within?, where?, lifetime?}` over numeric properties."""

    aggregate: Aggregate
    event: str
    property: str
    within: Duration | None = None
    where: tuple[Condition, ...] = ()
    lifetime: bool = False
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """`{days: event, within?, where?, lifetime?}`: distinct UTC days with a matching event."""

    event: str
    within: Duration | None = None
    where: tuple[Condition, ...] = ()
    lifetime: bool = False
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """`{last: event, where?, lifetime?}`: the instant of the newest matching event."""

    event: str
    where: tuple[Condition, ...] = ()
    lifetime: bool = False
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """`{first: event, where?}`: the instant of the oldest matching event of the whole lifetime."""

    event: str
    where: tuple[Condition, ...] = ()
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


Moment: TypeAlias = Trait | Last | First


@dataclass(frozen=True, slots=True)
class Age:
    """`{age: X}`: now − X, a duration."""

    of: Moment


@dataclass(frozen=True, slots=True)
class Until:
    """`{until: X}`: X − now, a duration."""

    of: Moment


@dataclass(frozen=True, slots=True)
class Share:
    """`{share: Signal, of: Signal}`: the first over the second; missing where that has no sense."""

    part: "Signal"
    whole: "Signal"


EventSignal: TypeAlias = Count | Total | Days | Last | First
Signal: TypeAlias = Trait | EventSignal | Age | Until | Share

LATER_SIGNALS = frozenset(
    {"account", "contacts", "stage", "health", "band", "segment", "dwell", "fall"}
)
"""Named by the format, not read yet: a document that uses one is refused by that name."""

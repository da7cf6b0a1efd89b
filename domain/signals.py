"""Signals: the values that criteria read off a profile (design, section 3).

These are the definitions as a document writes them; `compiling.py` turns each into a function once
per published version.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from domain.instants import Duration
from domain.values import Scalar

ANY_EVENT = "*"
SEGMENT = "segment:"
"""Begins the key of the journey that a segment is judged as; no other key has a colon in it."""


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


@dataclass(frozen=True, slots=True)
class StageIn:
    """`{stage: journey}`: the key of the stage in which this profile stands there."""

    journey: str


@dataclass(frozen=True, slots=True)
class HealthIn:
    """`{health: journey}`: this profile's score there."""

    journey: str


@dataclass(frozen=True, slots=True)
class BandIn:
    """`{band: journey}`: the key of this profile's band there."""

    journey: str


@dataclass(frozen=True, slots=True)
class DwellIn:
    """`{dwell: journey}`: how long this profile has stood in its stage there, a duration."""

    journey: str


@dataclass(frozen=True, slots=True)
class Fall:
    """`{fall: {health: journey}, within}`: the greatest score in the window minus the score now.

    The window begins no earlier than the stay in the present stage.
    """

    of: HealthIn
    within: Duration


@dataclass(frozen=True, slots=True)
class SegmentIn:
    """`{segment: key}`: whether this profile is a member of the segment."""

    segment: str

    @property
    def journey(self) -> str:
        """The key of the journey that the segment is judged as."""
        return f"{SEGMENT}{self.segment}"


EventSignal: TypeAlias = Count | Total | Days | Last | First
StandingSignal: TypeAlias = StageIn | HealthIn | BandIn | DwellIn | Fall | SegmentIn
"""Read off where the profile stands in a journey, or whether it is in a segment."""
Signal: TypeAlias = Trait | EventSignal | Age | Until | Share | StandingSignal

LATER_SIGNALS = frozenset({"account", "contacts"})
"""Named by the format, not read yet: a document that uses one is refused by that name."""


def journey_of(signal: StandingSignal) -> str:
    """The journey that a signal reads."""
    return signal.of.journey if isinstance(signal, Fall) else signal.journey


def parts_of_signal(signal: Signal) -> Iterator[Signal]:
    """The signal and those that it is made of."""
    yield signal
    match signal:
        case Age(of) | Until(of):
            yield of
        case Share(part, whole):
            yield from parts_of_signal(part)
            yield from parts_of_signal(whole)


def is_segment(journey: str) -> bool:
    """Whether the key of a journey is that of a segment."""
    return journey.startswith(SEGMENT)

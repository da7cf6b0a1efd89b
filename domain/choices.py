"""What a rule can be made of: forms of signals, the types they give, operators for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.signals import ORDERINGS, WITHOUT_VALUE, Aggregate, Operator


class ValueType(StrEnum):
    """A type in JSON's words, or one of time."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    LIST = "list"
    OBJECT = "object"
    DURATION = "duration"
    INSTANT = "instant"


_EQUAL = frozenset({Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN})
_COMPARING: dict[ValueType, frozenset[Operator]] = {
    ValueType.STRING: _EQUAL | ORDERINGS | {Operator.CONTAINS},
    ValueType.NUMBER: _EQUAL | ORDERINGS,
    ValueType.BOOLEAN: _EQUAL,
    ValueType.LIST: frozenset({Operator.CONTAINS}),
    ValueType.OBJECT: frozenset(),
    ValueType.DURATION: ORDERINGS,
    ValueType.INSTANT: ORDERINGS,
}


def operators_for(types: Iterable[ValueType]) -> tuple[Operator, ...]:
    """The operators that may come out for a value of some of these types."""
    fitting = WITHOUT_VALUE.union(*(_COMPARING[type] for type in types))
    return tuple(operator for operator in Operator if operator in fitting)


@dataclass(frozen=True, slots=True)
class SignalForm:
    """A form that signals have, by the field that names it; None gives what a trait holds."""

    name: str
    gives: ValueType | None
    meaning: str


SIGNAL_FORMS = (
    SignalForm("trait", None, "A trait, by its dotted path."),
    SignalForm("count", ValueType.NUMBER, "How many matching events there are."),
    SignalForm(Aggregate.SUM, ValueType.NUMBER, "The sum of a property over matching events."),
    SignalForm(Aggregate.MIN, ValueType.NUMBER, "The least value of a property."),
    SignalForm(Aggregate.MAX, ValueType.NUMBER, "The greatest value of a property."),
    SignalForm(Aggregate.AVG, ValueType.NUMBER, "The average of a property."),
    SignalForm("days", ValueType.NUMBER, "On how many days, in UTC, there is a matching event."),
    SignalForm("last", ValueType.INSTANT, "When the newest matching event was."),
    SignalForm("first", ValueType.INSTANT, "When the oldest matching event was, ever."),
    SignalForm("age", ValueType.DURATION, "How long a trait, last or first lies back."),
    SignalForm("until", ValueType.DURATION, "How long it is until a trait, last or first."),
    SignalForm("share", ValueType.NUMBER, "A signal over another one, such as usage over a limit."),
    SignalForm("stage", ValueType.STRING, "The stage in which the profile stands in a journey."),
    SignalForm("health", ValueType.NUMBER, "The score of the profile's health in a journey."),
    SignalForm("band", ValueType.STRING, "The band of the profile's health in a journey."),
    SignalForm("dwell", ValueType.DURATION, "How long the profile has stood in its stage there."),
    SignalForm("fall", ValueType.NUMBER, "How far the score is below its greatest in a window."),
    SignalForm("segment", ValueType.BOOLEAN, "Whether the profile is in a segment."),
)
"""In the order in which they are explained (design, section 3)."""

"""What a value is on the wire: instants, durations, and JSON with its numbers as they are written.

Inside, an instant and a duration are integers of microseconds; they are written out only here. An
instant that comes in and cannot be read is passed on as it is (`Unreadable`), for whoever takes the
argument to refuse it by its path: one bad `at` among many observations must not fail the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NewType

import strawberry
from graphql import (
    BooleanValueNode,
    FloatValueNode,
    GraphQLError,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)
from strawberry.types.scalar import ScalarDefinition

from api.documents import number_of
from domain.instants import Duration as WrittenDuration
from domain.instants import Instant, duration_text, instant_of, text_of
from domain.refusals import BadArgument

DateTime = NewType("DateTime", int)
Duration = NewType("Duration", int)
JSON = NewType("JSON", object)
Number = NewType("Number", object)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something given for an instant that is none."""

    given: object

    def __str__(self) -> str:
        return f"{self.given!r:.60} is not an instant such as 2026-01-05T00:00:00Z"


def instant_given(value: DateTime | Unreadable | None, path: str) -> Instant | None:
    """The instant that an argument gave, None without one. Raises BadArgument."""
    if isinstance(value, Unreadable):
        raise BadArgument(f"{value}.", path)
    return None if value is None else int(value)


def _read_instant(value: object) -> Instant | Unreadable:
    instant = instant_of(value) if isinstance(value, str) else None
    return Unreadable(value) if instant is None else instant


def _read_duration(value: object) -> int:
    if not isinstance(value, str):
        raise GraphQLError(f"{value!r:.60} is not a string with an ISO-8601 duration.")
    try:
        return WrittenDuration.parse(value).microseconds
    except ValueError as wrong:
        raise GraphQLError(f"{wrong}.") from None


def _as_it_is(value: Any) -> Any:
    return value


def _literal(node: ValueNode, variables: Mapping[str, Any] | None = None) -> object:
    """The plain value of a literal in a document, its numbers as they are written."""
    match node:
        case NullValueNode():
            return None
        case StringValueNode(value=text):
            return text
        case BooleanValueNode(value=truth):
            return truth
        case IntValueNode(value=digits) | FloatValueNode(value=digits):
            return number_of(digits)
        case ListValueNode(values=parts):
            return [_literal(part, variables) for part in parts]
        case ObjectValueNode(fields=fields):
            return {field.name.value: _literal(field.value, variables) for field in fields}
        case VariableNode(name=name):
            return (variables or {}).get(name.value)
    raise GraphQLError(f"A {node.kind} is not JSON.")


SCALARS: Mapping[object, ScalarDefinition] = {
    DateTime: strawberry.scalar(
        name="DateTime",
        description="An instant in UTC, exact to the microsecond: `2026-01-05T00:00:00Z` or "
        "`2026-01-05T00:00:00.000001Z`. Taken with `Z`, with an offset, or with neither for UTC; "
        "a date alone is its first instant. Years 0001 to 9999.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=text_of,
        parse_value=_read_instant,
    ),
    Duration: strawberry.scalar(
        name="Duration",
        description="A length of time as ISO 8601 writes it, in weeks, days, hours, minutes and "
        "seconds: `P14D`, `PT36H`, `PT0.5S`. Months and years are refused: their length varies.",
        specified_by_url="https://en.wikipedia.org/wiki/ISO_8601#Durations",
        serialize=duration_text,
        parse_value=_read_duration,
    ),
    Number: strawberry.scalar(
        name="Number",
        description="A number, kept as the decimal that was written, digit for digit, up to 30 of "
        "them. What is none is refused by whoever reads it, with its place.",
        serialize=_as_it_is,
        parse_value=_as_it_is,
        parse_literal=_literal,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value. Numbers are kept as the decimals that were written, digit for "
        "digit, up to 30 of them: nothing is ever rounded.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=_as_it_is,
        parse_value=_as_it_is,
        parse_literal=_literal,
    ),
}

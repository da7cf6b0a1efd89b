"""Criteria in the Common Expression Language (https://cel.dev).

An expression that compares what has no order fails, and would take the whole with it: what is
ordered is asked for its type first. Lengths of time are durations, instants timestamps.
"""

import json
from decimal import Decimal
from typing import assert_never

from api.criteria.losing import Lost, kept, seconds_of
from api.criteria.variables import Variables
from domain.criteria import All, Any, Criteria, Not, Rule
from domain.instants import Duration, instant_of, text_of
from domain.signals import Age, First, Last, Operator, Until
from domain.values import is_number

_SIGNS = {Operator.LT: "<", Operator.LTE: "<=", Operator.GT: ">", Operator.GTE: ">="}
_GREATEST = 2**63 - 1


def cel_of(criteria: Criteria, variables: Variables) -> str:
    """The criteria as a CEL expression over variables that may be null. Raises Lost."""
    match criteria:
        case All(()):
            return "true"
        case Any(()):
            return "false"
        case All(parts):
            return " && ".join(_inner(part, variables) for part in parts)
        case Any(parts):
            return " || ".join(_inner(part, variables) for part in parts)
        case Not(part):
            return f"!({cel_of(part, variables)})"
        case Rule():
            return _rule(criteria, variables.of(criteria.signal).name)
        case _:
            assert_never(criteria)


def _inner(part: Criteria, variables: Variables) -> str:
    said = cel_of(part, variables)
    return f"({said})" if "&&" in said or "||" in said else said


def _rule(rule: Rule, name: str) -> str:
    value = rule.value
    match rule.operator:
        case Operator.EXISTS:
            return f"{name} != null"
        case Operator.MISSING:
            return f"{name} == null"
        case Operator.EQ:
            return f"{name} == {_written(value)}"
        case Operator.NE:
            return f"{name} != {_written(value)}"
        case Operator.IN:
            return f"{name} in {_written(value)}"
        case Operator.NOT_IN:
            return f"!({name} in {_written(value)})"
        case Operator.CONTAINS:
            member = f"type({name}) == list && {_written(value)} in {name}"
            if not isinstance(value, str):
                return member
            part = f"type({name}) == string && {name}.contains({_written(value)})"
            return f"({part}) || ({member})"
    sign = _SIGNS[rule.operator]
    if isinstance(rule.signal, Age | Until | Last | First):
        return f"{name} != null && {name} {sign} {_time(value)}"
    if isinstance(value, str):
        return f"type({name}) == string && {name} {sign} {_written(value)}"
    if not is_number(value):
        # Nothing else is ordered, and so never holds.
        return "false"
    return f"type({name}) in [int, uint, double] && {name} {sign} {_written(value)}"


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return _number(value)
    # A string of JSON is one of CEL.
    return json.dumps(value, ensure_ascii=False)


def _number(value: object) -> str:
    assert isinstance(value, int | Decimal)
    if value == int(value):
        if not -_GREATEST - 1 <= value <= _GREATEST:
            raise Lost(f"{value} is greater than its integers are")
        return str(int(value))
    return format(kept(value), "f")


def _time(value: object) -> str:
    if isinstance(value, Duration):
        return f'duration("{format(Decimal(seconds_of(value)), "f")}s")'
    instant = instant_of(str(value))
    assert instant is not None
    return f'timestamp("{text_of(instant)}")'

"""Criteria as JsonLogic (https://jsonlogic.com), which evaluates as JavaScript does.

JavaScript compares values of different types after a fashion of its own: what is compared is asked
for its type first. Lengths of time and instants are numbers of seconds.
"""

from typing import assert_never

from api.criteria.losing import Lost, kept, seconds_of
from api.criteria.variables import Variables
from domain.criteria import All, Any, Criteria, Not, Rule
from domain.instants import Duration
from domain.signals import Age, First, Last, Operator, Until
from domain.values import is_number

_SIGNS = {Operator.LT: "<", Operator.LTE: "<=", Operator.GT: ">", Operator.GTE: ">="}


def json_logic_of(criteria: Criteria, variables: Variables) -> object:
    """The criteria as a JsonLogic rule. Raises Lost."""
    match criteria:
        case All(parts):
            return _joined("and", [json_logic_of(part, variables) for part in parts])
        case Any(parts):
            return _joined("or", [json_logic_of(part, variables) for part in parts])
        case Not(part):
            return {"!": json_logic_of(part, variables)}
        case Rule():
            return _rule(criteria, {"var": variables.of(criteria.signal).name})
        case _:
            assert_never(criteria)


def _joined(name: str, parts: list[object]) -> object:
    # Of nothing JsonLogic's own groups are neither true nor false.
    return {name: parts} if parts else name == "and"


def _rule(rule: Rule, actual: object) -> object:
    value = rule.value
    match rule.operator:
        case Operator.EXISTS:
            return {"!==": [actual, None]}
        case Operator.MISSING:
            return {"===": [actual, None]}
        case Operator.EQ:
            return {"===": [actual, _plain(value)]}
        case Operator.NE:
            return {"!==": [actual, _plain(value)]}
        case Operator.IN:
            return {"in": [actual, _members(value)]}
        case Operator.NOT_IN:
            return {"!": {"in": [actual, _members(value)]}}
        case Operator.CONTAINS if isinstance(value, str):
            return {"in": [value, actual]}
        case Operator.CONTAINS:
            is_text = {"===": [{"cat": [actual]}, actual]}
            return {"and": [{"!": is_text}, {"in": [_plain(value), actual]}]}
    if isinstance(rule.signal, Age | Until | Last | First):
        value = seconds_of(value)
    if not is_number(value):
        return _unordered(value)
    is_a_number = {"===": [{"+": [actual]}, actual]}
    return {"and": [is_a_number, {_SIGNS[rule.operator]: [actual, kept(value)]}]}


def _unordered(value: object) -> object:
    if isinstance(value, str):
        raise Lost("it orders text otherwise, by UTF-16 code units")
    # Nothing else is ordered, and so never holds.
    return False


def _members(value: object) -> list[object]:
    assert isinstance(value, tuple)
    return [_plain(member) for member in value]


def _plain(value: object) -> object:
    assert not isinstance(value, Duration)
    return kept(value) if is_number(value) else value

"""Criteria as the query of a rule builder, react-querybuilder, and of those that read the same.

A query is a tree to be drawn and edited; it has a place for everything that criteria have. Values
are those of the rule: a length of time is text such as `P3D`, an instant text as well.
"""

from typing import assert_never

from api.criteria.variables import Variables
from domain.criteria import All, Any, Criteria, Not, Rule
from domain.criteria_document import value_to_document
from domain.signals import WITHOUT_VALUE, Operator

_OPERATORS = {
    Operator.EQ: "=",
    Operator.NE: "!=",
    Operator.LT: "<",
    Operator.LTE: "<=",
    Operator.GT: ">",
    Operator.GTE: ">=",
    Operator.IN: "in",
    Operator.NOT_IN: "notIn",
    Operator.CONTAINS: "contains",
    Operator.EXISTS: "notNull",
    Operator.MISSING: "null",
}


def query_of(criteria: Criteria, variables: Variables) -> object:
    """The criteria as a query; what is no group lies in one, since a query is always one."""
    said = _said(criteria, variables)
    return said if "combinator" in said else {"combinator": "and", "rules": [said]}


def _said(criteria: Criteria, variables: Variables) -> dict[str, object]:
    match criteria:
        case All(parts) | Any(parts):
            combinator = "and" if isinstance(criteria, All) else "or"
            return {"combinator": combinator, "rules": [_said(part, variables) for part in parts]}
        case Not(part):
            inner = _said(part, variables)
            if "combinator" in inner and "not" not in inner:
                return {**inner, "not": True}
            return {"combinator": "and", "rules": [inner], "not": True}
        case Rule(signal, operator, value):
            return {
                "field": variables.of(signal).name,
                "operator": _OPERATORS[operator],
                "value": None if operator in WITHOUT_VALUE else value_to_document(value),
            }
        case _:
            assert_never(criteria)

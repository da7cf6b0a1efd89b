"""Asking for profiles by a trait, with the answer that the rules would give.

PostgreSQL compares JSONB as the design compares values: by type, numbers as decimals. SQLite has no
exact numbers in JSON, so there the rule itself is called, as a function of SQL.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Text, and_, case, cast, false, func, literal, or_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from domain.comparing import Test, tester
from domain.signals import WITH_LIST, Operator
from domain.values import Scalar, at_path, is_number
from store.columns import dumps, loads
from store.database import Dialect


@dataclass(frozen=True, slots=True)
class TraitTest:
    """What is asked of one trait; `value` is a tuple for `in` and `not_in`, None for `exists`."""

    path: str
    operator: Operator
    value: Scalar | tuple[Scalar, ...] | None = None


def holds(traits: ColumnElement[Any], test: TraitTest, dialect: Dialect) -> ColumnElement[bool]:
    """SQL that says whether the test holds."""
    if dialect == "sqlite":
        asked = (test.path, str(test.operator), dumps(test.value))
        return func.cairn_trait_holds(cast(traits, Text), *asked) == 1
    actual = _actual(traits, test.path)
    match test.operator:
        case Operator.EXISTS:
            return actual.is_not(None)
        case Operator.MISSING:
            return actual.is_(None)
        case Operator.EQ:
            return _equals(actual, test.value)
        case Operator.NE:
            return ~_equals(actual, test.value)
        case Operator.IN:
            return _among(actual, test.value)
        case Operator.NOT_IN:
            return ~_among(actual, test.value)
        case Operator.CONTAINS:
            return _contains(actual, test.value)
        case Operator.LT | Operator.LTE | Operator.GT | Operator.GTE:
            return _ordered(actual, test.operator, test.value)
        case _:
            assert_never(test.operator)


def trait_holds(traits: str, path: str, operator: str, value: str) -> int:
    """What `cairn_trait_holds` is on SQLite: the traits and the expected value come as JSON."""
    return int(_tester(operator, value)(at_path(loads(traits), path)))


@lru_cache(maxsize=64)
def _tester(operator: str, value: str) -> Test:
    expected = loads(value)
    if Operator(operator) in WITH_LIST:
        expected = tuple(expected)
    return tester(Operator(operator), expected)


def _actual(traits: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    """The trait, with null for missing; a path that is itself a key comes before its dots."""
    whole = _step(traits, path)
    if "." in path:
        inner = traits
        for step in path.split("."):
            inner = _step(inner, step)
        whole = case((func.jsonb_exists(traits, path), whole), else_=inner)
    return func.nullif(whole, literal(JSONB.NULL, JSONB), type_=JSONB)


def _step(traits: ColumnElement[Any], key: str) -> ColumnElement[Any]:
    # `->` with a key, unlike a path, never descends into a list.
    return traits.op("->", return_type=JSONB())(literal(key, Text))


def _equals(actual: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    return func.coalesce(actual == literal(value, JSONB), false())


def _among(actual: ColumnElement[Any], values: object) -> ColumnElement[bool]:
    assert isinstance(values, tuple)
    return or_(false(), *(_equals(actual, value) for value in values))


def _contains(actual: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    member = and_(_is_a(actual, "array"), actual.op("@>")(literal(value, JSONB)))
    if not isinstance(value, str):
        return func.coalesce(member, false())
    inside = and_(_is_a(actual, "string"), func.strpos(_text(actual), value) > 0)
    return func.coalesce(or_(member, inside), false())


def _ordered(actual: ColumnElement[Any], operator: Operator, value: object) -> ColumnElement[bool]:
    sign = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}[operator]
    if isinstance(value, str):
        by_code_point = _text(actual).collate("C").op(sign, is_comparison=True)(value)
        return func.coalesce(and_(_is_a(actual, "string"), by_code_point), false())
    if not is_number(value):
        return false()
    by_size = actual.op(sign, is_comparison=True)(literal(value, JSONB))
    return func.coalesce(and_(_is_a(actual, "number"), by_size), false())


def _is_a(actual: ColumnElement[Any], kind: str) -> ColumnElement[bool]:
    return func.jsonb_typeof(actual) == kind


def _text(actual: ColumnElement[Any]) -> ColumnElement[str]:
    return actual.op("#>>", return_type=Text())(cast([], ARRAY(Text)))

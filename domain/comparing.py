"""How one value compares with another: two-valued, without coercion (design, section 3)."""

import operator as op
from collections.abc import Callable
from fractions import Fraction
from typing import Any, assert_never

from domain.instants import Duration
from domain.signals import ORDERINGS, Operator
from domain.values import Scalar, is_number, same

Test = Callable[[object], bool]
"""Whether an actual value, None for missing, passes."""

ORDER: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.LT: op.lt,
    Operator.LTE: op.le,
    Operator.GT: op.gt,
    Operator.GTE: op.ge,
}


def tester(operator: Operator, value: Scalar | tuple[Scalar, ...] | Duration | None) -> Test:
    """The test that `operator` and the expected `value` make.

    A missing value fails every comparison; `ne` and `not_in` are the negations of `eq` and `in` and
    so pass it. Values of different types never compare; only numbers and strings are ordered.
    """
    match operator:
        case Operator.EXISTS:
            return lambda actual: actual is not None
        case Operator.MISSING:
            return lambda actual: actual is None
        case Operator.EQ:
            return _equals(value)
        case Operator.NE:
            equals = _equals(value)
            return lambda actual: not equals(actual)
        case Operator.IN:
            return _among(value)
        case Operator.NOT_IN:
            among = _among(value)
            return lambda actual: not among(actual)
        case Operator.CONTAINS:
            return _containing(value)
        case Operator.LT | Operator.LTE | Operator.GT | Operator.GTE:
            return _ordered(operator, value)
        case _:
            assert_never(operator)


def _equals(value: object) -> Test:
    if isinstance(value, str):
        return lambda actual: actual == value
    if isinstance(value, bool):
        return lambda actual: actual is value
    return lambda actual: actual is not None and same(_comparable(actual), _comparable(value))


def _among(value: object) -> Test:
    assert isinstance(value, tuple)
    if all(isinstance(one, str) for one in value):
        names = frozenset(value)
        return lambda actual: isinstance(actual, str) and actual in names
    tests = [_equals(one) for one in value]
    return lambda actual: any(test(actual) for test in tests)


def _containing(value: object) -> Test:
    equals = _equals(value)

    def contains(actual: object) -> bool:
        if isinstance(actual, str):
            return isinstance(value, str) and value in actual
        return isinstance(actual, list | tuple) and any(map(equals, actual))

    return contains


def _ordered(operator: Operator, value: object) -> Test:
    compare = ORDER[operator]
    if isinstance(value, str):
        # Python orders strings by code point, which is what the design asks.
        return lambda actual: isinstance(actual, str) and compare(actual, value)
    if not is_number(value):
        return lambda actual: False
    exact = _comparable(value)

    def ordered(actual: object) -> bool:
        if type(actual) is int:
            return compare(actual, value)
        return is_number(actual) and compare(_comparable(actual), exact)

    return ordered


def _comparable(value: object) -> object:
    """Fractions and decimals do not compare with each other; fractions and fractions do."""
    if is_number(value) and not isinstance(value, int):
        return Fraction(value)
    return value


def least_count(operator: Operator, value: object) -> int | None:
    """For `gte` and `gt`, and for `lt` and `lte` negated: the count from which on it holds.

    None when the operator is no ordering or the value is no number.
    """
    if operator not in ORDERINGS or not is_number(value):
        return None
    exact = Fraction(value)
    if operator in (Operator.GTE, Operator.LT):
        return -((-exact.numerator) // exact.denominator)
    return exact.numerator // exact.denominator + 1


def deciding_depth(operator: Operator, value: object) -> int:
    """How many of the newest instants decide a comparison of a count (design, section 6).

    `gte v` and `lt v` need ⌈v⌉; `gt lte eq ne in not_in` ⌊v⌋ + 1.
    """
    values = value if isinstance(value, tuple) else (value,)
    numbers = [Fraction(one) for one in values if is_number(one)]
    if not numbers or operator in (Operator.EXISTS, Operator.MISSING, Operator.CONTAINS):
        return 0
    if operator in (Operator.GTE, Operator.LT):
        return max(0, least_count(operator, value) or 0)
    return max(0, *(one.numerator // one.denominator + 1 for one in numbers))

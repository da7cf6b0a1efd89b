"""JsonLogic's own evaluator as far as criteria use it, with JavaScript's ways of comparing."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def holds(rule: object, data: Mapping[str, object]) -> bool:
    """Whether a rule comes out truthy."""
    return truthy(worth(rule, data))


def worth(rule: object, data: Mapping[str, object]) -> object:
    if isinstance(rule, list):
        return [worth(part, data) for part in rule]
    if not isinstance(rule, dict):
        return rule
    ((name, given),) = rule.items()
    if name == "and":
        return next((it for it in map_(given, data) if not truthy(it)), True) is True
    if name == "or":
        return any(truthy(it) for it in map_(given, data))
    arguments = [worth(one, data) for one in (given if isinstance(given, list) else [given])]
    return OPERATIONS[name](data, *arguments)


def map_(parts: list[object], data: Mapping[str, object]) -> list[object]:
    return [worth(part, data) for part in parts]


def truthy(value: object) -> bool:
    # JsonLogic's own, for which an empty list is false.
    return bool(value) and not (isinstance(value, float) and math.isnan(value))


def strictly(left: object, right: object) -> bool:
    if isinstance(left, list | dict) or isinstance(right, list | dict):
        return left is right
    if is_number(left) and is_number(right):
        return float(left) == float(right)  # type: ignore[arg-type]
    return type(left) is type(right) and left == right


def is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(text, value))
    return "[object Object]" if isinstance(value, dict) else str(value)


def parsed(value: object) -> float:
    if is_number(value):
        return float(value)  # type: ignore[arg-type]
    try:
        return float("nan" if value is None or isinstance(value, bool) else text(value))
    except ValueError:
        return math.nan


def within(part: object, whole: object) -> bool:
    if isinstance(whole, str):
        return text(part) in whole
    return isinstance(whole, list) and any(strictly(part, member) for member in whole)


OPERATIONS: dict[str, Any] = {
    "var": lambda data, name: data.get(name),
    "!": lambda _, value: not truthy(value),
    "===": lambda _, left, right: strictly(left, right),
    "!==": lambda _, left, right: not strictly(left, right),
    "in": lambda _, part, whole: within(part, whole),
    "cat": lambda _, *values: "".join(map(text, values)),
    "+": lambda _, *values: sum(map(parsed, values)),
    "<": lambda _, left, right: parsed(left) < parsed(right),
    "<=": lambda _, left, right: parsed(left) <= parsed(right),
    ">": lambda _, left, right: parsed(left) > parsed(right),
    ">=": lambda _, left, right: parsed(left) >= parsed(right),
}

"""Criteria: a tree of rules over signals, as a document writes it (design, section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from domain.instants import Duration
from domain.signals import Operator, Signal
from domain.values import Scalar

MAX_DEPTH = 6
MAX_RULES = 64


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison. `value` is a Duration against `age` and `until`, else as written."""

    signal: Signal
    operator: Operator
    value: Scalar | tuple[Scalar, ...] | Duration | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Holds while every part holds."""

    parts: tuple["Criteria", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Holds while some part holds."""

    parts: tuple["Criteria", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds while its part does not."""

    part: "Criteria"


Criteria: TypeAlias = All | Any | Not | Rule


def rules_of(criteria: Criteria) -> Iterator[Rule]:
    """Every rule of the tree, in reading order."""
    match criteria:
        case Rule():
            yield criteria
        case Not(part):
            yield from rules_of(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from rules_of(part)

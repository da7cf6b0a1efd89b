"""What signals give: actual values, and readers of them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final, TypeAlias

from domain.instants import Instant
from domain.profile import Profile
from domain.values import EXACT


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A count of which only enough to decide is kept."""

    count: int


@dataclass(frozen=True, slots=True)
class Span:
    """A duration as a rule's actual value, in microseconds."""

    microseconds: int


@dataclass(frozen=True, slots=True)
class At:
    """An instant as a rule's actual value."""

    instant: Instant


Actual: TypeAlias = object
Reader: TypeAlias = Callable[[Profile, Instant], tuple[Actual, Instant]]
"""A signal's value and the first instant at which time alone could change it."""


class Unforeseen(Enum):
    """Stands for a value that cannot be told before its instant has come."""

    UNFORESEEN = "unforeseen"


UNFORESEEN: Final = Unforeseen.UNFORESEEN


def shown(actual: Actual) -> object:
    """An actual value rounded once for showing: fractions to six decimals."""
    if isinstance(actual, Fraction):
        scaled = round(actual * 10**6)
        if scaled % 10**6 == 0:
            return scaled // 10**6
        return Decimal(scaled).scaleb(-6, EXACT).normalize(EXACT)
    return actual

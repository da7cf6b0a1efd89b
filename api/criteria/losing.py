"""What another language cannot say."""

from decimal import Decimal

from domain.instants import SECOND, Duration, instant_of
from domain.values import Number

MOST_DIGITS = 15
"""So many digits a double keeps of any decimal."""


class Lost(Exception):
    """Criteria cannot be said without meaning something else; why not, in words."""


def kept(number: object) -> Number:
    """A number that a double tells from all others of so many digits. Raises Lost."""
    assert isinstance(number, int | Decimal)
    digits = Decimal(number).normalize().as_tuple().digits
    if len(digits) > MOST_DIGITS:
        raise Lost(f"{number} has more digits than its numbers keep")
    return number


def seconds_of(value: object) -> Number:
    """A length of time in seconds; of an instant, those since 1970."""
    instant = value.microseconds if isinstance(value, Duration) else instant_of(str(value))
    assert instant is not None
    whole, rest = divmod(instant, SECOND)
    return whole if rest == 0 else Decimal(instant).scaleb(-6).normalize()

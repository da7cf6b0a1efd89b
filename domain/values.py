"""What traits and properties hold: JSON values, with numbers taken as the decimals written.

Numbers are `int` or `Decimal`, never `float`: sums of floats drift, and an answer that depends on
the order of additions cannot be exact (design, section 3). A boolean is not a number.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TypeAlias, TypeGuard

Number: TypeAlias = int | Decimal
Scalar: TypeAlias = bool | int | Decimal | str
Value: TypeAlias = "Scalar | Sequence[Value] | Mapping[str, Value] | None"

MAX_DIGITS = 30
MAX_DEPTH = 32
EXACT = Context(prec=200, rounding=ROUND_HALF_UP)
"""Wide enough that a sum of any 10^100 admitted numbers is exact."""


class BadValue(ValueError):
    """A value that cannot be kept: `path` leads to it from the value that was given."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


def taken(value: object, path: str = "") -> Value:
    """`value` as it is kept: floats become the decimals written, anything unfit is refused.

    Refused, with the path of the fault, are NaN and infinities, numbers of more than 30 digits,
    strings that are not Unicode text (lone surrogates, NUL), nesting beyond 32 levels, other types.
    """
    return _taken(value, path, MAX_DEPTH)


def copied(value: Value) -> Value:
    """The same value once more, for somebody who may change it."""
    if isinstance(value, dict):
        return {name: copied(part) for name, part in value.items()}
    if isinstance(value, list):
        return [copied(part) for part in value]
    return value


def _taken(value: object, path: str, levels: int) -> Value:
    kind = type(value)
    if kind is str:
        return text_taken(value, path)
    if value is None or kind is bool:
        return value  # type: ignore[return-value]
    if isinstance(value, int | float | Decimal):
        return number_taken(value, path)
    if levels == 0:
        raise BadValue(path, f"is nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, Mapping):
        return {
            text_taken(key, path): _taken(part, f"{path}.{key}" if path else str(key), levels - 1)
            for key, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_taken(part, f"{path}[{index}]", levels - 1) for index, part in enumerate(value)]
    raise BadValue(path, f"is a {kind.__name__}, which JSON does not have")


def text_taken(text: object, path: str) -> str:
    """A string that both databases can keep."""
    if not isinstance(text, str):
        raise BadValue(path, "has a name that is not a string")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise BadValue(path, "holds a lone surrogate, which is not Unicode text") from None
    if "\0" in text:
        raise BadValue(path, "holds a NUL character")
    return text


def number_taken(number: int | float | Decimal, path: str) -> Number:
    """The decimal that was written; refused when it is not finite or has more than 30 digits."""
    if isinstance(number, int):
        if not -(10**MAX_DIGITS) < number < 10**MAX_DIGITS:
            raise BadValue(path, f"is a number of more than {MAX_DIGITS} digits")
        return number
    exact = Decimal(repr(number)) if isinstance(number, float) else number
    if not exact.is_finite():
        raise BadValue(path, "is not a finite number")
    _, digits, exponent = exact.as_tuple()
    assert isinstance(exponent, int)
    whole = max(len(digits) + exponent, 1)
    if whole + max(-exponent, 0) > MAX_DIGITS:
        raise BadValue(path, f"is a number of more than {MAX_DIGITS} digits")
    return exact


def is_number(value: object) -> TypeGuard[int | Decimal | Fraction]:
    """Whether it is a number in the sense of criteria: booleans are not."""
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def same(left: object, right: object) -> bool:
    """Equality without coercion: `True` is not 1, `"5"` is not 5, `7.0` is 7."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Mapping):
        return (
            isinstance(right, Mapping)
            and left.keys() == right.keys()
            and all(same(part, right[key]) for key, part in left.items())
        )
    if isinstance(left, list | tuple):
        return (
            isinstance(right, list | tuple)
            and len(left) == len(right)
            and all(map(same, left, right))
        )
    if isinstance(left, str) or isinstance(right, str):
        return isinstance(left, str) and isinstance(right, str) and left == right
    return bool(left == right)


def plus(left: Number, right: Number) -> Number:
    """The exact sum; plain `+` on decimals would round to the thread's context."""
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return EXACT.add(Decimal(left), Decimal(right))


def minus(left: Number, right: Number) -> Number:
    """The exact difference."""
    if isinstance(left, int) and isinstance(right, int):
        return left - right
    return EXACT.subtract(Decimal(left), Decimal(right))


def at_path(tree: Mapping[str, Value], path: str) -> Value:
    """The value at a dotted path, or None when there is none.

    A path that is itself a key is matched whole before its dots are read; dots go into objects.
    """
    if path in tree or "." not in path:
        return tree.get(path)
    here: Value = tree
    for step in path.split("."):
        if not isinstance(here, Mapping):
            return None
        here = here.get(step)
    return here

"""Values out of a range, the plainest first: what an example profile may have."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from domain.solver.lines import AFTER, Line
from domain.solver.ranges import FALSE, TRUE, Range
from domain.values import MAX_DIGITS, Number, Value

PLAIN_WORDS = ("other", "another", "something", "else", "a", "")
MOST_STRETCHES = 4


def values_in(asked: Range) -> Iterator[Value]:
    """A few values of the range; what is there before what is missing."""
    yield from texts_in(asked)
    yield from (number for number in map(written, numbers_in(asked.numbers)) if number is not None)
    if asked.booleans & TRUE:
        yield True
    if asked.booleans & FALSE:
        yield False
    if asked.may_be_other:
        yield [_plain(value) for _, value in sorted(asked.with_members, key=repr)]
    if asked.missing:
        yield None


def texts_in(asked: Range) -> Iterator[str]:
    """A few strings of the range."""
    if not asked.may_be_text:
        return
    for text in _candidates(asked):
        if asked.holds_text(text):
            yield text


def numbers_in(line: Line) -> Iterator[int | Fraction]:
    """A few numbers of a set: of each stretch its end, and one inside."""
    for low, high in islice(line.intervals(), MOST_STRETCHES):
        if low is None and high is None:
            yield 1
        elif low is None:
            assert high is not None
            value, side = high
            yield value if side == AFTER else value - 1
            yield value - 1
        elif high is None:
            value, side = low
            yield value + 1 if side == AFTER else value
            yield value + 1
        else:
            if low[1] != AFTER:
                yield low[0]
            if low[0] != high[0]:
                middle = Fraction(low[0] + high[0]) / 2
                yield middle.numerator if middle.denominator == 1 else middle
            if high[1] == AFTER:
                yield high[0]


def written(number: int | Fraction) -> Number | None:
    """The number as a document could write it; None where no decimal is exactly that."""
    if isinstance(number, int):
        return number
    digits = 0
    while number.denominator != 1:
        if digits == MAX_DIGITS:
            return None
        number, digits = number * 10, digits + 1
    return Decimal(number.numerator).scaleb(-digits)


def _plain(value: bool | int | Fraction | str) -> Value:
    return written(value) if isinstance(value, Fraction) else value


def _candidates(asked: Range) -> Iterator[str]:
    joined = " ".join(sorted(asked.having))
    for low, high in islice(asked.texts.intervals(), MOST_STRETCHES):
        start = "" if low is None else low[0]
        if low is not None and high is not None and low[0] == high[0]:
            yield start
            continue
        if asked.having:
            yield joined
            yield "".join(sorted(asked.having, reverse=True))
            yield f"{start} {joined}"
        yield from PLAIN_WORDS if low is None else ()
        yield start
        for word in ("a", " ", "!", "\x01"):
            yield start + word
        if high is not None:
            yield high[0]
    yield from (f"{word} one" for word in PLAIN_WORDS)

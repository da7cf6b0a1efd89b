"""What one signal may be, without any profile: missing, or values of each type.

A range is a set of values. That it is empty is only said where it certainly is: between two strings
there may be none, and still a range from one to the other is not called empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from domain.solver.lines import EVERYTHING, NOTHING, Line, below, exact, points
from domain.values import Scalar, Value

Member: TypeAlias = tuple[str, bool | int | Fraction | str]
"""A plain value with its type, since `True` is not 1."""

FALSE, TRUE = 1, 2
BOTH = FALSE | TRUE
BEFORE_ANY_TEXT = below("", with_it=False)


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a signal may have; `booleans` is a sum of FALSE and TRUE.

    Of the strings in `texts` those that contain each of `having` and none of `lacking`; `others`
    are lists with each of `with_members` and none of `without_members`, and, where no member is
    asked for, objects.
    """

    missing: bool = False
    booleans: int = 0
    numbers: Line = NOTHING
    texts: Line = NOTHING
    having: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    others: bool = False
    with_members: frozenset[Member] = frozenset()
    without_members: frozenset[Member] = frozenset()

    def __and__(self, other: "Range") -> "Range":
        return Range(
            self.missing and other.missing,
            self.booleans & other.booleans,
            self.numbers & other.numbers,
            self.texts & other.texts,
            self.having | other.having,
            self.lacking | other.lacking,
            self.others and other.others,
            self.with_members | other.with_members,
            self.without_members | other.without_members,
        )

    def __or__(self, other: "Range") -> "Range":
        """Both together; neither may ask what strings or lists contain."""
        assert self.is_plain
        assert other.is_plain
        return Range(
            self.missing or other.missing,
            self.booleans | other.booleans,
            self.numbers | other.numbers,
            self.texts | other.texts,
            others=self.others or other.others,
        )

    def __invert__(self) -> "Range":
        """Everything else; it may not ask what strings or lists contain."""
        assert self.is_plain
        return Range(
            not self.missing,
            BOTH & ~self.booleans,
            ~self.numbers,
            ~self.texts,
            others=not self.others,
        )

    @property
    def is_plain(self) -> bool:
        """Whether it asks nothing of what strings and lists contain."""
        return not (self.having or self.lacking or self.with_members or self.without_members)

    @property
    def is_empty(self) -> bool:
        """Whether certainly no value is in it."""
        return (
            not self.missing
            and not self.booleans
            and self.numbers.is_empty
            and not self.may_be_text
            and not self.may_be_other
        )

    @property
    def may_be_text(self) -> bool:
        """Whether some string may be in it."""
        if self.texts.is_empty or self.texts == BEFORE_ANY_TEXT:
            return False
        if not self.having and not self.lacking:
            return True
        if any(lacked in had for had in self.having for lacked in self.lacking):
            return False
        if "" in self.lacking:
            return False
        values = self.texts.points()
        return values is None or any(map(self.holds_text, values))

    @property
    def may_be_other(self) -> bool:
        """Whether some list or object may be in it."""
        return self.others and self.with_members.isdisjoint(self.without_members)

    def holds_text(self, text: str) -> bool:
        """Whether a string is in it."""
        return (
            text in self.texts
            and all(part in text for part in self.having)
            and not any(part in text for part in self.lacking)
        )

    def is_within(self, other: "Range") -> bool:
        """Whether everything in it is certainly in the other, which must be plain."""
        return (self & ~other).is_empty

    def holds(self, value: Value) -> bool:
        """Whether a value, None for missing, is in it."""
        match value:
            case None:
                return self.missing
            case bool():
                return bool(self.booleans & (TRUE if value else FALSE))
            case int() | Decimal():
                return exact(value) in self.numbers
            case str():
                return self.holds_text(value)
            case Sequence():
                members = {member_of(one) for one in value if isinstance(one, Scalar)}
                return (
                    self.others
                    and self.with_members <= members
                    and self.without_members.isdisjoint(members)
                )
        return self.others and not self.with_members


ALL = Range(True, BOTH, EVERYTHING, EVERYTHING, others=True)
NONE = Range()
MISSING = Range(missing=True)
PRESENT = replace(ALL, missing=False)
NUMBERS = Range(numbers=EVERYTHING)
NUMBERS_OR_MISSING = Range(missing=True, numbers=EVERYTHING)


def member_of(value: Scalar) -> Member:
    """A plain value with its type."""
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, str):
        return "string", value
    return "number", exact(value)


def among(values: Iterable[Scalar]) -> Range:
    """These values and no others."""
    members = [member_of(value) for value in values]
    booleans = {TRUE if value else FALSE for kind, value in members if kind == "boolean"}
    return Range(
        booleans=sum(booleans),
        numbers=points(value for kind, value in members if kind == "number"),
        texts=points(value for kind, value in members if kind == "string"),
    )


def containing(value: Scalar) -> tuple[Range, Range]:
    """What contains a value, and what does not."""
    member = member_of(value)
    texts = EVERYTHING if isinstance(value, str) else NOTHING
    parts = frozenset((value,)) if isinstance(value, str) else frozenset()
    members = frozenset((member,))
    holds = Range(texts=texts, having=parts, others=True, with_members=members)
    return holds, replace(ALL, lacking=parts, without_members=members)

"""One code of a problem, and all that is to be said about it whatever the journey."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from string import Formatter

PAGE = "docs/problems.md"


class Tier(StrEnum):
    """How far a problem gets. What is malformed is refused when it is written."""

    MALFORMED = "MALFORMED"
    ERROR = "ERROR"
    WARNING = "WARNING"
    HINT = "HINT"


class Family(StrEnum):
    """What a problem is about, as the page of problems has it."""

    SHAPE = "Shape"
    ENTRY = "Entry and reach"
    ORDER = "Order and cycles"
    BRANCHES = "Branches"
    CRITERIA = "Criteria"
    CHURN = "Churn"
    HEALTH = "Health"
    OWNERSHIP = "Ownership and words"
    LIVE = "Against the live version"
    CANVAS = "Canvas"
    CHECKING = "Checking itself"


@dataclass(frozen=True, kw_only=True)
class ValidationRule:
    """A code with its documentation.

    `sentence` is what a problem says, its blanks filled from the problem's `args`; `example` shows
    what has it, `mending` says what to do about it.
    """

    code: str
    family: Family
    tier: Tier
    summary: str
    sentence: str
    example: str
    mending: str

    @cached_property
    def blanks(self) -> tuple[str, ...]:
        """What its sentence leaves to be filled in."""
        names = (name for _, name, _, _ in Formatter().parse(self.sentence) if name)
        return tuple(dict.fromkeys(names))

    @property
    def docs_url(self) -> str:
        """Where the page of problems tells of it."""
        return f"{PAGE}#{self.code.lower()}"

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
    """What a problem is about."""

    SHAPE = "SHAPE"
    ENTRY = "ENTRY"
    ORDER = "ORDER"
    BRANCHES = "BRANCHES"
    CRITERIA = "CRITERIA"
    CHURN = "CHURN"
    HEALTH = "HEALTH"
    OWNERSHIP = "OWNERSHIP"
    LIVE = "LIVE"
    CANVAS = "CANVAS"
    CHECKING = "CHECKING"

    @property
    def heading(self) -> str:
        """What the page of problems calls it."""
        return _HEADINGS.get(self, self.capitalize())


_HEADINGS = {
    Family.ENTRY: "Entry and reach",
    Family.ORDER: "Order and cycles",
    Family.OWNERSHIP: "Ownership and words",
    Family.LIVE: "Against the live version",
    Family.CHECKING: "Checking itself",
}


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

    @property
    def title(self) -> str:
        """Its code for people."""
        return self.code.replace("_", " ").capitalize()

    @cached_property
    def blanks(self) -> tuple[str, ...]:
        """What its sentence leaves to be filled in."""
        names = (name for _, name, _, _ in Formatter().parse(self.sentence) if name)
        return tuple(dict.fromkeys(names))

    @property
    def docs_url(self) -> str:
        """Where the page of problems tells of it."""
        return f"{PAGE}#{self.code.lower()}"

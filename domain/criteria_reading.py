"""Criteria as rule builders read them: the tree, its rules one by one, and all of it in words."""

from dataclasses import dataclass
from functools import cached_property

from domain.checks.walking import rules_in
from domain.criteria import Criteria, Rule
from domain.criteria_document import read_criteria
from domain.reading import Reading
from domain.wording import in_words


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule of some criteria, and the way to it from their root: `all[0].not`."""

    path: str
    rule: Rule


@dataclass(frozen=True)
class CriteriaReading:
    """Criteria to be looked at; they may ask what makes no sense, which is for problems to tell."""

    criteria: Criteria

    @cached_property
    def rules(self) -> tuple[PlacedRule, ...]:
        """Every rule, in reading order."""
        found = rules_in(self.criteria, "")
        return tuple(PlacedRule(path.removeprefix("."), rule) for path, rule in found)

    @property
    def summary(self) -> str:
        """What they ask, in plain words."""
        return in_words(self.criteria)


def read(document: object) -> CriteriaReading:
    """The reading of criteria as a document writes them. Raises MalformedDocument."""
    reading = Reading()
    criteria = read_criteria(reading, document, "")
    reading.finish()
    assert criteria is not None
    return CriteriaReading(criteria)

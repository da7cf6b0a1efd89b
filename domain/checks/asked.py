"""What criteria ask, taken apart once for all checks, and remembered for as long as they last."""

from dataclasses import dataclass
from functools import lru_cache

from domain.checks.reads import Comparison, Source, comparisons_in, sources_of
from domain.checks.unfinished import empty_groups, empty_windows
from domain.checks.walking import rules_in
from domain.criteria import Criteria, Rule
from domain.same import Same
from domain.signals import Signal

REMEMBERED = 8_192


@dataclass(frozen=True, slots=True)
class AskedRule:
    """A rule with its path in the criteria, what it compares and where that comes from."""

    path: str
    rule: Rule
    comparisons: tuple[Comparison, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Criteria taken apart. Paths lead there from the criteria.

    `empty_groups` are paths with `all` or `any`, `empty_windows` paths with the signal.
    """

    rules: tuple[AskedRule, ...]
    empty_groups: tuple[tuple[str, str], ...]
    empty_windows: tuple[tuple[str, Signal], ...]

    @property
    def is_finished(self) -> bool:
        """Whether something can be made of it."""
        return not self.empty_groups and not self.empty_windows


def asked_by(criteria: Criteria) -> Asked:
    """What the criteria ask."""
    return _asked(Same(criteria))


@lru_cache(maxsize=REMEMBERED)
def _asked(same: Same[Criteria]) -> Asked:
    criteria = same.value
    rules = tuple(rules_in(criteria, ""))
    return Asked(
        rules=tuple(
            AskedRule(
                path,
                rule,
                tuple(comparisons_in(rule)),
                tuple(dict.fromkeys(sources_of(rule.signal))),
            )
            for path, rule in rules
        ),
        empty_groups=tuple(empty_groups(criteria, "")),
        empty_windows=tuple(
            found for path, rule in rules for found in empty_windows(rule.signal, f"{path}.signal")
        ),
    )

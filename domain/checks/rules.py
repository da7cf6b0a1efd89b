"""Rule by rule: values that never compare, and groups and windows with nothing in them."""

from collections.abc import Iterator

from domain.checks.problem import Problem
from domain.checks.reads import Comparison, type_of, words_for
from domain.checks.survey import Survey
from domain.checks.walking import parts_of
from domain.criteria import All, Any
from domain.signals import Count, Days, Total


def rule_problems(survey: Survey) -> Iterator[Problem]:
    """What is wrong with single rules and groups, whatever stands beside them."""
    for slot in survey.slots:
        for path, part in parts_of(slot.criteria, slot.path):
            if isinstance(part, All | Any) and not part.parts:
                group = "all" if isinstance(part, All) else "any"
                yield survey.problem_in(
                    slot, "CRITERIA_EMPTY_GROUP", path, what=slot.what, group=group
                )
    for slot, path, rule, comparisons in survey.compared:
        signal = rule.signal
        if (
            isinstance(signal, Count | Days | Total)
            and signal.within is not None
            and signal.within.microseconds <= 0
        ):
            at = f"{path}.signal.within"
            yield survey.problem_in(slot, "WINDOW_EMPTY", at, signal=words_for(signal))
        for compared in comparisons:
            if not _may_compare(compared):
                yield survey.problem_in(
                    slot,
                    "CRITERIA_TYPE_MISMATCH",
                    path + compared.path,
                    signal=compared.name,
                    actual=_types(compared),
                    expected=_expected(compared),
                )


def _may_compare(compared: Comparison) -> bool:
    if not compared.wanted:
        return False
    seen = compared.seen
    return seen is None or not seen.types or not seen.types.isdisjoint(compared.wanted)


def _types(compared: Comparison) -> str:
    if compared.seen is None or not compared.seen.types:
        return "without order"
    return " or ".join(f"a {name}" for name in sorted(compared.seen.types))


def _expected(compared: Comparison) -> str:
    if compared.values:
        return " or ".join(sorted({f"a {type_of(value)}" for value in compared.values}))
    return " or ".join(f"a {name}" for name in sorted(compared.wanted)) or "a boolean"

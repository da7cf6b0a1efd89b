"""Rule by rule: values that never compare, and groups, windows and waits with nothing in them."""

from collections.abc import Iterator

from domain.checks.problem import Problem
from domain.checks.reads import Comparison, lowered, type_of, words_for
from domain.checks.survey import Survey
from domain.checks.unfinished import empty_groups, empty_windows


def rule_problems(survey: Survey) -> Iterator[Problem]:
    """What is wrong with single rules and groups, whatever stands beside them."""
    for slot in survey.slots:
        for path, group in empty_groups(slot.criteria, slot.path):
            yield survey.problem_in(slot, "CRITERIA_EMPTY_GROUP", path, what=slot.what, group=group)
    for index, way in enumerate(survey.journey.transitions):
        if way.after is not None and way.after.microseconds == 0:
            at, what = f"transitions[{index}].after", f"The wait before {survey.labels[index]}"
            yield survey.problem("WINDOW_EMPTY", ways=(index,), at=at, about="after", what=what)
    for slot, path, rule, comparisons in survey.compared:
        for at, signal in empty_windows(rule.signal, f"{path}.signal"):
            what = f"The window of {lowered(words_for(signal))}"
            yield survey.problem_in(slot, "WINDOW_EMPTY", at, what=what)
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

"""Rule by rule: values that never compare, and groups, windows and waits with nothing in them."""

from collections.abc import Iterator

from domain.checks.asked import Asked
from domain.checks.problem import Problem
from domain.checks.reads import Comparison, lowered, seen_of, type_of, words_for
from domain.checks.surroundings import Seen
from domain.checks.survey import Slot, Survey


def rule_problems(survey: Survey) -> Iterator[Problem]:
    """What is wrong with single rules and groups, whatever stands beside them."""
    for slot, asked in survey.asked.items():
        for path, group in asked.empty_groups:
            at = f"{slot.path}{path}"
            yield survey.problem_in(slot, "CRITERIA_EMPTY_GROUP", at, what=slot.what, group=group)
    for index, way in enumerate(survey.journey.transitions):
        if way.after is not None and way.after.microseconds == 0:
            at, what = f"transitions[{index}].after", f"The wait before {survey.labels[index]}"
            yield survey.problem("WINDOW_EMPTY", ways=(index,), at=at, about="after", what=what)
    for slot, asked in survey.asked.items():
        for path, signal in asked.empty_windows:
            what = f"The window of {lowered(words_for(signal))}"
            yield survey.problem_in(slot, "WINDOW_EMPTY", f"{slot.path}{path}", what=what)
        yield from _mismatches(survey, slot, asked)


def _mismatches(survey: Survey, slot: Slot, asked: Asked) -> Iterator[Problem]:
    """Values that never compare with what is read."""
    for rule in asked.rules:
        for compared in rule.comparisons:
            seen = seen_of(compared, survey.surroundings)
            if not _may_compare(compared, seen):
                yield survey.problem_in(
                    slot,
                    "CRITERIA_TYPE_MISMATCH",
                    f"{slot.path}{rule.path}{compared.path}",
                    signal=compared.name,
                    actual=_types(seen),
                    expected=_expected(compared),
                )


def _may_compare(compared: Comparison, seen: Seen | None) -> bool:
    if not compared.wanted:
        return False
    return seen is None or not seen.types or not seen.types.isdisjoint(compared.wanted)


def _types(seen: Seen | None) -> str:
    if seen is None or not seen.types:
        return "without order"
    return " or ".join(f"a {name}" for name in sorted(seen.types))


def _expected(compared: Comparison) -> str:
    if compared.values:
        return " or ".join(sorted({f"a {type_of(value)}" for value in compared.values}))
    return " or ".join(f"a {name}" for name in sorted(compared.wanted)) or "a boolean"

"""Criteria held against the data that has arrived: slips in names and values."""

from collections.abc import Iterator, Mapping
from itertools import islice

from domain.checks.asked import AskedRule
from domain.checks.problem import Problem
from domain.checks.reads import Comparison, Source, seen_of
from domain.checks.surroundings import Seen, Surroundings
from domain.checks.survey import Slot, Survey
from domain.signals import ANY_EVENT
from domain.solver.ranges import member_of

TRAITS = ""
MOST_VALUES = 3
"""Values of one list that are named."""


def seen_problems(survey: Survey) -> Iterator[Problem]:
    """What is read but has never arrived, and values that have never been."""
    around = survey.surroundings
    if around.traits is None and around.events is None:
        return
    for slot, asked in survey.asked.items():
        for rule in asked.rules:
            yield from _unseen(survey, slot, rule)


def _unseen(survey: Survey, slot: Slot, rule: AskedRule) -> Iterator[Problem]:
    around, path = survey.surroundings, f"{slot.path}{rule.path}"
    for source in rule.sources:
        if not has_arrived(source, around):
            kind, name = source.kind, source.name
            yield survey.problem_in(
                slot, "CRITERIA_NEVER_SEEN", path, what=slot.what, kind=kind, name=name
            )
    for compared in rule.comparisons:
        for value in islice(unheard_of(compared, seen_of(compared, around)), MOST_VALUES):
            at = f"{path}{compared.path}"
            yield survey.problem_in(
                slot, "CRITERIA_UNKNOWN_VALUE", at, signal=compared.name, value=value
            )


def has_arrived(source: Source, around: Surroundings) -> bool:
    """Whether data has come for it, as far as is known; of an unknown event that says it all."""
    if source.kind == "trait":
        return _is_within(source.name, around.traits, TRAITS in around.unlisted)
    if around.events is None:
        return True
    if source.kind == "event":
        return source.name in around.events or ANY_EVENT in around.unlisted
    known = around.events.get(source.event)
    return _is_within(source.name, known, source.event in around.unlisted)


def unheard_of(compared: Comparison, seen: Seen | None) -> Iterator[object]:
    """The values asked for that have never been, where all that have are known."""
    if seen is None or not seen.values or not compared.wanted & seen.types:
        return
    known = set(map(member_of, seen.values))
    for value in compared.values:
        if member_of(value) not in known:
            yield value


def _is_within(path: str, known: Mapping[str, Seen] | None, is_open: bool) -> bool:
    """Whether a path, or something inside of what it leads to, may have been seen."""
    if known is None or is_open or path in known:
        return True
    return any(one.startswith(f"{path}.") for one in known)

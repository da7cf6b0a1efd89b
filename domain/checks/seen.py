"""Criteria held against the data that has arrived: slips in names and values."""

from collections.abc import Iterator, Mapping
from itertools import islice

from domain.checks.problem import Problem
from domain.checks.reads import Comparison, Source, sources_of
from domain.checks.surroundings import Seen, Surroundings
from domain.checks.survey import Survey
from domain.solver.ranges import member_of

MOST_VALUES = 3
"""Values of one list that are named."""


def seen_problems(survey: Survey) -> Iterator[Problem]:
    """What is read but has never arrived, and values that have never been."""
    around = survey.surroundings
    if around.traits is None and around.events is None:
        return
    for slot, path, rule, comparisons in survey.compared:
        for source in dict.fromkeys(sources_of(rule.signal)):
            if not has_arrived(source, around):
                yield survey.problem_in(
                    slot,
                    "CRITERIA_NEVER_SEEN",
                    path,
                    what=slot.what,
                    kind=source.kind,
                    name=source.name,
                )
        for compared in comparisons:
            for value in islice(unheard_of(compared), MOST_VALUES):
                yield survey.problem_in(
                    slot,
                    "CRITERIA_UNKNOWN_VALUE",
                    path + compared.path,
                    signal=compared.name,
                    value=value,
                )


def has_arrived(source: Source, around: Surroundings) -> bool:
    """Whether data has come for it, as far as is known; of an unknown event that says it all."""
    if source.kind == "trait":
        return around.traits is None or _is_within(source.name, around.traits)
    if around.events is None:
        return True
    if source.kind == "event":
        return source.name in around.events
    return source.event not in around.events or _is_within(source.name, around.events[source.event])


def unheard_of(compared: Comparison) -> Iterator[object]:
    """The values asked for that have never been, where all that have are known."""
    seen = compared.seen
    if seen is None or not seen.values or not compared.wanted & seen.types:
        return
    known = set(map(member_of, seen.values))
    for value in compared.values:
        if member_of(value) not in known:
            yield value


def _is_within(path: str, known: Mapping[str, Seen]) -> bool:
    """Whether a path, or something inside of what it leads to, has been seen."""
    return path in known or any(one.startswith(f"{path}.") for one in known)

"""Branches: stages that a profile could go to from one place, and which of them it goes to.

In FORWARD and STEPWISE branches leave one stage, by ADVANCE or by EXIT transitions, or are ENTRY
stages; in FREE all stages compete. Two of one depth are ordered by the list alone, and so are EXIT
stages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.checks.openings import Opening, opening_of
from domain.checks.problem import Problem
from domain.checks.survey import Survey
from domain.journey import EVERYWHERE, Movement, Role, TransitionKind
from domain.solver.deciding import example_meeting

MOST_PAIRS = 5_000
"""Pairs of branches that the solver compares in one journey, those of many clauses counted as more;
beyond, nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Group:
    """Branches of one place, the least advanced first."""

    place: str
    branches: tuple[Opening, ...]
    are_ways_on: bool = False


@dataclass(slots=True)
class _Told:
    """Of which pairs of stages something has been said already, and how many were compared."""

    overlapping: set[tuple[str, str]]
    compared: int = 0


def branch_problems(survey: Survey) -> Iterator[Problem]:
    """Overlapping, shadowed and merely listed branches."""
    if survey.ranks is None:
        return
    told = _Told(set())
    for group in _groups(survey):
        yield from _shadows(survey, group, told)
        yield from _overlaps(survey, group, told)
        if told.compared > MOST_PAIRS:
            what = f"the choice between the branches of {group.place}"
            yield survey.problem("CRITERIA_TOO_COMPLEX", what=what)
            return


def _groups(survey: Survey) -> Iterator[Group]:
    assert survey.ranks is not None
    ranks = survey.ranks
    stages = survey.journey.stages
    if survey.journey.movement is Movement.FREE:
        openings = [opening_of(survey, stage.key) for stage in stages]
        yield from _group("anywhere", openings, ranks)
        return
    entries = [opening_of(survey, stage.key) for stage in stages if stage.role is Role.ENTRY]
    yield from _group("the start", entries, ranks)
    leaving = survey.leaving
    for left, indexes in leaving.items():
        ways = [(index, survey.journey.transitions[index]) for index in indexes]
        advances = [
            opening_of(survey, way.entered, index)
            for index, way in ways
            if way.kind is TransitionKind.ADVANCE
        ]
        yield from _group(left, advances, ranks, are_ways_on=True)
        if left == EVERYWHERE or any(way.kind is TransitionKind.EXIT for _, way in ways):
            exits = leaving[left] if left == EVERYWHERE else survey.exits_of(left)
            openings = [
                opening_of(survey, survey.journey.transitions[index].entered, index)
                for index in exits
            ]
            place = "everywhere" if left == EVERYWHERE else left
            yield from _group(place, openings, ranks)


def _group(
    place: str,
    openings: Sequence[Opening | None],
    ranks: Mapping[str, int],
    *,
    are_ways_on: bool = False,
) -> Iterator[Group]:
    distinct = {opening.stage: opening for opening in openings if opening is not None}
    if len(distinct) > 1:
        ordered = sorted(distinct.values(), key=lambda opening: ranks[opening.stage])
        yield Group(place, tuple(ordered), are_ways_on)


def _shadows(survey: Survey, group: Group, told: _Told) -> Iterator[Problem]:
    """Branches that a more advanced one is met together with whenever they are met."""
    for position, lesser in enumerate(group.branches):
        for greater in group.branches[position + 1 :]:
            if greater.after > lesser.after:
                continue
            if told.compared > MOST_PAIRS:
                return
            told.compared += lesser.work_with(greater)
            if not lesser.implies(greater):
                continue
            if not _leads_on(survey, lesser, greater):
                yield survey.problem(
                    "BRANCH_SHADOWED",
                    lesser.stage,
                    greater.stage,
                    ways=_ways(lesser, greater),
                    about=group.place,
                    place=group.place,
                    other=greater.stage,
                )
            told.overlapping.add((lesser.stage, greater.stage))
            break


def _overlaps(survey: Survey, group: Group, told: _Told) -> Iterator[Problem]:
    """Each branch with the next more advanced one that the list alone puts before it."""
    implicit: dict[str, None] = {}
    for position, lesser in enumerate(group.branches):
        for greater in group.branches[position + 1 :]:
            pair = lesser.stage, greater.stage
            if not _is_only_listed(survey, *pair):
                continue
            if pair in told.overlapping:
                break
            if told.compared > MOST_PAIRS:
                return
            told.compared += lesser.work_with(greater)
            example = example_meeting(lesser.asked, greater.asked)
            if example is None:
                implicit |= dict.fromkeys(pair)
                continue
            told.overlapping.add(pair)
            yield survey.problem(
                "BRANCHES_OVERLAP",
                *pair,
                ways=_ways(lesser, greater),
                example=example,
                other=greater.stage,
            )
            break
    if implicit and group.are_ways_on:
        yield survey.problem("BRANCH_ORDER_IMPLICIT", *implicit, about=group.place)


def _is_only_listed(survey: Survey, one: str, other: str) -> bool:
    """Whether nothing but the list says which of the two is more advanced."""
    assert survey.depths is not None
    exits = [survey.stages[key].role is Role.EXIT for key in (one, other)]
    return all(exits) or (not any(exits) and survey.depths[one] == survey.depths[other])


def _leads_on(survey: Survey, lesser: Opening, greater: Opening) -> bool:
    """Whether an open way leads from one to the other: the first is then said to be skipped."""
    return all(len(opening.asked) == 1 for opening in (lesser, greater)) and any(
        way.entered == greater.stage and way.kind is TransitionKind.ADVANCE and not way.is_guarded
        for way in map(survey.journey.transitions.__getitem__, survey.leaving.get(lesser.stage, ()))
    )


def _ways(*openings: Opening) -> tuple[int, ...]:
    return tuple(opening.transition for opening in openings if opening.transition is not None)

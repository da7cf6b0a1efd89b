"""What criteria come to: nobody, everybody, or less than they say."""

from collections.abc import Iterator

from domain.checks.openings import Opening, opening_of
from domain.checks.problem import Problem, Severity
from domain.checks.survey import Slot, Survey
from domain.criteria import All, Any, Not
from domain.journey import Movement, TransitionKind
from domain.solver.deciding import excludes, idle_parts
from domain.solver.normal_form import NEVER
from domain.solver.solving import Solved


def truth_problems(survey: Survey) -> Iterator[Problem]:
    """Contradictions, criteria that everybody meets, parts that change nothing."""
    for slot, solved in survey.solved.items():
        if not solved.is_known:
            yield survey.problem_in(slot, "CRITERIA_TOO_COMPLEX", slot.path, what=slot.what)
        if solved.holds == NEVER:
            yield survey.problem_in(slot, "CRITERIA_CONTRADICTION", slot.path, what=slot.what)
        elif solved.fails == NEVER:
            yield survey.problem_in(slot, "CRITERIA_ALWAYS_TRUE", slot.path, what=slot.what)
        else:
            yield from _redundant(survey, slot, solved)
    yield from _closed_ways(survey)
    yield from _skipped(survey)


def _closed_ways(survey: Survey) -> Iterator[Problem]:
    """Transitions whose guard and whose stage nobody meets together."""
    for index, guard in survey.guards.items():
        transition = survey.journey.transitions[index]
        entry = survey.entries.get(transition.entered)
        if entry is None or transition.kind is TransitionKind.RECYCLE:
            continue
        one, other = survey.solved.get(guard), survey.solved.get(entry)
        if one is None or other is None or not one.holds or not other.holds:
            continue
        if excludes(one.holds, other.holds):
            yield survey.problem(
                "CRITERIA_CONTRADICTION",
                transition.entered,
                ways=(index,),
                at=guard.path,
                about="when and entry",
                severity=Severity.WARNING,
                what=f"{guard.what} together with {entry.what}",
            )


def _skipped(survey: Survey) -> Iterator[Problem]:
    """Stages that nobody stays in, since the next one opens as well."""
    ways = survey.journey.transitions
    recycled = {way.entered for way in ways if way.kind is TransitionKind.RECYCLE}
    openings: dict[str, Opening | None] = {}
    told: set[str] = set()
    for index, way in enumerate(ways):
        left = way.left
        if way.kind is not TransitionKind.ADVANCE or left in recycled or left in told:
            continue
        if way.after is not None or left not in survey.entries or left == way.entered:
            continue
        if left not in openings:
            openings[left] = opening_of(survey, left)
        # In FREE nobody asks a guard; the next stage is the more advanced one, and that is all.
        followed = None if survey.journey.movement is Movement.FREE else index
        here, there = openings[left], opening_of(survey, way.entered, followed)
        if here is None or there is None:
            continue
        if here.implies(there):
            told.add(left)
            yield survey.problem(
                "STAGE_ALWAYS_SKIPPED", left, way.entered, ways=(index,), other=way.entered
            )


def _redundant(survey: Survey, slot: Slot, solved: Solved) -> Iterator[Problem]:
    for path, group in _groups(solved, slot.path):
        for index in idle_parts(group):
            at = f"{path}[{index}]"
            yield survey.problem_in(
                slot,
                "CRITERIA_REDUNDANT_RULE",
                at,
                part=at.removeprefix(f"{slot.path}."),
                what=slot.what,
            )


def _groups(solved: Solved, path: str) -> Iterator[tuple[str, Solved]]:
    """Every group with the path of its parts."""
    match solved.criteria:
        case Not():
            yield from _groups(solved.parts[0], f"{path}.not")
        case All() | Any():
            inner = f"{path}.{'all' if isinstance(solved.criteria, All) else 'any'}"
            yield inner, solved
            for index, part in enumerate(solved.parts):
                yield from _groups(part, f"{inner}[{index}]")

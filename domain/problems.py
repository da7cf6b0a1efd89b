"""What is wrong with a journey that could be read: every problem, and what it stands in the way of.

    ERROR     the journey cannot be published; those that are `STRUCTURAL` forbid a replay as well,
              since the rules that move and score profiles mean nothing then (design, section 2)
    WARNING   it can, and somebody should look
    HINT      a suggestion

A journey published as code is judged by itself, and not nagged: hints, and what a designer could
still say and draw, are told with the workspace's `Surroundings` only. What is looked for is in
`domain/checks`, what it means in `domain/catalogue`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from domain.catalogue.rules import validation_rules
from domain.checks.branches import branch_problems
from domain.checks.canvas import canvas_problems
from domain.checks.churn import churn_problems, success_problems
from domain.checks.health import health_problems, unhealthy_problems
from domain.checks.live import live_problems, removed_stages, replacing_problems
from domain.checks.ownership import label_problems, team_problems, words_problems
from domain.checks.problem import Problem, Severity, identified
from domain.checks.references import broken_references, reference_problems
from domain.checks.rules import rule_problems
from domain.checks.scenarios import scenario_problems
from domain.checks.seen import seen_problems
from domain.checks.shape import shape_problems
from domain.checks.surroundings import Referable, Seen, Standing, Surroundings
from domain.checks.survey import Survey, lifecycle_of, name_of
from domain.checks.truth import truth_problems
from domain.journey import Journey
from domain.segment import Segment
from graph.findings import Flaw

__all__ = [
    "STRUCTURAL",
    "Problem",
    "Referable",
    "Seen",
    "Severity",
    "Standing",
    "Surroundings",
    "blocks_publishing",
    "blocks_replay",
    "broken_references",
    "lifecycle_of",
    "live_problems",
    "name_of",
    "problems_of",
    "removed_stages",
    "replay_problems",
    "segment_problems",
    "validation_rules",
]

STRUCTURAL = frozenset(
    {
        Flaw.SELF_TRANSITION,
        Flaw.ANYWHERE_NOT_EXIT,
        Flaw.EXIT_HAS_ADVANCE,
        Flaw.EXIT_TO_NON_EXIT,
        Flaw.EXIT_GOES_BACK,
        Flaw.RECYCLE_TO_EXIT,
        Flaw.RECYCLE_GOES_FORWARD,
        Flaw.RECYCLE_IN_FREE,
        Flaw.ADVANCE_CYCLE,
        "CRITERIA_EMPTY_GROUP",
        "WINDOW_EMPTY",
        "BANDS_NOT_FROM_ZERO",
        "BANDS_NOT_ASCENDING",
        "POINTS_NOT_ASCENDING",
        "WEIGHT_NOT_POSITIVE",
        "MEASURE_KEY_DUPLICATE",
    }
)
"""Codes of the ERRORs that forbid a replay too; the others only stop a publication."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look for; `worst` is the most that it can find."""

    name: str
    find: Callable[[Survey], Iterator[Problem]]
    worst: Severity


CHECKS = (
    Check("the map", shape_problems, Severity.ERROR),
    Check("rules", rule_problems, Severity.ERROR),
    Check("references", reference_problems, Severity.ERROR),
    Check("what criteria come to", truth_problems, Severity.ERROR),
    Check("branches", branch_problems, Severity.WARNING),
    Check("churn", churn_problems, Severity.ERROR),
    Check("health", health_problems, Severity.ERROR),
    Check("names", label_problems, Severity.ERROR),
)
SCENARIOS = Check("scenarios", scenario_problems, Severity.ERROR)
STRUCTURE = tuple(check for check in CHECKS if check.name in ("the map", "rules", "health"))
"""The checks that find what forbids a replay."""
OF_CRITERIA = (
    *(check for check in CHECKS if check.name in ("rules", "references", "what criteria come to")),
    Check("what has arrived", seen_problems, Severity.WARNING),
)
"""The checks of criteria that belong to no map."""
ADVICE = (
    Check("teams", team_problems, Severity.ERROR),
    Check("what has arrived", seen_problems, Severity.WARNING),
    Check("churn in success", success_problems, Severity.WARNING),
    Check("missing health", unhealthy_problems, Severity.WARNING),
    Check("words", words_problems, Severity.WARNING),
    Check("the live version", replacing_problems, Severity.ERROR),
    Check("the canvas", canvas_problems, Severity.HINT),
)
"""What is told to designers: checks that need their workspace, or are about taste."""


def problems_of(journey: Journey, surroundings: Surroundings | None = None) -> tuple[Problem, ...]:
    """Every problem of a journey, errors first, otherwise in reading order.

    Without surroundings neither hints nor what only designers are told.
    """
    survey = Survey(journey=journey, surroundings=surroundings or Surroundings())
    if surroundings is not None:
        return _with_scenarios(survey, found_by((*CHECKS, *ADVICE), survey))
    found = _with_scenarios(survey, found_by(CHECKS, survey))
    return tuple(problem for problem in found if problem.severity is not Severity.HINT)


def _with_scenarios(survey: Survey, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """And of the scenarios those that fail, where the journey is sound enough to live through."""
    if not survey.journey.scenarios or any(blocks_replay(one) for one in found):
        return found
    failed = found_by((SCENARIOS,), survey)
    return tuple(sorted((*found, *failed), key=lambda problem: -_weight(problem.severity)))


def segment_problems(segment: Segment, surroundings: Surroundings) -> tuple[Problem, ...]:
    """Every problem of a segment's criteria, errors first; hints are for journeys."""
    survey = Survey(journey=segment.journey, surroundings=surroundings)
    return tuple(
        # It is about the segment, and not about the stage that members stand in.
        replace(problem, stages=(), element_ids=())
        for problem in found_by(OF_CRITERIA, survey)
        if problem.severity is not Severity.HINT
    )


def replay_problems(journey: Journey) -> tuple[Problem, ...]:
    """What forbids to replay a journey, and nothing else: nobody waits for the solver."""
    return tuple(filter(blocks_replay, found_by(STRUCTURE, Survey(journey=journey))))


def found_by(checks: Iterable[Check], survey: Survey) -> tuple[Problem, ...]:
    """What the checks find, errors first; one that breaks says so and hides nothing of others."""
    found: list[Problem] = []
    for check in checks:
        try:
            found.extend(check.find(survey))
        except Exception as error:
            # A check that breaks must not pass for a clean bill, nor hide what others find.
            found.append(
                survey.problem(
                    "RULE_FAILED",
                    about=check.name,
                    severity=max(check.worst, Severity.WARNING, key=_weight),
                    check=check.name,
                    error=type(error).__name__,
                )
            )
    return identified(sorted(found, key=lambda problem: -_weight(problem.severity)))


def blocks_publishing(problem: Problem) -> bool:
    """Whether a journey with this problem cannot be published."""
    return problem.blocking


def blocks_replay(problem: Problem) -> bool:
    """Whether a journey with this problem cannot even be replayed."""
    return problem.code in STRUCTURAL


def _weight(severity: Severity) -> int:
    return -list(Severity).index(severity)

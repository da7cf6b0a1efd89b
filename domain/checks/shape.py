"""The shape of the map: what `graph` finds, and recycles that loop at once."""

from collections.abc import Iterator

from domain.checks.problem import Problem
from domain.checks.survey import Survey
from domain.loops import loops_at_once
from graph.lint import findings

_UNREACHABLE = {
    "FORWARD": "it asks nothing that could open it, and no way leads to it",
    "STEPWISE": "no way leads to it from an ENTRY stage",
    "FREE": "without criteria only an ENTRY stage is entered in a FREE journey",
}


def shape_problems(survey: Survey) -> Iterator[Problem]:
    """Everything that the map alone tells, and loops."""
    reason = _UNREACHABLE[survey.journey.movement]
    lifecycle = survey.lifecycle
    for finding in (*findings(lifecycle), *loops_at_once(survey.journey, lifecycle)):
        yield survey.problem(
            finding.flaw.value,
            *finding.nodes,
            ways=finding.edges,
            witness=finding.witness,
            way=" -> ".join(finding.witness),
            reason=reason,
        )

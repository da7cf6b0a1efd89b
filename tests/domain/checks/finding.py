"""What is found in a journey, by code."""

from domain.journey import Journey
from domain.problems import Problem, Surroundings, problems_of
from tests.domain.building import at_least, final, leave, trait

NOWHERE = Surroundings()
LOST = final("lost", trait("status", "lost"))
OUT = leave("*", "lost")
BACK = {"from": "lost", "to": "new", "kind": "RECYCLE", "when": trait("status", "back")}


def found(journey: Journey, code: str, around: Surroundings = NOWHERE) -> list[Problem]:
    return [problem for problem in problems_of(journey, around) if problem.code == code]


def stages_of(journey: Journey, code: str, around: Surroundings = NOWHERE) -> list[tuple[str, ...]]:
    """The stages of each problem of that code."""
    return [problem.stages for problem in found(journey, code, around)]


def paths_of(journey: Journey, code: str, around: Surroundings = NOWHERE) -> list[str]:
    """Where each problem of that code is."""
    return [problem.path for problem in found(journey, code, around)]


def logins(count: int, **signal: object) -> dict[str, object]:
    return at_least("login", count, **signal)

"""What a profile must meet to be put into a stage: its entry criteria and a transition's guard."""

from dataclasses import dataclass

from domain.checks.survey import Survey
from domain.solver.deciding import clauses_of, implies
from domain.solver.normal_form import Clauses
from domain.solver.solving import Solved

FEW = 16


@dataclass(frozen=True, slots=True)
class Opening:
    """A way into a stage, with the one or two criteria that must hold."""

    stage: str
    transition: int | None
    after: int
    asked: tuple[Solved, ...]
    holds: Clauses

    def work_with(self, other: "Opening") -> int:
        """How much there is to compare with the other, as a number of simple pairs."""
        return 1 + len(self.holds) * len(other.holds) // FEW

    def implies(self, other: "Opening") -> bool:
        """Whether whoever meets this one certainly meets the other."""
        return all(implies(self.asked, there) for there in other.asked)


def opening_of(survey: Survey, stage: str, transition: int | None = None) -> Opening | None:
    """The way into a stage; None where it asks nothing or too much to tell, or never opens."""
    entry = survey.entries.get(stage)
    guard = None if transition is None else survey.guards.get(transition)
    after = None if transition is None else survey.journey.transitions[transition].after
    slots = [slot for slot in (entry, guard) if slot is not None]
    asked = tuple(survey.solved[slot] for slot in slots if slot in survey.solved)
    holds = clauses_of(asked)
    if not asked or len(asked) < len(slots) or not holds:
        return None
    return Opening(stage, transition, 0 if after is None else after.microseconds, asked, holds)

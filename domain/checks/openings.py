"""What a profile must meet to be put into a stage: its entry criteria and a transition's guard."""

from dataclasses import dataclass

from domain.checks.survey import Survey
from domain.solver.deciding import excludes, together
from domain.solver.normal_form import ALWAYS, Clauses
from domain.solver.solving import Solved, touch


@dataclass(frozen=True, slots=True)
class Opening:
    """A way into a stage, with the one or two criteria that must hold."""

    stage: str
    transition: int | None
    after: int
    asked: tuple[Solved, ...]
    holds: Clauses

    def implies(self, other: "Opening") -> bool:
        """Whether whoever meets this one certainly meets the other."""
        for there in other.asked:
            # What reads nothing in common implies nothing, so that most need not be looked at.
            if not any(touch(here.topics, there.topics) for here in self.asked):
                return False
            if there.fails is None or not excludes(self.holds, there.fails):
                return False
        return True


def opening_of(survey: Survey, stage: str, transition: int | None = None) -> Opening | None:
    """The way into a stage; None where it asks nothing, asks too much to tell, or never opens."""
    entry = survey.entries.get(stage)
    guard = None if transition is None else survey.guards.get(transition)
    after = None if transition is None else survey.journey.transitions[transition].after
    asked = tuple(survey.solved[slot] for slot in (entry, guard) if slot is not None)
    holds: Clauses = ALWAYS
    for one in asked:
        if one.holds is None:
            return None
        holds = tuple(together(holds, one.holds)) if holds is not ALWAYS else one.holds
    if not asked or not holds:
        return None
    return Opening(stage, transition, 0 if after is None else after.microseconds, asked, holds)

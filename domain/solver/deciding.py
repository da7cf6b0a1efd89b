"""What the solver is asked of two criteria: can both be met, and who meets both?"""

from collections.abc import Iterator
from functools import lru_cache

from domain.solver.examples import ExampleProfile
from domain.solver.normal_form import ALWAYS, Clauses, met
from domain.solver.relating import Clause
from domain.solver.satisfying import example_of
from domain.solver.solving import REMEMBERED, Solved


def together(left: Clauses, right: Clauses) -> Iterator[Clause]:
    """Every way to meet both that is not proven impossible."""
    for one in left:
        for other in right:
            clause = met(one, other)
            if clause is not None:
                yield clause


def excludes(left: Clauses, right: Clauses) -> bool:
    """Whether certainly no profile meets both."""
    return next(together(left, right), None) is None


@lru_cache(maxsize=REMEMBERED)
def example_meeting(criteria: tuple[Solved, ...]) -> ExampleProfile | None:
    """Somebody who meets all of these at once; None where nobody is known to."""
    ways: Clauses | Iterator[Clause] = ALWAYS
    for one in criteria:
        if one.holds is None:
            return None
        ways = together(tuple(ways), one.holds)
    return example_of(ways, *(one.criteria for one in criteria))

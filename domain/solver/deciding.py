"""What the solver is asked: can this be met at all, together with that, or without it?"""

from collections.abc import Iterator

from domain.solver.normal_form import Clauses, met
from domain.solver.relating import Clause


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

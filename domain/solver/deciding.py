"""What the solver is asked of two criteria: can both be met, and who meets both?"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product, starmap
from math import prod

from domain.criteria import All
from domain.solver.examples import ExampleProfile
from domain.solver.normal_form import ALWAYS, MAX_CLAUSES, Clauses, both, met
from domain.solver.relating import Clause
from domain.solver.satisfying import example_of
from domain.solver.solving import REMEMBERED, Solved, touch

MOST_TOGETHER = 4_096
"""Pairs of clauses that are gone through for one answer."""


def together(left: Clauses, right: Clauses) -> Iterator[Clause]:
    """Every way to meet both that is not proven impossible."""
    for one in left:
        for other in right:
            clause = met(one, other)
            if clause is not None:
                yield clause


def excludes(left: Clauses, right: Clauses) -> bool:
    """Whether certainly no profile meets both; not said of what takes too long to prove."""
    return len(left) * len(right) <= MOST_TOGETHER and next(together(left, right), None) is None


@lru_cache(maxsize=REMEMBERED)
def clauses_of(criteria: tuple[Solved, ...]) -> Clauses | None:
    """Every way to meet all of these at once; None where there are too many."""
    found: Clauses = ALWAYS
    for one in criteria:
        if one.holds is None or len(found) * len(one.holds) > MOST_TOGETHER:
            return None
        found = one.holds if found is ALWAYS else tuple(together(found, one.holds))
    return found


@lru_cache(maxsize=REMEMBERED)
def implies(criteria: tuple[Solved, ...], other: Solved) -> bool:
    """Whether whoever meets all of these certainly meets the other."""
    # What reads nothing in common implies nothing, so that most need not be looked at.
    if not any(touch(one.topics, other.topics) for one in criteria):
        return False
    clauses = clauses_of(criteria)
    return clauses is not None and other.fails is not None and excludes(clauses, other.fails)


@lru_cache(maxsize=REMEMBERED)
def example_meeting(
    criteria: tuple[Solved, ...], others: tuple[Solved, ...]
) -> ExampleProfile | None:
    """Somebody who meets all of both at once; None where nobody is known to."""
    left, right = clauses_of(criteria), clauses_of(others)
    if left is None or right is None:
        return None
    pairs = islice(product(left, right), MOST_TOGETHER)
    ways = (clause for clause in starmap(met, pairs) if clause is not None)
    return example_of(ways, *(one.criteria for one in (*criteria, *others)))


@lru_cache(maxsize=REMEMBERED)
def idle_parts(group: Solved) -> tuple[int, ...]:
    """The parts of an `all` or `any` without which it asks the same, the last first.

    Of two that ask the same it is the later. What would take long to prove is not said.
    """
    is_all = isinstance(group.criteria, All)
    kept = list(group.parts)
    if len(kept) < 2 or not all(part.is_known for part in kept):
        return ()
    idle = []
    for index, part in reversed(list(enumerate(group.parts))):
        others = [one for one in kept if one is not part and touch(one.topics, part.topics)]
        sides = [(one.holds if is_all else one.fails) or () for one in others]
        alone = (part.fails if is_all else part.holds) or ()
        if prod(map(len, sides)) * len(alone) > MAX_CLAUSES:
            continue
        if not both([*sides, alone]):
            kept.remove(part)
            idle.append(index)
    return tuple(idle)

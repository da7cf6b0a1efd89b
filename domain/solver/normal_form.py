"""Criteria as clauses: any of them would do, and each says what every signal has to be.

A clause that no profile can meet is left out as soon as that is proven, so that criteria without
clauses are a contradiction. Beyond 256 clauses we say so, and never guess.
"""

from collections.abc import Iterable, Sequence

from domain.solver.ranges import Range
from domain.solver.relating import Clause, is_impossible
from domain.solver.variables import Variable, domain_of

MAX_CLAUSES = 256

Clauses = tuple[Clause, ...]

NEVER: Clauses = ()
ALWAYS: Clauses = ({},)


class TooComplex(Exception):
    """The criteria have more clauses than anybody should wait for."""


def either(parts: Iterable[Clauses]) -> Clauses:
    """Any clause of any part; those over one variable alone become one."""
    merged: dict[Variable, Range] = {}
    found: list[Clause] = []
    for clauses in parts:
        for clause in clauses:
            if not clause:
                return ALWAYS
            if len(clause) == 1:
                [(variable, asked)] = clause.items()
                if asked.is_plain:
                    known = merged.get(variable)
                    merged[variable] = asked if known is None else known | asked
                    continue
            if clause not in found:
                found.append(clause)
    for variable, asked in merged.items():
        if domain_of(variable).is_within(asked):
            return ALWAYS
    if len(merged) + len(found) > MAX_CLAUSES:
        raise TooComplex
    return (*({variable: asked} for variable, asked in merged.items()), *found)


def both(parts: Sequence[Clauses]) -> Clauses:
    """Every way to meet all of the parts at once."""
    found: Sequence[Clause] = ALWAYS
    for clauses in sorted(parts, key=len):
        together: list[Clause] = []
        for left in found:
            for right in clauses:
                clause = met(left, right)
                if clause is not None and clause not in together:
                    together.append(clause)
                    if len(together) > MAX_CLAUSES:
                        raise TooComplex
        found = together
    return tuple(found)


def met(left: Clause, right: Clause) -> Clause | None:
    """Both clauses at once; None where certainly nobody can meet that."""
    if not left or not right:
        return left or right
    clause = dict(left)
    for variable, asked in right.items():
        known = clause.get(variable)
        if known is not None:
            asked = known & asked
            if asked.is_empty:
                return None
        clause[variable] = asked
    return None if is_impossible(clause) else clause

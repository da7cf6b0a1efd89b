"""Criteria with one part taken out or put in another's place."""

import re
from collections.abc import Callable
from dataclasses import replace

from domain.criteria import All, Any, Criteria, Not, Rule

_STEP = re.compile(r"\.(not|all|any)(?:\[(\d+)\])?")

Change = Callable[[Criteria], Criteria | None]


def steps_to(path: str) -> list[tuple[str, int]]:
    """The way to a part: of `.all[1].not` that is the second of a group, then what it negates."""
    return [(name, int(index or 0)) for name, index in _STEP.findall(path)]


def changed(criteria: Criteria, steps: list[tuple[str, int]], change: Change) -> Criteria | None:
    """The criteria with a part changed, or where that is None, without it.

    A group that loses its last part goes too; one that keeps a single part becomes that part.
    """
    if not steps:
        return change(criteria)
    (_, index), *rest = steps
    match criteria:
        case Not(part):
            inner = changed(part, rest, change)
            return None if inner is None else Not(inner)
        case All(parts) | Any(parts):
            inner = changed(parts[index], rest, change)
            left = (*parts[:index], *(() if inner is None else (inner,)), *parts[index + 1 :])
            if not left:
                return None
            return left[0] if len(left) == 1 and inner is None else replace(criteria, parts=left)
        case Rule():
            return criteria


def without(criteria: Criteria, path: str) -> Criteria | None:
    """The criteria without the part at that path."""
    return changed(criteria, steps_to(path), lambda _: None)


def part_at(criteria: Criteria, path: str) -> Criteria:
    """The part at that path."""
    found: list[Criteria] = []

    def keep(part: Criteria) -> Criteria:
        found.append(part)
        return part

    changed(criteria, steps_to(path), keep)
    return found[0]


def also_asking(criteria: Criteria | None, *more: Criteria) -> Criteria:
    """What must hold as well, added to criteria without one more level where there is one."""
    if criteria is None:
        return more[0] if len(more) == 1 else All(more)
    parts = criteria.parts if isinstance(criteria, All) else (criteria,)
    return All((*parts, *more))

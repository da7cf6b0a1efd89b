"""What is known of events relates the signals that read them.

Within 7 days there are no more logins than within 30, none with a property that are no logins, and
no day of logging in without a login; the last login is younger than 7 days if and only if there is
one within 7 days. All of it is said as bounds on how many events a selection has: a clause that
asks more of a part than it allows of the whole is impossible.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from domain.solver.lines import greatest_integer, least_integer
from domain.solver.ranges import Range
from domain.solver.variables import Selection, Variable

Clause: TypeAlias = Mapping[Variable, Range]
"""What each variable has to be, all at once; the others may be anything."""


GREATER = {"min": ("avg", "max"), "avg": ("max",)}


class Bound(NamedTuple):
    """A selection has at least `least` and at most `most` events, or days with them."""

    events: Selection
    least: int
    most: int | None
    is_of_days: bool = False


def is_impossible(clause: Clause) -> bool:
    """Whether certainly no profile can meet the clause, each variable's range having values."""
    if sum(1 for variable in clause if variable.kind != "trait") < 2:
        return False
    bounds = list(bounds_of(clause))
    return _contradict(bounds) or _ages_contradict(clause) or _totals_contradict(clause)


def bounds_of(clause: Clause) -> Iterator[Bound]:
    """How many events each selection must and may have."""
    for variable, asked in clause.items():
        events = variable.events
        if events is None:
            if variable.kind == "share" and not asked.missing:
                yield from _of_share(variable, asked)
            continue
        match variable.kind:
            case "count" | "days":
                least = least_integer(asked.numbers) or 0
                most = greatest_integer(asked.numbers)
                yield Bound(events, least, most, variable.kind == "days")
            case "sum":
                if 0 not in asked.numbers:
                    yield Bound(events, 1, None)
            case "age" | "first age":
                yield from _of_age(variable.kind == "age", events, asked)
            case _:
                if not asked.missing:
                    yield Bound(events, 1, None)
                elif asked.numbers.is_empty and variable.kind in ("last", "first"):
                    yield Bound(events, 0, 0)


def _of_age(is_last: bool, events: Selection, asked: Range) -> Iterator[Bound]:
    if asked.numbers.is_empty:
        yield Bound(events, 0, 0)
        return
    if not asked.missing:
        oldest = greatest_integer(asked.numbers)
        within = None if oldest is None else oldest + 1
        yield Bound(events._replace(within=within), 1, None)
    if is_last:
        # Missing or this old: either way no event is younger.
        youngest = least_integer(asked.numbers)
        if youngest:
            yield Bound(events._replace(within=youngest), 0, 0)


def _of_share(variable: Variable, asked: Range) -> Iterator[Bound]:
    """There is a share only of what is more than nothing."""
    part, whole = variable.parts
    shown = [(whole, True), (part, 0 not in asked.numbers)]
    for one, is_more_than_none in shown:
        if one.events is not None and one.kind in ("count", "days", "sum") and is_more_than_none:
            yield Bound(one.events, 1, None)


def _contradict(bounds: Sequence[Bound]) -> bool:
    """Whether a part must have more than the whole may."""
    for part in bounds:
        if part.least == 0:
            continue
        for whole in bounds:
            if whole is part or whole.most is None:
                continue
            # One event on a day is enough for that day, so days say less about events than
            # events do, but for whether there are any.
            least = part.least
            if whole.is_of_days and not part.is_of_days:
                least = 1
            if least > whole.most and part.events.is_part_of(whole.events):
                return True
    return False


def _ages_contradict(clause: Clause) -> bool:
    """Whether a part's last event would be younger, or its first older, than the whole's.

    Bounds tell what is asked of the last events; of the first this is all that tells.
    """
    ages = [(one, asked) for one, asked in clause.items() if one.kind in ("age", "first age")]
    for one, asked in ages:
        if asked.missing or one.kind != "age":
            continue
        assert one.events is not None
        youngest = least_integer(asked.numbers) or 0
        for other, limit in ages:
            if other.kind != "first age" or limit.numbers.is_empty:
                continue
            assert other.events is not None
            oldest = greatest_integer(limit.numbers)
            lived = one.events._replace(lifetime=True)
            if oldest is not None and youngest > oldest and lived.is_part_of(other.events):
                return True
    return False


def _totals_contradict(clause: Clause) -> bool:
    """Whether the least, the average and the greatest of the same amounts would be out of order.

    They are missing together, where there is no amount at all.
    """
    for lesser, low in clause.items():
        for kind in GREATER.get(lesser.kind, ()):
            high = clause.get(lesser._replace(kind=kind))
            if high is None or (low.missing and high.missing):
                continue
            if low.numbers.is_empty or high.numbers.is_empty:
                return True
            floor, ceiling = low.numbers.lower, high.numbers.upper
            if floor is not None and ceiling is not None and floor >= ceiling:
                return True
    return False

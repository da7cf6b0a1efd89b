"""Traits of an example profile: instants of some age, shares of each other, whatever fits."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from domain.instants import DAY, EARLIEST, LATEST, Instant, instant_of, text_of
from domain.solver.ranges import ALL, Range
from domain.solver.relating import Clause
from domain.solver.sampling import numbers_in, values_in, written
from domain.solver.telling import Story, Untellable, plant
from domain.solver.variables import Variable
from domain.values import Number, Value

LONG_AGO = (365 * DAY, 3_650 * DAY, -365 * DAY)


def traits_for(story: Story, way: Clause) -> dict[str, Value]:
    """Traits that meet the clause, beside the events that have been told."""
    values: dict[str, Value] = {}
    for variable, asked in way.items():
        if variable.kind == "trait age":
            values[variable.name] = _dated_trait(variable.name, asked, way, story.now)
    for variable, asked in way.items():
        if variable.kind == "share":
            _share_traits(story, variable, asked, way, values)
    for variable, asked in way.items():
        if variable.kind == "trait" and variable.name not in values:
            values[variable.name] = next(values_in(asked), None)
    traits: dict[str, Value] = {}
    for path, value in values.items():
        plant(traits, path, value, frozenset(values))
    return traits


def _dated_trait(path: str, age: Range, way: Clause, now: Instant) -> Value:
    """A trait that is an instant of such an age, or where that must be missing, is none."""
    asked = way.get(Variable("trait", path), ALL)
    if age.numbers.is_empty:
        for value in values_in(asked):
            if not isinstance(value, str) or instant_of(value) is None:
                return value
        raise Untellable
    for old in (*map(int, numbers_in(age.numbers)), *LONG_AGO):
        at = now - old
        if old not in age.numbers:
            continue
        if EARLIEST <= at <= LATEST and asked.holds_text(text_of(at)):
            return text_of(at)
    for value in values_in(asked):
        at_value = instant_of(value) if isinstance(value, str) else None
        if at_value is not None and now - at_value in age.numbers:
            return value
    raise Untellable


def _share_traits(
    story: Story, variable: Variable, asked: Range, way: Clause, values: dict[str, Value]
) -> None:
    """Traits that stand in the share asked for to each other, or to what events have come to."""
    part, whole = variable.parts
    if asked.numbers.is_empty:
        for one in (part, whole):
            if one.kind == "trait" and way.get(one, ALL).missing:
                values.setdefault(one.name, None)
        return
    for over, under in _pairs(story, part, whole, asked, values):
        found = {part: over, whole: under}
        decimals = {one: written(number) for one, number in found.items()}
        if all(_fits(one, decimals[one], way, values) for one in found):
            for one, number in decimals.items():
                if one.kind == "trait":
                    values[one.name] = number
            return
    raise Untellable


def _fits(
    variable: Variable, number: Number | None, way: Clause, values: Mapping[str, Value]
) -> bool:
    """Whether the variable can have that value, as far as it is a trait's."""
    if number is None:
        return False
    if variable.kind != "trait":
        return True
    if variable.name in values:
        return values[variable.name] == number
    return way.get(variable, ALL).holds(number)


def _pairs(
    story: Story, part: Variable, whole: Variable, asked: Range, values: Mapping[str, Value]
) -> Iterator[tuple[int | Fraction, int | Fraction]]:
    """A part and a whole in such a share."""
    told = {one: story.value_of(one) for one in (part, whole) if one.events is not None}
    over, under = told.get(part), told.get(whole)
    if over is not None and under is not None:
        yield over, under
    for share in numbers_in(asked.numbers):
        if over is not None and share and whole not in told:
            yield over, Fraction(over) / share
        elif over is not None and not share and whole not in told:
            yield over, 100
        elif under is not None and part not in told:
            yield under * share, under
        elif not told:
            known = [value for value in (values.get(whole.name),) if isinstance(value, int)]
            for size in (*known, 100, 1, Fraction(share).denominator):
                yield size * share, size

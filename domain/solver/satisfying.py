"""Example profiles that meet a clause, made up and then put to the evaluator.

There are several ways to meet most clauses: a last login may be missing or long ago. A few are
tried, the likeliest first; where none of them does, nothing is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain, islice, product

from domain.criteria import Criteria
from domain.instants import DAY, EARLIEST, LATEST, Instant
from domain.solver.examples import ExampleProfile, meets
from domain.solver.having import traits_for
from domain.solver.lines import Line, above, greatest_integer, least_integer
from domain.solver.ranges import FALSE, MISSING, Range
from domain.solver.relating import Clause, bounds_of
from domain.solver.sampling import numbers_in, written
from domain.solver.telling import Story, Untellable, total_of
from domain.solver.variables import STANDING, Selection, Variable
from domain.values import Number

NOW: Instant = 20_628 * DAY + DAY // 2
"""Noon of 2026-06-24: an example is as good at one instant as at another."""
AFTER_MIDNIGHT: Instant = 20_629 * DAY + DAY // 24
"""When a short window lies on most days."""
MOST_WAYS = 12
MOST_CLAUSES = 6
SOME = Range(numbers=above(0, with_it=False))
OF_TIME = frozenset({"last", "first"})
TOTALS = frozenset({"sum", "min", "max", "avg"})


def example_of(clauses: Iterable[Clause], *criteria: Criteria) -> ExampleProfile | None:
    """A profile that meets one of the clauses, and so, proven, all the criteria; or None."""
    for clause in islice(clauses, MOST_CLAUSES):
        for example in examples_of(clause):
            if meets(example, *criteria):
                return example
    return None


def examples_of(clause: Clause) -> Iterator[ExampleProfile]:
    """Profiles that may well meet the clause."""
    for way in islice(_ways(clause), MOST_WAYS):
        for now in _instants_to_look_at(way):
            try:
                yield _told(way, now)
            except Untellable:
                continue


def _ways(clause: Clause) -> Iterator[Clause]:
    """The clause with each range cut down to one stretch, or to what is missing."""
    choices = [
        list(_stretches(asked)) if variable.kind != "trait" else [asked]
        for variable, asked in clause.items()
    ]
    for chosen in product(*choices):
        yield dict(zip(clause, chosen, strict=True))


def _stretches(asked: Range) -> Iterator[Range]:
    for low, high in asked.numbers.intervals():
        cuts = tuple(cut for cut in (low, high) if cut is not None)
        yield Range(numbers=Line(low is None, cuts))
    if asked.missing:
        yield MISSING


def _instants_to_look_at(way: Clause) -> Iterator[Instant]:
    """Now, or where rules name instants, then or soon after."""
    named = [
        edge
        for variable, asked in way.items()
        if variable.kind in OF_TIME
        for edge in (least_integer(asked.numbers), greatest_integer(asked.numbers))
        if edge is not None and EARLIEST < edge < LATEST - DAY
    ]
    yield NOW
    if any(variable.kind == "days" for variable in way):
        yield AFTER_MIDNIGHT
    yield from sorted({edge + later for edge in named for later in (0, DAY)})[-MOST_WAYS:]


def _told(way: Clause, now: Instant) -> ExampleProfile:
    """The example that meets one way, looked at `now`."""
    if any(map(_asks_for_a_standing, way, way.values())):
        raise Untellable
    way = dict(_dated(way, now))
    longest = max([0, *_lengths(way)])
    story = Story(now, longest)
    _place_first(story, way)
    _place_amounts(story, way)
    for bound in sorted(bounds_of(way), key=lambda bound: _narrowness(bound.events)):
        grow = story.grow_days if bound.is_of_days else story.grow
        grow(bound.events, bound.least)
    _place_shares(story, way)
    traits = traits_for(story, way)
    if any(event.at < EARLIEST for event in story.events):
        raise Untellable
    return ExampleProfile(at=now, traits=traits, events=tuple(story.events))


def _asks_for_a_standing(variable: Variable, asked: Range) -> bool:
    """Whether somebody who stands nowhere and is in no segment does not do."""
    does = asked.booleans & FALSE if variable.kind == "segment in" else asked.missing
    return variable.kind in STANDING and not does


def _dated(way: Clause, now: Instant) -> Iterator[tuple[Variable, Range]]:
    """The clause with instants as ages; both may then be asked of one moment."""
    ages: dict[Variable, Range] = {}
    for variable, asked in way.items():
        if variable.kind in OF_TIME and not asked.numbers.is_empty:
            numbers = _shifted(asked.numbers.mirrored(), now).whole() & ~Line(True, ((0, 0),))
            aged = variable._replace(kind="age" if variable.kind == "last" else "first age")
            asked = Range(numbers=numbers)
            if asked.is_empty:
                raise Untellable
            variable = aged
        known = ages.get(variable)
        ages[variable] = asked if known is None else known & asked
    yield from ages.items()


def _shifted(line: Line, by: int) -> Line:
    return replace(line, cuts=tuple((value + by, side) for value, side in line.cuts))


def _lengths(way: Clause) -> Iterator[int]:
    """Every length of time that the clause speaks of."""
    for variable, asked in way.items():
        for events in (variable.events, *(part.events for part in variable.parts)):
            if events is not None and events.within is not None:
                yield events.within
        if variable.kind in ("age", "first age"):
            yield from (value for value, _ in asked.numbers.cuts)


def _narrowness(events: Selection) -> tuple[bool, float, int]:
    """Named before any, short windows before long, many conditions before few."""
    length = float("inf") if events.within is None else events.within
    return events.event == "*", length, -len(events.where)


def _place_first(story: Story, way: Clause) -> None:
    """First events: nothing of theirs may lie further back."""
    for variable, asked in way.items():
        if variable.kind != "first age" or asked.numbers.is_empty:
            continue
        assert variable.events is not None
        youngest = least_integer(asked.numbers) or 0
        oldest = greatest_integer(asked.numbers)
        if oldest is None:
            oldest = max(youngest, story.longest + DAY)
        story.oldest[variable.events.event] = oldest
        story.add(variable.events, age=oldest)


def _place_amounts(story: Story, way: Clause) -> None:
    """Amounts whose sum, least, greatest and average are as asked, selection by selection."""
    groups: dict[tuple[Selection, str], dict[str, Range]] = {}
    for variable, asked in way.items():
        for one, numbers in ((variable, asked), *((part, SOME) for part in variable.parts)):
            if one.kind in TOTALS and one.events is not None:
                groups.setdefault((one.events, one.name), {}).setdefault(one.kind, numbers)
    for (events, name), wanted in sorted(groups.items(), key=lambda one: _narrowness(one[0][0])):
        known = story.amounts(events, name)
        for amounts in _amounts(wanted, known):
            if all(_has(asked, kind, [*known, *amounts]) for kind, asked in wanted.items()):
                for amount in amounts:
                    story.add(events, amounts={name: amount})
                break
        else:
            raise Untellable


def _has(asked: Range, kind: str, amounts: list[Number]) -> bool:
    total = total_of(kind, amounts)
    return asked.missing if total is None else total in asked.numbers


def _amounts(wanted: Mapping[str, Range], known: list[Number]) -> Iterator[list[Number]]:
    """Lists of amounts to try, the shortest first."""
    samples = {kind: list(numbers_in(asked.numbers)) for kind, asked in wanted.items()}
    single = [*chain.from_iterable(samples.values())]
    already = total_of("sum", known) or 0
    totals = [total - already for total in samples.get("sum", ())]
    some = list(dict.fromkeys([*single, *totals]))
    lists: list[list[int | Fraction]] = [[], *([one] for one in some)]
    lists += [[one, other] for one in some for other in some]
    for one in samples.get("avg", ()):
        lists += [[other, 2 * one - other] for other in some]
    for total in totals:
        lists += [[one, total - one] for one in some]
        lists += [[one] * min(50, int(total / one) + 1) for one in some if one and total / one > 2]
    for numbers in lists:
        decimals = [written(number) for number in numbers]
        if None not in decimals:
            yield [number for number in decimals if number is not None]


def _place_shares(story: Story, way: Clause) -> None:
    """Shares of one count in another: as many of each as the share has above and below its line."""
    for variable, asked in way.items():
        if variable.kind != "share" or asked.numbers.is_empty:
            continue
        part, whole = variable.parts
        if part.kind == whole.kind == "count" and part.events and whole.events:
            share = Fraction(next(numbers_in(asked.numbers)))
            if share >= 0:
                story.grow(part.events, share.numerator)
                story.grow(whole.events, share.denominator)

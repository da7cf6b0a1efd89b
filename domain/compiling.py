"""Criteria compiled once per published version into functions of a profile and an instant.

A judge answers `(holds, until)`: the answer, and the first instant at which time alone could change
it (`NEVER` when it cannot). While a rule compiles it asks for the series it reads; those must be at
the profile's clock (`profile.at_clock`) when a judge is asked.
"""

from dataclasses import dataclass
from typing import assert_never

from domain.actual import Actual, At, Reader, Span
from domain.comparing import Test, deciding_depth, tester
from domain.criteria import All, Any, Criteria, Not, Rule
from domain.instants import NEVER, Duration, Instant, instant_of
from domain.needs import SeriesNeeds
from domain.profile import Profile
from domain.readers import (
    capped_reader,
    count_reader,
    days_reader,
    moment_reader,
    pairs_reader,
    reader_of,
)
from domain.series import MOST_INSTANTS
from domain.signals import (
    Age,
    BandIn,
    Count,
    Days,
    DwellIn,
    Fall,
    First,
    HealthIn,
    Last,
    Moment,
    Operator,
    SegmentIn,
    StageIn,
    Total,
    Until,
)
from domain.standing import standing_rule
from domain.timing import age_judge, count_judge, total_judge, until_judge
from domain.verdict import Judge, Verdict, conjunction, disjunction, negation


@dataclass(frozen=True, slots=True)
class Compiled:
    """Criteria with the function that judges them; `parts` mirror the tree, for explanations."""

    criteria: Criteria
    judge: Judge
    parts: tuple["Compiled", ...] = ()
    read: Reader | None = None


def compiled(criteria: Criteria, needs: SeriesNeeds) -> Compiled:
    """Compile a tree, adding to `needs` every series and trait that it reads."""
    match criteria:
        case Rule():
            judge, read = _rule(criteria, needs)
            return Compiled(criteria, judge, (), read)
        case Not(part):
            inner = compiled(part, needs)
            return Compiled(criteria, negation(inner.judge), (inner,))
        case All(parts):
            inners = tuple(compiled(part, needs) for part in parts)
            return Compiled(criteria, conjunction([one.judge for one in inners]), inners)
        case Any(parts):
            inners = tuple(compiled(part, needs) for part in parts)
            return Compiled(criteria, disjunction([one.judge for one in inners]), inners)
        case _:
            assert_never(criteria)


def _rule(rule: Rule, needs: SeriesNeeds) -> tuple[Judge, Reader]:
    signal, operator = rule.signal, rule.operator
    match signal:
        case Age(of) | Until(of):
            return _duration_rule(signal, of, rule, needs)
        case Last() | First():
            return _instant_rule(signal, rule, needs)
        case StageIn() | HealthIn() | BandIn() | DwellIn() | Fall() | SegmentIn():
            read = reader_of(signal, needs)
            return standing_rule(signal, operator, rule.value, needs.books, needs.journey), read
        case Count(within=Duration() as within) | Days(within=Duration() as within):
            depth = deciding_depth(operator, rule.value)
            if depth <= MOST_INSTANTS:
                key = needs.newest(signal, depth, daily=isinstance(signal, Days))
                test = tester(operator, rule.value)
                judge = count_judge(key, within.microseconds, operator, rule.value, test)
                return judge, count_reader(key, within.microseconds, depth)
        case Days():
            depth = deciding_depth(operator, rule.value)
            key = needs.days(signal, depth)
            judge, _ = _static(days_reader(key), tester(operator, rule.value))
            return judge, capped_reader(days_reader(key), depth)
    test = tester(operator, rule.value)
    if isinstance(signal, Count | Total) and signal.within is not None:
        aggregate = signal.aggregate if isinstance(signal, Total) else None
        key = needs.pairs(signal, signal.within.microseconds)
        judge = total_judge(key, signal.within.microseconds, aggregate, test)
        return judge, pairs_reader(key, signal.within.microseconds, aggregate)
    return _static(reader_of(signal, needs), test)


def _static(read: Reader, test: Test) -> tuple[Judge, Reader]:
    """A rule over a value that its reader can date."""

    def judge(profile: Profile, now: Instant) -> Verdict:
        actual, until = read(profile, now)
        return test(actual), until

    return judge, read


def _duration_rule(
    signal: Age | Until, of: Moment, rule: Rule, needs: SeriesNeeds
) -> tuple[Judge, Reader]:
    moment = moment_reader(of, needs)
    sign = 1 if isinstance(signal, Age) else -1

    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        instant = moment(profile)
        return (None, NEVER) if instant is None else (Span(sign * (now - instant)), now + 1)

    if rule.operator in (Operator.EXISTS, Operator.MISSING):
        wanted = rule.operator is Operator.EXISTS
        return lambda profile, now: ((moment(profile) is not None) is wanted, NEVER), read
    assert isinstance(rule.value, Duration)
    judging = age_judge if isinstance(signal, Age) else until_judge
    return judging(moment, rule.operator, rule.value), read


def _instant_rule(signal: Last | First, rule: Rule, needs: SeriesNeeds) -> tuple[Judge, Reader]:
    moment = moment_reader(signal, needs)
    value = instant_of(rule.value) if isinstance(rule.value, str) else None
    test = tester(rule.operator, value)

    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        instant = moment(profile)
        return (None if instant is None else At(instant)), NEVER

    return lambda profile, now: (test(moment(profile)), NEVER), read

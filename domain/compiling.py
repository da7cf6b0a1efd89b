"""Criteria compiled once per published version into functions of a profile and an instant.

A judge answers `(holds, until)`: the answer, and the first instant at which time alone could change
it (`NEVER` when it cannot). While a rule compiles it asks for the series it reads; those must be at
the profile's clock (`profile.at_clock`) when a judge is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, assert_never

from domain.comparing import Test, deciding_depth, tester
from domain.criteria import All, Any, Criteria, Not, Rule
from domain.instants import NEVER, Duration, Instant, instant_of
from domain.needs import SeriesNeeds
from domain.pairs import Pairs, oldest
from domain.profile import Profile
from domain.series import MOST_INSTANTS, DaySet, Newest, Running
from domain.signals import (
    Age,
    Aggregate,
    Count,
    Days,
    First,
    Last,
    Moment,
    Operator,
    Share,
    Signal,
    Total,
    Trait,
    Until,
)
from domain.timing import (
    NO_PAIRS,
    NONE_YET,
    MomentReader,
    age_judge,
    count_judge,
    total_judge,
    total_of,
    until_judge,
)
from domain.values import EXACT, at_path, is_number
from domain.verdict import Judge, Verdict, conjunction, disjunction, negation

NO_DAYS = DaySet()
NO_TOTAL = Running()


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A count of which only enough to decide is kept."""

    count: int


@dataclass(frozen=True, slots=True)
class Span:
    """A duration as a rule's actual value, in microseconds."""

    microseconds: int


@dataclass(frozen=True, slots=True)
class At:
    """An instant as a rule's actual value."""

    instant: Instant


Actual: TypeAlias = object
Reader: TypeAlias = Callable[[Profile, Instant], tuple[Actual, Instant]]
"""A signal's value and the first instant at which time alone could change it."""


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
        case Count(within=Duration() as within) | Days(within=Duration() as within):
            depth = deciding_depth(operator, rule.value)
            if depth <= MOST_INSTANTS:
                key = needs.newest(signal, depth, daily=isinstance(signal, Days))
                test = tester(operator, rule.value)
                judge = count_judge(key, within.microseconds, operator, rule.value, test)
                return judge, _count_reader(key, within.microseconds, depth)
        case Days():
            depth = deciding_depth(operator, rule.value)
            key = needs.days(signal, depth)
            judge, _ = _static(_days_reader(key), tester(operator, rule.value))
            return judge, _capped_reader(_days_reader(key), depth)
    test = tester(operator, rule.value)
    if isinstance(signal, Count | Total) and signal.within is not None:
        aggregate = signal.aggregate if isinstance(signal, Total) else None
        key = needs.pairs(signal, signal.within.microseconds)
        judge = total_judge(key, signal.within.microseconds, aggregate, test)
        return judge, _pairs_reader(key, signal.within.microseconds, aggregate)
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
    moment = _moment_reader(of, needs)
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
    moment = _moment_reader(signal, needs)
    value = instant_of(rule.value) if isinstance(rule.value, str) else None
    test = tester(rule.operator, value)

    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        instant = moment(profile)
        return (None if instant is None else At(instant)), NEVER

    return lambda profile, now: (test(moment(profile)), NEVER), read


def _moment_reader(moment: Moment, needs: SeriesNeeds) -> MomentReader:
    match moment:
        case Trait(path):
            value = _trait_reader(path, needs)

            def read_trait(profile: Profile) -> Instant | None:
                text = value(profile)
                return instant_of(text) if isinstance(text, str) else None

            return read_trait
        case Last():
            newest = needs.newest(moment, 1)

            def read_last(profile: Profile) -> Instant | None:
                series = profile.series.get(newest)
                return series.instants[-1] if series is not None else None  # type: ignore[union-attr]

            return read_last
        case First():
            oldest_kept = needs.newest(moment, 1)

            def read_first(profile: Profile) -> Instant | None:
                series = profile.series.get(oldest_kept)
                return series.first if series is not None else None  # type: ignore[union-attr]

            return read_first
        case _:
            assert_never(moment)


def _trait_reader(path: str, needs: SeriesNeeds) -> Callable[[Profile], object]:
    needs.traits |= {path, path.split(".", 1)[0]}
    if "." in path:
        return lambda profile: at_path(profile.traits, path)
    return lambda profile: profile.traits.get(path)


def reader_of(signal: Signal, needs: SeriesNeeds) -> Reader:
    """Reads the signal exactly, whatever it is then compared with."""
    match signal:
        case Trait(path):
            value = _trait_reader(path, needs)
            return lambda profile, now: (value(profile), NEVER)
        case Count(within=None):
            return _newest_reader(needs.newest(signal, 0))
        case Count(within=Duration() as within):
            width = within.microseconds
            return _pairs_reader(needs.pairs(signal, width), width, None)
        case Total(within=None):
            return _running_reader(needs.running(signal), signal.aggregate)
        case Total(within=Duration() as within):
            width = within.microseconds
            return _pairs_reader(needs.pairs(signal, width), width, signal.aggregate)
        case Days(within=None):
            return _days_reader(needs.days(signal, None))
        case Days(within=Duration() as within):
            width = within.microseconds
            return _count_reader(needs.days_within(signal, width), width, None)
        case Share(part, whole):
            return _share_reader(reader_of(part, needs), reader_of(whole, needs))
    # Durations and instants are not numbers, so a share of them is missing.
    return lambda profile, now: (None, NEVER)


def _newest_reader(key: str) -> Reader:
    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        series = profile.series.get(key)
        return (0 if series is None else series.count), NEVER  # type: ignore[union-attr]

    return read


def _count_reader(key: str, within: int, depth: int | None) -> Reader:
    """How many instants lie within the window; at least so many, where only those are kept.

    Somebody else may need more of the series kept than `depth`, and then more of it is known.
    """

    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        series = profile.series.get(key, NONE_YET)
        assert isinstance(series, Newest)
        inside = [instant for instant in series.instants if instant > now - within]
        until = inside[0] + within if inside else NEVER
        are_all_inside = len(inside) == len(series.instants)
        if depth is not None and depth <= len(inside) < series.count and are_all_inside:
            return AtLeast(len(inside)), until
        return len(inside), until

    return read


def _days_reader(key: str) -> Reader:
    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        series = profile.series.get(key, NO_DAYS)
        assert isinstance(series, DaySet)
        return len(series.days), NEVER

    return read


def _capped_reader(read: Reader, depth: int) -> Reader:
    """Says at least so many where no more than `depth`, or what somebody else needs, is kept."""

    def capped(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        actual, until = read(profile, now)
        assert isinstance(actual, int)
        return (AtLeast(actual) if actual >= depth else actual), until

    return capped


def _pairs_reader(key: str, within: int, aggregate: Aggregate | None) -> Reader:
    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        series = profile.series.get(key, NO_PAIRS)
        assert isinstance(series, Pairs)
        start = oldest(series)
        return total_of(aggregate, series), NEVER if start is None else start + within

    return read


def _running_reader(key: str, aggregate: Aggregate) -> Reader:
    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        series = profile.series.get(key, NO_TOTAL)
        assert isinstance(series, Running)
        match aggregate:
            case Aggregate.SUM:
                return series.total, NEVER
            case Aggregate.MIN:
                return series.least, NEVER
            case Aggregate.MAX:
                return series.greatest, NEVER
            case Aggregate.AVG:
                return (Fraction(series.total) / series.count if series.count else None), NEVER
            case _:
                assert_never(aggregate)

    return read


def _share_reader(part: Reader, whole: Reader) -> Reader:
    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        over, over_until = part(profile, now)
        under, under_until = whole(profile, now)
        until = min(over_until, under_until)
        if not is_number(over) or not is_number(under) or under <= 0:
            return None, until
        return Fraction(over) / Fraction(under), until

    return read


def shown(actual: Actual) -> object:
    """An actual value rounded once for showing: fractions to six decimals."""
    if isinstance(actual, Fraction):
        scaled = round(actual * 10**6)
        if scaled % 10**6 == 0:
            return scaled // 10**6
        return Decimal(scaled).scaleb(-6, EXACT).normalize(EXACT)
    return actual

"""Signals compiled into readers of a value off a profile, exact whatever it is compared with."""

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from domain.actual import Actual, AtLeast, Reader
from domain.instants import NEVER, Duration, Instant, instant_of
from domain.needs import SeriesNeeds
from domain.pairs import Pairs, oldest
from domain.profile import Profile
from domain.series import DaySet, Newest, Running
from domain.signals import (
    Aggregate,
    BandIn,
    Count,
    Days,
    DwellIn,
    Fall,
    First,
    HealthIn,
    Last,
    Moment,
    SegmentIn,
    Share,
    Signal,
    StageIn,
    Total,
    Trait,
)
from domain.standing import standing_reader
from domain.timing import NO_PAIRS, NONE_YET, MomentReader, total_of
from domain.values import at_path, is_number

NO_DAYS = DaySet()
NO_TOTAL = Running()


def moment_reader(moment: Moment, needs: SeriesNeeds) -> MomentReader:
    """Reads the instant that a moment tells."""
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
            return pairs_reader(needs.pairs(signal, width), width, None)
        case Total(within=None):
            return _running_reader(needs.running(signal), signal.aggregate)
        case Total(within=Duration() as within):
            width = within.microseconds
            return pairs_reader(needs.pairs(signal, width), width, signal.aggregate)
        case Days(within=None):
            return days_reader(needs.days(signal, None))
        case Days(within=Duration() as within):
            width = within.microseconds
            return count_reader(needs.days_within(signal, width), width, None)
        case Share(part, whole):
            return _share_reader(reader_of(part, needs), reader_of(whole, needs))
        case StageIn() | HealthIn() | BandIn() | DwellIn() | Fall() | SegmentIn():
            needs.stands(signal)
            return standing_reader(signal, needs.books)
    # Durations and instants are not numbers, so a share of them is missing.
    return lambda profile, now: (None, NEVER)


def _newest_reader(key: str) -> Reader:
    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        series = profile.series.get(key)
        return (0 if series is None else series.count), NEVER  # type: ignore[union-attr]

    return read


def count_reader(key: str, within: int, depth: int | None) -> Reader:
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


def days_reader(key: str) -> Reader:
    """On how many days there were events, of those that are kept."""

    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        series = profile.series.get(key, NO_DAYS)
        assert isinstance(series, DaySet)
        return len(series.days), NEVER

    return read


def capped_reader(read: Reader, depth: int) -> Reader:
    """Says at least so many where no more than `depth`, or what somebody else needs, is kept."""

    def capped(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        actual, until = read(profile, now)
        assert isinstance(actual, int)
        return (AtLeast(actual) if actual >= depth else actual), until

    return capped


def pairs_reader(key: str, within: int, aggregate: Aggregate | None) -> Reader:
    """A total within a window, or with None a count."""

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
        return shared(over, under), until

    return read


def shared(over: Actual, under: Actual) -> Fraction | None:
    """The first over the second; None where that has no sense."""
    if not is_number(over) or not is_number(under) or under <= 0:
        return None
    return Fraction(over) / Fraction(under)

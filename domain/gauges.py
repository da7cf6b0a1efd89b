"""What a measure reads: a signal's value, when it next changes, and what it will be from then on.

A score between two observations is a function of time, so it can be looked ahead of: a gauge tells
the values that time alone will bring, as far as they can be foreseen.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from typing import TypeAlias

from domain.actual import UNFORESEEN, Actual, Reader
from domain.instants import DAY, NEVER, Duration, Instant
from domain.needs import SeriesNeeds
from domain.pairs import Pair, Pairs
from domain.points import Curve
from domain.profile import Profile
from domain.readers import moment_reader, reader_of, shared
from domain.series import Newest
from domain.signals import (
    Age,
    Aggregate,
    Count,
    Days,
    DwellIn,
    Fall,
    HealthIn,
    Share,
    Signal,
    Total,
    Until,
)
from domain.standing import since_reader
from domain.timing import NO_PAIRS, NONE_YET, MomentReader, in_order, remaining

MOST_STEPS = 64
"""Changes of a value that are looked ahead; what comes then is looked at when it has come."""
Coming: TypeAlias = tuple[Instant, Actual]
Ahead: TypeAlias = Callable[[Profile, Instant], Iterable[Coming]]
"""The values to come after an instant, in order; the last of them may be UNFORESEEN."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A signal as a measure reads it; `ahead` is None where time alone changes nothing.

    `is_whole`: all values to come are whole numbers that the measure's curve tells from each other.
    """

    read: Reader
    ahead: Ahead | None = None
    is_whole: bool = False


def gauge_of(signal: Signal, needs: SeriesNeeds, curve: Curve) -> Gauge:
    """The gauge of a measure. Durations are whole days, rounded down; booleans are 0 and 1."""
    read: Reader
    match signal:
        case Age(of):
            return _ageing(moment_reader(of, needs), curve)
        case Until(of):
            return _nearing(moment_reader(of, needs), curve)
        case DwellIn(journey):
            needs.stands(signal)
            return _ageing(since_reader(journey), curve)
        case Count(within=Duration() as within):
            key = needs.pairs(signal, within.microseconds)
            read = reader_of(signal, needs)
            return Gauge(read, _count_ahead(key, within.microseconds, curve), is_whole=True)
    return _gauge(signal, needs)


def _gauge(signal: Signal, needs: SeriesNeeds) -> Gauge:
    read = reader_of(signal, needs)
    match signal:
        case Count(within=Duration() as within):
            key = needs.pairs(signal, within.microseconds)
            return Gauge(read, _total_ahead(key, within.microseconds, None))
        case Total(within=Duration() as within, aggregate=aggregate):
            key = needs.pairs(signal, within.microseconds)
            return Gauge(read, _total_ahead(key, within.microseconds, aggregate))
        case Days(within=Duration() as within):
            key = needs.days_within(signal, within.microseconds)
            return Gauge(read, _days_ahead(key, within.microseconds))
        case Share(part, whole):
            return Gauge(read, _share_ahead(_gauge(part, needs), _gauge(whole, needs)))
        case HealthIn() | Fall():
            return Gauge(read, _next_unforeseen(read))
    return Gauge(read)


def _ageing(moment: MomentReader, curve: Curve) -> Gauge:
    """Whole days since a moment; told only where the curve can tell them from each other."""
    first, last = curve.first, curve.last

    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        instant = moment(profile)
        if instant is None:
            return None, NEVER
        days = (now - instant) // DAY
        shown = max(days, first)
        return days, NEVER if shown >= last else instant + (shown + 1) * DAY

    def ahead(profile: Profile, now: Instant) -> list[Coming]:
        instant = moment(profile)
        if instant is None:
            return []
        start = max((now - instant) // DAY, first) + 1
        stop = min(last + 1, start + MOST_STEPS)
        coming: list[Coming] = [(instant + days * DAY, days) for days in range(start, stop)]
        if stop <= last:
            coming.append((instant + stop * DAY, UNFORESEEN))
        return coming

    return Gauge(read, ahead, is_whole=True)


def _nearing(moment: MomentReader, curve: Curve) -> Gauge:
    """Whole days until a moment: `n` of them are left until one microsecond after n days are."""
    first, last = curve.first, curve.last

    def read(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
        instant = moment(profile)
        if instant is None:
            return None, NEVER
        days = (instant - now) // DAY
        left = min(days, last)
        return days, NEVER if left <= first else instant - left * DAY + 1

    def ahead(profile: Profile, now: Instant) -> list[Coming]:
        instant = moment(profile)
        if instant is None:
            return []
        start = min((instant - now) // DAY, last) - 1
        stop = max(first - 1, start - MOST_STEPS)
        coming: list[Coming] = [
            (instant - (days + 1) * DAY + 1, days) for days in range(start, stop, -1)
        ]
        if stop >= first:
            coming.append((instant - (stop + 1) * DAY + 1, UNFORESEEN))
        return coming

    return Gauge(read, ahead, is_whole=True)


def _count_ahead(key: str, within: int, curve: Curve) -> Ahead:
    """A count as its window's events leave, from where the curve can tell."""
    first, last = curve.first, curve.last

    def ahead(profile: Profile, now: Instant) -> list[Coming]:
        series = profile.series.get(key, NO_PAIRS)
        assert isinstance(series, Pairs)
        pairs, limit = in_order(series)
        count = series.count
        start, end = max(count - last, 0), min(len(pairs), count - first)
        stop = min(start + MOST_STEPS, end)
        coming: list[Coming] = [
            (pair[0] + within, left)
            for left, pair in zip(range(count - start - 1, -1, -1), pairs[start:stop], strict=False)
        ]
        if limit != NEVER:
            coming = [one for one in coming if one[0] < limit + within]
            coming.append((limit + within, UNFORESEEN))
        elif stop < end:
            coming.append((pairs[stop][0] + within, UNFORESEEN))
        return coming

    return ahead


def _total_ahead(key: str, within: int, aggregate: Aggregate | None) -> Ahead:
    """A total as its window's events leave; not beyond those whose pairs are kept elsewhere."""

    def ahead(profile: Profile, now: Instant) -> Iterator[Coming]:
        series = profile.series.get(key, NO_PAIRS)
        assert isinstance(series, Pairs)
        pairs, limit = in_order(series)
        after = remaining(aggregate, series, pairs)
        here = 0
        while here < len(pairs) and pairs[here][0] < limit:
            leaving = pairs[here][0]
            here = _beyond(pairs, here)
            yield leaving + within, after(here)
        if limit != NEVER:
            yield limit + within, UNFORESEEN

    return ahead


def _beyond(pairs: tuple[Pair, ...], here: int) -> int:
    leaving = pairs[here][0]
    while here < len(pairs) and pairs[here][0] == leaving:
        here += 1
    return here


def _days_ahead(key: str, within: int) -> Ahead:
    def ahead(profile: Profile, now: Instant) -> Iterator[Coming]:
        series = profile.series.get(key, NONE_YET)
        assert isinstance(series, Newest)
        inside = [instant for instant in series.instants if instant > now - within]
        for gone, leaving in enumerate(inside, 1):
            yield leaving + within, len(inside) - gone

    return ahead


def _share_ahead(part: Gauge, whole: Gauge) -> Ahead:
    def ahead(profile: Profile, now: Instant) -> Iterator[Coming]:
        values = [part.read(profile, now)[0], whole.read(profile, now)[0]]
        comings = [
            _tagged(gauge.ahead(profile, now), place)
            for place, gauge in enumerate((part, whole))
            if gauge.ahead is not None
        ]
        for at, place, value in merge(*comings, key=lambda coming: coming[0]):
            if value is UNFORESEEN:
                yield at, UNFORESEEN
                return
            values[place] = value
            yield at, shared(*values)

    return ahead


def _next_unforeseen(read: Reader) -> Ahead:
    """Another journey's score is looked at again when it changes."""

    def ahead(profile: Profile, now: Instant) -> Iterator[Coming]:
        until = read(profile, now)[1]
        if until != NEVER:
            yield until, UNFORESEEN

    return ahead


def _tagged(comings: Iterable[Coming], place: int) -> Iterator[tuple[Instant, int, Actual]]:
    for at, value in comings:
        yield at, place, value

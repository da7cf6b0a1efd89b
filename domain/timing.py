"""Judges of what time changes: counts and totals within windows, ages.

An event at e counts within w at t while e <= t < e + w, so it leaves exactly at e + w. Of a total,
leavings are followed for at most 64 steps, then the next one is given as `until`: early, not late.
"""

from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction

from domain.comparing import ORDER, Test, least_count
from domain.instants import NEVER, Duration, Instant
from domain.pairs import Pair, Pairs
from domain.profile import Profile
from domain.series import Newest
from domain.signals import Aggregate, Operator
from domain.values import Number, minus
from domain.verdict import FALSE, TRUE, Judge, Verdict

MOST_STEPS = 64
NONE_YET = Newest()
NO_PAIRS = Pairs()

MomentReader = Callable[[Profile], Instant | None]


def count_judge(key: str, within: int, operator: Operator, value: object, test: Test) -> Judge:
    """Judges how many of the newest instants (or days) of series `key` lie within the window."""
    least = least_count(operator, value)
    if least is None:
        return _stepping_judge(key, within, test)
    met, unmet = (TRUE, FALSE) if operator in (Operator.GTE, Operator.GT) else (FALSE, TRUE)
    if least <= 0:
        return lambda profile, now: met
    is_met = met[0]

    def judge(profile: Profile, now: Instant) -> Verdict:
        series = profile.series.get(key)
        if series is None:
            return unmet
        instants = series.instants  # type: ignore[union-attr]
        if len(instants) < least:
            return unmet
        leaves = instants[-least] + within
        return (is_met, leaves) if leaves > now else unmet

    return judge


def _stepping_judge(key: str, within: int, test: Test) -> Judge:
    def judge(profile: Profile, now: Instant) -> Verdict:
        series = profile.series.get(key, NONE_YET)
        assert isinstance(series, Newest)
        instants = series.instants
        here = bisect_right(instants, now - within)
        holds = test(len(instants) - here)
        while here < len(instants):
            leaving = instants[here]
            here = bisect_right(instants, leaving, here)
            if test(len(instants) - here) != holds:
                return holds, leaving + within
        return holds, NEVER

    return judge


def total_of(aggregate: Aggregate | None, series: Pairs) -> Number | Fraction | None:
    """The aggregate, or with None the count, of what is left in the window."""
    match aggregate:
        case None:
            return series.count
        case Aggregate.SUM:
            return series.total
        case Aggregate.AVG:
            return Fraction(series.total) / series.count if series.count else None
    values = [value for pairs in (series.tail, series.head) for _, value in pairs]
    if aggregate is Aggregate.MIN:
        return min(values + [chunk.least for chunk in series.chunks], default=None)
    return max(values + [chunk.greatest for chunk in series.chunks], default=None)


def total_judge(key: str, within: int, aggregate: Aggregate | None, test: Test) -> Judge:
    """Judges a total within a window by following what leaves it."""

    def judge(profile: Profile, now: Instant) -> Verdict:
        series = profile.series.get(key, NO_PAIRS)
        assert isinstance(series, Pairs)
        holds = test(total_of(aggregate, series))
        pairs, limit = in_order(series)
        after = remaining(aggregate, series, pairs)
        here = steps = 0
        while here < len(pairs):
            leaving = pairs[here][0]
            if leaving >= limit:
                break
            if steps == MOST_STEPS:
                return holds, leaving + within
            while here < len(pairs) and pairs[here][0] == leaving:
                here += 1
            if test(after(here)) != holds:
                return holds, leaving + within
            steps += 1
        return holds, NEVER if limit == NEVER else limit + within

    return judge


def _instant(pair: Pair) -> Instant:
    return pair[0]


def in_order(series: Pairs) -> tuple[tuple[Pair, ...], Instant]:
    """The pairs in the row, oldest first, and the instant from which on others lie in chunks."""
    pairs: tuple[Pair, ...] = series.head
    if series.tail:
        pairs = tuple(sorted((*series.tail, *pairs), key=_instant))
    return pairs, min((chunk.first for chunk in series.chunks), default=NEVER)


def remaining(
    aggregate: Aggregate | None, series: Pairs, pairs: tuple[Pair, ...]
) -> Callable[[int], Number | Fraction | None]:
    """The aggregate once the first n pairs have left; asked with n ascending."""
    if aggregate in (Aggregate.MIN, Aggregate.MAX):
        best: Callable[..., Number] = min if aggregate is Aggregate.MIN else max
        kept = [
            chunk.least if aggregate is Aggregate.MIN else chunk.greatest for chunk in series.chunks
        ]
        bests: list[Number | None] = [best(kept) if kept else None]
        for _, value in reversed(pairs):
            last = bests[-1]
            bests.append(value if last is None else best(last, value))
        return lambda gone: bests[len(pairs) - gone]
    left: list[Number] = [series.total]

    def after(gone: int) -> Number | Fraction | None:
        while len(left) <= gone:
            left.append(minus(left[-1], pairs[len(left) - 1][1]))
        count = series.count - gone
        if aggregate is None:
            return count
        if aggregate is Aggregate.SUM:
            return left[gone]
        return Fraction(left[gone]) / count if count else None

    return after


def age_judge(moment: MomentReader, operator: Operator, duration: Duration) -> Judge:
    """Judges now − moment, which grows: false turns true for `gt gte`, true false for `lt lte`."""
    compare = ORDER[operator]
    # `> d` and `<= d` turn one microsecond after the age is d, the others when it is.
    turn = duration.microseconds + (1 if operator in (Operator.GT, Operator.LTE) else 0)

    def judge(profile: Profile, now: Instant) -> Verdict:
        instant = moment(profile)
        if instant is None:
            return FALSE
        turns = instant + turn
        return compare(now - instant, duration.microseconds), turns if turns > now else NEVER

    return judge


def until_judge(moment: MomentReader, operator: Operator, duration: Duration) -> Judge:
    """Judges moment − now, which shrinks."""
    compare = ORDER[operator]
    # `< d` and `>= d` turn one microsecond after d is left, the others when it is.
    turn = -duration.microseconds + (1 if operator in (Operator.LT, Operator.GTE) else 0)

    def judge(profile: Profile, now: Instant) -> Verdict:
        instant = moment(profile)
        if instant is None:
            return FALSE
        turns = instant + turn
        return compare(instant - now, duration.microseconds), turns if turns > now else NEVER

    return judge

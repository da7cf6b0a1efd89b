"""What is read of where a profile stands in a journey: stage, band, dwell, score, how far it fell.

Another journey is judged before those that read it, and those are judged whenever it is. Where time
alone will move it there, its `due` says when; its score, which changes in between, is looked ahead
of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Protocol, TypeAlias, assert_never

from domain.actual import UNFORESEEN, Actual, Reader, Span, Unforeseen
from domain.comparing import tester
from domain.health import UNKNOWN, Health, Peak, Tenths, decimal_of
from domain.instants import NEVER, Duration, Instant
from domain.profile import Placement, Profile
from domain.signals import (
    BandIn,
    DwellIn,
    Fall,
    HealthIn,
    Operator,
    SegmentIn,
    StageIn,
    StandingSignal,
    journey_of,
)
from domain.timing import MomentReader, age_judge
from domain.verdict import Judge, Verdict

MOST_STEPS = 64
NOWHERE = Placement(version=0)

Score: TypeAlias = Tenths | None
Coming: TypeAlias = tuple[Instant, Score | Unforeseen]


class Looked(Protocol):
    """A profile's health in a stage, as far as it is read here: see `domain.scoring.Look`."""

    @property
    def health(self) -> Health:
        """The health there, without what was before."""

    def scores(self) -> Iterator[Coming]:
        """Every score to come, and when."""


class Scored(Protocol):
    """The health of a journey's stages: see `domain.scoring.HealthBook`."""

    def look(self, profile: Profile, stage: str | None, now: Instant) -> Looked:
        """The profile's health in a stage; its windows must be at `now`."""


Books: TypeAlias = Mapping[str, Scored]
Ahead: TypeAlias = Callable[[Profile, Instant], Iterator[Coming]]
"""A score, or a difference of scores, now and at every instant at which it changes."""


def standing_rule(
    signal: StandingSignal, operator: Operator, value: object, books: Books, own: str
) -> Judge:
    """Judges what is read of a standing in a journey; `own` is the journey that asks."""
    if isinstance(signal, HealthIn | Fall):
        return _score_judge(_scores(signal, books), _due_of(signal, own), operator, value)
    read = standing_reader(signal, books)
    if isinstance(signal, DwellIn) and isinstance(value, Duration):
        judge = age_judge(since_reader(signal.journey), operator, value)
    else:
        test = tester(operator, value)  # type: ignore[arg-type]

        def judge(profile: Profile, now: Instant) -> Verdict:
            return test(read(profile, now)[0]), NEVER

    due = _due_of(signal, own)

    def bounded(profile: Profile, now: Instant) -> Verdict:
        holds, until = judge(profile, now)
        return holds, min(until, due(profile))

    return bounded


def standing_reader(signal: StandingSignal, books: Books) -> Reader:
    """Reads the signal, and until when time alone leaves its value as it is."""
    journey = journey_of(signal)
    match signal:
        case StageIn():
            return lambda profile, now: (_placement(profile, journey).stage, NEVER)
        case SegmentIn():
            return lambda profile, now: (_placement(profile, journey).stage is not None, NEVER)
        case BandIn():

            def read_band(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
                health = _placement(profile, journey).health
                return (None if health is None else health.band), NEVER

            return read_band
        case DwellIn():
            since = since_reader(journey)

            def read_dwell(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
                instant = since(profile)
                return (None, NEVER) if instant is None else (Span(now - instant), now + 1)

            return read_dwell
        case HealthIn() | Fall():
            scores = _scores(signal, books)

            def read_score(profile: Profile, now: Instant) -> tuple[Actual, Instant]:
                comings = scores(profile, now)
                _, score = next(comings)
                until = next(comings, (NEVER, None))[0]
                assert not isinstance(score, Unforeseen)
                return (None if score is None else decimal_of(score)), until

            return read_score
        case _:
            assert_never(signal)


def since_reader(journey: str) -> MomentReader:
    """Reads since when a profile stands in its stage of a journey."""
    return lambda profile: _placement(profile, journey).since


def _placement(profile: Profile, journey: str) -> Placement:
    return profile.placements.get(journey, NOWHERE)


def _due_of(signal: StandingSignal, own: str) -> Callable[[Profile], Instant]:
    """When time alone may move the profile in the journey read; the one that asks knows itself."""
    journey = journey_of(signal)
    if journey == own:
        return lambda profile: NEVER
    return lambda profile: _placement(profile, journey).due


def _score_judge(
    scores: Ahead, due: Callable[[Profile], Instant], operator: Operator, value: object
) -> Judge:
    test = tester(operator, value)  # type: ignore[arg-type]

    @cache  # there are a thousand scores, and they are compared again and again
    def holds_for(score: Score) -> bool:
        return test(None if score is None else decimal_of(score))

    def judge(profile: Profile, now: Instant) -> Verdict:
        limit, comings = due(profile), scores(profile, now)
        _, score = next(comings)
        assert not isinstance(score, Unforeseen)
        holds = holds_for(score)
        return holds, min(limit, _turn(comings, holds_for, holds, limit))

    return judge


def _turn(
    comings: Iterable[Coming], holds_for: Callable[[Score], bool], holds: bool, limit: Instant
) -> Instant:
    """When the answer changes; after many steps, or where nobody can tell, when it might."""
    for step, (at, score) in enumerate(comings):
        is_unsure = step == MOST_STEPS or at >= limit or isinstance(score, Unforeseen)
        if is_unsure or holds_for(score) is not holds:  # type: ignore[arg-type]
            return at
    return NEVER


def _scores(signal: HealthIn | Fall, books: Books) -> Ahead:
    journey = journey_of(signal)
    book = books.get(journey)

    def scores(profile: Profile, now: Instant) -> Iterator[Coming]:
        placement = _placement(profile, journey)
        health = placement.health or UNKNOWN
        if book is None or placement.stage is None:
            return iter([(now, None)])
        if health.stage == placement.stage and health.lasts == NEVER:
            return iter([(now, health.score)])
        look = book.look(profile, placement.stage, now)
        return _from_now(now, look)

    if isinstance(signal, HealthIn):
        return scores
    within = signal.within.microseconds

    def falls(profile: Profile, now: Instant) -> Iterator[Coming]:
        health = _placement(profile, journey).health or UNKNOWN
        return _falls(health.peaks, within, scores(profile, now))

    return falls


def _from_now(now: Instant, look: Looked) -> Iterator[Coming]:
    yield now, look.health.score
    yield from look.scores()


def _falls(peaks: Iterable[Peak], within: int, scores: Iterator[Coming]) -> Iterator[Coming]:
    """How far below its greatest a score is: as it changes, and as peaks leave the window."""
    kept = [*peaks]
    now, score = next(scores)
    assert not isinstance(score, Unforeseen)
    coming = next(scores, None)
    while True:
        kept = [(peak, ended) for peak, ended in kept if ended > now - within]
        greatest = max((peak for peak, _ in kept), default=0)
        yield now, None if score is None else max(0, greatest - score)
        leaves = min((ended + within for _, ended in kept), default=NEVER)
        now = min(leaves, coming[0] if coming else NEVER)
        if now == NEVER:
            return
        if coming is not None and coming[0] == now:
            if isinstance(coming[1], Unforeseen):
                yield now, UNFORESEEN
                return
            if score is not None:
                kept.append((score, now))
            score, coming = coming[1], next(scores, None)

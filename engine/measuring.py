"""What teams measure a journey by, each counted on one view of the store and stamped with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.bottlenecks import Bottleneck, StageTraffic, bottlenecks
from domain.course import Course
from domain.instants import Instant
from domain.journey import Role
from domain.retention import Calendar, RetainedCohort
from store import feed, flows, funnels, standing
from store.cohort_histories import histories
from store.cohorts import Cohort
from store.database import Transaction
from store.flows import Flow, Period
from store.funnels import Funnel, FunnelCount, FunnelStep

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counted(Generic[T]):
    """A count, the instant it is as of, and the last number of the feed that is in it."""

    value: T
    evaluated_at: Instant
    cursor: int


async def funnel(tx: Transaction, asked: Funnel) -> Counted[FunnelCount]:
    """Count a funnel."""
    return await _counted(tx, await funnels.count(tx, asked), asked.as_of)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How many of those who came to a stage went on to another; `step` is about the latter."""

    asked: Funnel
    arrived: int
    inside: int
    step: FunnelStep


async def conversions(
    tx: Transaction, pairs: list[tuple[str, str]], asked: Callable[[str, str], Funnel], as_of: int
) -> Counted[list[Conversion]]:
    """For each pair of stages the funnel of two that `asked` makes of it, counted."""
    found = []
    for left, entered in pairs:
        wanted = asked(left, entered)
        count = await funnels.count(tx, wanted)
        before, step = count.steps
        found.append(Conversion(wanted, count.size, before.inside, step))
    return await _counted(tx, found, as_of)


async def flow(tx: Transaction, period: Period) -> Counted[list[Flow]]:
    """Count every way that was taken in a period."""
    return await _counted(tx, await flows.count(tx, period), period.until)


async def hindrances(
    tx: Transaction, course: Course, period: Period
) -> Counted[tuple[Bottleneck, ...]]:
    """The bottlenecks of a journey, by what happened in a period."""
    ways = await flows.count(tx, period)
    usual = _usual(course, ways)
    inside = await standing.count(tx, course.key, period.until, usual, period.profiles)
    traffic = []
    for key in course.order:
        stands = inside.get(key)
        traffic.append(
            StageTraffic(
                stage=key,
                leads_on=bool(course.places[key].advances) and not _is_exit(course, key),
                arrived=sum(way.moves for way in ways if way.entered == key),
                went_on=sum(way.moves for way in _onward(course, ways, key)),
                went_back=sum(way.moves for way in _back(course, ways, key)),
                lost=sum(way.moves for way in ways if way.left == key and _loses(course, way)),
                population=stands.population if stands else 0,
                usual=usual.get(key),
                overdue=stands.overdue if stands else 0,
                waiting=stands.waiting if stands else 0,
            )
        )
    return await _counted(tx, bottlenecks(traffic), period.until)


async def retention(
    tx: Transaction, cohort: Cohort, calendar: Calendar, exits: frozenset[str], trait: str | None
) -> Counted[list[RetainedCohort]]:
    """Count who of each cohort is still there, and what that is worth by a trait."""
    cohorts = calendar.cohorts()
    async for members in histories(tx, cohort, exits, trait):
        calendar.count(cohorts, members)
    return await _counted(tx, cohorts, calendar.as_of)


def _usual(course: Course, ways: list[Flow]) -> dict[str, int]:
    """How long nine of ten of those who went on stayed, the slowest way on; by stage."""
    usual: dict[str, int] = {}
    for key in course.order:
        times = [way.p90 for way in _onward(course, ways, key) if way.p90 is not None]
        if times:
            usual[key] = max(times)
    return usual


def _onward(course: Course, ways: list[Flow], left: str) -> Iterator[Flow]:
    for way in ways:
        if way.left == left and not _loses(course, way) and _is_on(course, way):
            yield way


def _back(course: Course, ways: list[Flow], left: str) -> Iterator[Flow]:
    for way in ways:
        if way.left == left and not _loses(course, way) and not _is_on(course, way):
            yield way


def _is_on(course: Course, way: Flow) -> bool:
    left, entered = course.places.get(way.left or ""), course.places.get(way.entered or "")
    return left is not None and entered is not None and entered.rank > left.rank


def _loses(course: Course, way: Flow) -> bool:
    return way.entered is None or _is_exit(course, way.entered)


def _is_exit(course: Course, key: str) -> bool:
    place = course.places.get(key)
    return place is not None and place.stage.role is Role.EXIT


async def _counted(tx: Transaction, value: T, at: Instant) -> Counted[T]:
    _, last = await feed.bounds(tx)
    return Counted(value, at, last)

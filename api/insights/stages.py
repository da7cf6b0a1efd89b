"""The numbers that every stage has as fields: who stands there, comes, goes, and for how long.

All that one operation asks of stages is loaded together, on one view of the store.
"""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, TypeAlias, TypeVar

import strawberry

from api.context import Info
from api.fields import field, seen, told
from api.insights.foreseeing import answered, asks
from api.insights.funnels import known_count, lasted
from api.insights.health import HealthOf, OfPersona, StageHealth, health_asked
from api.insights.inputs import positive
from api.insights.lazily import ProfilePage
from api.journeys.stages import StageOf
from api.paging import After, Before, Connection, First, Last, connection, part
from api.scalars import DateTime, Duration
from domain.instants import Instant
from domain.profile import Profile
from domain.refusals import BadArgument
from engine import dashboard
from engine.dashboard import Asked, DwellAsked, StuckAsked
from engine.measuring import Counted
from store import profile_pages
from store.profile_pages import ProfileFilter, ProfileOrder, SortKey
from store.stage_dwells import StageDwell as Dwell

MOST_DAYS = 366
FEW_DAYS = 30

Days: TypeAlias = Annotated[
    int, told("How many UTC days, the last of which is the one that goes on: 1 is today.")
]

T = TypeVar("T")
Later: TypeAlias = T | Awaitable[T]
Given: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StuckOf:
    """How many stand in a stage of a journey since before an instant."""

    stage: StageOf
    before: Instant
    counted: Counted[int]


@strawberry.type(description="How long profiles stay in a stage.")
class StageDwell:
    """A window on `engine.measuring.Counted`, of nothing where nobody ever was there."""

    evaluated_at: DateTime = seen("As of when it was counted: time so far is up to then.")

    @field("How many stays were counted, those that go on among them.")
    @staticmethod
    def stays(counted: strawberry.Parent[Counted[Dwell | None]]) -> int:
        return counted.value.stays if counted.value else 0

    @field("How many of them go on.")
    @staticmethod
    def still_inside(counted: strawberry.Parent[Counted[Dwell | None]]) -> int:
        return counted.value.inside if counted.value else 0

    @field("The length that half of the stays do not exceed; null when there is none.")
    @staticmethod
    def median(counted: strawberry.Parent[Counted[Dwell | None]]) -> Duration | None:
        return lasted(counted.value.median if counted.value else None)

    @field("The length that nine of ten stays do not exceed; null when there is none.")
    @staticmethod
    def p90(counted: strawberry.Parent[Counted[Dwell | None]]) -> Duration | None:
        return lasted(counted.value.p90 if counted.value else None)

    @field("The feed's cursor as of which it was counted.")
    @staticmethod
    def cursor(counted: strawberry.Parent[Counted[Dwell | None]]) -> str:
        return str(counted.cursor)


@strawberry.type(description="Those who have stood in a stage for longer than some time.")
class StuckProfiles:
    """A window on `StuckOf`."""

    @field("How many they are.")
    @staticmethod
    def count(stuck: strawberry.Parent[StuckOf]) -> int:
        return stuck.counted.value

    @field("Those profiles, who has stood there for the longest first.", of=ProfilePage)
    @staticmethod
    async def profiles(
        stuck: strawberry.Parent[StuckOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Profile]:
        journey, stages = stuck.stage.course.key, (stuck.stage.place.stage.key,)
        wanted = ProfileFilter(journey=journey, stages=stages, standing_before=stuck.before)
        order, slice = ProfileOrder(SortKey.SINCE, journey), part(first, after, last, before)
        page = partial(profile_pages.page, wanted=wanted, order=order, part=slice)
        return connection(await info.context.read(page), count=known_count(stuck.counted.value))

    @field("As of when they were counted.")
    @staticmethod
    def evaluated_at(stuck: strawberry.Parent[StuckOf]) -> DateTime:
        return DateTime(stuck.counted.evaluated_at)

    @field("The feed's cursor as of which they were counted.")
    @staticmethod
    def cursor(stuck: strawberry.Parent[StuckOf]) -> str:
        return str(stuck.counted.cursor)


@strawberry.type
class StageInsights:
    """Fields of `Stage` that measure it."""

    @field(
        "How many profiles stand in it now: a counter, changed in the transaction that moves them.",
        of=int,
    )
    @staticmethod
    def population(stage: strawberry.Parent[StageOf], info: Info) -> Later[int]:
        return answered(info, "population", stage, _value)

    @field(
        "How many stays in it began in some days, however long they lasted: counters by day, "
        "changed in the transaction that moves profiles. Who was only passed on did not stay.",
        of=int,
    )
    @staticmethod
    def arrivals(
        stage: strawberry.Parent[StageOf], info: Info, days: Days = FEW_DAYS
    ) -> Later[int]:
        return answered(info, "arrivals", stage, _value, days=days)

    @field(
        "How many stays in it ended in some days, wherever they led: counters by day, changed in "
        "the transaction that moves profiles.",
        of=int,
    )
    @staticmethod
    def departures(
        stage: strawberry.Parent[StageOf], info: Info, days: Days = FEW_DAYS
    ) -> Later[int]:
        return answered(info, "departures", stage, _value, days=days)

    @field(
        "How long profiles stay in it: all stays there ever were, those that go on with their time "
        "so far. Exact as of now in a journey of 2,000 stays or fewer. In others they are counted "
        "anew in the background, every five minutes or more: see `evaluatedAt`.",
        of=StageDwell,
    )
    @staticmethod
    def dwell(
        stage: strawberry.Parent[StageOf],
        info: Info,
        days: Annotated[
            int | None,
            told(
                "Leave out stays that ended more than so many times 24 hours ago. Counted at once, "
                "which takes seconds for a million stays."
            ),
        ] = None,
    ) -> Later[Counted[Dwell | None]]:
        return answered(info, "dwell", stage, lambda counted: counted, days=days)

    @field("Those who have stood in it for longer than some time; counted now.", of=StuckProfiles)
    @staticmethod
    def stuck(
        stage: strawberry.Parent[StageOf],
        info: Info,
        longer_than: Annotated[Duration, told("Longer than this.")],
    ) -> Later[StuckOf]:
        before = _before(info, longer_than)
        stuck = partial(StuckOf, stage, before)
        return answered(info, "stuck", stage, stuck, longerThan=longer_than)

    @field(
        "How well those are who stand in it, as far as anything says what health is here.",
        of=StageHealth,
    )
    @staticmethod
    def health(
        stage: strawberry.Parent[StageOf], info: Info, persona: OfPersona = None
    ) -> Later[HealthOf]:
        own = stage.course, (stage.place.stage.key,), persona
        return answered(
            info, "health", stage, lambda counted: HealthOf(*own, counted.value), persona=persona
        )

    @field("As of when population, arrivals and departures are counted: now.")
    @staticmethod
    def evaluated_at(stage: strawberry.Parent[StageOf], info: Info) -> DateTime:
        return DateTime(info.context.now)

    @field("The feed's cursor as of which population, arrivals and departures are counted.", of=str)
    @staticmethod
    def cursor(stage: strawberry.Parent[StageOf], info: Info) -> Later[str]:
        return answered(info, "cursor", stage, lambda counted: str(counted.cursor))


@asks("cursor")
@asks("population")
def _population(info: Info, stage: StageOf, given: Given) -> Asked:
    return dashboard.population(*_place(stage))


@asks("arrivals")
def _arrivals(info: Info, stage: StageOf, given: Given) -> Asked:
    return dashboard.arrivals(*_place(stage), _days(given["days"]), info.context.now)


@asks("departures")
def _departures(info: Info, stage: StageOf, given: Given) -> Asked:
    return dashboard.departures(*_place(stage), _days(given["days"]), info.context.now)


@asks("dwell")
def _dwell(info: Info, stage: StageOf, given: Given) -> Asked:
    days = given.get("days")
    return DwellAsked(*_place(stage), None if days is None else _days(days))


@asks("stuck")
def _stuck(info: Info, stage: StageOf, given: Given) -> Asked:
    return StuckAsked(*_place(stage), _before(info, given["longerThan"]))


@asks("health")
def _health(info: Info, stage: StageOf, given: Given) -> Asked:
    return health_asked(stage.course, stage.place.stage.key, given.get("persona"))


def _value(counted: Counted[Any]) -> int:
    number: int = counted.value
    return number


def _place(stage: StageOf) -> tuple[str, str]:
    return stage.course.key, stage.place.stage.key


def _before(info: Info, longer_than: Duration) -> Instant:
    """Since before when somebody has stood there for longer. Raises BadArgument."""
    return info.context.now - (positive(longer_than, "longerThan") or 0)


def _days(days: int) -> int:
    """So many days. Raises BadArgument."""
    if not 1 <= days <= MOST_DAYS:
        raise BadArgument(f"Ask for 1 to {MOST_DAYS} days.", "days")
    return days

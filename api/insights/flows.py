"""Flows and bottlenecks as clients see them."""

from dataclasses import dataclass
from functools import partial

import strawberry

from api.context import Info
from api.fields import field, window_on
from api.insights.enums import Hindrance
from api.insights.funnels import known_count, lasted
from api.insights.lazily import ProfilePage, StageType
from api.insights.measurement import Measurement
from api.journeys.stages import StageOf, stage_of
from api.paging import After, Before, Connection, First, Last, connection, part
from api.scalars import Duration
from domain.bottlenecks import Bottleneck as Found
from domain.course import Course
from domain.profile import Profile
from engine.measuring import Counted
from store import flows, profile_pages
from store.flows import Flow as CountedFlow
from store.flows import Period
from store.profile_pages import ProfileFilter, ProfileOrder, SortKey


@dataclass(frozen=True, slots=True)
class FlowOf:
    """A way that was taken, in a period of a journey."""

    course: Course
    period: Period
    flow: CountedFlow


@dataclass(frozen=True, slots=True)
class BottleneckOf:
    """A bottleneck, and what the journey looked like when it was found."""

    course: Course
    period: Period
    found: Found


@strawberry.type(description="How many moves went one way, in a period.")
class Flow:
    """A window on `FlowOf`."""

    @field(
        "The stage that they left; null for those who came from outside, and for a stage that the "
        "live version no longer has (see `fromKey`).",
        of=StageType | None,
        name="from",
    )
    @staticmethod
    def left(of: strawberry.Parent[FlowOf]) -> StageOf | None:
        return None if of.flow.left is None else stage_of(of.course, of.flow.left)

    @field("The stage that they came to; null likewise.", of=StageType | None, name="to")
    @staticmethod
    def entered(of: strawberry.Parent[FlowOf]) -> StageOf | None:
        return None if of.flow.entered is None else stage_of(of.course, of.flow.entered)

    @field("Key of the stage that they left; null for those who came from outside.")
    @staticmethod
    def from_key(of: strawberry.Parent[FlowOf]) -> str | None:
        return of.flow.left

    @field("Key of the stage that they came to; null for those who left the journey.")
    @staticmethod
    def to_key(of: strawberry.Parent[FlowOf]) -> str | None:
        return of.flow.entered

    @field("How many moves; a profile that went the same way twice counts twice.")
    @staticmethod
    def moves(of: strawberry.Parent[FlowOf]) -> int:
        return of.flow.moves

    @field("How long half of the stays that ended so had lasted; null for arrivals.")
    @staticmethod
    def median(of: strawberry.Parent[FlowOf]) -> Duration | None:
        return lasted(of.flow.median)

    @field("How long nine of ten of the stays that ended so had lasted; null for arrivals.")
    @staticmethod
    def p90(of: strawberry.Parent[FlowOf]) -> Duration | None:
        return lasted(of.flow.p90)

    @field("Those who went that way.", of=ProfilePage)
    @staticmethod
    async def profiles(
        of: strawberry.Parent[FlowOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Profile]:
        wanted, way = part(first, after, last, before), of.flow
        page = partial(
            flows.page, period=of.period, left=way.left, entered=way.entered, wanted=wanted
        )
        return connection(await info.context.read(page), count=known_count(way.profiles))


@strawberry.type(description="Every way that was taken in a period.")
class Flows(Measurement):
    """A window on `engine.measuring.Counted`."""

    is_type_of = window_on(Counted)

    @field("The ways, by the keys of where they leave and where they lead.", of=list[Flow])
    @staticmethod
    def flows(counted: strawberry.Parent[Counted[list[FlowOf]]]) -> list[FlowOf]:
        return counted.value


@strawberry.type(description="A stage that holds profiles up or loses them, and why.")
class Bottleneck:
    """A window on `BottleneckOf`."""

    @field("The stage.", of=StageType)
    @staticmethod
    def stage(of: strawberry.Parent[BottleneckOf]) -> StageOf | None:
        return stage_of(of.course, of.found.traffic.stage)

    @field("Why.")
    @staticmethod
    def reasons(of: strawberry.Parent[BottleneckOf]) -> list[Hindrance]:
        return list(of.found.reasons)

    @field("How many moves led into it.")
    @staticmethod
    def arrived(of: strawberry.Parent[BottleneckOf]) -> int:
        return of.found.traffic.arrived

    @field("How many moves led on from it, to more advanced stages that are no EXIT.")
    @staticmethod
    def went_on(of: strawberry.Parent[BottleneckOf]) -> int:
        return of.found.traffic.went_on

    @field("How many moves led back from it.")
    @staticmethod
    def went_back(of: strawberry.Parent[BottleneckOf]) -> int:
        return of.found.traffic.went_back

    @field("How many moves led from it to an EXIT stage, or out of the journey.")
    @staticmethod
    def lost(of: strawberry.Parent[BottleneckOf]) -> int:
        return of.found.traffic.lost

    @field("How many stand in it.")
    @staticmethod
    def population(of: strawberry.Parent[BottleneckOf]) -> int:
        return of.found.traffic.population

    @field("How long nine of ten of those who went on had stayed; null when nobody went on.")
    @staticmethod
    def usual(of: strawberry.Parent[BottleneckOf]) -> Duration | None:
        return lasted(of.found.traffic.usual)

    @field("How much longer than that all who still stand there have stayed, taken together.")
    @staticmethod
    def waiting(of: strawberry.Parent[BottleneckOf]) -> Duration:
        return Duration(of.found.traffic.waiting)

    @field("Those who stand there for longer than usual, the longest first.", of=ProfilePage)
    @staticmethod
    async def overdue(
        of: strawberry.Parent[BottleneckOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Profile]:
        wanted, read = _overdue(of), info.context.read
        order = ProfileOrder(SortKey.SINCE, of.course.key)
        slice = part(first, after, last, before)
        page = partial(profile_pages.page, wanted=wanted, order=order, part=slice)
        count = partial(read, partial(profile_pages.count, wanted=wanted))
        return connection(await read(page), count=count)


@strawberry.type(description="The bottlenecks of a journey, the worst first.")
class Bottlenecks(Measurement):
    """A window on `engine.measuring.Counted`."""

    is_type_of = window_on(Counted)

    @field(
        "Ranked by the time that profiles wait there in all, then by how many it lost.",
        of=list[Bottleneck],
    )
    @staticmethod
    def bottlenecks(
        counted: strawberry.Parent[Counted[list[BottleneckOf]]],
    ) -> list[BottleneckOf]:
        return counted.value


def _overdue(of: BottleneckOf) -> ProfileFilter:
    traffic = of.found.traffic
    usual = traffic.usual
    # Where nobody went on, nobody is later than usual.
    since = 0 if usual is None else of.period.until - usual
    return ProfileFilter(journey=of.course.key, stages=(traffic.stage,), standing_before=since)

"""The measurements that every journey has as fields."""

from dataclasses import replace
from functools import partial
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.fields import field, told
from api.insights.enums import FunnelMode
from api.insights.flows import BottleneckOf, Bottlenecks, FlowOf, Flows
from api.insights.funnels import ConversionOf, Conversions, Funnel, FunnelOf
from api.insights.inputs import (
    AsOf,
    CohortInput,
    PeriodInput,
    as_of_wanted,
    cohort_wanted,
    period_wanted,
    positive,
    stage_named,
    steps_wanted,
)
from api.insights.phases import Phase, PhaseOf, phases_of
from api.insights.retention import CohortOf, Retention
from api.scalars import DateTime, Duration, instant_given
from domain.course import Course
from domain.instants import DAY, Instant
from domain.journey import Role, TransitionKind
from domain.refusals import BadArgument
from domain.retention import Calendar
from engine import measuring
from engine.measuring import Counted
from store.funnels import Funnel as Asked

MOST_PAIRS = 30
MOST_COHORTS = 60
MOST_DAYS = 3_660

OfCohort = Annotated[CohortInput | None, told("Whom to count; all who ever came, if left out.")]
Within = Annotated[
    Duration | None, told("Count what came within so long of each one's beginning; all else.")
]
OfPeriod = Annotated[PeriodInput | None, told("Which moves; those of the last 30 days, else.")]


@strawberry.type
class JourneyInsights:
    """Fields of `Journey` that measure it, each on one view of the store."""

    @field("The phases that its stages name, the least advanced first.", of=list[Phase])
    @staticmethod
    def phases(course: strawberry.Parent[Course]) -> list[PhaseOf]:
        return phases_of(course)

    @field("How far a cohort came, stage by stage, counted when asked for.", of=Funnel)
    @staticmethod
    async def funnel(
        course: strawberry.Parent[Course],
        info: Info,
        steps: Annotated[
            list[str] | None,
            told("Keys of stages; those that are no EXIT in the order of advancement, else."),
        ] = None,
        cohort: OfCohort = None,
        window: Within = None,
        mode: Annotated[
            FunnelMode, told("When a step counts as reached.")
        ] = FunnelMode.PASSED_THROUGH,
        as_of: AsOf = None,
    ) -> FunnelOf:
        now = info.context.now
        asked = Asked(
            cohort=cohort_wanted(course, cohort, now),
            steps=steps_wanted(course, steps),
            mode=mode,
            as_of=as_of_wanted(as_of, now),
            window=positive(window, "window"),
        )
        counted = await info.context.read(partial(measuring.funnel, asked=asked))
        return FunnelOf(course, asked, counted)

    @field(
        "How many of those who came to a stage went on to another, how fast, and how many stay.",
        of=Conversions,
    )
    @staticmethod
    async def conversion(
        course: strawberry.Parent[Course],
        info: Info,
        left: Annotated[
            str | None,
            strawberry.argument(name="from", description="Key of the stage that they came to."),
        ] = None,
        entered: Annotated[
            str | None,
            strawberry.argument(
                name="to",
                description="Key of the stage to go on to. Without `from` or `to`, every ADVANCE "
                "transition that fits is counted.",
            ),
        ] = None,
        cohort: OfCohort = None,
        window: Within = None,
        as_of: AsOf = None,
    ) -> Counted[list[ConversionOf]]:
        now, longest = info.context.now, positive(window, "window")
        of, at = cohort_wanted(course, cohort, now), as_of_wanted(as_of, now)
        if of.stage is not None:
            raise BadArgument("The cohort is of those who came to `from`.", "cohort.stage")

        def asked(left: str, entered: str) -> Asked:
            return Asked(
                cohort=replace(of, stage=left),
                steps=(left, entered),
                mode=FunnelMode.PASSED_THROUGH,
                as_of=at,
                window=longest,
            )

        pairs = _pairs(course, left, entered)
        count = partial(measuring.conversions, pairs=pairs, asked=asked, as_of=at)
        counted = await info.context.read(count)
        found = [ConversionOf(course, one) for one in counted.value]
        return Counted(found, counted.evaluated_at, counted.cursor)

    @field("Every way that was taken in a period, and how often.", of=Flows)
    @staticmethod
    async def flow(
        course: strawberry.Parent[Course], info: Info, period: OfPeriod = None
    ) -> Counted[list[FlowOf]]:
        of = period_wanted(course, period, info.context.now)
        counted = await info.context.read(partial(measuring.flow, period=of))
        ways = [FlowOf(course, of, way) for way in counted.value]
        return Counted(ways, counted.evaluated_at, counted.cursor)

    @field(
        "The stages that hold profiles up or lose them, the worst first, each with its reasons.",
        of=Bottlenecks,
    )
    @staticmethod
    async def bottlenecks(
        course: strawberry.Parent[Course],
        info: Info,
        period: OfPeriod = None,
        team: Annotated[str | None, told("Only stages that this team looks after.")] = None,
    ) -> Counted[list[BottleneckOf]]:
        of = period_wanted(course, period, info.context.now)
        team = None if team is None else text_given(team, "team")
        counted = await info.context.read(partial(measuring.hindrances, course=course, period=of))
        found = [
            BottleneckOf(course, of, one)
            for one in counted.value
            if team is None or team in course.places[one.traffic.stage].stage.teams
        ]
        return Counted(found, counted.evaluated_at, counted.cursor)

    @field(
        "Who is still there after so many periods, by when they began; weighted by a trait, what "
        "that is worth: net and gross revenue retention, expansion and churn.",
        of=Retention,
    )
    @staticmethod
    async def retention(
        course: strawberry.Parent[Course],
        info: Info,
        since: Annotated[DateTime, told("The beginning of the first cohort.")],
        cohort: Annotated[
            CohortInput | None,
            told("Whom to count, by their first arrival; its `since` is the argument above."),
        ] = None,
        every: Annotated[
            Duration | None, told("How long a cohort and a period are: P30D, if left out.")
        ] = None,
        worth: Annotated[
            str | None, told("The trait to weigh by, such as `mrr`; dots descend into objects.")
        ] = None,
        as_of: AsOf = None,
    ) -> Counted[list[CohortOf]]:
        now, length = info.context.now, positive(every, "every") or 30 * DAY
        calendar = _calendar(instant_given(since, "since"), cohort, length, as_of, now)
        of = cohort_wanted(course, cohort, now)
        of = replace(of, since=calendar.since, until=calendar.until)
        trait = None if worth is None else text_given(worth, "worth")
        exits = frozenset(
            key for key, place in course.places.items() if place.stage.role is Role.EXIT
        )
        count = partial(measuring.retention, cohort=of, calendar=calendar, exits=exits, trait=trait)
        counted = await info.context.read(count)
        cohorts = [CohortOf(length, one) for one in counted.value]
        return Counted(cohorts, counted.evaluated_at, counted.cursor)


def _pairs(course: Course, left: str | None, entered: str | None) -> list[tuple[str, str]]:
    """The pairs of stages that are asked for. Raises BadArgument."""
    for key, path in ((left, "from"), (entered, "to")):
        if key is not None:
            stage_named(course, key, path)
    if left is not None and entered is not None:
        return [(left, entered)]
    pairs = dict.fromkeys(
        (way.left, way.entered)
        for way in course.journey.transitions
        if way.kind is TransitionKind.ADVANCE
        and left in (None, way.left)
        and entered in (None, way.entered)
    )
    if len(pairs) > MOST_PAIRS:
        raise BadArgument(f"There are {len(pairs)}: name one end at least.", "from")
    return list(pairs)


def _calendar(
    since: Instant | None,
    cohort: CohortInput | None,
    every: int,
    as_of: DateTime | None,
    now: Instant,
) -> Calendar:
    """The cohorts to count. Raises BadArgument."""
    assert since is not None
    at = as_of_wanted(as_of, now)
    given = None if cohort is None else cohort.until
    until = instant_given(given, "cohort.until") if isinstance(given, int) else None
    until = at + 1 if until is None else min(until, at + 1)
    if since >= until:
        raise BadArgument("Nobody can have begun then yet.", "since")
    if -((since - until) // every) > MOST_COHORTS or (at - since) // every > MOST_COHORTS:
        raise BadArgument(f"That makes more than {MOST_COHORTS} periods.", "every")
    return Calendar(since, until, every, at)

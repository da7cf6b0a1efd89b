"""Funnels and conversions as clients see them; each number opens to its profiles."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import strawberry

from api.context import Info
from api.fields import field, window_on
from api.insights.enums import FunnelMode
from api.insights.lazily import ProfilePage, StageType
from api.insights.measurement import Measurement
from api.journeys.stages import StageOf, stage_of
from api.paging import After, Before, Connection, First, Last, connection, part
from api.scalars import Duration
from domain.course import Course
from domain.instants import Instant
from domain.profile import Profile
from engine.measuring import Conversion as CountedConversion
from engine.measuring import Counted
from store import funnels
from store.funnels import Funnel as Asked
from store.funnels import FunnelCount
from store.funnels import FunnelStep as CountedStep


@dataclass(frozen=True, slots=True)
class FunnelOf:
    """A funnel of a journey, counted."""

    course: Course
    asked: Asked
    counted: Counted[FunnelCount]

    @property
    def evaluated_at(self) -> Instant:
        """As of when it was counted."""
        return self.counted.evaluated_at

    @property
    def cursor(self) -> int:
        """The last number of the feed that is in it."""
        return self.counted.cursor


@dataclass(frozen=True, slots=True)
class StepOf:
    """A step: how many the cohort has, and how many reached the step before it."""

    course: Course
    asked: Asked
    number: int
    step: CountedStep
    size: int
    before: int


@dataclass(frozen=True, slots=True)
class ConversionOf:
    """A conversion of a journey, counted."""

    course: Course
    conversion: CountedConversion


@strawberry.type(description="How far a cohort came: one stage of a funnel.")
class FunnelStep:
    """A window on `StepOf`."""

    @field("The stage.", of=StageType)
    @staticmethod
    def stage(step: strawberry.Parent[StepOf]) -> StageOf | None:
        return stage_of(step.course, step.step.stage)

    @field("How many of the cohort reached it.")
    @staticmethod
    def reached(step: strawberry.Parent[StepOf]) -> int:
        return step.step.reached

    @field("The part of the cohort that reached it, 0 to 1; null for an empty cohort.")
    @staticmethod
    def rate(step: strawberry.Parent[StepOf]) -> float | None:
        return share(step.step.reached, step.size)

    @field(
        "The part of those who reached the step before it, of the cohort for the first; null when "
        "nobody did. In a funnel of ANY order it may exceed 1."
    )
    @staticmethod
    def step_rate(step: strawberry.Parent[StepOf]) -> float | None:
        return share(step.step.reached, step.before)

    @field("How long it took half of them, since they began; null when nobody reached it.")
    @staticmethod
    def median(step: strawberry.Parent[StepOf]) -> Duration | None:
        return lasted(step.step.median)

    @field("How long it took nine of ten of them, since they began; null when nobody reached it.")
    @staticmethod
    def p90(step: strawberry.Parent[StepOf]) -> Duration | None:
        return lasted(step.step.p90)

    @field("How many of the cohort stand in it.")
    @staticmethod
    def still_inside(step: strawberry.Parent[StepOf]) -> int:
        return step.step.inside

    @field("Those who reached it.", of=ProfilePage)
    @staticmethod
    async def profiles(
        step: strawberry.Parent[StepOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Profile]:
        wanted = part(first, after, last, before)
        page = partial(funnels.page, funnel=step.asked, step=step.number, wanted=wanted)
        return connection(await info.context.read(page), count=known_count(step.step.reached))

    @field("Those who reached the step before it and not this one.", of=ProfilePage)
    @staticmethod
    async def lost(
        step: strawberry.Parent[StepOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Profile]:
        wanted, read = part(first, after, last, before), info.context.read
        of, number = step.asked, step.number
        page = partial(funnels.page, funnel=of, step=number, wanted=wanted, lost=True)
        count = partial(read, partial(funnels.lost, funnel=of, step=number))
        return connection(await read(page), count=count)


@strawberry.type(description="How far a cohort came in a journey, stage by stage.")
class Funnel(Measurement):
    """A window on `FunnelOf`."""

    is_type_of = window_on(FunnelOf)

    @field("When a step counts as reached.")
    @staticmethod
    def mode(funnel: strawberry.Parent[FunnelOf]) -> FunnelMode:
        return funnel.asked.mode

    @field("How many profiles the cohort has.")
    @staticmethod
    def size(funnel: strawberry.Parent[FunnelOf]) -> int:
        return funnel.counted.value.size

    @field("The steps, in the order asked for.", of=list[FunnelStep])
    @staticmethod
    def steps(funnel: strawberry.Parent[FunnelOf]) -> list[StepOf]:
        size, steps = funnel.counted.value.size, funnel.counted.value.steps
        before = [size, *(step.reached for step in steps)]
        return [
            StepOf(funnel.course, funnel.asked, number, step, size, before[number])
            for number, step in enumerate(steps)
        ]

    @field("The cohort.", of=ProfilePage)
    @staticmethod
    async def profiles(
        funnel: strawberry.Parent[FunnelOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Profile]:
        wanted = part(first, after, last, before)
        page = partial(funnels.page, funnel=funnel.asked, step=None, wanted=wanted)
        count = known_count(funnel.counted.value.size)
        return connection(await info.context.read(page), count=count)


@strawberry.type(description="How many of those who came to a stage went on to another.")
class Conversion:
    """A window on `ConversionOf`."""

    @field("The stage that they came to.", of=StageType, name="from")
    @staticmethod
    def left(of: strawberry.Parent[ConversionOf]) -> StageOf | None:
        return stage_of(of.course, of.conversion.asked.steps[0])

    @field("The stage that they went on to, by whatever way.", of=StageType, name="to")
    @staticmethod
    def entered(of: strawberry.Parent[ConversionOf]) -> StageOf | None:
        return stage_of(of.course, of.conversion.asked.steps[1])

    @field("How many came to the first: the cohort.")
    @staticmethod
    def arrived(of: strawberry.Parent[ConversionOf]) -> int:
        return of.conversion.arrived

    @field("How many of them came to the second.")
    @staticmethod
    def converted(of: strawberry.Parent[ConversionOf]) -> int:
        return of.conversion.step.reached

    @field("The part of them that did, 0 to 1; null when nobody came to the first.")
    @staticmethod
    def rate(of: strawberry.Parent[ConversionOf]) -> float | None:
        return share(of.conversion.step.reached, of.conversion.arrived)

    @field("How long it took half of those who did; null when none did.")
    @staticmethod
    def median(of: strawberry.Parent[ConversionOf]) -> Duration | None:
        return lasted(of.conversion.step.median)

    @field("How long it took nine of ten of those who did; null when none did.")
    @staticmethod
    def p90(of: strawberry.Parent[ConversionOf]) -> Duration | None:
        return lasted(of.conversion.step.p90)

    @field("How many of the cohort stand in the first stage.")
    @staticmethod
    def still_inside(of: strawberry.Parent[ConversionOf]) -> int:
        return of.conversion.inside

    @field("Those who went on.", of=ProfilePage)
    @staticmethod
    async def profiles(
        of: strawberry.Parent[ConversionOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Profile]:
        wanted = part(first, after, last, before)
        page = partial(funnels.page, funnel=of.conversion.asked, step=1, wanted=wanted)
        count = known_count(of.conversion.step.reached)
        return connection(await info.context.read(page), count=count)


@strawberry.type(description="Conversions that were counted together.")
class Conversions(Measurement):
    """A window on `engine.measuring.Counted`."""

    is_type_of = window_on(Counted)

    @field("One for each pair of stages asked for.", of=list[Conversion])
    @staticmethod
    def conversions(counted: strawberry.Parent[Counted[list[ConversionOf]]]) -> list[ConversionOf]:
        return counted.value


def share(some: int, whole: int) -> float | None:
    """A part of a whole, 0 to 1; None of nothing."""
    return some / whole if whole else None


def lasted(length: int | None) -> Duration | None:
    """A length of time as clients see it."""
    return None if length is None else Duration(length)


def known_count(known: int) -> Callable[[], Awaitable[int]]:
    """A count that is known already, as connections ask for it."""

    async def count() -> int:
        return known

    return count

"""Changes of health, as clients see them."""

from dataclasses import dataclass
from fractions import Fraction

import strawberry

from api.context import Info
from api.feed.enums import Trigger
from api.fields import field, seen, window_on
from api.health.types import Measure, decimal
from api.ids import id_of
from api.journeys.types import Journey, Stage, StageOf, stage_of
from api.nodes import Node
from api.paging import PageInfo
from api.profiles.types import Profile
from api.scalars import DateTime
from domain.course import Course
from domain.health import MeasureReading, RecordedHealth, Tenths
from domain.profile import Profile as DomainProfile


@dataclass(frozen=True, slots=True)
class HealthStateOf:
    """A score in a stage, and by which change of health to find it."""

    change: RecordedHealth
    key: str | None
    tenths: Tenths | None
    band: str | None


@strawberry.type(description="How well a profile did, before or after a change.")
class HealthState:
    """A window on `HealthStateOf`."""

    band: str | None = seen("The band's key; null when health was unknown.")

    @field("The score, 0 to 100, with one decimal; null when it was unknown.")
    @staticmethod
    def score(state: strawberry.Parent[HealthStateOf]) -> float | None:
        return decimal(state.tenths)

    @field("The stage in which that was; null when unplaced.", of=Stage | None)
    @staticmethod
    async def stage(state: strawberry.Parent[HealthStateOf], info: Info) -> StageOf | None:
        return await _stage(state.change, state.key, info)


@strawberry.type(description="A measure behind a change of health.")
class MeasureChange(Measure):
    """A window on `domain.health.MeasureReading`."""

    @field("What it scored before; null when it was skipped, or belongs to another stage's health.")
    @staticmethod
    def before(it: strawberry.Parent[MeasureReading]) -> float | None:
        return decimal(it.before)


@strawberry.type(
    description="The fact that a profile's health in a journey changed: it came to another band, "
    "became known or unknown, or data moved its score."
)
class HealthChange(Node):
    """A window on `domain.health.RecordedHealth`."""

    version: int = seen("The version of the journey by which it was judged.")
    at: DateTime = seen("When it took effect: for what time brings, that very instant.")
    recorded_at: DateTime = seen("When it was written down; later than `at` for what came late.")
    trigger: Trigger = seen("What brought it.")
    measures: list[MeasureChange] = seen("The measures behind the new score.")

    is_type_of = window_on(RecordedHealth)

    @field("Opaque, unique in the workspace, and never given to anything else.")
    @staticmethod
    def id(change: strawberry.Parent[RecordedHealth]) -> strawberry.ID:
        return id_of("HealthChange", change.number)

    @field("Its place in the feed.")
    @staticmethod
    def cursor(change: strawberry.Parent[RecordedHealth]) -> str:
        return str(change.number)

    @field("Whose health changed, as it is now.", of=Profile)
    @staticmethod
    async def profile(
        change: strawberry.Parent[RecordedHealth], info: Info
    ) -> DomainProfile | None:
        return await info.context.loaders.profile(change.profile)

    @field("The journey, as it is live now, or as it was when it was archived.", of=Journey)
    @staticmethod
    async def journey(change: strawberry.Parent[RecordedHealth], info: Info) -> Course | None:
        return await info.context.loaders.journey(change.journey)

    @field("The stage in which it does so now; null when it is unplaced.", of=Stage | None)
    @staticmethod
    async def stage(change: strawberry.Parent[RecordedHealth], info: Info) -> StageOf | None:
        return await _stage(change, change.stage, info)

    @field("How it did before.", of=HealthState)
    @staticmethod
    def before(change: strawberry.Parent[RecordedHealth]) -> HealthStateOf:
        return HealthStateOf(change, change.old_stage, change.old_score, change.old_band)

    @field("How it did from then on.", of=HealthState)
    @staticmethod
    def after(change: strawberry.Parent[RecordedHealth]) -> HealthStateOf:
        return HealthStateOf(change, change.stage, change.score, change.band)

    @field(
        "The measures that drove the change, those first that moved the score most; all of them "
        "where it came into another stage.",
        of=list[MeasureChange],
    )
    @staticmethod
    def driving(change: strawberry.Parent[RecordedHealth]) -> list[MeasureReading]:
        moved = [one for one in change.measures if one.score != one.before]
        return sorted(moved, key=_weight, reverse=True)


def _weight(measure: MeasureReading) -> Fraction:
    """How far a measure moves a score, as against others."""
    return Fraction(measure.weight) * abs((measure.score or 0) - (measure.before or 0))


async def _stage(change: RecordedHealth, key: str | None, info: Info) -> StageOf | None:
    if key is None:
        return None
    for version in (change.version, change.version - 1):
        # A publication may score a profile in a stage that the version before no longer has.
        course = await info.context.loaders.course(change.journey, version) if version else None
        found = None if course is None else stage_of(course, key)
        if found is not None:
            return found
    return None


@strawberry.type(description="A change of health on a page.")
class HealthChangeEdge:
    """As Relay has it."""

    node: HealthChange = seen("The change.")
    cursor: str = seen("Its place in the feed; a subscription can go on from it.")


@strawberry.type(description="A page of the feed's changes of health.")
class HealthChangeConnection:
    """As Relay has it."""

    edges: list[HealthChangeEdge] = seen("The changes of this page, each with its cursor.")
    page_info: PageInfo = seen("Where the page lies.")


@strawberry.type(
    description="A change of health, or a checkpoint: a cursor alone, to go on from later."
)
class HealthChangeEvent:
    """A window on `api.feed.listening.Told`."""

    cursor: str = seen("Go on from here with `after`: everything up to it was told, or filtered.")
    change: HealthChange | None = seen("The change; null at a checkpoint.")

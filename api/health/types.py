"""How a profile does in its stage, as clients see it."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.context import Info
from api.fields import field, seen, told
from api.scalars import JSON, DateTime
from domain.health import MeasureReading, RecordedHealth, Tenths
from domain.instants import DAY, Instant
from domain.refusals import BadArgument
from engine.faring import Faring
from store import health_changes

if TYPE_CHECKING:
    from api.health.changes import HealthChange

MOST_DAYS = 366
MOST_POINTS = 1_000


@dataclass(frozen=True, slots=True)
class HealthPointOf:
    """What a profile scored from an instant on."""

    at: Instant
    tenths: Tenths | None
    band: str | None


@strawberry.type(description="One weighted part of a health, as it was read off a profile.")
class Measure:
    """A window on `domain.health.MeasureReading`."""

    key: str = seen("Its key in the journey document.")
    value: JSON | None = seen(
        "What its signal gave: a number or a boolean, durations in whole days, exact. Null when "
        "missing."
    )

    @field("What people call it; its key where it has no name.")
    @staticmethod
    def name(it: strawberry.Parent[MeasureReading]) -> str:
        return it.name or it.key

    @field("What its points make of the value, 0 to 100, or what it says of a missing one; null "
           "when it is skipped.")  # fmt: skip
    @staticmethod
    def score(it: strawberry.Parent[MeasureReading]) -> float | None:
        return decimal(it.score)

    @field("How much it weighs among the others.")
    @staticmethod
    def weight(it: strawberry.Parent[MeasureReading]) -> float:
        return float(it.weight)


@strawberry.type(description="What a profile scored from an instant on.")
class HealthPoint:
    """A window on `HealthPointOf`."""

    at: DateTime = seen("Since when.")
    band: str | None = seen("The band's key; null while health is unknown.")

    @field("The score, 0 to 100, with one decimal; null while it is unknown.")
    @staticmethod
    def score(it: strawberry.Parent[HealthPointOf]) -> float | None:
        return decimal(it.tenths)


@strawberry.type(
    description="How well a profile does in its stage, worked out as of `evaluatedAt`: between "
    "observations a score is a function of time."
)
class Health:
    """A window on `engine.faring.Faring`."""

    measures: list[Measure] = seen("What it is made of; empty where no variant fits the profile.")
    evaluated_at: DateTime = seen("As of when this is worked out.")

    @field("The score, 0 to 100, rounded once to one decimal; null while nothing is known.")
    @staticmethod
    def score(it: strawberry.Parent[Faring]) -> float | None:
        return decimal(it.health.score)

    @field("The key of the band that the score is in; null while nothing is known.")
    @staticmethod
    def band(it: strawberry.Parent[Faring]) -> str | None:
        return it.health.band

    @field(
        "What changed it last, as far as the feed is kept: another band, or a score that data "
        "moved.",
        of=Annotated["HealthChange", strawberry.lazy("api.health.changes")] | None,
    )
    @staticmethod
    def last_change(it: strawberry.Parent[Faring]) -> RecordedHealth | None:
        return it.newest

    @field(
        "How it came here: each change that was told in so many days, the last 1,000 of them, and "
        "the score now. What time alone does within a band is not told, and is between them.",
        of=list[HealthPoint],
    )
    @staticmethod
    async def trend(
        it: strawberry.Parent[Faring],
        info: Info,
        days: Annotated[int, told(f"How many days back, {MOST_DAYS} at most.")] = 30,
    ) -> list[HealthPointOf]:
        if not 1 <= days <= MOST_DAYS:
            raise BadArgument(f"Ask for 1 to {MOST_DAYS} days.", "days")
        since, kept = it.evaluated_at - days * DAY, health_changes.since
        wanted = partial(kept, profile=it.profile, journey=it.journey, at=since, limit=MOST_POINTS)
        points = [
            HealthPointOf(one.at, one.score, one.band) for one in await info.context.read(wanted)
        ]
        return [*points, HealthPointOf(it.evaluated_at, it.health.score, it.health.band)]


def decimal(score: Tenths | None) -> float | None:
    """A score with its one decimal, which a binary number shows as it is."""
    return None if score is None else score / 10

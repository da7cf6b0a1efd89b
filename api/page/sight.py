"""What a picture shows of a journey besides its map: who stands where, how well, who went on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.course import Course
from engine.recording import BAND
from engine.stays import POPULATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How many of a stage are in a band."""

    key: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSight:
    """A stage as it is now: who stands there, in which bands, the best first, and for how long.

    Half of the stays last no longer than `median` microseconds; those that go on count as they are.
    """

    population: int = 0
    bands: Sequence[Band] = ()
    median: int | None = None

    @property
    def unknown(self) -> int:
        """How many stand there of whose health nothing is known."""
        return max(self.population - sum(band.count for band in self.bands), 0)


NOBODY = StageSight()
Way = tuple[str | None, str | None]
"""Where moves leave and where they lead; None is the place outside."""


@dataclass(frozen=True)
class Sight:
    """A journey as it is now."""

    stages: Mapping[str, StageSight] = field(default_factory=dict)
    moves: Mapping[Way, int] = field(default_factory=dict)

    def stage(self, key: str) -> StageSight:
        """That stage."""
        return self.stages.get(key, NOBODY)

    def arrivals(self, stage: str) -> int:
        """How many moves ever led into the stage."""
        return self._arrived[stage]

    @cached_property
    def _arrived(self) -> Counter[str | None]:
        arrived: Counter[str | None] = Counter()
        for (_, entered), count in self.moves.items():
            arrived[entered] += count
        return arrived

    def share(self, left: str, entered: str) -> float | None:
        """The share of a stage's arrivals that went on this way; None where nobody ever came."""
        arrived = self.arrivals(left)
        return self.moves.get((left, entered), 0) / arrived if arrived else None

    def into(self, stage: str) -> int:
        """How many came to the stage from another, whichever."""
        return self.arrivals(stage) - self.moves.get((None, stage), 0)


def sight_of(
    course: Course,
    counted: Mapping[tuple[str, str], int],
    medians: Mapping[str, int],
    moves: Mapping[Way, int],
) -> Sight:
    """A journey's counters, by stage and name, with its stays and moves, put in order."""
    stages = {}
    for key in course.places:
        stages[key] = StageSight(
            population=counted.get((key, POPULATION), 0),
            bands=[
                Band(key=band, count=counted.get((key, f"{BAND}{band}"), 0))
                for band in bands_of(course, key)
            ],
            median=medians.get(key),
        )
    return Sight(stages, moves)


def bands_of(course: Course, stage: str) -> list[str]:
    """The bands that a stage's variants name, the best first."""
    if course.health is None:
        return []
    least: dict[str, int] = {}
    for bands in course.health.bands(stage):
        for band in bands:
            least.setdefault(band.key, band.least)
    return sorted(least, key=lambda key: -least[key])

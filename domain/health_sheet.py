"""How well those are who stand in a stage, taken together: bands, scores and measures, summed up.

Sums are exact and rounded once, when they are told. Sheets of parts add up to that of the whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domain.health import Health, MeasureReading, Tenths
from domain.values import Number, plus


@dataclass(slots=True)
class MeasureSum:
    """One measure of many profiles: how many it scored, and how many had a value to score."""

    key: str
    name: str | None
    scored: int = 0
    score: Tenths = 0
    valued: int = 0
    value: Number = 0

    @property
    def average_score(self) -> Tenths | None:
        """The mean score, rounded half up; None where it was skipped for everybody."""
        return _mean(self.score, self.scored)

    @property
    def average_value(self) -> float | None:
        """The mean of the values that there were; booleans are 0 and 1, durations whole days."""
        return float(Fraction(self.value) / self.valued) if self.valued else None

    def add(self, reading: MeasureReading) -> None:
        """Count one more profile."""
        if reading.score is not None:
            self.scored += 1
            self.score += reading.score
        if isinstance(reading.value, int | Decimal):
            self.valued += 1
            self.value = plus(self.value, reading.value)

    def merge(self, other: "MeasureSum") -> None:
        """Count those of the other too."""
        self.scored += other.scored
        self.score += other.score
        self.valued += other.valued
        self.value = plus(self.value, other.value)


@dataclass(slots=True)
class HealthSheet:
    """How many stand there, how many of them score what, and in which bands they are."""

    population: int = 0
    scores: Counter[Tenths] = field(default_factory=Counter)
    bands: Counter[str] = field(default_factory=Counter)
    measures: dict[str, MeasureSum] = field(default_factory=dict)

    @property
    def known(self) -> int:
        """How many have a score."""
        return self.scores.total()

    @property
    def average(self) -> Tenths | None:
        """The mean score, rounded half up."""
        return _mean(sum(score * number for score, number in self.scores.items()), self.known)

    @property
    def median(self) -> Tenths | None:
        """The score that half of those who have one do not exceed."""
        half, seen = self.known, 0
        for score, number in sorted(self.scores.items()):
            seen += number
            if 2 * seen >= half:
                return score
        return None

    def add(self, health: Health | None, readings: Iterable[MeasureReading]) -> None:
        """Count one more profile."""
        self.population += 1
        if health is not None and health.score is not None:
            self.scores[health.score] += 1
        if health is not None and health.band is not None:
            self.bands[health.band] += 1
        for one in readings:
            self.measures.setdefault(one.key, MeasureSum(one.key, one.name)).add(one)

    def merge(self, other: "HealthSheet") -> None:
        """Count those of the other too."""
        self.population += other.population
        self.scores.update(other.scores)
        self.bands.update(other.bands)
        for key, one in other.measures.items():
            self.measures.setdefault(key, MeasureSum(key, one.name)).merge(one)


def merged(sheets: Iterable[HealthSheet]) -> HealthSheet:
    """The sheet of all."""
    whole = HealthSheet()
    for sheet in sheets:
        whole.merge(sheet)
    return whole


def sheet_to_document(sheet: HealthSheet) -> Mapping[str, Any]:
    """A sheet as plain values, to be kept."""
    return {
        "population": sheet.population,
        "scores": sorted(sheet.scores.items()),
        "bands": dict(sheet.bands),
        "measures": [
            [one.key, one.name, one.scored, one.score, one.valued, one.value]
            for one in sheet.measures.values()
        ],
    }


def sheet_from_document(document: Mapping[str, Any]) -> HealthSheet:
    """The sheet that was kept so."""
    measures: Sequence[Sequence[Any]] = document["measures"]
    return HealthSheet(
        population=document["population"],
        scores=Counter(dict(document["scores"])),
        bands=Counter(document["bands"]),
        measures={one[0]: MeasureSum(*one) for one in measures},
    )


def _mean(total: Tenths, number: int) -> Tenths | None:
    return (2 * total + number) // (2 * number) if number else None

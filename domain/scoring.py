"""What measures come to: a score, exact until it is rounded once, half up, to whole tenths.

Between two observations a score is a function of time; what it will be can be walked through.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from domain.actual import UNFORESEEN, Actual, Unforeseen
from domain.gauges import Coming, Gauge
from domain.health import Tenths
from domain.instants import LATEST, NEVER, Instant
from domain.points import Curve
from domain.profile import Profile
from domain.values import Number, is_number

Part: TypeAlias = int | Fraction | None
"""What a measure adds to the score, in parts of the variant's unit; None where it is skipped."""
Step: TypeAlias = tuple[Instant, Tenths | Unforeseen | None]
"""The score from an instant on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One weighted part of a score.

    `heaviness` is its weight, and `missing` what it adds when missing, in the variant's unit.
    """

    key: str
    name: str | None
    weight: Number
    heaviness: int
    gauge: Gauge
    curve: Curve
    missing: int | None

    @property
    def is_whole(self) -> bool:
        """Whether time alone makes of it only whole numbers whose scores are in a table."""
        gauge = self.gauge
        return gauge.ahead is None or (gauge.is_whole and self.curve.table is not None)

    def part_of(self, value: Actual) -> Part:
        """What a value adds; None skips the measure."""
        if isinstance(value, int):
            return self.curve.at(int(value))
        if is_number(value):
            return self.curve.at(value)
        return self.missing


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of scores: from `least` up to the band above."""

    key: str
    least: Tenths


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The measures for some personas, or with None for everybody; its bands, best first."""

    personas: frozenset[str] | None
    measures: tuple[Measure, ...]
    bands: tuple[Band, ...]

    def read(self, profile: Profile, now: Instant) -> tuple[list[Actual], list[Part], Instant]:
        """What each measure reads and adds, and until when time alone changes nothing of that."""
        values: list[Actual] = []
        parts: list[Part] = []
        lasts = NEVER
        for measure in self.measures:
            value, until = measure.gauge.read(profile, now)
            if until < lasts:
                lasts = until
            values.append(value)
            parts.append(measure.part_of(value))
        return values, parts, lasts

    def score(self, parts: Sequence[Part]) -> Tenths | None:
        """The rounded score; None when every measure is skipped."""
        total, heaviness = self._sum(parts)
        return rounded(total, heaviness) if heaviness else None

    def scores(self, parts: Sequence[Part]) -> tuple[Tenths | None, ...]:
        """Each measure's own score."""
        return tuple(
            [
                None if part is None else rounded(part, measure.heaviness)
                for measure, part in zip(self.measures, parts, strict=True)
            ]
        )

    def band(self, score: Tenths | None) -> str | None:
        """The band with the greatest `from` up to the score."""
        if score is not None:
            for band in self.bands:
                if score >= band.least:
                    return band.key
        return None

    def ahead(self, profile: Profile, now: Instant, adds: list[Part]) -> Iterator[Step]:
        """The score from each instant on at which time alone changes a measure.

        `adds` is what each measure adds at `now`, and changes with the score.
        """
        if self._is_whole:
            return self._whole_ahead(profile, now, adds)
        return self._any_ahead(profile, now, adds)

    def crossing(
        self, profile: Profile, now: Instant, adds: list[Part], low: Tenths, high: Tenths
    ) -> Instant:
        """The first instant at which the score may be less than `low`, or as much as `high`.

        This runs at every evaluation, over a few dozen steps.
        """
        if not self._is_whole:
            for at, score in self._any_ahead(profile, now, adds):
                if not isinstance(score, int) or not low <= score < high:
                    return at
            return NEVER
        total, heaviness = self._sum(adds)
        # The least total that rounds to a score, and so the score, half up: no division a step.
        least, most = ((2 * one - 1) * heaviness for one in (low, high))
        crossed: Instant | None = None
        for at, place, part in self._merged(profile, now):
            if crossed is not None and at != crossed:
                return crossed
            if part is UNFORESEEN:
                return at
            total += part - adds[place]  # type: ignore[operator]
            adds[place] = part
            crossed = None if least <= 20 * total < most else at
        return NEVER if crossed is None else crossed

    @property
    def _is_whole(self) -> bool:
        """Whether all that time changes are whole numbers, and no measure comes or goes."""
        return all(one.is_whole for one in self.measures)

    def _sum(self, adds: Sequence[Part]) -> tuple[int | Fraction, int]:
        total: int | Fraction = 0
        heaviness = 0
        for measure, part in zip(self.measures, adds, strict=True):
            if part is not None:
                total += part
                heaviness += measure.heaviness
        return total, heaviness

    def _merged(
        self, profile: Profile, now: Instant
    ) -> list[tuple[Instant, int, int | Unforeseen]]:
        """What each measure adds from each instant on, in order of time."""
        merged: list[tuple[Instant, int, int | Unforeseen]] = []
        for place, measure in enumerate(self.measures):
            if measure.gauge.ahead is not None:
                table, first = measure.curve.table, measure.curve.first
                assert table is not None
                merged += [
                    (at, place, UNFORESEEN if value is UNFORESEEN else table[value - first])  # type: ignore[operator]
                    for at, value in measure.gauge.ahead(profile, now)
                ]
        merged.sort(key=itemgetter(0))
        return merged

    def _whole_ahead(self, profile: Profile, now: Instant, adds: list[Part]) -> Iterator[Step]:
        total, heaviness = self._sum(adds)
        for at, steps in groupby(self._merged(profile, now), key=itemgetter(0)):
            for _, place, part in steps:
                if part is UNFORESEEN:
                    yield at, UNFORESEEN
                    return
                total += part - adds[place]  # type: ignore[operator]
                adds[place] = part
            yield at, rounded(total, heaviness)

    def _any_ahead(self, profile: Profile, now: Instant, adds: list[Part]) -> Iterator[Step]:
        heads: list[tuple[Instant, Actual, int, Iterator[Coming]]] = []
        for place, measure in enumerate(self.measures):
            if measure.gauge.ahead is not None:
                _advance(heads, place, iter(measure.gauge.ahead(profile, now)))
        while heads:
            at = min(head[0] for head in heads)
            if at > LATEST:
                return
            while due := [head for head in heads if head[0] == at]:
                heads = [head for head in heads if head[0] != at]
                for _, value, place, comings in due:
                    if value is UNFORESEEN:
                        yield at, UNFORESEEN
                        return
                    adds[place] = self.measures[place].part_of(value)
                    _advance(heads, place, comings)
            yield at, self.score(adds)


def rounded(total: int | Fraction, heaviness: int) -> Tenths:
    """The quotient in tenths, half up."""
    return (20 * total + heaviness) // (2 * heaviness)


def _advance(
    heads: list[tuple[Instant, Actual, int, Iterator[Coming]]],
    place: int,
    comings: Iterator[Coming],
) -> None:
    coming = next(comings, None)
    if coming is not None:
        heads.append((*coming, place, comings))

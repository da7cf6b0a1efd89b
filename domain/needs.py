"""Which series the published definitions read, gathered while criteria are compiled."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.comparing import tester
from domain.pairs import Pairs
from domain.series import DaySet, Newest, Running, SeriesSpec, Where
from domain.signals import (
    Condition,
    EventSignal,
    Fall,
    First,
    StandingSignal,
    Total,
    is_segment,
    journey_of,
)
from domain.standing import Scored
from domain.values import Value, at_path


@dataclass(slots=True)
class SeriesNeeds:
    """The series of one journey's criteria, by key; two readers of one series share it."""

    journey: str
    specs: dict[str, SeriesSpec] = field(default_factory=dict)
    traits: set[str] = field(default_factory=set)
    journeys: set[str] = field(default_factory=set)
    """Those whose standings are read, its own included."""
    recalls: dict[str, int] = field(default_factory=dict)
    """How far back scores of a journey are looked at, in microseconds."""
    books: dict[str, Scored] = field(default_factory=dict)
    """The health of the journeys that can be read."""

    def stands(self, signal: StandingSignal) -> None:
        """Note that the signal reads where a profile stands."""
        journey = journey_of(signal)
        self.journeys.add(journey)
        if isinstance(signal, Fall):
            longest = max(self.recalls.get(journey, 0), signal.within.microseconds)
            self.recalls[journey] = longest

    def newest(self, signal: EventSignal, depth: int, *, daily: bool = False) -> str:
        """The newest `depth` instants, or with `daily` days, of the signal's events."""
        shape = "days" if daily else "newest"
        return self._add(signal, shape, Newest, depth=depth, daily=daily)

    def days_within(self, signal: EventSignal, within: int) -> str:
        """Every day within the window."""
        return self._add(signal, f"days/{within}", Newest, within=within, depth=None, daily=True)

    def days(self, signal: EventSignal, depth: int | None) -> str:
        """Distinct days of the whole cycle, no more than `depth` of them."""
        return self._add(signal, "dayset", DaySet, depth=depth)

    def running(self, signal: Total) -> str:
        """Totals over the whole cycle."""
        return self._add(signal, f"running/{signal.property}", Running, property=signal.property)

    def pairs(self, signal: EventSignal, within: int) -> str:
        """Every event within the window, with its value where the signal has a property."""
        name = signal.property if isinstance(signal, Total) else None
        return self._add(
            signal, f"pairs/{within}/{name or ''}", Pairs, within=within, property=name
        )

    def _add(
        self,
        signal: EventSignal,
        shape: str,
        kind: type[Newest] | type[Running] | type[Pairs] | type[DaySet],
        *,
        property: str | None = None,
        within: int | None = None,
        depth: int | None = None,
        daily: bool = False,
    ) -> str:
        # A segment knows no cycles, and shares its series with all others.
        is_lifetime = isinstance(signal, First) or signal.lifetime or is_segment(self.journey)
        journey = None if is_lifetime else self.journey
        key = json.dumps([journey, shape, signal.event, _digest(signal.where)])
        spec = SeriesSpec(
            key=key,
            shape=kind,
            event=signal.event,
            journey=journey,
            where=_where(signal.where),
            property=property,
            within=within,
            depth=depth,
            daily=daily,
        )
        known = self.specs.get(key)
        self.specs[key] = spec if known is None else known.merged(spec)
        return key


def _digest(where: tuple[Condition, ...]) -> str:
    """A short stable name for a `where`; equal conditions share a series across versions."""
    if not where:
        return ""
    return hashlib.blake2b(repr(where).encode(), digest_size=8).hexdigest()


def _where(conditions: tuple[Condition, ...]) -> Where | None:
    if not conditions:
        return None
    tests = [(one.property, tester(one.operator, one.value)) for one in conditions]

    def holds(properties: Mapping[str, Value]) -> bool:
        return all(test(at_path(properties, path)) for path, test in tests)

    return holds

"""A history lived through without a database: what `cairn replay` prints.

The same rule as everywhere else (`domain.timeline`), with profiles and chunks kept in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from domain.course import Definitions, charted, defined
from domain.instants import EARLIEST, Instant
from domain.journey import Journey
from domain.observation import Observation
from domain.profile import Profile
from domain.stage_change import StageChange
from domain.timeline import Outcome, observed, time_served
from engine.chunks import Chunks


@dataclass(frozen=True, slots=True)
class ReplayedChange:
    """A stage change and whose it is, by the name that the history uses."""

    profile: str
    change: StageChange


class Rehearsal:
    """Profiles living through a history under one journey."""

    def __init__(self, journey: Journey, version: int = 1) -> None:
        self._kind = journey.kind
        self._definitions: Definitions = defined(0, EARLIEST, (charted(journey, version),))
        self._profiles: dict[str, Profile] = {}
        self._chunks = Chunks()

    def observe(self, name: str, observation: Observation) -> Iterator[ReplayedChange]:
        """What one observation brings, time due before it first."""
        profile = self._profiles.get(name)
        if profile is None:
            profile = Profile(id=len(self._profiles), kind=self._kind, external_id=name)
        return self._act(name, profile, lambda it: observed(it, self._definitions, observation))

    def serve_time(self, upto: Instant) -> Iterator[ReplayedChange]:
        """What time alone brings, profile by profile in order of first appearance."""
        for name, profile in list(self._profiles.items()):
            yield from self._act(name, profile, lambda it: time_served(it, self._definitions, upto))

    def _act(
        self, name: str, profile: Profile, act: Callable[[Profile], Outcome]
    ) -> Iterator[ReplayedChange]:
        self._profiles[name], changes = self._chunks.answering(act, profile)
        return iter([ReplayedChange(name, change) for change in changes])


def replayed(
    journey: Journey,
    history: Iterable[tuple[str, Observation]],
    until: Instant | None = None,
) -> Iterator[ReplayedChange]:
    """Every stage change of a history in order of arrival, and of time after it up to `until`.

    Raises `graph.order.AdvanceCycle` for a journey without an order.
    """
    rehearsal = Rehearsal(journey)
    for name, observation in history:
        yield from rehearsal.observe(name, observation)
    if until is not None:
        yield from rehearsal.serve_time(until)

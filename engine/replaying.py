"""A history lived through without a database: what `cairn replay` prints.

The same rule as everywhere else (`domain.timeline`), with profiles and chunks kept in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from domain.course import charted
from domain.definitions import Definitions, defined
from domain.fact import Fact
from domain.instants import EARLIEST, Instant
from domain.journey import Journey
from domain.looking import HealthBook
from domain.observation import Observation
from domain.profile import Profile
from domain.segment import Segment
from domain.stage_change import StageChange
from domain.timeline import Outcome, observed, time_served
from engine.chunks import Chunks

NO_HEALTH = HealthBook({})


@dataclass(frozen=True, slots=True)
class Replayed:
    """A fact and whose it is, by the name that the history uses."""

    profile: str
    fact: Fact


class Rehearsal:
    """Profiles living through a history under one journey, and segments beside it.

    `with_health` tells every step of their scores as well as stage changes.
    """

    def __init__(
        self, journey: Journey, segments: Iterable[Segment] = (), *, with_health: bool = False
    ) -> None:
        self._kind = journey.kind
        self._with_health = with_health
        course = charted(journey, version=1)
        if with_health:
            course = replace(course, health=course.health or NO_HEALTH, tells_steps=True)
        self._definitions: Definitions = defined(
            0, EARLIEST, (course, *(charted(one.journey, version=1) for one in segments))
        )
        self._profiles: dict[str, Profile] = {}
        self._chunks = Chunks()

    def observe(self, name: str, observation: Observation) -> Iterator[Replayed]:
        """What one observation brings, time due before it first."""
        profile = self._profiles.get(name)
        if profile is None:
            profile = Profile(id=len(self._profiles), kind=self._kind, external_id=name)
        return self._act(name, profile, lambda it: observed(it, self._definitions, observation))

    def serve_time(self, upto: Instant) -> Iterator[Replayed]:
        """What time alone brings, profile by profile in order of first appearance."""
        for name, profile in list(self._profiles.items()):
            yield from self._act(name, profile, lambda it: time_served(it, self._definitions, upto))

    def _act(
        self, name: str, profile: Profile, act: Callable[[Profile], Outcome]
    ) -> Iterator[Replayed]:
        self._profiles[name], facts = self._chunks.answering(act, profile)
        return iter([Replayed(name, fact) for fact in facts if self._is_told(fact)])

    def _is_told(self, fact: Fact) -> bool:
        return self._with_health or isinstance(fact, StageChange)


def replayed(
    journey: Journey,
    history: Iterable[tuple[str, Observation]],
    until: Instant | None = None,
    segments: Iterable[Segment] = (),
    *,
    with_health: bool = False,
) -> Iterator[Replayed]:
    """Every stage change of a history in order of arrival, and of time after it up to `until`.

    With health, every step of a score as well.

    Raises `graph.order.AdvanceCycle` for a journey without an order.
    """
    rehearsal = Rehearsal(journey, segments, with_health=with_health)
    for name, observation in history:
        yield from rehearsal.observe(name, observation)
    if until is not None:
        yield from rehearsal.serve_time(until)

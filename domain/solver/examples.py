"""Profiles made up to show something, and whether they really do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.compiling import compiled
from domain.criteria import Criteria
from domain.instants import Instant, text_of
from domain.journey import ProfileKind
from domain.needs import SeriesNeeds
from domain.observation import Observation
from domain.profile import Profile, absorbed, at_clock
from domain.signals import ANY_EVENT
from domain.values import Value, taken


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleProfile:
    """What a made-up profile has and did, up to the instant `at` at which it is looked at."""

    at: Instant
    traits: Mapping[str, Value] = field(default_factory=dict)
    events: tuple[Observation, ...] = ()

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Everything as it would arrive: its traits, then its events in order."""
        events = sorted(self.events, key=lambda event: event.at)
        start = events[0].at if events else self.at
        arrival = (Observation(at=start, traits=self.traits),) if self.traits else ()
        return (*arrival, *events)

    def to_document(self) -> dict[str, object]:
        """The example as plain values; its observations are lines of a replay, but for whose."""
        return {"at": text_of(self.at), "observations": [_line(one) for one in self.observations]}


def meets(example: ExampleProfile, *criteria: Criteria) -> bool:
    """Whether the rules that move profiles find all of the criteria met, at the example's `at`."""
    needs = SeriesNeeds("example")
    judges = [compiled(one, needs).judge for one in criteria]
    specs = tuple(needs.specs.values())
    windows = tuple(spec for spec in specs if spec.within is not None)
    profile = Profile(id=0, kind=ProfileKind.CONTACT, external_id="example")
    for one in example.observations:
        touched = tuple(spec for spec in specs if spec.event in (one.event, ANY_EVENT))
        profile = absorbed(profile, one, max(profile.clock, one.at), touched, windows)
    profile = at_clock(profile, example.at, windows)
    return all(judge(profile, example.at)[0] for judge in judges)


def _line(observation: Observation) -> dict[str, object]:
    line: dict[str, object] = {"at": text_of(observation.at)}
    if observation.traits:
        line["traits"] = taken(observation.traits)
    if observation.event is not None:
        line["event"] = observation.event
    if observation.properties:
        line["properties"] = taken(observation.properties)
    return line

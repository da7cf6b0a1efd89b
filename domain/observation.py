"""An observation: one arrival of traits, an event, or both, at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.instants import Instant
from domain.journey import ProfileKind
from domain.values import Value

MAX_EVENT_NAME = 200
MAX_EXTERNAL_ID = 200
MAX_MESSAGE_ID = 200
MAX_BYTES = 32 * 1024
"""Of one observation's traits or properties, as JSON text."""

NOTHING: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What happened to one profile. A null trait takes the trait away."""

    at: Instant
    traits: Mapping[str, Value] = field(default_factory=dict)
    event: str | None = None
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedObservation:
    """An observation as a partner sends it: about whom, when (None: now), and its message id."""

    kind: ProfileKind
    external_id: str
    at: Instant | None = None
    message_id: str | None = None
    traits: Mapping[str, Value] = field(default_factory=dict)
    event: str | None = None
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptObservation:
    """A line of a profile's log; `number` counts the profile's observations in order of arrival."""

    profile: int
    number: int
    at: Instant
    recorded_at: Instant
    message_id: str | None = None
    event: str | None = None
    traits: Mapping[str, Value] | None = None
    properties: Mapping[str, Value] | None = None

    @property
    def observation(self) -> Observation:
        """What happened, without the keeping."""
        return Observation(
            at=self.at,
            traits=self.traits or NOTHING,
            event=self.event,
            properties=self.properties or NOTHING,
        )

"""A scenario: a story kept with a journey, and where it should have led to by when."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.instants import Instant
from domain.observation import Observation
from domain.values import Value


@dataclass(frozen=True, slots=True)
class Expectation:
    """The stage to stand in, None for in no stage: when time has come to `at`, else in the end."""

    stage: str | None
    at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of somebody as of an instant, before anything is observed."""

    at: Instant
    traits: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One life: what is known at first, what happens, how far time goes on, what is expected."""

    name: str
    id: str | None = None
    description: str | None = None
    start: Beginning | None = None
    observations: tuple[Observation, ...] = ()
    until: Instant | None = None
    expect: tuple[Expectation, ...] = ()

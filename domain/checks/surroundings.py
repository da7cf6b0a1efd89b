"""What is known of the workspace around a journey: its teams, what data has arrived, and the live
version of the same journey with those who stand in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.journey import Journey, ProfileKind
from domain.values import Scalar


@dataclass(frozen=True, slots=True)
class Seen:
    """What a trait or property has held: types in JSON's words (`string`, `number`, `boolean`,
    `list`, `object`), and every value where there are few, else None.
    """

    types: frozenset[str] = frozenset()
    values: tuple[Scalar, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of the live version of a draft's journey.

    `populations` are how many profiles stand in each of its stages, by key. `mapping` says where
    those in removed stages go: a stage of the draft, or None to be evaluated anew. `moving` is how
    many profiles publishing would move, where that is known. `readers` are names of what else
    reads a stage, by key; `former` the ids of stages that only older versions had, by key.
    """

    journey: Journey
    populations: Mapping[str, int] = field(default_factory=dict)
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    moving: int | None = None
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referable:
    """What may be read of a live journey: its stages, by key; and which journeys it reads."""

    kind: ProfileKind
    stages: frozenset[str]
    reads: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The workspace as checks see it; what is None is not known, and not asked about.

    `traits` are those of the journey's kind of profile, by dotted path; `events` the properties
    seen of each event of such profiles, by dotted path too. `unlisted` are the events of which
    there are more properties than that; "" is for traits, and `*` for events themselves. `live` is
    the version that a draft would replace, `journeys` are all that are live, by key.
    """

    teams: frozenset[str] | None = None
    traits: Mapping[str, Seen] | None = None
    events: Mapping[str, Mapping[str, Seen]] | None = None
    unlisted: frozenset[str] = frozenset()
    live: Standing | None = None
    journeys: Mapping[str, Referable] | None = None

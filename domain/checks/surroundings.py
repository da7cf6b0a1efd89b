"""What is known of the workspace around a journey: its teams, and what data has arrived."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.values import Scalar


@dataclass(frozen=True, slots=True)
class Seen:
    """What a trait or property has held: types in JSON's words (`string`, `number`, `boolean`,
    `list`, `object`), and every value where there are few, else None.
    """

    types: frozenset[str] = frozenset()
    values: tuple[Scalar, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The workspace as checks see it; what is None is not known, and not asked about.

    `traits` are those of the journey's kind of profile, by dotted path; `events` the properties
    seen of each event, by dotted path too.
    """

    teams: frozenset[str] | None = None
    traits: Mapping[str, Seen] | None = None
    events: Mapping[str, Mapping[str, Seen]] | None = field(default=None)

"""What has arrived in a workspace, by name: traits, events and their properties, what they hold.

Made of sightings: that there is an event, a trait or a property, that it has held a type, that it
has had a value. A sighting is a fact that never changes and is told once, so that any number of
processes may add their own in any order, and nothing has to be counted or looked for later: what
is not in the vocabulary has never arrived, unless it says itself that it does not list everything.

Values are kept while there are few, so that people can choose among them. A name or an address is
no such value: what looks like one, and whatever takes more than a handful of values, is not kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from domain.checks.surroundings import Seen, Surroundings
from domain.journey import ProfileKind
from domain.values import Scalar

MOST_VALUES = 20
"""So many values of a path are few."""
TRAITS = ""
"""Where an event would be named: it is about traits."""

Subject: TypeAlias = tuple[ProfileKind, str]
"""A kind of profile, and an event of its profiles or `TRAITS`."""


class What(StrEnum):
    """What a sighting tells."""

    EVENT = "event"
    """There is such an event."""
    TYPE = "type"
    """There is something at the path, and it has held that type."""
    VALUE = "value"
    """It has had that value, or a list there has had it as a member."""
    MANY = "many"
    """It has had more values than are kept."""
    MORE = "more"
    """There are more names than are listed: of traits or properties, or, for `*`, of events."""
    PAST = "past"
    """Things arrived before anything was noted down."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something seen for the first time, of profiles of a kind."""

    kind: ProfileKind
    event: str
    path: str
    what: What
    type: str = ""
    value: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What has been at one path: types, and each of its values by type, or None for too many."""

    types: frozenset[str] = frozenset()
    values: Mapping[str, frozenset[Scalar]] | None = field(default_factory=dict)

    def after(self, sighting: Sighting) -> "Held":
        """The same with a type or a value more, or with too many values."""
        if sighting.what is What.TYPE:
            return Held(self.types | {sighting.type}, self.values)
        if sighting.what is What.MANY or self.values is None:
            return Held(self.types, None)
        assert sighting.value is not None
        known = self.values.get(sighting.type, frozenset())
        values = {**self.values, sighting.type: known | {sighting.value}}
        # Each of several processes may have found room for its own.
        is_few = sum(map(len, values.values())) <= MOST_VALUES
        return Held(self.types, values if is_few else None)

    @property
    def all_values(self) -> tuple[Scalar, ...] | None:
        """Every value in order, where there are few."""
        if self.values is None:
            return None
        return tuple(value for type in sorted(self.values) for value in sorted(self.values[type]))


Names: TypeAlias = Mapping[str, Held]
"""What there is by dotted path."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Everything that was seen.

    `unlisted` are those of which there are more names than are listed; of the kinds in `past`
    nobody noted what came first.
    """

    listed: Mapping[Subject, Names] = field(default_factory=dict)
    unlisted: frozenset[Subject] = frozenset()
    past: frozenset[ProfileKind] = frozenset()

    def traits(self, kind: ProfileKind) -> Names:
        """The traits of profiles of a kind."""
        return self.listed.get((kind, TRAITS), {})

    def events(self, kind: ProfileKind) -> Mapping[str, Names]:
        """The events of profiles of a kind, each with its properties."""
        return {
            event: names
            for (of, event), names in sorted(self.listed.items())
            if of is kind and event != TRAITS
        }

    @cached_property
    def seen(self) -> Mapping[Subject, Mapping[str, Seen]]:
        """The same as checks are told of it."""
        return {
            subject: {path: Seen(held.types, held.all_values) for path, held in names.items()}
            for subject, names in self.listed.items()
        }

    def around(self, kind: ProfileKind) -> Surroundings:
        """What checks are told; nothing where not all of it was ever noted."""
        if kind in self.past:
            return Surroundings()
        own = {event: names for (of, event), names in self.seen.items() if of is kind}
        return Surroundings(
            traits=own.pop(TRAITS, {}),
            events=own,
            unlisted=frozenset(event for of, event in self.unlisted if of is kind),
        )


NOTHING = Vocabulary()


def vocabulary_of(sightings: Iterable[Sighting]) -> Vocabulary:
    """The vocabulary that sightings make, in whatever order."""
    listed: dict[Subject, dict[str, Held]] = {}
    unlisted: set[Subject] = set()
    past: set[ProfileKind] = set()
    for sighting in sightings:
        subject = (sighting.kind, sighting.event)
        match sighting.what:
            case What.PAST:
                past.add(sighting.kind)
            case What.MORE:
                unlisted.add(subject)
            case What.EVENT:
                listed.setdefault(subject, {})
            case _:
                names = listed.setdefault(subject, {})
                names[sighting.path] = names.get(sighting.path, Held()).after(sighting)
    return Vocabulary(listed, frozenset(unlisted), frozenset(past))

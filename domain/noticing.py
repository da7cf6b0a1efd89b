"""Noticing what is new in what arrives: names, types and values that were never seen before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.journey import ProfileKind
from domain.observation import Observation
from domain.signals import ANY_EVENT
from domain.values import Scalar, Value
from domain.vocabulary import MOST_VALUES, TRAITS, Held, Names, Sighting, Subject, Vocabulary, What

MOST_TRAITS = 500
MOST_EVENTS = 1_000
MOST_PROPERTIES = 200
"""Of one event."""
MOST_IN_ALL = 5_000
"""Traits and properties together, of one kind of profile."""
LONGEST_VALUE = 60
LONGEST_PATH = 200
DEEPEST = 5
NO_VALUES: frozenset[Scalar] = frozenset()

TYPES: Mapping[type, str] = {
    str: "string",
    int: "number",
    Decimal: "number",
    bool: "boolean",
    list: "list",
    tuple: "list",
    dict: "object",
}


@dataclass(frozen=True, slots=True)
class Noticed:
    """A vocabulary after more has arrived, and what was new in that."""

    vocabulary: Vocabulary
    sightings: tuple[Sighting, ...]


def noticed(vocabulary: Vocabulary, arrived: Iterable[tuple[ProfileKind, Observation]]) -> Noticed:
    """What is new in these observations. Of what is not, which is nearly everything, no trace."""
    looking = _Looking(vocabulary)
    for kind, observation in arrived:
        if observation.traits:
            looking.look_at((kind, TRAITS), observation.traits)
        if observation.event is not None and looking.lists((kind, observation.event)):
            looking.look_at((kind, observation.event), observation.properties)
    return Noticed(looking.vocabulary, tuple(looking.sightings))


class _Looking:
    """A vocabulary while observations are looked at: what changes is copied first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._base = vocabulary
        self._listed: dict[Subject, Names] = dict(vocabulary.listed)
        self._changed: dict[Subject, dict[str, Held]] = {}
        # How many of each kind are listed, counted once somebody wants to be one more.
        self._events: dict[ProfileKind, int] = {}
        self._names: dict[ProfileKind, int] = {}
        self.unlisted = set(vocabulary.unlisted)
        self.sightings: dict[Sighting, None] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        if not self._changed and len(self.unlisted) == len(self._base.unlisted):
            return self._base
        return Vocabulary(self._listed, frozenset(self.unlisted), self._base.past)

    def lists(self, subject: Subject) -> bool:
        """Whether the event is listed, from now on perhaps."""
        if subject in self._listed:
            return True
        kind, event = subject
        if kind not in self._events:
            self._events[kind] = sum(of is kind and name != TRAITS for of, name in self._listed)
        if self._events[kind] >= MOST_EVENTS:
            self._has_more((kind, ANY_EVENT))
            return False
        self._events[kind] += 1
        self.names_of(subject)
        self._tell(Sighting(kind, event, "", What.EVENT))
        return True

    def look_at(
        self, subject: Subject, tree: Mapping[str, Value], prefix: str = "", depth: int = 1
    ) -> None:
        """Note what is new in a tree of traits or properties."""
        # This runs for every value of every observation, and nearly always finds nothing.
        names = self._listed.get(subject, {})
        for name, value in tree.items():
            if value is None:
                continue
            path = prefix + name
            type = TYPES[value.__class__]
            held = names.get(path)
            if held is None or type not in held.types:
                held = self._typed(subject, path, held, type)
                if held is None:
                    continue
                names = self._listed[subject]
            if type == "object":
                assert isinstance(value, Mapping)
                if depth < DEEPEST:
                    self.look_at(subject, value, f"{path}.", depth + 1)
                elif value:
                    self._has_more(subject)
            elif held.values is None or (
                type != "list" and value in held.values.get(type, NO_VALUES)
            ):
                continue
            else:
                self._look_at_values(subject, path, held, value)
            names = self._listed[subject]

    def names_of(self, subject: Subject) -> dict[str, Held]:
        """What is listed of the subject, to be changed."""
        if subject not in self._changed:
            self._changed[subject] = dict(self._listed.get(subject, {}))
            self._listed[subject] = self._changed[subject]
        return self._changed[subject]

    def _typed(self, subject: Subject, path: str, held: Held | None, type: str) -> Held | None:
        """What is known of the path with that type; None where there is no room for the path."""
        if held is None and not self._finds_room(subject, path):
            self._has_more(subject)
            return None
        sighting = Sighting(*subject, path, What.TYPE, type)
        held = self.names_of(subject)[path] = (held or Held()).after(sighting)
        self._tell(sighting)
        return held

    def _finds_room(self, subject: Subject, path: str) -> bool:
        """Whether one more path can be listed, which it is then."""
        kind, event = subject
        most = MOST_TRAITS if event == TRAITS else MOST_PROPERTIES
        if len(path) > LONGEST_PATH or len(self._listed.get(subject, {})) >= most:
            return False
        if kind not in self._names:
            self._names[kind] = sum(
                len(names) for (of, _), names in self._listed.items() if of is kind
            )
        if self._names[kind] >= MOST_IN_ALL:
            return False
        self._names[kind] += 1
        return True

    def _look_at_values(self, subject: Subject, path: str, held: Held, value: Value) -> None:
        """Note new values: the value itself, or what a list has as members."""
        members = value if isinstance(value, list | tuple) else (value,)
        for member in members:
            if not isinstance(member, str | int | Decimal):
                continue
            of = TYPES[member.__class__]
            if held.values is None or member in held.values.get(of, NO_VALUES):
                continue
            what = What.VALUE if _is_kept(member) and _has_few(held) else What.MANY
            sighting = Sighting(*subject, path, What.MANY)
            if what is What.VALUE:
                sighting = Sighting(*subject, path, what, of, member)
            held = self.names_of(subject)[path] = held.after(sighting)
            self._tell(sighting)

    def _has_more(self, subject: Subject) -> None:
        if subject not in self.unlisted:
            self.unlisted.add(subject)
            self._tell(Sighting(*subject, "", What.MORE))

    def _tell(self, sighting: Sighting) -> None:
        self.sightings[sighting] = None


def _is_kept(value: Scalar) -> bool:
    """Whether it may be one of a few values: an address is not, and no long text."""
    return not isinstance(value, str) or (len(value) <= LONGEST_VALUE and "@" not in value)


def _has_few(held: Held) -> bool:
    assert held.values is not None
    return sum(map(len, held.values.values())) < MOST_VALUES

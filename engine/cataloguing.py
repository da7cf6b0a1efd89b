"""What journeys can be made of, in a workspace: what profiles have and did, and its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from domain.course import Course
from domain.journey import ProfileKind
from domain.looking import PERSONA
from domain.observation import Observation
from domain.sample import NOTHING, Filling, Sample, sample_of
from domain.signals import ANY_EVENT
from domain.vocabulary import TRAITS, Held, Names, Vocabulary
from engine.shelf import Shelf
from store import counters, personas, samples, teams
from store.columns import dumps
from store.database import Transaction
from store.personas import Persona
from store.teams import Team

MOST_PROFILES = 1_000
MOST_LOGS, MOST_LINES = 100, 50
"""Of so many of them as many of the newest observations."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All that there is to choose from for a journey of a kind."""

    kind: ProfileKind
    vocabulary: Vocabulary
    courses: tuple[Course, ...]
    segments: tuple[Course, ...]
    teams: tuple[Team, ...]
    listed: tuple[Persona, ...]

    @cached_property
    def traits(self) -> tuple["Field", ...]:
        """The traits by path."""
        return self.fields_of(TRAITS, self.vocabulary.traits(self.kind))

    @cached_property
    def personas(self) -> tuple[str, ...]:
        """The personas in order: those listed, what contacts are, and what health asks for."""
        if self.kind is not ProfileKind.CONTACT:
            return ()
        held = self.vocabulary.traits(self.kind).get(PERSONA, Held())
        said = (value for value in held.all_values or () if isinstance(value, str))
        books = (course.health for course in self.courses if course.kind is self.kind)
        asked = (book.personas for book in books if book is not None)
        return tuple(sorted({*said, *(one.key for one in self.listed)}.union(*asked)))

    @cached_property
    def events(self) -> Mapping[str, Names]:
        """The events by name, each with its properties."""
        return self.vocabulary.events(self.kind)

    def fields_of(self, event: str, names: Names) -> tuple["Field", ...]:
        """The properties of an event, or the traits, by path."""
        return tuple(Field(self.kind, event, path, held) for path, held in sorted(names.items()))

    def lists_all_of(self, event: str) -> bool:
        """Whether nothing has ever arrived that is not listed: of traits, of events, of one."""
        is_open = (self.kind, event) in self.vocabulary.unlisted
        return not is_open and self.kind not in self.vocabulary.past

    def digest(self, *more: object) -> str:
        """The same as long as everything in it is; `more` is what else is served with it."""
        listed = {
            event: [
                [field.path, sorted(field.held.types), field.held.all_values]
                for field in self.fields_of(event, names)
            ]
            for event, names in {TRAITS: self.vocabulary.traits(self.kind), **self.events}.items()
        }
        whole = [event for event in (*listed, ANY_EVENT) if self.lists_all_of(event)]
        journeys = [(course.key, course.version) for course in (*self.courses, *self.segments)]
        named = [(team.key, team.name) for team in self.teams]
        said = dumps([self.kind.value, listed, whole, journeys, named, self.personas, *more])
        return blake2b(said.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Field:
    """A trait, or a property of an event: what it has held."""

    kind: ProfileKind
    event: str
    path: str
    held: Held

    def filling(self, sample: Sample) -> Filling:
        """What tells how often it is there."""
        return sample.traits if self.event == TRAITS else sample.events.get(self.event, NOTHING)


async def catalogue_of(tx: Transaction, shelf: Shelf, kind: ProfileKind) -> Catalogue:
    """What there is to choose from now."""
    definitions = await shelf.current(tx)
    return Catalogue(
        kind=kind,
        vocabulary=await shelf.vocabularies.current(tx),
        courses=tuple(course for _, course in sorted(definitions.journeys.items())),
        segments=tuple(
            course for _, course in sorted(definitions.segments.items()) if course.kind is kind
        ),
        teams=tuple(await teams.every(tx)),
        listed=tuple(await personas.every(tx)),
    )


async def sampled(tx: Transaction, kind: ProfileKind) -> Sample:
    """What some of the profiles of a kind have, and what some of them lately did."""
    total = (await counters.read(tx, f"profiles.{kind.value}")).get("", 0)
    some = await samples.of_profiles(tx, kind, MOST_PROFILES)
    log: list[Observation] = []
    # From one end of the sample to the other, where it is longer than what is read of it.
    for one in some[:: max(1, len(some) // MOST_LOGS)][:MOST_LOGS]:
        log += await samples.of_observations(tx, one.id, MOST_LINES)
    return sample_of(total, (one.traits for one in some), log)

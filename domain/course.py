"""A journey compiled for judging: its stages in advancement order, its ways out of each, its reads.

The advancement order is normative (design, section 4): stages sort by (is EXIT, depth, list
position), depth being the longest ADVANCE path to the stage.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.compiling import Compiled, compiled
from domain.health_reading import health_book
from domain.instants import Instant
from domain.journey import (
    EVERYWHERE,
    Journey,
    Movement,
    ProfileKind,
    Role,
    Stage,
    Transition,
    TransitionKind,
)
from domain.looking import HealthBook
from domain.needs import SeriesNeeds
from domain.series import SeriesSpec
from domain.signals import is_segment
from domain.verdict import Judge, disjunction
from graph.order import advancement_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A transition compiled; `after` in microseconds, 0 without."""

    transition: Transition
    entered: str
    rank: int
    after: int = 0
    when: Compiled | None = None
    is_guarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stage compiled. `claim` is its entry criteria or, without any, some `when` into it."""

    stage: Stage
    rank: int
    is_entry: bool
    is_exit: bool
    entry: Compiled | None = None
    claim: Judge | None = None
    exits: tuple[Way, ...] = ()
    advances: tuple[Way, ...] = ()
    recycles: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One published version of a journey, compiled once and asked for every profile.

    `keys_by_id` tells what the stages that have an id are called in it. Nobody is judged by one
    that is archived: it is for questions.
    """

    journey: Journey
    version: int
    order: tuple[str, ...]
    places: Mapping[str, Place]
    keys_by_id: Mapping[str, str]
    specs: tuple[SeriesSpec, ...]
    restarting: tuple[str, ...]
    events: frozenset[str]
    traits: frozenset[str]
    default_entry: str | None
    archived_at: Instant | None = None
    health: HealthBook | None = None
    reads_itself: bool = False
    """Whether its criteria read its own standing: its health, then."""
    follows: frozenset[str] = frozenset()
    """The other journeys whose standings it reads."""
    recalls: Mapping[str, int] = field(default_factory=dict)
    """How far back it looks at the scores of a journey, in microseconds."""
    recall: int = 0
    """How far back anybody looks at its own scores."""
    tells_steps: bool = False
    """Whether every step of a score is told, as in a replay, and not just what the feed keeps."""

    @property
    def key(self) -> str:
        """The journey's key."""
        return self.journey.key

    @property
    def kind(self) -> ProfileKind:
        """What kind of profile travels here."""
        return self.journey.kind

    @property
    def movement(self) -> Movement:
        """How profiles move by themselves."""
        return self.journey.movement

    @property
    def is_segment(self) -> bool:
        """Whether it is a segment, judged as a journey."""
        return is_segment(self.journey.key)

    @property
    def names(self) -> Mapping[str, str]:
        """What people call each stage, by its key."""
        return {key: place.stage.name for key, place in self.places.items()}


def charted(
    journey: Journey, version: int, books: Mapping[str, HealthBook] | None = None
) -> Course:
    """Compile a journey; `books` is the health of the other journeys that it may read.

    Raises `graph.order.AdvanceCycle` when its ADVANCE ways form a cycle.
    """
    needs = SeriesNeeds(journey.key, books=dict(books or {}))
    health = health_book(journey, needs)
    if health is not None:
        needs.books[journey.key] = health
    order = order_of(journey)
    ranks = {key: rank for rank, key in enumerate(order)}
    ways = [(transition, _way(transition, ranks, needs)) for transition in journey.transitions]
    entries = {
        stage.key: compiled(stage.entry, needs) if stage.entry is not None else None
        for stage in journey.stages
    }
    places = {
        stage.key: _place(stage, ranks[stage.key], entries[stage.key], ways)
        for stage in journey.stages
    }
    specs = tuple(needs.specs.values())
    return Course(
        journey=journey,
        version=version,
        order=order,
        places={key: places[key] for key in order},
        keys_by_id={stage.id: stage.key for stage in journey.stages if stage.id is not None},
        specs=specs,
        restarting=tuple(spec.key for spec in specs if spec.journey is not None),
        events=frozenset(spec.event for spec in specs),
        traits=frozenset(needs.traits),
        default_entry=next(
            (s.key for s in journey.stages if s.role is Role.ENTRY and s.entry is None), None
        ),
        health=health,
        reads_itself=journey.key in needs.journeys,
        follows=frozenset(needs.journeys - {journey.key}),
        recalls=needs.recalls,
    )


def order_of(journey: Journey) -> tuple[str, ...]:
    """Stage keys from the least to the most advanced."""
    return advancement_order(
        [(stage.key, stage.role.value) for stage in journey.stages],
        [(t.left, t.entered, t.kind.value) for t in journey.transitions],
    )


def _way(transition: Transition, ranks: Mapping[str, int], needs: SeriesNeeds) -> Way:
    return Way(
        transition=transition,
        entered=transition.entered,
        rank=ranks[transition.entered],
        after=transition.after.microseconds if transition.after else 0,
        when=compiled(transition.when, needs) if transition.when is not None else None,
        is_guarded=transition.is_guarded,
    )


def _place(
    stage: Stage, rank: int, entry: Compiled | None, ways: list[tuple[Transition, Way]]
) -> Place:
    is_exit = stage.role is Role.EXIT
    out: dict[TransitionKind, list[Way]] = {kind: [] for kind in TransitionKind}
    for transition, way in ways:
        is_everywhere = transition.left == EVERYWHERE and not is_exit
        if transition.left == stage.key or (is_everywhere and transition.entered != stage.key):
            out[transition.kind].append(way)
    claims = [
        way.when.judge
        for transition, way in ways
        if transition.entered == stage.key
        and transition.kind is not TransitionKind.RECYCLE
        and way.when is not None
    ]
    claim = entry.judge if entry else disjunction(claims) if claims else None
    return Place(
        stage=stage,
        rank=rank,
        is_entry=stage.role is Role.ENTRY,
        is_exit=is_exit,
        entry=entry,
        claim=claim,
        exits=_most_advanced_first(out[TransitionKind.EXIT]),
        advances=_most_advanced_first(out[TransitionKind.ADVANCE]),
        recycles=_most_advanced_first(out[TransitionKind.RECYCLE]),
    )


def _most_advanced_first(ways: list[Way]) -> tuple[Way, ...]:
    return tuple(sorted(ways, key=lambda way: -way.rank))

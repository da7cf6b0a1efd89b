"""All that is known of a profile now, and how an observation is absorbed into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.event_records import EventRecord, recorded
from domain.health import Health
from domain.instants import EARLIEST, NEVER, Instant
from domain.journey import ProfileKind
from domain.observation import Observation
from domain.pairs import (
    HEAD,
    Content,
    DroppedChunk,
    Pairs,
    SpilledChunk,
    oldest,
    opened,
    pruned,
    shortened,
    spilled,
)
from domain.series import Newest, Series, SeriesSpec
from domain.values import Value


@dataclass(frozen=True, slots=True)
class Pin:
    """Somebody's decision that a profile stays where it is; `until` None is until unpinned."""

    until: Instant | None
    actor: str
    reason: str | None = None

    def has_ended(self, now: Instant) -> bool:
        """Whether moves happen by themselves again."""
        return self.until is not None and self.until <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a profile stands in a journey. `stage` None is unplaced.

    `held` maps each held stage to the instant since which it is held; `cycle` is the instant after
    which this journey's events count; `visit` numbers its stays; `due` is the first instant at
    which time alone may move it or bring it into another band. `health` is None in a journey that
    says nothing about it.
    """

    version: int
    stage: str | None = None
    since: Instant | None = None
    visit: int = 0
    held: Mapping[str, Instant] = field(default_factory=dict)
    cycle: Instant | None = None
    pin: Pin | None = None
    due: Instant = NEVER
    health: Health | None = None

    @property
    def tells_nothing(self) -> bool:
        """Whether it is that of somebody who was never there and whom time will not bring."""
        return self.stage is None and self.due == NEVER and self.visit == 0


ChunkNote = SpilledChunk | DroppedChunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An account or a contact as the rules see it.

    `clock` never runs backwards; `arrivals` counts its observations; `revision` is the definitions
    revision it was last judged under. `chunk_notes` are for whoever keeps it: pairs to put away and
    to forget since it was loaded.
    """

    id: int
    kind: ProfileKind
    external_id: str
    created_at: Instant = 0
    revision: int = 0
    clock: Instant = EARLIEST
    arrivals: int = 0
    traits: Mapping[str, Value] = field(default_factory=dict)
    events: Mapping[str, EventRecord] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    placements: Mapping[str, Placement] = field(default_factory=dict)
    chunk_notes: tuple[ChunkNote, ...] = ()

    @property
    def due(self) -> Instant:
        """The first instant at which time alone may move it in any journey."""
        due = NEVER
        for placement in self.placements.values():
            if placement.due < due:
                due = placement.due
        return due

    def placed(self, journey: str, placement: Placement) -> "Profile":
        """The profile standing there."""
        return Profile(
            id=self.id,
            kind=self.kind,
            external_id=self.external_id,
            created_at=self.created_at,
            revision=self.revision,
            clock=self.clock,
            arrivals=self.arrivals,
            traits=self.traits,
            events=self.events,
            series=self.series,
            placements={**self.placements, journey: placement},
            chunk_notes=self.chunk_notes,
        )

    def without_place(self, journey: str) -> "Profile":
        """The profile with nothing remembered of a journey."""
        placements = {key: kept for key, kept in self.placements.items() if key != journey}
        return replace(self, placements=placements)

    def with_chunk(self, series: str, number: int, content: Content) -> "Profile":
        """The profile with what a chunk holds back in its row."""
        kept = self.series[series]
        assert isinstance(kept, Pairs)
        grown, dropped = opened(series, kept, number, content)
        return replace(
            self,
            series={**self.series, series: grown},
            chunk_notes=(*self.chunk_notes, dropped),
        )


def traits_after(traits: Mapping[str, Value], given: Mapping[str, Value]) -> Mapping[str, Value]:
    """Traits merge at the top level; a null value takes the trait away."""
    if not given:
        return traits
    merged = {**traits, **given}
    if None in given.values():
        return {name: value for name, value in merged.items() if value is not None}
    return merged


def absorbed(
    profile: Profile,
    observation: Observation,
    clock: Instant,
    specs: tuple[SeriesSpec, ...],
    windows: tuple[SeriesSpec, ...],
) -> Profile:
    """The profile after the observation, its clock at `clock`.

    `specs` are the series that the event may touch; `windows` those that keep everything within a
    window, cleared of what has left it first, for time acts before data. Raises ChunkNeeded.
    """
    event, events = observation.event, profile.events
    series, notes = _pruned(profile.series, profile.chunk_notes, clock, windows)
    if event is not None:
        events = recorded(events, event, observation.at)
        if specs:
            series, notes = _grown(series, notes, profile.placements, clock, specs, observation)
    # Written out: this runs for every observation, and `replace` takes three times as long.
    return Profile(
        id=profile.id,
        kind=profile.kind,
        external_id=profile.external_id,
        created_at=profile.created_at,
        revision=profile.revision,
        clock=clock,
        arrivals=profile.arrivals + 1,
        traits=traits_after(profile.traits, observation.traits),
        events=events,
        series=series,
        placements=profile.placements,
        chunk_notes=notes,
    )


def with_event(
    profile: Profile, specs: tuple[SeriesSpec, ...], observation: Observation
) -> Profile:
    """The profile with an event of its past in those series, and nothing else changed."""
    series, notes = _grown(
        profile.series, profile.chunk_notes, profile.placements, profile.clock, specs, observation
    )
    return replace(profile, series=series, chunk_notes=notes)


def at_clock(
    profile: Profile,
    now: Instant,
    windows: tuple[SeriesSpec, ...],
    revision: int | None = None,
) -> Profile:
    """The profile with its clock at `now` and its windows without what has left them.

    With a revision, judged under that one from then on. Raises ChunkNeeded.
    """
    series, notes = _pruned(profile.series, profile.chunk_notes, now, windows)
    judged = profile.revision if revision is None else revision
    if series is profile.series and now == profile.clock and judged == profile.revision:
        return profile
    # Written out: this runs for everybody at a publication, and at every timer.
    return Profile(
        id=profile.id,
        kind=profile.kind,
        external_id=profile.external_id,
        created_at=profile.created_at,
        revision=judged,
        clock=now,
        arrivals=profile.arrivals,
        traits=profile.traits,
        events=profile.events,
        series=series,
        placements=profile.placements,
        chunk_notes=notes,
    )


def restarted(profile: Profile, keys: tuple[str, ...]) -> Profile:
    """The profile with these series empty: what happened before no longer counts in them."""
    dropped = tuple(
        DroppedChunk(key, chunk.number, with_inner=chunk.level > 0)
        for key in keys
        if isinstance(kept := profile.series.get(key), Pairs)
        for chunk in kept.chunks
    )
    series = {key: kept for key, kept in profile.series.items() if key not in keys}
    return replace(profile, series=series, chunk_notes=(*profile.chunk_notes, *dropped))


def _grown(
    series: Mapping[str, Series],
    notes: tuple[ChunkNote, ...],
    placements: Mapping[str, Placement],
    clock: Instant,
    specs: tuple[SeriesSpec, ...],
    observation: Observation,
) -> tuple[Mapping[str, Series], tuple[ChunkNote, ...]]:
    """The series after an event.

    One at or before a journey's cycle does not count in it; one that has left its window is not
    kept at all.
    """
    at, properties = observation.at, observation.properties
    grown = dict(series)
    for spec in specs:
        if spec.within is not None and at <= clock - spec.within:
            continue
        if spec.journey is not None:
            placement = placements.get(spec.journey)
            if placement is not None and placement.cycle is not None and at <= placement.cycle:
                continue
        key = spec.key
        before = grown.get(key) or spec.empty()
        after = spec.after(before, at, properties)
        if after is before:
            continue
        if isinstance(after, Pairs) and len(after.head) > HEAD:
            after, put_away = spilled(key, after)
            notes = (*notes, *put_away)
        grown[key] = after
    return grown, notes


def _pruned(
    series: Mapping[str, Series],
    notes: tuple[ChunkNote, ...],
    now: Instant,
    windows: tuple[SeriesSpec, ...],
) -> tuple[Mapping[str, Series], tuple[ChunkNote, ...]]:
    """The series without what has left its window at `now`."""
    for spec in windows:
        kept = series.get(spec.key)
        assert spec.within is not None
        edge = now - spec.within
        if isinstance(kept, Pairs):
            start = oldest(kept)
            if start is not None and start <= edge:
                left, dropped = pruned(spec.key, kept, edge)
                put_away: tuple[SpilledChunk, ...] = ()
                if len(left.tail) > HEAD:
                    left, put_away = shortened(spec.key, left)
                series, notes = {**series, spec.key: left}, (*notes, *dropped, *put_away)
        elif isinstance(kept, Newest) and kept.instants and kept.instants[0] <= edge:
            instants = tuple(instant for instant in kept.instants if instant > edge)
            series = {**series, spec.key: replace(kept, instants=instants)}
    return series, notes

"""Profiles under judgement in one transaction: locked, brought up to date, acted upon, saved.

Whatever brings a profile here, an observation, a timer, a hand, a publication, it passes through
the same three steps: `opened` locks it and lives it through every publication since it was last
judged (a job does the latter profile by profile, see `locked`); `act` applies a pure rule of
`domain`; `close` writes down what has changed, the feed's numbers last.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from domain.course import Course
from domain.definitions import Definitions, defined
from domain.fact import Fact, RecordedFact
from domain.instants import Instant
from domain.pairs import Content, SpilledChunk
from domain.placement import settled
from domain.profile import Placement, Profile
from domain.rebuilding import (
    cleared,
    events_of,
    missing_series,
    relearned,
    unscored_in,
    without_health,
)
from domain.rescoring import looked_back_at, reminded, rescored, scored_upto, unscored
from domain.rollover import NO_MAPPING, StageMapping
from domain.stage_change import StageChange
from domain.timeline import (
    Interrupted,
    Outcome,
    Settle,
    brought_to,
    observed,
    republished,
    scored,
)
from engine.chunks import Chunks
from engine.history import History
from engine.logs import Logs
from engine.recording import Made, bands_moved, recorded
from engine.shelf import Shelf
from engine.stays import stays
from store import (
    counters,
    feed,
    passed_stages,
    placements,
    profiles,
    series_chunks,
    timers,
    visits,
)
from store.counters import CounterKey
from store.database import Transaction
from store.journeys import Revision
from store.placements import PlacementRow

MOST_FACTS = 500
"""After so many a job commits: whoever takes the feed's numbers holds up all others meanwhile."""


class Sitting:
    """One transaction's profiles. Made by `opened` and `locked`."""

    def __init__(
        self, tx: Transaction, shelf: Shelf, definitions: Definitions, loaded: Sequence[Profile]
    ) -> None:
        self.definitions = definitions
        self.facts: list[Made] = []
        self._tx = tx
        self._shelf = shelf
        self._before = {profile.id: profile for profile in loaded}
        self._profiles = dict(self._before)
        self._logs = Logs(tx, [it for it in loaded if it.revision != definitions.revision])

    def __getitem__(self, id: int) -> Profile:
        """The profile as it stands now."""
        return self._profiles[id]

    def __contains__(self, id: object) -> bool:
        return id in self._profiles

    @property
    def ids(self) -> list[int]:
        """The profiles of the sitting, sorted."""
        return sorted(self._profiles)

    @property
    def is_full(self) -> bool:
        """Whether a job should go on in another transaction."""
        return len(self.facts) >= MOST_FACTS

    async def act(self, id: int, rule: Callable[[Profile], Outcome]) -> tuple[Profile, int]:
        """Apply a rule to a profile; the profile after it and how many facts that made."""
        profile, facts = await self._applied(rule, self._profiles[id])
        self._profiles[id] = profile
        self.facts += [Made(id, fact) for fact in facts]
        return profile, len(facts)

    async def _applied(self, rule: Callable[[Profile], Outcome], profile: Profile) -> Outcome:
        facts: list[Fact] = []
        while True:
            try:
                profile, made = rule(profile)
            except Interrupted as needed:
                facts += needed.changes
                content = await self._chunk(needed.profile, needed.series, needed.number)
                profile = needed.profile.with_chunk(needed.series, needed.number, content)
            else:
                return profile, (*facts, *made)

    async def _chunk(self, profile: Profile, series: str, number: int) -> Content:
        # The newest note of that name: a series that began anew counts its chunks from 1 again.
        for note in reversed(profile.chunk_notes):
            if isinstance(note, SpilledChunk) and (note.series, note.number) == (series, number):
                return note.content
        return await series_chunks.load(self._tx, profile.id, series, number)

    async def bring_up_to_date(self, id: int) -> None:
        """Live the profile through every revision since it was last judged, each at its instant."""
        profile = self._profiles[id]
        current = self.definitions.revision
        if profile.revision == current:
            await self._score(profile)
            return
        if not profile.arrivals:
            self._profiles[id] = replace(profile, revision=current)
            return
        older = await self._shelf.at(self._tx, profile.revision)
        for revision in await self._shelf.revisions_after(self._tx, profile.revision, current):
            newer = await self._shelf.at(self._tx, revision.revision)
            profile = await self._published(profile, older, newer, revision)
            older = newer
        self._profiles[id] = profile
        self._logs.done_with(id)

    async def _score(self, profile: Profile) -> None:
        """Score a profile whose state is of before health was kept."""
        unscored = unscored_in(profile, self.definitions)
        if not unscored:
            return
        older, newer = without_health(self.definitions), self.definitions
        missing = missing_series(profile, older, newer)
        profile = cleared(profile, older, newer, missing)
        async for page in self._logs.pages(profile, events_of(missing)):
            profile = relearned(profile, missing, (kept.observation for kept in page))
        profile, facts = await self._applied(lambda it: scored(it, newer, unscored), profile)
        self._profiles[profile.id] = profile
        self.facts += [Made(profile.id, fact) for fact in facts]

    async def _published(
        self, profile: Profile, older: Definitions, newer: Definitions, revision: Revision
    ) -> Profile:
        # One that was archived was there before.
        concerned = (older if revision.archives else newer).courses[revision.journey]
        if concerned.kind is not profile.kind:
            return replace(profile, revision=newer.revision)
        profile, served = await self._applied(lambda it: brought_to(it, older, newer.at), profile)
        facts = list(served)
        if revision.history == History.REPLAY and not revision.archives:
            profile, lived = await self._replayed(profile, concerned, newer)
            facts += lived
        profile, made = await self._judged_anew(profile, older, newer, revision.mapping)
        facts += made
        self.facts += [Made(profile.id, fact) for fact in facts]
        return profile

    async def _judged_anew(
        self,
        profile: Profile,
        older: Definitions,
        newer: Definitions,
        mapping: StageMapping = NO_MAPPING,
        settle: Settle = settled,
    ) -> Outcome:
        """The profile by the newer definitions, with all that these have it remember."""
        for journey, scoring in looked_back_at(profile, older, newer):
            profile = await self._reminded(profile, journey, scoring)
        missing = missing_series(profile, older, newer)
        profile = cleared(profile, older, newer, missing)
        if missing:
            async for page in self._logs.pages(profile, events_of(missing)):
                profile = relearned(profile, missing, (kept.observation for kept in page))
        judged = partial(republished, older=older, newer=newer, mapping=mapping, settle=settle)
        return await self._applied(judged, profile)

    async def try_out(self, id: int, newer: Definitions, settle: Settle) -> None:
        """Judge a profile by definitions that were never published, as of their instant."""
        await self.act(id, lambda it: brought_to(it, self.definitions, newer.at))
        # Whom nothing was observed of, no publication places either.
        if self._profiles[id].arrivals:
            judged = self._judged_anew(self._profiles[id], self.definitions, newer, settle=settle)
            self._profiles[id], made = await judged
            self.facts += [Made(id, fact) for fact in made]

    async def _reminded(self, profile: Profile, journey: str, scoring: Definitions) -> Profile:
        """The profile with the scores that the newer definitions look back at."""
        chunks, scratch = Chunks(), unscored(profile, journey)
        async for page in self._logs.pages(profile, None):
            for kept in page:
                score = partial(rescored, definitions=scoring, observation=kept.observation)
                scratch, _ = chunks.answering(score, scratch)
        upto = max(profile.clock, scoring.at)
        scratch, _ = chunks.answering(lambda it: scored_upto(it, scoring, upto), scratch)
        return reminded(profile, journey, scratch)

    async def _replayed(self, profile: Profile, course: Course, newer: Definitions) -> Outcome:
        """The profile where its log would have brought it, had the journey always been there.

        So are the journeys that it reads, as they are now.
        """
        definitions, chunks = defined(0, newer.at, newer.read_by(course)), Chunks()
        scratch = Profile(id=profile.id, kind=profile.kind, external_id=profile.external_id)
        facts: list[Fact] = []
        async for page in self._logs.pages(profile, None):
            for kept in page:
                live = partial(observed, definitions=definitions, observation=kept.observation)
                scratch, made = chunks.answering(live, scratch)
                facts += made
        bring = partial(brought_to, definitions=definitions, now=newer.at)
        scratch, made = chunks.answering(bring, scratch)
        facts += made
        placement = scratch.placements.get(course.key)
        if placement is not None:
            profile = profile.placed(course.key, placement)
        return profile, tuple(fact for fact in facts if fact.journey == course.key)

    async def close(self, now: Instant, *, session: str | None = None) -> list[RecordedFact]:
        """Write down all that has changed; the facts as they stand in the feed.

        The feed's numbers are taken last: whoever takes them holds up every other writer of the
        workspace until the commit.
        """
        tx, before = self._tx, self._before
        changed = [after for id, after in self._profiles.items() if after is not before[id]]
        await self._save_profiles(changed)
        # A due that moved later stays armed as it is and is set right when it is served. In an
        # import all are named, so that older timers wait for its end as well.
        sooner = [
            (after.id, after.due)
            for after in changed
            if session is not None or after.due < before[after.id].due
        ]
        await timers.arm(tx, sooner, session=session)
        await self._save_standings(changed)
        deltas = bands_moved([before[after.id] for after in changed], changed)
        deltas.update(await self._save_stays())
        await counters.add(tx, deltas)
        if not self.facts:
            return []
        return await feed.record(tx, [recorded(made, now) for made in self.facts])

    async def _save_stays(self) -> Counter[CounterKey]:
        """Write down visits; how many more stand in each stage."""
        tx = self._tx
        changes = [
            (made.profile, made.fact) for made in self.facts if isinstance(made.fact, StageChange)
        ]
        if not changes:
            return Counter()
        lived = stays(self._before.values(), changes)
        await visits.close(tx, lived.closed)
        await visits.open(tx, lived.opened)
        await passed_stages.record(tx, lived.passed)
        return lived.counted

    async def _save_profiles(self, changed: Sequence[Profile]) -> None:
        before = self._before
        with_traits = {after.id for after in changed if after.traits is not before[after.id].traits}
        await profiles.save(self._tx, changed, with_traits)
        notes = [(after.id, note) for after in changed for note in after.chunk_notes]
        if notes:
            await series_chunks.carry_out(self._tx, notes)

    async def _save_standings(self, changed: Sequence[Profile]) -> None:
        rows: list[PlacementRow] = []
        gone: list[tuple[int, str]] = []
        for after in changed:
            earlier = self._before[after.id].placements
            for journey, placement in after.placements.items():
                row = placement_row(after.id, journey, placement)
                known = earlier.get(journey)
                if known is not None and row == placement_row(after.id, journey, known):
                    continue
                if row is not None:
                    rows.append(row)
                elif known is not None and known.stage is not None:
                    gone.append((after.id, journey))
        await placements.save(self._tx, rows)
        await placements.remove(self._tx, gone)


async def opened(
    tx: Transaction, shelf: Shelf, definitions: Definitions, ids: Collection[int]
) -> Sitting:
    """Lock these profiles, in the order of their ids, and bring each up to date.

    The definitions must be the current ones, read under the definitions lock.
    """
    sitting = await locked(tx, shelf, definitions, ids)
    for id in sitting.ids:
        await sitting.bring_up_to_date(id)
    return sitting


async def locked(
    tx: Transaction, shelf: Shelf, definitions: Definitions, ids: Collection[int]
) -> Sitting:
    """Lock these profiles; each must be brought up to date before anything is done to it."""
    return Sitting(tx, shelf, definitions, await profiles.lock(tx, ids))


def placement_row(profile: int, journey: str, placement: Placement) -> PlacementRow | None:
    """A placement as it is kept for queries; None when unplaced."""
    if placement.stage is None or placement.since is None:
        return None
    pin, health = placement.pin, placement.health
    return PlacementRow(
        profile=profile,
        journey=journey,
        version=placement.version,
        stage=placement.stage,
        since=placement.since,
        is_pinned=pin is not None,
        pinned_until=pin.until if pin else None,
        pinned_by=pin.actor if pin else None,
        pinned_why=pin.reason if pin else None,
        score=health.score if health else None,
        band=health.band if health else None,
    )

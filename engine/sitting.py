"""Profiles under judgement in one transaction: locked, brought up to date, acted upon, saved.

Whatever brings a profile here, an observation, a timer, a hand, a publication, it passes through
the same three steps: `opened` locks it and lives it through every publication since it was last
judged (a job does the latter profile by profile, see `locked`); `act` applies a pure rule of
`domain`; `close` writes down what has changed, the feed's numbers last.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from domain.course import Course
from domain.definitions import Definitions, defined
from domain.fact import Fact
from domain.instants import Instant
from domain.pairs import Content, SpilledChunk
from domain.placement import settled
from domain.profile import Placement, Profile
from domain.rebuilding import cleared, events_of, missing_series, relearned
from domain.rescoring import looked_back_at, reminded, rescored, scored_upto, unscored
from domain.rollover import NO_MAPPING, StageMapping
from domain.stage_change import RecordedChange, StageChange
from domain.timeline import (
    Interrupted,
    Outcome,
    Settle,
    brought_to,
    observed,
    republished,
    time_served,
)
from engine.chunks import Chunks
from engine.history import History
from engine.logs import Logs
from engine.shelf import Shelf
from engine.stays import Made, stays
from store import (
    counters,
    passed_stages,
    placements,
    profiles,
    series_chunks,
    stage_changes,
    timers,
    visits,
)
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
        self.changes: list[Made] = []
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
        return len(self.changes) >= MOST_FACTS

    async def act(self, id: int, rule: Callable[[Profile], Outcome]) -> tuple[Profile, int]:
        """Apply a rule to a profile; the profile after it and how many changes that made."""
        profile, changes = await self._applied(rule, self._profiles[id])
        self._profiles[id] = profile
        made = _made(id, changes)
        self.changes += made
        return profile, len(made)

    async def _applied(self, rule: Callable[[Profile], Outcome], profile: Profile) -> Outcome:
        changes: list[Fact] = []
        while True:
            try:
                profile, made = rule(profile)
            except Interrupted as needed:
                changes += needed.changes
                content = await self._chunk(needed.profile, needed.series, needed.number)
                profile = needed.profile.with_chunk(needed.series, needed.number, content)
            else:
                return profile, (*changes, *made)

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

    async def _published(
        self, profile: Profile, older: Definitions, newer: Definitions, revision: Revision
    ) -> Profile:
        # One that was archived was there before.
        concerned = (older if revision.archives else newer).courses[revision.journey]
        if concerned.kind is not profile.kind:
            return replace(profile, revision=newer.revision)
        profile, served = await self._applied(lambda it: brought_to(it, older, newer.at), profile)
        changes = list(served)
        if revision.history == History.REPLAY and not revision.archives:
            profile, lived = await self._replayed(profile, concerned, newer.at)
            changes += lived
        profile, made = await self._judged_anew(profile, older, newer, revision.mapping)
        changes += made
        self.changes += _made(profile.id, changes)
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
            self.changes += _made(id, made)

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

    async def _replayed(self, profile: Profile, course: Course, upto: Instant) -> Outcome:
        """The profile where its log would have brought it, had the journey always been there."""
        definitions, chunks = defined(0, upto, (course,)), Chunks()
        scratch = Profile(id=profile.id, kind=profile.kind, external_id=profile.external_id)
        changes: list[Fact] = []
        async for page in self._logs.pages(profile, None):
            for kept in page:
                live = partial(observed, definitions=definitions, observation=kept.observation)
                scratch, made = chunks.answering(live, scratch)
                changes += made
        scratch, made = chunks.answering(lambda it: time_served(it, definitions, upto), scratch)
        changes += made
        placement = scratch.placements.get(course.key)
        if placement is not None:
            profile = profile.placed(course.key, placement)
        return profile, tuple(changes)

    async def close(self, now: Instant, *, session: str | None = None) -> list[RecordedChange]:
        """Write down all that has changed; the changes as they stand in the feed.

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
        if not self.changes:
            return []
        lived = stays(self._before.values(), self.changes)
        await visits.close(tx, lived.closed)
        await visits.open(tx, lived.opened)
        await passed_stages.record(tx, lived.passed)
        await counters.add(tx, lived.counted)
        recorded = [_recorded(made, now) for made in self.changes]
        first = await stage_changes.record(tx, recorded)
        return [replace(one, number=first + place) for place, one in enumerate(recorded)]

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
    pin = placement.pin
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
    )


def _made(id: int, facts: Iterable[Fact]) -> list[Made]:
    return [Made(id, fact) for fact in facts if isinstance(fact, StageChange)]


def _recorded(made: Made, now: Instant) -> RecordedChange:
    change = made.change
    return RecordedChange(
        number=0,
        profile=made.profile,
        journey=change.journey,
        version=change.version,
        left=change.left,
        entered=change.entered,
        at=change.at,
        recorded_at=now,
        move=change.move,
        trigger=change.trigger,
        skipped=change.skipped,
        explanation=change.explanation,
        actor=change.actor,
        reason=change.reason,
    )

"""A draft in this process, at which people sit together: followed while anyone is there.

The store is the truth. A desk looks at it when the bell rings, and keeps the newest batches with
what each changed on the canvas; whoever sits at it has no queue but a revision, and takes what
follows it. Problems are looked for beside, one search at a time, always for the newest draft.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from domain.canvas import Canvas, canvas_of
from domain.canvas_change import Redrawn, canvas_changes
from domain.draft import Draft, Viewport
from domain.instants import Instant
from domain.presence import FRESH_FOR, Presence
from domain.refusals import EditRejected, NotFound, Unavailable
from engine.clock import Clock
from engine.surveying import DraftSurvey, Surveyor
from store import drafts, journeys, presences
from store.database import Database, Transaction
from store.drafts import KeptBatch

MOST_BEHIND = 100
"""Batches that are told again one by one; who has missed more is given the draft whole."""
SLOW_POLL = 1.0
"""Seconds between looks when no bell rings: a bell can be lost with its connection."""
LOOK_EVERY = 0.02
"""Seconds between looks at least, however busy the workspace is."""
CHECK_EVERY = 5.0
"""Seconds between searches for problems while nobody edits: teams, data and profiles come too."""


@dataclass(frozen=True, slots=True)
class Live:
    """The version of the journey that is live, when it was published and by whom."""

    version: int
    at: Instant
    actor: str | None


Turn: TypeAlias = Redrawn[KeptBatch]
"""A batch that was applied, and what it changed on the canvas."""


Tab: TypeAlias = tuple[str, str]
"""An actor and one of its clients."""


class Glimpse(NamedTuple):
    """What a look has found: a draft where it is another, and the batches that led to it."""

    viewport: Viewport | None
    draft: Draft | None
    batches: Sequence[KeptBatch]
    definitions: int
    live: Live | None
    present: Mapping[Tab, Presence]


class Desk:
    """One draft: `draft`, `live`, `survey` and `present` are what is known of it by now."""

    def __init__(
        self, database: Database, surveyor: Surveyor, clock: Clock, workspace: int, id: str
    ) -> None:
        self._database = database
        self._surveyor = surveyor
        self._clock = clock
        self._workspace = workspace
        self._id = id
        self.draft: Draft | None = None
        self.live: Live | None = None
        self.survey: DraftSurvey | None = None
        self.present: Mapping[Tab, Presence] = {}
        self.sitting = 0
        self.bell = asyncio.Event()
        self.news = asyncio.Event()
        """Set once something has changed; there is a new one for what comes next."""
        self._canvas = Canvas((), ())
        self._turns: list[Turn] = []
        self._definitions: int | None = None
        self._looking = asyncio.Lock()
        self._unchecked = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def is_over(self) -> bool:
        """Whether nobody follows it any more."""
        return any(task.done() for task in self._tasks)

    def ended(self) -> None:
        """Raises what broke the following, if anything did."""
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def look(self) -> None:
        """Learn what the store knows; from the first look on it is followed. Raises NotFound."""
        async with self._looking:
            seen = await self._database.read(self._workspace, self._glimpse)
            await self._take(seen)
            if not self._tasks:
                self._tasks = [
                    asyncio.create_task(self._follow()),
                    asyncio.create_task(self._check()),
                ]
                for task in self._tasks:
                    # However it ends, nobody must wait for news that nobody brings.
                    task.add_done_callback(lambda _: self._tell())

    async def stop(self) -> None:
        """Follow no longer; who still waits is let go."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def turn_after(self, revision: int) -> Turn | None:
        """The batch that follows a revision, where it is still in memory."""
        if not self._turns:
            return None
        index = revision + 1 - self._turns[0].batch.revision
        return self._turns[index] if 0 <= index < len(self._turns) else None

    async def turns_after(self, revision: int) -> Iterator[Turn]:
        """The batches that follow a revision, from the store, each worked out as it is taken."""

        async def work(tx: Transaction) -> tuple[Draft, list[KeptBatch]]:
            draft = await drafts.find(tx, self._id)
            if draft is None:
                raise NotFound("draft", self._id, "draftId")
            return draft, await drafts.batches_after(tx, self._id, revision)

        draft, batches = await self._database.read(self._workspace, work)
        return canvas_changes(draft, batches)

    async def _follow(self) -> None:
        while True:
            # Not `wait_for`: in Python 3.11 it forgets that it was cancelled when the bell rings.
            with suppress(TimeoutError):
                async with asyncio.timeout(SLOW_POLL):
                    await self.bell.wait()
            self.bell.clear()
            # A database that is away for a while only delays: what was seen is kept.
            with suppress(Unavailable):
                await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def _check(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_EVERY):
                    await self._unchecked.wait()
            self._unchecked.clear()
            draft, begun = self.draft, loop.time()
            assert draft is not None
            try:
                found = await self._surveyor.survey(self._workspace, draft)
            except Unavailable:
                self._unchecked.set()
                await asyncio.sleep(SLOW_POLL)
                continue
            if self.survey is None or not _is_same(self.survey, found):
                self.survey = found
                self._tell()
            # Under a storm of edits half of the time is left to those who make it.
            await asyncio.sleep(loop.time() - begun)

    async def _glimpse(self, tx: Transaction) -> Glimpse:
        """One view of all that may have changed."""
        glance = await drafts.glance(tx, self._id)
        if glance is None:
            raise NotFound("draft", self._id, "draftId")
        draft, batches = None, list[KeptBatch]()
        known = None if self.draft is None else self.draft.revision
        if known != glance.revision:
            draft = await drafts.find(tx, self._id)
            if known is not None and known < glance.revision <= known + MOST_BEHIND:
                batches = await drafts.batches_after(tx, self._id, known)
        live, definitions = self.live, await journeys.current_revision(tx)
        if definitions != self._definitions:
            whole = draft or self.draft
            one = await journeys.live_version(tx, whole.key) if whole is not None else None
            live = None if one is None else Live(one.version, one.published_at, one.actor)
        here = await presences.of_draft(tx, self._id, self._clock() - FRESH_FOR)
        present = {(one.actor, one.client): one for one in here}
        return Glimpse(glance.viewport, draft, batches, definitions, live, present)

    async def _take(self, seen: Glimpse) -> None:
        is_other = seen.draft is not None or seen.live != self.live
        is_news = is_other or seen.present != self.present
        if seen.draft is not None:
            # Others want to be answered while it is drawn.
            drawn = await asyncio.to_thread(self._drawn, seen.draft, seen.batches)
            self.draft, (self._turns, self._canvas) = seen.draft, drawn
        assert self.draft is not None
        if self.draft.cosmetic.viewport != seen.viewport:
            looked_at = replace(self.draft.cosmetic, viewport=seen.viewport)
            self.draft = replace(self.draft, cosmetic=looked_at)
        self._definitions, self.live, self.present = seen.definitions, seen.live, seen.present
        if is_other:
            self._unchecked.set()
        if is_news:
            self._tell()

    def _drawn(self, draft: Draft, batches: Sequence[KeptBatch]) -> tuple[list[Turn], Canvas]:
        """The newest batches, those included, and the canvas as it is then."""
        if batches:
            # What an older Cairn has let through may be refused by this one.
            with suppress(EditRejected):
                turns = list(canvas_changes(draft, batches, self._canvas))
                return [*self._turns[-MOST_BEHIND:], *turns], turns[-1].canvas
        return [], canvas_of(draft)

    def _tell(self) -> None:
        news, self.news = self.news, asyncio.Event()
        news.set()


def _is_same(survey: DraftSurvey, other: DraftSurvey) -> bool:
    """Whether another look has found nothing else."""
    return survey.draft.revision == other.draft.revision and survey.problems == other.problems

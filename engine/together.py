"""Designing together: whoever listens to a draft hears what all others do to it, in order.

A listener is first given the draft whole, or goes on after a revision; then it hears each batch
once and in order. It has no queue: one that is slow hears of what it missed when it is ready, and
one that has missed too much is given the draft whole again.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from domain.canvas_change import CanvasChange
from domain.draft import Draft
from domain.instants import Instant
from domain.problems import Problem
from domain.refusals import EditRejected
from engine.desk import MOST_BEHIND, Desk, Live, Turn
from engine.surveying import DraftProblem, DraftSurvey, Surveyor
from store.database import EVERY_WORKSPACE, Database
from store.drafts import KeptBatch


class Astray(StrEnum):
    """Why a listener cannot go on from where it was."""

    BEHIND = "BEHIND"
    """It has missed more batches than are told again."""
    AHEAD = "AHEAD"
    """The draft has not come so far: it is another one, or an older state of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A draft as it was at a revision, with its problems; `astray` tells why it is told again."""

    revision: int
    draft: Draft
    problems: tuple[DraftProblem, ...]
    live: Live | None
    astray: Astray | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A batch that was applied."""

    revision: int
    batch: KeptBatch
    draft: Draft
    canvas: CanvasChange

    @property
    def added_ids(self) -> list[str]:
        """The elements that are new."""
        return [change.element for change in self.batch.changes if change.adds]

    @property
    def removed_ids(self) -> list[str]:
        """The elements that are gone."""
        return [change.element for change in self.batch.changes if change.removes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that is wrong with the draft at a revision, and what is new and gone since last told."""

    revision: int
    problems: tuple[DraftProblem, ...]
    added: tuple[DraftProblem, ...]
    resolved: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class WentLive:
    """A version of the draft's journey is live that was not when it was last told."""

    revision: int
    version: int
    at: Instant
    published_by: str | None


Event: TypeAlias = Whole | Done | Found | WentLive


class Together:
    """Every draft's listeners in this process."""

    def __init__(self, database: Database, surveyor: Surveyor) -> None:
        self._database = database
        self._surveyor = surveyor
        self._desks: dict[tuple[int, str], Desk] = {}
        self._unlisten = database.listen(self._rung)

    def _rung(self, workspace: int) -> None:
        for (own, _), desk in self._desks.items():
            if workspace in (own, EVERY_WORKSPACE):
                desk.bell.set()

    async def close(self) -> None:
        """Let go of every desk; who listens comes to an end."""
        self._unlisten()
        desks, self._desks = self._desks, {}
        for desk in desks.values():
            await desk.stop()

    async def subscribe(
        self, workspace: int, draft: str, after: int | None = None
    ) -> AsyncGenerator[Event, None]:
        """What happens to a draft, from the whole of it on, or from a revision. Raises NotFound."""
        async with self._seated(workspace, draft) as desk:
            listener = Listener(desk, after)
            while (event := await listener.next()) is not None:
                yield event

    @asynccontextmanager
    async def _seated(self, workspace: int, draft: str) -> AsyncIterator[Desk]:
        key = workspace, draft
        desk = self._desks.get(key)
        if desk is None or desk.is_over:
            desk = self._desks[key] = Desk(self._database, self._surveyor, workspace, draft)
        desk.sitting += 1
        try:
            # What a client has been told of elsewhere, by another process too, is seen here.
            await desk.look()
            yield desk
        finally:
            desk.sitting -= 1
            if desk.sitting == 0 and self._desks.get(key) is desk:
                del self._desks[key]
                await desk.stop()


class Listener:
    """What one listener has been told."""

    def __init__(self, desk: Desk, after: int | None) -> None:
        self._desk = desk
        self._place = after
        self._missed: Iterator[Turn] = iter(())
        self._missed_from: int | None = None
        self._live: Live | None = None
        self._survey: DraftSurvey | None = None

    async def next(self) -> Event | None:
        """The next event, once there is one; None when nobody follows the draft any more."""
        while not self._desk.is_over:
            news = self._desk.news
            event = await self._due()
            if event is not None:
                return event
            await news.wait()
        self._desk.ended()
        return None

    async def _due(self) -> Event | None:
        draft = self._desk.draft
        assert draft is not None
        if self._place is None:
            return self._whole(None)
        if self._place > draft.revision:
            return self._whole(Astray.AHEAD)
        if self._place < draft.revision - MOST_BEHIND:
            return self._whole(Astray.BEHIND)
        if self._place < draft.revision:
            return await self._done(self._place) or self._whole(Astray.BEHIND)
        return self._went_live(self._place) or self._found(self._place)

    def _whole(self, astray: Astray | None) -> Whole | None:
        """The newest draft whose problems are known; what was done since then follows it."""
        survey, live, latest = self._desk.survey, self._desk.live, self._desk.draft
        if survey is None or latest is None:
            return None
        looked_at = replace(survey.draft.cosmetic, viewport=latest.cosmetic.viewport)
        self._place, self._survey, self._live = survey.draft.revision, survey, live
        return Whole(
            revision=survey.draft.revision,
            draft=replace(survey.draft, cosmetic=looked_at),
            problems=survey.found,
            live=live,
            astray=astray,
        )

    async def _done(self, place: int) -> Done | None:
        """The batch that follows; None where it cannot be told any more."""
        turn = self._desk.turn_after(place) or await self._missed_after(place)
        if turn is None:
            return None
        self._place = turn.batch.revision
        return Done(self._place, turn.batch, turn.draft, turn.change)

    async def _missed_after(self, place: int) -> Turn | None:
        turn = await self._next_missed() if self._missed_from == place else None
        if turn is None:
            self._missed = await self._desk.turns_after(place)
            turn = await self._next_missed()
        self._missed_from = place + 1
        return turn

    async def _next_missed(self) -> Turn | None:
        # What an older Cairn has let through may be refused by this one.
        with suppress(EditRejected):
            return await asyncio.to_thread(next, self._missed, None)
        return None

    def _went_live(self, place: int) -> WentLive | None:
        if self._desk.live == self._live:
            return None
        self._live = self._desk.live
        live = self._live
        return None if live is None else WentLive(place, live.version, live.at, live.actor)

    def _found(self, place: int) -> Found | None:
        survey, told = self._desk.survey, self._survey
        # Of what is ahead of a listener it must not hear.
        if survey is None or survey is told or survey.draft.revision > place:
            return None
        self._survey = survey
        before = () if told is None else told.problems
        known = {problem.id for problem in before}
        left = {problem.id for problem in survey.problems}
        return Found(
            revision=survey.draft.revision,
            problems=survey.found,
            added=tuple(one for one in survey.found if one.problem.id not in known),
            resolved=tuple(problem for problem in before if problem.id not in left),
        )

"""One who listens to a draft: what it has been told, and what is to be told next.

It has no queue. What comes next is found when it is ready to hear it: the batch after the last, or
the whole draft where that is too far back; of pointers and problems only the newest.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from domain.presence import Presence
from domain.refusals import EditRejected
from engine.designing import Author
from engine.desk import MOST_BEHIND, Desk, Live, Tab, Turn
from engine.news import Astray, Done, Event, Found, Seen, WentLive, Whole
from engine.surveying import DraftSurvey


class Listener:
    """What one listener has been told."""

    def __init__(self, desk: Desk, author: Author, after: int | None) -> None:
        self._desk = desk
        self._own = author.actor, author.client
        self._place = after
        self._missed: Iterator[Turn] = iter(())
        self._missed_from: int | None = None
        self._live: Live | None = None
        self._survey: DraftSurvey | None = None
        self._present: dict[Tab, Presence] = {}

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
        place = self._place
        return self._went_live(place) or self._seen(place) or self._found(place)

    def _whole(self, astray: Astray | None) -> Whole | None:
        """The newest draft whose problems are known; what was done since then follows it."""
        survey, live, latest = self._desk.survey, self._desk.live, self._desk.draft
        if survey is None or latest is None:
            return None
        looked_at = replace(survey.draft.cosmetic, viewport=latest.cosmetic.viewport)
        revision = survey.draft.revision
        self._place, self._survey, self._live, self._present = revision, survey, live, self._others
        return Whole(
            revision=revision,
            draft=replace(survey.draft, cosmetic=looked_at),
            problems=survey.found,
            live=live,
            presence=tuple(Seen(revision, presence) for presence in self._present.values()),
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

    @property
    def _others(self) -> dict[Tab, Presence]:
        return {tab: one for tab, one in self._desk.present.items() if tab != self._own}

    def _seen(self, place: int) -> Seen | None:
        """The newest of somebody; what came in between is not worth telling."""
        others = self._others
        for tab, presence in others.items():
            if self._present.get(tab) != presence:
                self._present[tab] = presence
                return Seen(place, presence)
        for tab in [tab for tab in self._present if tab not in others]:
            return Seen(place, self._present.pop(tab).gone, left=True)
        return None

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

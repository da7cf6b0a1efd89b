"""Profiles' logs as a publication reads them: short ones many at a time, long ones page by page."""

from bisect import bisect_left
from collections.abc import AsyncIterator, Collection, Sequence

from domain.observation import KeptObservation
from domain.profile import Profile
from store import observations
from store.database import Transaction

PAGE = 5_000
SHORT = 500
"""Logs up to this length are read together, as many as make a page."""


class Logs:
    """The logs of those who are about to be brought up to date, in the order of their ids."""

    def __init__(self, tx: Transaction, waiting: Sequence[Profile]) -> None:
        self._tx = tx
        self._waiting = [(it.id, it.arrivals) for it in waiting if it.arrivals <= SHORT]
        self._read: dict[int, list[KeptObservation]] = {}

    async def pages(
        self, profile: Profile, events: Collection[str] | None
    ) -> AsyncIterator[Sequence[KeptObservation]]:
        """A profile's log in order of arrival, up to what it has absorbed; None: all events."""
        if profile.arrivals <= SHORT:
            log = await self._short(profile)
            yield [kept for kept in log if events is None or kept.event in events]
            return
        after = 0
        while True:
            page = await observations.history(
                self._tx,
                profile.id,
                events=events,
                up_to=profile.arrivals,
                after=after,
                limit=PAGE,
            )
            if page:
                yield page
            if len(page) < PAGE:
                return
            after = page[-1].number

    def done_with(self, id: int) -> None:
        """Nobody will ask for this log again."""
        self._read.pop(id, None)

    async def _short(self, profile: Profile) -> list[KeptObservation]:
        if profile.id not in self._read:
            # Who comes next will ask as well, for it missed the same publications.
            rows, wanted = 0, {profile.id}
            for id, arrivals in self._waiting[bisect_left(self._waiting, (profile.id, 0)) :]:
                rows += arrivals
                if rows > PAGE:
                    break
                wanted.add(id)
            self._read |= await observations.histories(self._tx, wanted)
        return self._read[profile.id]

"""An engine to test with: one workspace, a clock that tests set, workers while they are wanted."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select

from domain.fact import RecordedFact
from domain.health import RecordedHealth
from domain.instants import Instant, instant_of
from domain.journey import Journey, ProfileKind
from domain.observation import KeptObservation, ReceivedObservation
from domain.profile import Profile
from domain.stage_change import RecordedChange
from engine.clock import Clock
from engine.history import History
from engine.ingest import Ingest, Receipt
from engine.publishing import Published, advanced, publish
from engine.replaying import replayed
from engine.shelf import Shelf
from engine.sweep import swept
from engine.worker import Worker
from store import feed, observations, placements, profiles, publish_jobs
from store.database import Database, Transaction
from store.timers import timers
from tests.builders import Happening, Told, document_of, sent, told

T = TypeVar("T")

EVERYTHING = 10_000_000
PATIENCE = 60

_june = instant_of("2026-06-01T00:00:00Z")
assert _june is not None
JUNE: Instant = _june


@dataclass(slots=True)
class LivingEngine:
    """What one process runs, on a database that others may share; `now` is what time it is."""

    database: Database
    workspace: int
    now: Instant = JUNE
    shelf: Shelf = field(default_factory=Shelf)
    ingest: Ingest = field(init=False)

    def __post_init__(self) -> None:
        self.ingest = Ingest(self.database, self.shelf, self.clock)

    def clock(self) -> Instant:
        return self.now

    async def publish(self, journey: Journey, **how: Any) -> Published:
        """Publish it at the engine's now."""
        how = {"now": self.now, **how}
        document = document_of(journey)
        return await publish(self.database, self.shelf, self.workspace, document, **how)

    async def observe(
        self, happenings: Iterable[Happening | ReceivedObservation], session: str | None = None
    ) -> list[Receipt]:
        """Send these in one call."""
        received = [it if isinstance(it, ReceivedObservation) else sent(it) for it in happenings]
        return await self.ingest.submit(self.workspace, received, session)

    async def sweep(self, now: Instant | None = None) -> None:
        """Serve all the time that is due."""
        self.now = self.now if now is None else now
        while await swept(self.database, self.shelf, self.workspace, self.now):
            pass

    async def visit(self) -> None:
        """Finish every publish job."""
        while await advanced(self.database, self.shelf, self.workspace, self.now):
            pass

    @asynccontextmanager
    async def working(self, workers: int = 1, clock: Clock | None = None) -> AsyncIterator[None]:
        """Workers running beside, as in a server; by a clock of their own perhaps."""
        running = [Worker(self.database, self.shelf, clock or self.clock) for _ in range(workers)]
        tasks = [asyncio.create_task(worker.run()) for worker in running]
        try:
            yield
        finally:
            for worker in running:
                worker.stop()
            await asyncio.gather(*tasks)

    async def served(self, upto: Instant) -> None:
        """Wait until running workers have served all time up to an instant."""
        self.now = max(self.now, upto)

        async def work(tx: Transaction) -> bool:
            armed = select(timers.c.due).where(timers.c.workspace_id == tx.workspace)
            return not await tx.rows(armed.where(timers.c.due <= upto).limit(1))

        await until(lambda: self.database.read(self.workspace, work))

    async def visited(self, revision: int) -> None:
        """Wait until running workers have finished a publish job."""

        async def work(tx: Transaction) -> bool:
            job = await publish_jobs.of_revision(tx, revision)
            return job is None or job.finished_at is not None

        await until(lambda: self.database.read(self.workspace, work))

    async def read(self, work: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
        """What `work` reads in the workspace."""
        return await self.database.read(self.workspace, work)

    async def facts(self, after: int = 0) -> list[RecordedFact]:
        """All that the store's feed keeps."""

        async def work(tx: Transaction) -> list[RecordedFact]:
            return await feed.after(tx, after, EVERYTHING)

        return await self.database.read(self.workspace, work)

    async def feed(self, after: int = 0) -> list[RecordedChange]:
        """Its stage changes."""
        return [fact for fact in await self.facts(after) if isinstance(fact, RecordedChange)]

    async def healths(self, after: int = 0) -> list[RecordedHealth]:
        """Its changes of health."""
        return [fact for fact in await self.facts(after) if isinstance(fact, RecordedHealth)]

    async def told(self, *who: str) -> list[Told]:
        """The feed as tests write it, of these profiles or of all."""
        names = {id: profile.external_id for id, profile in (await self.profiles()).items()}
        found = [told(names[change.profile], change) for change in await self.feed()]
        return [one for one in found if not who or one.profile in who]

    async def stories(self) -> dict[str, list[Told]]:
        """The feed profile by profile: what must not hang on how profiles were interleaved."""
        stories: dict[str, list[Told]] = {}
        for one in await self.told():
            stories.setdefault(one.profile, []).append(one)
        return stories

    async def log(self) -> dict[str, list[KeptObservation]]:
        """Everybody's log, in order of arrival."""

        async def work(tx: Transaction) -> dict[str, list[KeptObservation]]:
            everybody = await profiles.load_many(tx, await profiles.ids_after(tx, 0, EVERYTHING))
            whole: dict[str, Any] = {"events": None, "up_to": EVERYTHING, "limit": EVERYTHING}
            return {
                who.external_id: await observations.history(tx, id, **whole)
                for id, who in everybody.items()
            }

        return await self.database.read(self.workspace, work)

    async def relived(self, journey: Journey) -> dict[str, list[Told]]:
        """The stories that a replay of everybody's log tells."""
        return {
            who: [told(who, one.fact) for one in replayed(journey, history)]
            for who, kept in (await self.log()).items()
            for history in [[(who, line.observation) for line in kept]]
        }

    async def profiles(self) -> dict[int, Profile]:
        """Everybody's state."""

        async def work(tx: Transaction) -> dict[int, Profile]:
            return await profiles.load_many(tx, await profiles.ids_after(tx, 0, EVERYTHING))

        return await self.database.read(self.workspace, work)

    async def profile(self, who: str, kind: ProfileKind = ProfileKind.CONTACT) -> Profile:
        """One profile's state."""

        async def work(tx: Transaction) -> Profile | None:
            return await profiles.find(tx, kind, who)

        found = await self.database.read(self.workspace, work)
        assert found is not None, who
        return found

    async def population(self, journey: str = "lead") -> dict[str, int]:
        """How many stand in each stage."""

        async def work(tx: Transaction) -> dict[str, int]:
            return await placements.population(tx, journey)

        return await self.database.read(self.workspace, work)


async def until(has_come: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something has come; what does not come at all fails the test."""
    async with asyncio.timeout(PATIENCE):
        while not await has_come():  # noqa: ASYNC110 - it comes about in other processes too
            await asyncio.sleep(0.02)


def standing(changes: Sequence[Told], at: Instant) -> Counter[str | None]:
    """How many profiles stand in each stage after the changes up to an instant."""
    return Counter({one.profile: one.entered for one in changes if one.at <= at}.values())


FROM_NOW, REPLAY = History.FROM_NOW, History.REPLAY

"""How observations get in: by group commit.

What queued while the last commit ran, up to a thousand observations of one workspace, becomes one
transaction; a caller is answered after the commit, and only then. A resent message changes nothing,
and one bad observation never fails its neighbours: what can be refused is refused by itself, and a
transaction that fails through our own fault is tried again in halves, down to the one at fault.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from domain.instants import MINUTE, Instant
from domain.journey import ProfileKind
from domain.observation import KeptObservation, Observation, ReceivedObservation
from domain.refusals import Failed, FutureObservation, Overloaded, Refusal
from domain.stage_change import RecordedChange
from domain.timeline import observed
from domain.vocabulary import Vocabulary
from engine.clock import Clock
from engine.recording import changes_among
from engine.shelf import Shelf
from engine.sitting import opened
from store import counters, import_sessions, observations, profiles
from store.database import Database, Transaction

MOST_TOGETHER = 1_000
MOST_WAITING = 20_000
MOST_AHEAD = 5 * MINUTE

log = logging.getLogger("cairn.ingest")


@dataclass(frozen=True, slots=True)
class Accepted:
    """It is kept, and these are the stage changes it brought, time due before it included."""

    profile: int
    changes: tuple[RecordedChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A message of that id came before; nothing changed."""

    message_id: str


Receipt: TypeAlias = Accepted | Duplicate | Refusal


@dataclass(slots=True)
class _Waiting:
    """One observation in the queue, and where its receipt belongs."""

    received: ReceivedObservation
    session: str | None
    submission: "_Submission"
    place: int


@dataclass(slots=True)
class _Submission:
    """One caller's observations; `done` is answered when the last of them is."""

    done: asyncio.Future[None]
    receipts: list[Receipt | None]
    open: int = field(default=0)

    def answer(self, place: int, receipt: Receipt) -> None:
        self.receipts[place] = receipt
        self.open -= 1
        if self.open == 0 and not self.done.done():
            self.done.set_result(None)

    def fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Ingest:
    """The one road by which observations reach profiles, in this process."""

    def __init__(self, database: Database, shelf: Shelf, clock: Clock) -> None:
        self._database = database
        self._shelf = shelf
        self._clock = clock
        self._queues: dict[int, deque[_Waiting]] = {}
        self._runners: dict[int, asyncio.Task[None]] = {}
        self._is_closed = False

    async def submit(
        self,
        workspace: int,
        received: Sequence[ReceivedObservation],
        session: str | None = None,
    ) -> list[Receipt]:
        """Keep these observations and judge by them; one receipt each, in their order.

        Returns after the commit. Raises Unavailable when the database is away and Overloaded when
        too much waits already: then what was not answered may be sent again, with its message ids.
        """
        if not received:
            return []
        queue = self._queues.setdefault(workspace, deque())
        if self._is_closed or len(queue) + len(received) > max(MOST_WAITING, len(received)):
            raise Overloaded()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        submission = _Submission(done, [None] * len(received), len(received))
        queue.extend(
            _Waiting(one, session, submission, place) for place, one in enumerate(received)
        )
        if workspace not in self._runners:
            self._runners[workspace] = asyncio.create_task(self._run(workspace, queue))
        await done
        return [receipt for receipt in submission.receipts if receipt is not None]

    async def close(self) -> None:
        """Take nothing more, and finish what waits."""
        self._is_closed = True
        await asyncio.gather(*self._runners.values(), return_exceptions=True)

    async def _run(self, workspace: int, queue: deque[_Waiting]) -> None:
        try:
            while queue:
                await self._commit(workspace, _together(queue))
        finally:
            del self._runners[workspace]
            del self._queues[workspace]

    async def _commit(self, workspace: int, together: list[_Waiting]) -> None:
        try:
            receipts = await self._attempt(workspace, together)
        except Refusal as refusal:
            for one in together:
                one.submission.fail(refusal)
        except Exception:
            if len(together) == 1:
                log.exception("an observation could not be judged")
                together[0].submission.answer(together[0].place, Failed())
                return
            # Something of ours broke: find which observation it is, so that only that one suffers.
            middle = len(together) // 2
            await self._commit(workspace, together[:middle])
            await self._commit(workspace, together[middle:])
        else:
            for one, receipt in zip(together, receipts, strict=True):
                one.submission.answer(one.place, receipt)

    async def _attempt(self, workspace: int, together: Sequence[_Waiting]) -> list[Receipt]:
        now = self._clock()

        async def work(tx: Transaction) -> _Outcome:
            return await _kept(tx, self._shelf, together, now)

        outcome = await self._database.write(workspace, work)
        self._shelf.vocabularies.learn(workspace, outcome.vocabulary)
        if outcome.has_news:
            self._database.ring(workspace)
        return outcome.receipts


def _together(queue: deque[_Waiting]) -> list[_Waiting]:
    """What goes into one transaction: the longest waiting, of one import or of none."""
    session = queue[0].session
    together: list[_Waiting] = []
    while queue and len(together) < MOST_TOGETHER and queue[0].session == session:
        together.append(queue.popleft())
    return together


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a transaction has come to: whether the feed has news, and what is known to arrive."""

    receipts: list[Receipt]
    has_news: bool
    vocabulary: Vocabulary


async def _kept(
    tx: Transaction, shelf: Shelf, together: Sequence[_Waiting], now: Instant
) -> _Outcome:
    """One transaction: keep, lock, judge, save."""
    await tx.lock_definitions(exclusive=False)
    definitions = await shelf.current(tx)
    receipts: list[Receipt | None] = [_refusal(one.received, now) for one in together]
    await _find_duplicates(tx, together, receipts, now)
    fresh = [place for place, receipt in enumerate(receipts) if receipt is None]
    ids = await _identified(tx, [together[place].received for place in fresh], now)
    sitting = await opened(tx, shelf, definitions, set(ids.values()))
    # Bringing profiles up to date may have made changes that belong to no observation.
    spans: list[tuple[int, int, int]] = []
    kept: list[KeptObservation] = []
    arrived: list[tuple[ProfileKind, Observation]] = []
    for place in fresh:
        received = together[place].received
        id = ids[received.kind, received.external_id]
        observation = _observation(received, now)
        start = len(sitting.facts)
        rule = partial(observed, definitions=definitions, observation=observation)
        profile, made = await sitting.act(id, rule)
        spans.append((place, start, start + made))
        receipts[place] = Accepted(id)
        arrived.append((received.kind, observation))
        kept.append(_line(id, profile.arrivals, observation, received.message_id, now))
    await observations.add(tx, kept)
    vocabulary = await shelf.vocabularies.note(tx, arrived)
    session = together[0].session
    if session is not None and not await import_sessions.touch(tx, session, now):
        session = None  # it has ended: nobody would release the timers held for it
    recorded = await sitting.close(now, session=session)
    for place, start, end in spans:
        if start != end:
            receipt = receipts[place]
            assert isinstance(receipt, Accepted)
            receipts[place] = replace(receipt, changes=changes_among(recorded[start:end]))
    answers = [receipt for receipt in receipts if receipt is not None]
    return _Outcome(answers, bool(recorded), vocabulary)


def _refusal(received: ReceivedObservation, now: Instant) -> Refusal | None:
    is_ahead = received.at is not None and received.at > now + MOST_AHEAD
    return FutureObservation() if is_ahead else None


async def _find_duplicates(
    tx: Transaction,
    together: Sequence[_Waiting],
    receipts: list[Receipt | None],
    now: Instant,
) -> None:
    """Answer those whose message id came before, in this transaction or in an earlier one."""
    named: dict[str, int] = {}
    for place, one in enumerate(together):
        message_id = one.received.message_id
        if message_id is None or receipts[place] is not None:
            continue
        if message_id in named:
            receipts[place] = Duplicate(message_id)
        else:
            named[message_id] = place
    if named:
        fresh = await observations.fresh_messages(tx, named.keys(), now)
        for message_id, place in named.items():
            if message_id not in fresh:
                receipts[place] = Duplicate(message_id)


async def _identified(
    tx: Transaction, received: Sequence[ReceivedObservation], now: Instant
) -> dict[tuple[ProfileKind, str], int]:
    """The ids of the profiles observed; those that are new are made, and counted."""
    keys = {(one.kind, one.external_id) for one in received}
    identified = await profiles.identify(tx, keys, now)
    if identified.new:
        born = Counter(
            ("", "", f"profiles.{kind.value}")
            for (kind, _), id in identified.ids.items()
            if id in identified.new
        )
        await counters.add(tx, born)
    return identified.ids


def _observation(received: ReceivedObservation, now: Instant) -> Observation:
    """What happened; an instant a little ahead of the server's clock is taken as its now."""
    return Observation(
        at=now if received.at is None else min(received.at, now),
        traits=received.traits,
        event=received.event,
        properties=received.properties,
    )


def _line(
    id: int, number: int, observation: Observation, message_id: str | None, now: Instant
) -> KeptObservation:
    return KeptObservation(
        profile=id,
        number=number,
        at=observation.at,
        recorded_at=now,
        message_id=message_id,
        event=observation.event,
        traits=observation.traits or None,
        properties=observation.properties or None,
    )

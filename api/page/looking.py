"""Looking at a journey for its picture: what is kept is read each time, what is counted seldom.

A picture is drawn again whenever somebody moves. Counters are a row for each stage and band; how
often each way was taken is counted over all moves, so that is done once a minute at most.
"""

from collections import OrderedDict
from collections.abc import Mapping

from api.context import Engine
from api.page.sight import Sight, Way, sight_of
from domain.course import Course
from domain.instants import MINUTE, Instant
from domain.journey import Journey
from engine.dwelling import dwells
from store import counters, feed, flows
from store.database import Transaction
from store.flows import Period

LASTS = MINUTE
MOST_KEPT = 256


class Looking:
    """What one process has seen of journeys lately."""

    def __init__(self) -> None:
        self._moves: OrderedDict[tuple[int, str], tuple[Instant, Mapping[Way, int]]] = OrderedDict()

    async def at(
        self, engine: Engine, workspace: int, key: str, now: Instant
    ) -> tuple[Journey, Sight] | None:
        """A live journey as it is now; None where there is none of that key."""

        async def work(tx: Transaction) -> tuple[Journey, Sight] | None:
            course = (await engine.shelf.current(tx)).journeys.get(key)
            return None if course is None else (course.journey, await self._sight(tx, course, now))

        return await engine.database.read(workspace, work)

    async def _sight(self, tx: Transaction, course: Course, now: Instant) -> Sight:
        _, cursor = await feed.bounds(tx)
        stays = await dwells(tx, [course.key], None, now, cursor)
        return sight_of(
            course,
            await counters.every(tx, course.key),
            {one.stage: one.median for one in stays if one.stays},
            await self._ways(tx, course.key, now),
        )

    async def _ways(self, tx: Transaction, journey: str, now: Instant) -> Mapping[Way, int]:
        place = tx.workspace, journey
        at, moves = self._moves.get(place, (None, {}))
        if at is not None and at <= now < at + LASTS:
            return moves
        every = await flows.count(tx, Period(journey=journey, since=0, until=now + 1))
        moves = {(flow.left, flow.entered): flow.moves for flow in every}
        self._moves[place] = now, moves
        self._moves.move_to_end(place)
        if len(self._moves) > MOST_KEPT:
            self._moves.popitem(last=False)
        return moves

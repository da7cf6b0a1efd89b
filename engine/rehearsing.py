"""Rehearsing a publication: what it would do to every profile, had it just happened.

The same rule as the publish job's (`Sitting.bring_up_to_date`), over one unchanging view of all
profiles, and nothing is locked or saved. Whoever missed earlier publications lives through those
first; time is served up to the rehearsal's instant under the live version. What moves by that would
move without the publication too, and is not counted: only what the new version itself brings is.
"""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from domain.course import charted
from domain.definitions import Definitions, defined
from domain.instants import Instant
from domain.journey import Journey
from domain.movements import Movements, Tally
from domain.profile import Profile
from domain.rollover import StageMapping
from domain.stage_change import StageChange
from engine.history import History
from engine.shelf import Shelf
from engine.sitting import Sitting
from store import profiles
from store.database import Database, Transaction
from store.journeys import Revision

log = logging.getLogger("cairn.rehearsing")

TOGETHER = 100
"""Profiles read at once, and so on PostgreSQL between turns for all others."""
MOST_IDS = 10_000
"""Read at once: a database that knows little of its tables may look at all of them for any few."""


class Abandoned(Exception):
    """Nobody wants to know any more, or the version that it was about is no longer live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A journey as it is to go live after `follows`, its live version now, 0 for none.

    `version` is what it would be: of a journey that is archived not the first, though none is live.
    """

    journey: Journey
    follows: int
    version: int
    history: History = History.FROM_NOW
    mapping: StageMapping = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Where a profile stands without the publication and with it, and by how many changes.

    None where something of ours broke on it.
    """

    profile: int
    left: str | None
    entered: str | None
    changes: int


async def rehearsed(
    database: Database,
    shelf: Shelf,
    workspace: int,
    plan: Plan,
    now: Instant,
    going: Callable[[int], bool] = lambda _: True,
) -> Movements:
    """What publishing the plan now would do to everybody, counted.

    `going` is told how many have been looked at, from whatever thread, and says whether to go on.
    Raises Abandoned when not, or when another version has gone live.
    """

    async def work(tx: Transaction) -> Movements:
        tally = Tally()
        async for one in foreseen(tx, shelf, plan, now):
            if isinstance(one, Foreseen):
                tally.add(one.profile, one.left, one.entered, one.changes)
            else:
                tally.fail()
            # After each: any of them may have years behind it.
            if not going(tally.total):
                raise Abandoned
        return tally.counted()

    return await database.read(workspace, work)


async def foreseen(
    tx: Transaction, shelf: Shelf, plan: Plan, now: Instant
) -> AsyncIterator[Foreseen | None]:
    """The same profile by profile, in the order of their ids; None for one that broke something."""
    ahead = await ahead_of(tx, shelf, plan, now)
    last = 0
    while ids := await profiles.ids_after(tx, last, MOST_IDS, plan.journey.kind):
        last = ids[-1]
        async for one in foreseen_of(tx, ahead, plan, ids):
            yield one


async def ahead_of(tx: Transaction, shelf: Shelf, plan: Plan, now: Instant) -> "Ahead":
    """The definitions with the plan in them. Raises Abandoned."""
    live = await shelf.current(tx)
    known = live.courses.get(plan.journey.key)
    if (0 if known is None else known.version) != plan.follows:
        raise Abandoned
    return Ahead(shelf, live, plan, now)


async def foreseen_of(
    tx: Transaction, ahead: "Ahead", plan: Plan, ids: Sequence[int]
) -> AsyncIterator[Foreseen | None]:
    """What it would do to some profiles."""
    for start in range(0, len(ids), TOGETHER):
        loaded = await profiles.load_many(tx, ids[start : start + TOGETHER])
        sitting = Sitting(tx, ahead, ahead.newer, list(loaded.values()))
        for profile in loaded.values():
            yield await _foreseen(sitting, profile, plan)


BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What judging a profile whose state is spoilt can end in."""


async def _foreseen(sitting: Sitting, profile: Profile, plan: Plan) -> Foreseen | None:
    key, before = plan.journey.key, len(sitting.facts)
    try:
        await sitting.bring_up_to_date(profile.id)
    except BROKEN:
        # The publish job leaves such a profile as it is, and goes on with the others. What the
        # database fails at is something else: then nothing that was foreseen can be trusted.
        log.exception("rehearsing a publication failed for profile %d", profile.id)
        return None
    placement = sitting[profile.id].placements.get(key)
    entered = None if placement is None else placement.stage
    # No change before the publication can be of the version that it brings.
    made = [
        one.fact
        for one in sitting.facts[before:]
        if isinstance(one.fact, StageChange)
        and one.fact.version == plan.version
        and one.fact.journey == key
    ]
    return Foreseen(profile.id, made[0].left if made else entered, entered, len(made))


class Ahead(Shelf):
    """A shelf on which a plan lies as if it had just gone live."""

    def __init__(self, shelf: Shelf, live: Definitions, plan: Plan, now: Instant) -> None:
        super().__init__()
        self._shelf = shelf
        self._live = live.revision
        course = charted(plan.journey, plan.version)
        self.newer = defined(
            live.revision + 1,
            # As in a publication: never earlier than what is live.
            max(now, live.at),
            tuple({**live.courses, course.key: course}.values()),
        )
        self._revision = Revision(
            revision=self.newer.revision,
            at=self.newer.at,
            journey=course.key,
            version=course.version,
            history=plan.history.value,
            mapping=plan.mapping,
        )

    async def at(self, tx: Transaction, revision: int) -> Definitions:
        """The definitions as of a revision, the one ahead included."""
        if revision == self.newer.revision:
            return self.newer
        return await self._shelf.at(tx, revision)

    async def revisions_after(self, tx: Transaction, revision: int, upto: int) -> list[Revision]:
        """What each revision changed or would change."""
        real = await self._shelf.revisions_after(tx, revision, min(upto, self._live))
        return [*real, self._revision] if upto > self._live else real

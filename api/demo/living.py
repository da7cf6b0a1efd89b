"""The demo goes on: visitors click, leads write, accounts grow, every few seconds.

What somebody does next follows from where it stands, as it is told by the receipts of what it did
before; so it goes on after a restart as if nothing had been.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from random import Random
from typing import TypeAlias

from api.demo.clicks import Click, visits_to_play
from api.demo.company import lead, persona, qualification
from domain.instants import DAY, SECOND, Instant
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from domain.refusals import Overloaded, Unavailable
from domain.values import Value
from engine.clock import Clock
from engine.ingest import Accepted, Ingest
from store import placements, profiles
from store.database import Database, Transaction

ACCOUNTS, LEADS = "customer-lifecycle", "inbound-lead"
BETWEEN_DEEDS = 5.0
BETWEEN_VISITS = 6.0
BETWEEN_CLICKS = 0.8
"""Seconds."""
FIRST_NEW = 1_000
"""Leads that come in live are numbered from here, by the half minute."""

SETTLED = frozenset({"customer", "evangelist", "closed-lost"})
"""Where a lead has nothing more to do."""

Who: TypeAlias = tuple[ProfileKind, str]
Deed: TypeAlias = tuple[str | None, Mapping[str, Value]]


class Living:
    """What goes on in a demo workspace."""

    def __init__(self, database: Database, ingest: Ingest, workspace: int, clock: Clock) -> None:
        self._database = database
        self._ingest = ingest
        self._workspace = workspace
        self._clock = clock
        self._dice = Random(clock())
        self._standing: dict[Who, str] = {}
        self._new_leads = FIRST_NEW + clock() // (30 * SECOND) % 20_000

    async def run(self) -> None:
        """Go on until cancelled."""
        self._standing = await self._database.read(self._workspace, _standing)
        async with asyncio.TaskGroup() as together:
            together.create_task(self._company())
            together.create_task(self._shop(together))

    async def _company(self) -> None:
        while True:
            if self._dice.random() < 0.15:
                await self._somebody_new()
            else:
                await self._somebody()
            await asyncio.sleep(BETWEEN_DEEDS * self._dice.uniform(0.5, 1.3))

    async def _shop(self, together: asyncio.TaskGroup) -> None:
        visits = visits_to_play()
        # Time says whose turn it is, so that a restart does not begin with the same visits again.
        turn = self._clock() // int(BETWEEN_VISITS * SECOND)
        while True:
            together.create_task(self._visit(visits[turn % len(visits)]))
            turn += 1
            await asyncio.sleep(BETWEEN_VISITS * self._dice.uniform(0.6, 1.4))

    async def _visit(self, clicks: Sequence[Click]) -> None:
        for click in clicks:
            await self._do((ProfileKind.CONTACT, click.visitor), [(click.event, {})])
            await asyncio.sleep(BETWEEN_CLICKS * self._dice.uniform(0.5, 2))

    async def _somebody_new(self) -> None:
        one = lead(self._new_leads)
        self._new_leads += 1
        who = {"email": one.email, "name": one.name, "company": one.company, **persona(self._dice)}
        await self._do((ProfileKind.CONTACT, one.email), [("newsletter_subscribed", who)])

    async def _somebody(self) -> None:
        who = self._dice.choice(
            sorted(who for who, stage in self._standing.items() if stage not in SETTLED)
        )
        life = _account_deeds if who[0] is ProfileKind.ACCOUNT else _lead_deeds
        await self._do(who, life(self._standing[who], self._clock(), self._dice))

    async def _do(self, who: Who, deeds: Sequence[Deed]) -> None:
        kind, external_id = who
        now = self._clock()
        observations = [
            ReceivedObservation(
                kind=kind,
                external_id=external_id,
                # What is done more than once was done on the days before and is only heard of now.
                at=now - (len(deeds) - 1 - place) * DAY,
                event=event,
                traits=traits,
            )
            for place, (event, traits) in enumerate(deeds)
        ]
        # A store that is away for a moment is no reason to stop for good.
        with suppress(Unavailable, Overloaded):
            for receipt in await self._ingest.submit(self._workspace, observations):
                if isinstance(receipt, Accepted):
                    for change in receipt.changes:
                        if change.journey in (ACCOUNTS, LEADS) and change.entered is not None:
                            self._standing[who] = change.entered


async def _standing(tx: Transaction) -> dict[Who, str]:
    """Where accounts and leads stand."""
    standing: dict[Who, str] = {}
    after = 0
    while ids := await profiles.ids_after(tx, after, 1_000):
        known = await profiles.load_many(tx, ids)
        for id, rows in (await placements.of(tx, ids)).items():
            for row in rows:
                if row.journey in (ACCOUNTS, LEADS):
                    standing[known[id].kind, known[id].external_id] = row.stage
        after = ids[-1]
    return standing


def _account_deeds(stage: str, now: Instant, dice: Random) -> Sequence[Deed]:
    """What an account does next, where it stands."""
    match stage:
        case "outreach":
            return [(dice.choice(("site_visited", "reply_received", "meeting_held")), {})]
        case "connection" | "conversion" if dice.random() < 0.4:
            return [(dice.choice(("meeting_held", "reply_received", "proposal_viewed")), {})]
        case "connection":
            return [(None, {"deal": {"status": "open", "amount": dice.randint(4, 90) * 1000}})]
        case "conversion" if dice.random() < 0.75:
            won = {"deal": {"status": "won"}, "subscription": {"status": "active"}}
            return [(None, {**won, "plan": {"seats": 20}, "usage": {"seats": 3}})]
        case "conversion":
            return [(None, {"deal": {"status": "lost"}})]
        case "onboarding" if dice.random() < 0.4:
            # It needed no three days: straight to value.
            return [("outcome_reached", {})]
        case "onboarding":
            return [
                *[("setup_step_completed", {}), ("login", {})] * 3,
                ("onboarding_completed", {}),
            ]
        case "experience" | "value" | "retention" | "expansion" if dice.random() < 0.5:
            return [(dice.choice(("login", "login", "login", "ticket_opened")), {})]
        case "experience":
            return [("outcome_reached", {})]
        case "value" if dice.random() < 0.5:
            return [("outcome_reached", {})] * 3
        case "value" | "retention" if dice.random() < 0.15:
            return [(None, {"subscription": {"status": "cancelled"}})]
        case "value" | "retention":
            return [("outcome_reached", {"plan": {"seats": 20}, "usage": {"seats": 18}})]
        case "expansion":
            return [(None, {"plan": {"seats": 50}, "usage": {"seats": 18}})]
        case "churn" if dice.random() < 0.3:
            back = {"status": "active"}
            return [(None, {"subscription": back, "plan": {"seats": 20}, "usage": {"seats": 5}})]
    return []


def _lead_deeds(stage: str, now: Instant, dice: Random) -> Sequence[Deed]:
    """What a lead does next, where it stands; who is won or lost has nothing more to do."""
    match stage:
        case "subscriber" | "lead" if dice.random() < 0.5:
            return [(dice.choice(("page_viewed", "pricing_viewed")), {})]
        case "mql" | "sql" if dice.random() < 0.5:
            return [(dice.choice(("meeting_booked", "meeting_held")), {})]
        case "opportunity" if dice.random() < 0.5:
            return [(dice.choice(("offer_viewed", "meeting_held")), {})]
        case "subscriber":
            return [(dice.choice(("content_downloaded", "contact_form_submitted")), {})]
        case "lead":
            return [(dice.choice(("demo_requested", "quote_requested")), {})]
        case "mql" if dice.random() < 0.8:
            return [(None, {"qualification": qualification(now, dice)})]
        case "mql":
            return [(None, {"lead": {"status": "disqualified"}})]
        case "sql":
            return [(None, {"deal": {"status": "open"}})]
        case "opportunity":
            decided = "won" if dice.random() < 0.65 else "lost"
            return [(None, {"deal": {"status": decided}})]
    return []

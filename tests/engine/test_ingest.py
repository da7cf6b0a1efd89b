"""Observations get in, many in one transaction, and each is answered for itself."""

import asyncio
from collections import Counter

import pytest

from domain.instants import DAY, HOUR, MINUTE
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from domain.refusals import Failed, FutureObservation, Overloaded
from domain.timeline import observed
from engine.ingest import Accepted, Duplicate
from engine.replaying import replayed
from tests.builders import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_journey,
    a_stage_change,
    at_least,
    became,
    did,
    logins,
    sent,
    told,
)

pytestmark = pytest.mark.anyio

TRIAL = a_journey("trial -> adoption", adoption=at_least("login", 2))
BUSY = a_journey("trial -> adoption", adoption=at_least("login", 2, within="P2D"))


async def test_an_observation_is_answered_with_the_changes_it_brought(engine):
    await engine.publish(TRIAL)

    receipts = await engine.observe(logins("u1", on=[MONDAY, TUESDAY, WEDNESDAY]))

    u1 = (await engine.profile("u1")).id
    entered, advanced = await engine.feed()
    assert receipts == [Accepted(u1, (entered,)), Accepted(u1, (advanced,)), Accepted(u1)]
    assert await engine.told() == [
        a_stage_change("u1", entered="trial", at=MONDAY),
        a_stage_change("u1", left="trial", entered="adoption", at=TUESDAY),
    ]


async def test_concurrent_callers_share_a_transaction_and_each_is_answered_for_its_own(engine):
    await engine.publish(TRIAL)
    callers = [logins(f"u{number}", on=[MONDAY, TUESDAY]) for number in range(50)]

    answers = await asyncio.gather(*(engine.observe(caller) for caller in callers))

    for number, answer in enumerate(answers):
        u = await engine.profile(f"u{number}")
        assert [(receipt.profile, brief(receipt)) for receipt in answer] == [
            (u.id, [(None, "trial", MONDAY)]),
            (u.id, [("trial", "adoption", TUESDAY)]),
        ]
    assert len({change.recorded_at for change in await engine.feed()}) == 1


async def test_a_caller_that_goes_away_takes_nothing_with_it(engine):
    await engine.publish(TRIAL)
    gone = asyncio.create_task(engine.observe(logins("u1", on=[MONDAY])))
    stays = asyncio.create_task(engine.observe(logins("u2", on=[MONDAY])))
    await asyncio.sleep(0)

    gone.cancel()

    assert len(await stays) == 1
    assert await engine.population() == {"trial": 2}


async def test_a_resent_message_changes_nothing(engine, another):
    login = sent(did("u1", "login", at=MONDAY), "m1")

    within = await engine.observe([login, login])
    across = await engine.observe([login])
    elsewhere = await another.observe([login])

    u1 = (await engine.profile("u1")).id
    assert [*within, *across, *elsewhere] == [Accepted(u1), *[Duplicate("m1")] * 3]
    assert (await engine.profile("u1")).arrivals == 1


async def test_of_messages_sent_twice_at_once_each_is_kept_once(engine, another):
    messages = [sent(did(f"u{n % 7}", "login", at=MONDAY), f"m{n}") for n in range(200)]

    answers = await asyncio.gather(
        *(
            one.observe(messages[start : start + 40])
            for start in range(0, 200, 40)
            for one in (engine, another)
        )
    )

    kinds = Counter(type(receipt) for receipts in answers for receipt in receipts)
    assert kinds == {Accepted: 200, Duplicate: 200}
    assert sum(who.arrivals for who in (await engine.profiles()).values()) == 200


async def test_an_observation_an_hour_ahead_is_refused_alone(engine):
    ahead, neighbour = did("u1", "login", at=engine.now + HOUR), did("u1", "login", at=MONDAY)

    refused, accepted = await engine.observe([sent(ahead, "m1"), sent(neighbour, "m2")])
    (again,) = await engine.observe([sent(did("u1", "login", at=TUESDAY), "m1")])

    u1 = await engine.profile("u1")
    assert isinstance(refused, FutureObservation)
    assert [accepted, again] == [Accepted(u1.id), Accepted(u1.id)]
    assert u1.arrivals == 2


async def test_an_observation_a_little_ahead_is_taken_as_now(engine):
    await engine.observe([did("u1", "login", at=engine.now + 2 * MINUTE)])
    await engine.observe([sent(did("u2", "login", at=engine.now + 5 * MINUTE))])
    await engine.observe([ReceivedObservation(kind=ProfileKind.CONTACT, external_id="u3")])

    clocks = {who.external_id: who.clock for who in (await engine.profiles()).values()}
    assert clocks == dict.fromkeys(["u1", "u2", "u3"], engine.now)


async def test_a_late_event_counts_at_its_own_instant_and_is_judged_at_the_clock(engine):
    await engine.publish(BUSY)

    await engine.observe(logins("u1", on=[THURSDAY, MONDAY, WEDNESDAY]))

    assert await engine.told() == [
        a_stage_change("u1", entered="trial", at=THURSDAY),
        a_stage_change("u1", left="trial", entered="adoption", at=THURSDAY),
    ]


async def test_a_contact_and_an_account_of_one_name_are_two_profiles(engine):
    await engine.publish(TRIAL)
    login = did("acme", "login", at=MONDAY)

    await engine.observe([sent(login), sent(login, kind=ProfileKind.ACCOUNT)])

    standing = {who.kind: dict(who.placements) for who in (await engine.profiles()).values()}
    assert standing[ProfileKind.ACCOUNT] == {}
    assert standing[ProfileKind.CONTACT]["lead"].stage == "trial"


async def test_ten_thousand_observations_of_one_profile_come_in_one_call(engine):
    journey = a_journey(
        "trial -> adoption -> habit",
        adoption=at_least("login", 500),
        habit=at_least("login", 9_000, within="P10D"),
    )
    await engine.publish(journey)
    history = logins("u1", on=[MONDAY + MINUTE * number for number in range(10_000)])

    receipts = await engine.observe(history)

    assert Counter(type(receipt) for receipt in receipts) == {Accepted: 10_000}
    changes = [told(one.profile, one.fact) for one in replayed(journey, history)]
    assert await engine.told() == changes
    assert [change.entered for change in changes] == ["trial", "adoption", "habit"]


async def test_one_observation_that_breaks_something_of_ours_fails_alone(engine, monkeypatch):
    await engine.publish(TRIAL)
    monkeypatch.setattr("engine.ingest.observed", breaking_on("poison"))
    history = [became("u1", at=MONDAY, plan="free"), did("u2", "poison", at=MONDAY)]
    neighbours = [did(f"u{number}", "login", at=MONDAY) for number in range(3, 9)]

    poisoned, spared = await asyncio.gather(
        engine.observe([sent(it, f"m{place}") for place, it in enumerate(history)]),
        engine.observe(neighbours),
    )

    assert [type(receipt) for receipt in poisoned] == [Accepted, Failed]
    assert [type(receipt) for receipt in spared] == [Accepted] * 6
    assert await engine.population() == {"trial": 7}
    monkeypatch.undo()
    (mended,) = await engine.observe([sent(history[1], "m1")])
    assert isinstance(mended, Accepted)


async def test_what_is_more_than_may_wait_is_declined_whole(engine, monkeypatch):
    monkeypatch.setattr("engine.ingest.MOST_WAITING", 5)
    calls = [logins(f"u{size}", on=[MONDAY] * size) for size in (3, 2, 1)]

    *taken, declined = await asyncio.gather(*map(engine.observe, calls), return_exceptions=True)

    assert [len(receipts) for receipts in taken] == [3, 2]
    assert isinstance(declined, Overloaded)
    assert sorted(who.arrivals for who in (await engine.profiles()).values()) == [2, 3]


async def test_closing_finishes_what_waits_and_takes_nothing_more(engine):
    waiting = [
        asyncio.create_task(engine.observe(logins(f"u{number}", on=[MONDAY] * 800)))
        for number in range(3)
    ]
    await asyncio.sleep(0)

    await engine.ingest.close()

    assert [len(await one) for one in waiting] == [800] * 3
    with pytest.raises(Overloaded):
        await engine.observe(logins("u9", on=[MONDAY]))


async def test_what_a_profile_goes_through_does_not_hang_on_its_neighbours(engine):
    await engine.publish(BUSY)
    histories = {
        f"u{number}": logins(f"u{number}", on=[MONDAY + number * HOUR + k * DAY for k in (0, 1, 4)])
        for number in range(30)
    }

    await asyncio.gather(*(one_by_one(engine, history) for history in histories.values()))

    assert await engine.stories() == {
        who: [told(who, one.fact) for one in replayed(BUSY, history)]
        for who, history in histories.items()
    }


def brief(receipt):
    return [(change.left, change.entered, change.at) for change in receipt.changes]


def breaking_on(event):
    def rule(profile, definitions, observation):
        if observation.event == event:
            raise ZeroDivisionError(event)
        return observed(profile, definitions, observation)

    return rule


async def one_by_one(engine, history):
    for happening in history:
        await engine.observe([happening])

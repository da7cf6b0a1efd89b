"""A real profile's future tried out: as it really comes, and without a trace."""

import pytest

from domain.document import load
from domain.instants import DAY, HOUR
from domain.observation import Observation
from domain.profile import Pin
from engine.moving import pin_profile
from engine.trying import FromProfile, FromSnapshot, FromTraits, Trial, tried
from tests.builders import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_journey,
    at_least,
    became,
    did,
    logins,
    summing,
    trait_is,
)

pytestmark = pytest.mark.anyio
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LEAD = a_journey(
    "new -> active -> paying -> big",
    active=at_least("login", 2, within="P7D"),
    paying=trait_is("plan", "pro"),
    big=summing("paid", "amount", 100, within="P30D"),
    ways=[{"from": "paying", "to": "new", "kind": "RECYCLE", "when": at_least("refund", 1)}],
)


async def trying(engine, journey=LEAD, **trial):
    return await tried(
        engine.database,
        engine.shelf,
        engine.workspace,
        Trial(journey=journey, **trial),
        engine.now,
    )


def moves(told):
    return [
        (change.left, change.entered, change.at, change.trigger.value)
        for step in told.steps
        for change in step.happening.changes
    ]


def paid(at, amount):
    return Observation(at=at, event="paid", properties={"amount": amount})


@on_one_database
async def test_a_draft_that_asks_for_true_is_not_the_version_that_asks_for_1(engine):
    live, draft = (a_journey("new -> vip", vip=trait_is("vip", value)) for value in (1, True))
    await engine.publish(live)
    start = FromTraits(MONDAY, {"vip": True})

    asked = [await trying(engine, one, start=start) for one in (live, draft)]

    assert [one.explanation.placement.stage for one in asked] == ["new", "vip"]


async def test_what_is_tried_out_is_what_then_really_comes(engine, monkeypatch):
    for name in ("domain.profile.HEAD", "domain.pairs.CHUNK"):
        monkeypatch.setattr(name, 3)
    engine.now = WEDNESDAY
    await engine.publish(LEAD)
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    await engine.observe([became("u1", at=TUESDAY, plan="pro")])
    await engine.observe(
        [did("u1", "paid", at=TUESDAY + number * HOUR, amount=7) for number in range(1, 12)]
    )
    future = [paid(THURSDAY, 5), paid(THURSDAY + 20 * DAY, 90), paid(THURSDAY + 21 * DAY, 1)]

    told = await trying(
        engine, start=FromProfile(engine.now, "u1"), observations=future, until=THURSDAY + 90 * DAY
    )
    before = len(await engine.feed())
    engine.now = THURSDAY + 90 * DAY
    await engine.observe([("u1", one) for one in future])
    await engine.sweep()

    really = [
        (change.left, change.entered, change.at, change.trigger.value)
        for change in (await engine.feed())[before:]
    ]
    assert moves(told) == really
    assert really[-1][1] == "big"


@on_one_database
async def test_nothing_of_the_profile_is_touched(engine):
    await engine.publish(LEAD)
    await engine.observe(logins("u1", on=[MONDAY]))
    before = await engine.profile("u1"), await engine.feed()

    await trying(
        engine,
        start=FromProfile(engine.now, "u1"),
        observations=[Observation(at=engine.now, traits={"plan": "pro"})],
    )

    assert (await engine.profile("u1"), await engine.feed()) == before


async def test_a_journey_that_is_not_live_finds_it_as_its_publication_would(engine):
    engine.now = WEDNESDAY
    await engine.publish(LEAD)
    await engine.observe([*logins("u1", on=[MONDAY]), did("u1", "visit", at=TUESDAY)])
    draft = a_journey("new -> seen -> paying", seen=at_least("visit", 1),
                      paying=trait_is("plan", "pro"))  # fmt: skip
    other = a_journey("here -> there", key="other", there=at_least("login", 1, within="P9D"))

    told = await trying(engine, draft, start=FromProfile(THURSDAY, "u1"))
    unheard = await trying(engine, other, start=FromProfile(THURSDAY, "u1"))

    assert moves(told) == [("new", "seen", THURSDAY, "PUBLISH")]
    assert told.explanation.reason == ("version 2 of the journey was published, and it had 1 visit")
    assert moves(unheard) == [(None, "there", THURSDAY, "PUBLISH")]


@on_one_database
async def test_the_live_journey_goes_on_with_what_brought_it_there(engine):
    engine.now = WEDNESDAY
    await engine.publish(LEAD)
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))

    told = await trying(engine, start=FromProfile(THURSDAY, "u1"))

    assert (told.steps, told.at) == ((), THURSDAY)
    assert told.explanation.reason == "it had 2 logins within 7 days"


@on_one_database
async def test_time_that_nobody_has_served_yet_is_served_first(engine):
    aged = {"signal": {"age": {"first": "login"}}, "is": "gte", "value": "P3D"}
    await engine.publish(a_journey("new -> old", old=aged))
    await engine.observe(logins("u1", on=[MONDAY]))

    told = await trying(engine, a_journey("new -> old", old=aged),
                        start=FromProfile(MONDAY + 9 * DAY, "u1"))  # fmt: skip

    assert (told.steps, told.explanation.placement.stage) == ((), "old")
    assert told.explanation.reason == "the first login was 3 days earlier"


async def test_whom_a_publication_has_not_reached_is_brought_there_first(engine):
    engine.now = TUESDAY
    await engine.publish(a_journey("a -> b", key="other"))
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    engine.now = WEDNESDAY
    await engine.publish(LEAD)

    told = await trying(engine, start=FromProfile(THURSDAY, "u1"))

    assert (told.steps, told.explanation.placement.since) == ((), WEDNESDAY)


@on_one_database
async def test_a_pin_goes_on(engine):
    engine.now = WEDNESDAY
    await engine.publish(LEAD)
    await engine.observe(logins("u1", on=[MONDAY]))
    profile = await engine.profile("u1")
    await pin_profile(
        engine.database, engine.shelf, engine.workspace, profile.id, "lead",
        Pin(THURSDAY, "ada"), now=engine.now,
    )  # fmt: skip

    told = await trying(
        engine,
        start=FromProfile(engine.now, "u1"),
        observations=[Observation(at=engine.now, traits={"plan": "pro"})],
        until=THURSDAY,
    )

    assert moves(told) == [("new", "paying", THURSDAY, "TIME")]


async def test_a_profile_goes_on_from_a_snapshot_chunks_included(engine, monkeypatch):
    for name in ("domain.profile.HEAD", "domain.pairs.CHUNK"):
        monkeypatch.setattr(name, 3)
    engine.now = WEDNESDAY
    await engine.publish(LEAD)
    await engine.observe([became("u1", at=MONDAY, plan="pro")])
    await engine.observe(
        [did("u1", "paid", at=MONDAY + number * HOUR, amount=7) for number in range(1, 15)]
    )
    future = [paid(WEDNESDAY + number * DAY, 3) for number in range(1, 9)]
    start = FromProfile(engine.now, "u1")

    whole = await trying(engine, start=start, observations=future, until=WEDNESDAY + 99 * DAY)
    piece = await trying(engine, start=start)
    steps = list(piece.steps)
    for one in future:
        piece = await trying(engine, start=FromSnapshot(piece.snapshot), observations=[one])
        steps += piece.steps
    piece = await trying(engine, start=FromSnapshot(piece.snapshot), until=WEDNESDAY + 99 * DAY)
    steps += piece.steps

    assert [step.happening.changes for step in steps] == [
        step.happening.changes for step in whole.steps
    ]
    assert piece.snapshot == whole.snapshot


@on_one_database
async def test_a_snapshot_that_would_be_too_long_is_not_made(engine, monkeypatch):
    monkeypatch.setattr("engine.snapshots.LONGEST", 100)

    told = await trying(engine, start=FromTraits(MONDAY, {}))

    assert (told.snapshot, told.is_complete) == (None, True)


@on_one_database
async def test_a_life_round_in_circles_ends_with_an_answer_of_a_length(engine):
    circle = load(
        {
            "format": "cairn/1", "key": "round", "name": "Round", "kind": "CONTACT",
            "movement": "FORWARD",
            "stages": [
                {"key": "in", "name": "In", "role": "ENTRY"},
                {"key": "out", "name": "Out", "role": "EXIT"},
            ],
            "transitions": [
                {"from": "in", "to": "out", "kind": "EXIT", "after": "PT1S"},
                {"from": "out", "to": "in", "kind": "RECYCLE", "after": "PT1S"},
            ],
        }
    )  # fmt: skip

    told = await trying(engine, circle, start=FromTraits(MONDAY, {}), until=MONDAY + 9_999 * DAY)

    assert (told.is_complete, len(told.steps)) == (False, 2_500)


async def test_the_live_journeys_that_it_reads_are_lived_through_as_well(engine):
    engine.now = WEDNESDAY
    plan = a_journey("free -> pro", key="plan", pro=trait_is("plan", "pro"))
    await engine.publish(plan)
    await engine.publish(a_journey("x -> y", key="unread", y=trait_is("plan", "pro")))
    reading = a_journey("new -> won", won={"signal": {"stage": "plan"}, "is": "eq", "value": "pro"})
    await engine.observe(logins("u1", on=[MONDAY]))
    bought = [Observation(at=THURSDAY, traits={"plan": "pro"})]

    beginnings = (FromProfile(engine.now, "u1"), FromTraits(MONDAY, {}))
    tried_out = [
        await trying(engine, reading, start=one, observations=bought) for one in beginnings
    ]
    piece = await trying(engine, reading, start=FromTraits(MONDAY, {}))
    rest = await trying(engine, reading, start=FromSnapshot(piece.snapshot), observations=bought)

    expected = [("plan", "pro"), ("lead", "won")]
    for told in (*tried_out, rest):
        happened = [step.happening for step in told.steps if step.happening.at == THURSDAY]
        assert [(one.course.key, one.entered) for one in happened] == expected

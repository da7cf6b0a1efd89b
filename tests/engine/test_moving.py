"""What people do with profiles by hand: it is said who did it and why, and time goes on."""

import pytest

from domain.instants import DAY, HOUR
from domain.journey import ProfileKind
from domain.moving_refusals import (
    AlreadyThere,
    NotPinned,
    NotPlaced,
    NoTransition,
    PinRequired,
    StageNotFound,
)
from domain.profile import Pin
from domain.refusals import BadArgument, NotFound, Refusal
from engine.moving import move_profile, pin_profile, unpin_profile
from store import placements
from store.placements import PlacementRow
from tests.builders import (
    FREE,
    FRIDAY,
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
    silent,
    told,
    trait_is,
)

pytestmark = pytest.mark.anyio

SALES = a_journey(
    "lead -> demo -> customer",
    demo=at_least("login", 2),
    customer=at_least("paid", 1),
    churned=trait_is("status", "gone"),
    exits=["churned"],
    ways=[{"from": "customer", "to": "lead", "kind": "RECYCLE"}],
)
PLANS = a_journey("free -> paid", movement=FREE, paid=trait_is("plan", "paid"))


async def test_a_move_by_hand_follows_a_transition_and_says_who_and_why(engine):
    u1 = await standing_in_lead(engine)

    (change,) = await moved(engine, u1, "demo", actor="ada", reason="met at a fair")

    assert told("u1", change) == a_stage_change(
        "u1", left="lead", entered="demo", at=engine.now, trigger="MANUAL"
    )
    assert (change.actor, change.reason, change.explanation) == (
        "ada",
        "met at a fair",
        {"by": "ada", "forced": False},
    )
    assert (await engine.feed())[-1] == change


async def test_whatever_claims_a_more_advanced_stage_is_held_back_until_it_lapses(engine):
    busy = a_journey("lead -> demo -> fan", fan=at_least("login", 2, within="P3D"))
    engine.now = MONDAY
    await engine.publish(busy)
    await engine.observe(logins("u1", on=[MONDAY, MONDAY]))
    u1 = (await engine.profile("u1")).id
    engine.now = TUESDAY

    await moved(engine, u1, "lead", force=True)
    await engine.sweep(now=THURSDAY)
    await engine.observe(logins("u1", on=[THURSDAY, THURSDAY]))

    assert await engine.told() == [
        a_stage_change("u1", entered="lead", at=MONDAY),
        a_stage_change("u1", left="lead", entered="fan", at=MONDAY, skipped=("demo",)),
        a_stage_change(
            "u1", left="fan", entered="lead", at=TUESDAY, move="REGRESS", trigger="MANUAL"
        ),
        a_stage_change("u1", left="lead", entered="fan", at=THURSDAY, skipped=("demo",)),
    ]


async def test_time_due_is_served_before_a_move_by_hand(engine):
    fading = a_journey("active -> quiet -> lost", quiet=silent("login", "P3D"))
    await engine.publish(fading)
    await engine.observe(logins("u1", on=[MONDAY]))
    u1 = (await engine.profile("u1")).id

    (change,) = await moved(engine, u1, "lost")

    assert [(one.entered, one.trigger) for one in await engine.told()] == [
        ("active", "DATA"),
        ("quiet", "TIME"),
        ("lost", "MANUAL"),
    ]
    assert change.left == "quiet"


async def test_what_happened_before_a_move_by_hand_comes_late_after_it(engine):
    u1 = await standing_in_lead(engine)
    await moved(engine, u1, "demo")

    await engine.observe([did("u1", "paid", at=TUESDAY)])

    assert [(one.entered, one.at) for one in await engine.told()] == [
        ("lead", MONDAY),
        ("demo", engine.now),
        ("customer", engine.now),
    ]


async def test_a_move_by_a_server_whose_clock_is_behind_is_made_at_the_profiles_own(engine):
    u1 = await standing_in_lead(engine)
    await engine.observe([did("u1", "else", at=engine.now)])
    latest = engine.now
    engine.now -= HOUR

    (change,) = await moved(engine, u1, "demo")

    assert change.at == latest


async def test_moves_that_make_no_sense_are_refused_and_change_nothing(engine):
    u1 = await standing_in_lead(engine)
    await engine.observe([sent(did("acme", "login", at=MONDAY), kind=ProfileKind.ACCOUNT)])
    acme = (await engine.profile("acme", ProfileKind.ACCOUNT)).id
    too_late = Pin(engine.now, "ada")

    assert [
        await refusal(moved(engine, u1, "lead")),
        await refusal(moved(engine, u1, "customer")),
        await refusal(moved(engine, u1, "moon")),
        await refusal(moved(engine, u1, "demo", journey="moon")),
        await refusal(moved(engine, acme, "demo")),
        await refusal(moved(engine, 99_999, "demo")),
        await refusal(moved(engine, u1, "demo", pin=too_late)),
        await refusal(unpinned(engine, u1)),
        await refusal(pinned(engine, u1, too_late)),
    ] == [
        AlreadyThere,
        NoTransition,
        StageNotFound,
        NotFound,
        NotFound,
        NotFound,
        BadArgument,
        NotPinned,
        BadArgument,
    ]
    assert len(await engine.feed()) == 1


async def test_force_goes_where_no_transition_leads(engine):
    u1 = await standing_in_lead(engine)

    (change,) = await moved(engine, u1, "customer", force=True)

    assert (change.entered, change.explanation) == ("customer", {"by": "ada", "forced": True})


async def test_a_recycle_by_hand_begins_a_new_cycle(engine):
    u1 = await standing_in_lead(engine)
    await engine.observe([did("u1", "paid", at=TUESDAY)])

    await moved(engine, u1, "lead")
    engine.now += DAY
    await engine.observe(logins("u1", on=[engine.now]))
    assert await engine.population() == {"lead": 1}

    await engine.observe(logins("u1", on=[engine.now]))
    assert [(one.entered, one.move) for one in await engine.told()] == [
        ("lead", "ENTER"),
        ("customer", "ADVANCE"),
        ("lead", "RECYCLE"),
        ("demo", "ADVANCE"),
    ]


async def test_in_a_free_journey_a_move_by_hand_needs_a_pin(engine):
    u1 = await standing_in_free(engine)
    assert await refusal(moved(engine, u1, "paid")) is PinRequired

    await moved(engine, u1, "paid", pin=Pin(None, "ada", "a gift"))
    await engine.observe([became("u1", at=engine.now, plan="free")])

    assert await engine.population() == {"paid": 1}
    (row,) = await standings(engine, u1)
    assert row == PlacementRow(
        profile=u1,
        journey="lead",
        version=1,
        stage="paid",
        since=engine.now,
        pinned_by="ada",
        pinned_why="a gift",
        is_pinned=True,
    )


async def test_a_pin_keeps_a_profile_from_every_move_until_it_is_taken_off(engine):
    u1 = await standing_in_lead(engine)
    await pinned(engine, u1, Pin(None, "ada"))
    await engine.observe([became("u1", at=engine.now, status="gone")])
    assert await engine.population() == {"lead": 1}
    engine.now += HOUR

    (change,) = await unpinned(engine, u1)

    assert told("u1", change) == a_stage_change(
        "u1", left="lead", entered="churned", at=engine.now, move="EXIT", trigger="TIME"
    )
    assert await refusal(unpinned(engine, u1)) is NotPinned


async def test_a_pin_ends_at_its_instant(engine):
    engine.now = MONDAY
    u1 = await standing_in_lead(engine)
    await pinned(engine, u1, Pin(THURSDAY, "ada"))
    engine.now = WEDNESDAY
    await engine.observe([did("u1", "paid", at=TUESDAY)])

    await engine.sweep(now=THURSDAY - 1)
    assert await engine.population() == {"lead": 1}
    await engine.sweep(now=FRIDAY)

    assert (await engine.told())[1:] == [
        a_stage_change(
            "u1", left="lead", entered="customer", at=THURSDAY, trigger="TIME", skipped=("demo",)
        )
    ]
    (row,) = await standings(engine, u1)
    assert not row.is_pinned


async def test_only_a_place_can_be_pinned(engine):
    await engine.publish(a_journey("in -> out", **{"in": trait_is("plan", "paid")}))
    await engine.observe([became("u1", at=MONDAY, plan="free")])
    u1 = (await engine.profile("u1")).id

    assert await refusal(pinned(engine, u1, Pin(None, "ada"))) is NotPlaced


async def test_a_profile_that_missed_a_publication_is_brought_along_before_it_is_moved(engine):
    u1 = await standing_in_lead(engine)
    await engine.publish(a_journey("lead -> demo -> customer", demo=at_least("login", 1)))

    (change,) = await moved(engine, u1, "customer")

    assert [(one.entered, one.trigger) for one in await engine.told()] == [
        ("lead", "DATA"),
        ("demo", "PUBLISH"),
        ("customer", "MANUAL"),
    ]
    assert change.left == "demo"


async def standing_in_lead(engine):
    await engine.publish(SALES)
    await engine.observe(logins("u1", on=[MONDAY]))
    return (await engine.profile("u1")).id


async def standing_in_free(engine):
    await engine.publish(PLANS)
    await engine.observe([became("u1", at=MONDAY, plan="free")])
    return (await engine.profile("u1")).id


async def moved(engine, profile, stage, *, journey="lead", actor="ada", **how):
    place = engine.database, engine.shelf, engine.workspace, profile, journey, stage
    return await move_profile(*place, now=engine.now, actor=actor, **how)


async def pinned(engine, profile, pin):
    place = engine.database, engine.shelf, engine.workspace, profile, "lead"
    return await pin_profile(*place, pin, now=engine.now)


async def unpinned(engine, profile):
    place = engine.database, engine.shelf, engine.workspace, profile, "lead"
    return await unpin_profile(*place, now=engine.now)


async def refusal(attempt):
    """How it was refused."""
    try:
        await attempt
    except Refusal as refused:
        return type(refused)
    return None


async def standings(engine, profile):
    found = await engine.database.read(engine.workspace, lambda tx: placements.of(tx, [profile]))
    return found[profile]

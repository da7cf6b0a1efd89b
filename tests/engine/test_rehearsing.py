"""A rehearsal foresees what a publication then does, profile by profile, and changes nothing."""

import pytest

from domain.instants import DAY, HOUR
from domain.journey import ProfileKind
from domain.movements import Movement, Movements
from domain.timeline import republished
from engine.history import History
from engine.rehearsing import Abandoned, Foreseen, Plan, rehearsed
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
    sent,
    silent,
    summing,
    trait_is,
)
from tests.foreseeing import a_plan, all_foreseen, published_as_planned

pytestmark = pytest.mark.anyio

FIRST = a_journey("trial -> pilot -> adoption", pilot=at_least("login", 1),
                  adoption=at_least("login", 3))  # fmt: skip
SECOND = a_journey("trial -> adoption -> loyal", adoption=at_least("login", 2),
                   loyal=at_least("login", 4))  # fmt: skip


async def some_who_log_in(engine):
    """u0 has never logged in, u1 once, u2 twice and so on."""
    await engine.observe(became(f"u{n}", at=MONDAY, n=n) for n in range(6))
    for number in range(6):
        await engine.observe(logins(f"u{number}", on=[MONDAY + n for n in range(number)]))


async def count(engine, plan, **how):
    return await rehearsed(engine.database, engine.shelf, engine.workspace, plan, engine.now, **how)


async def test_movements_are_counted_with_examples(engine):
    await engine.publish(FIRST)
    await some_who_log_in(engine)
    await engine.observe([sent(did("acme", "login", at=MONDAY), kind=ProfileKind.ACCOUNT)])
    ids = {who.external_id: id for id, who in (await engine.profiles()).items()}

    movements = await count(engine, Plan(journey=SECOND, follows=1, version=2))

    # Who stands in the pilot leaves it, and is placed anew.
    assert movements == Movements(
        total=6,
        moved=4,
        entered=0,
        left=0,
        unplaced=0,
        failed=0,
        changes=2 + 2 + 1 + 1,
        flows=(
            Movement(left="adoption", entered="loyal", count=2, examples=(ids["u4"], ids["u5"])),
            Movement(left="pilot", entered="adoption", count=1, examples=(ids["u2"],)),
            Movement(left="pilot", entered="trial", count=1, examples=(ids["u1"],)),
        ),
    )


async def test_a_rehearsal_changes_nothing(engine):
    await engine.publish(FIRST)
    await some_who_log_in(engine)
    before = await engine.profiles(), await engine.feed()

    await count(engine, Plan(journey=SECOND, follows=1, version=2))

    assert (await engine.profiles(), await engine.feed()) == before


async def test_what_time_brings_by_itself_is_not_counted(engine):
    fading = a_journey("active -> quiet -> gone", quiet=silent("login", "P3D"),
                       gone=silent("login", "P60D"))  # fmt: skip
    engine.now = MONDAY + HOUR
    await engine.publish(fading)
    await engine.observe([*logins("u1", on=[MONDAY]), *logins("u2", on=[MONDAY + HOUR])])
    engine.now = MONDAY + 20 * DAY
    sooner = a_journey("active -> quiet -> gone", quiet=silent("login", "P3D"),
                       gone=silent("login", "P19DT23H30M"))  # fmt: skip

    seen = await all_foreseen(engine, await a_plan(engine, sooner))
    _, came = await published_as_planned(engine, sooner)

    ids = {who.external_id: id for id, who in (await engine.profiles()).items()}
    assert seen == {
        "u1": Foreseen(ids["u1"], "quiet", "gone", 1),
        "u2": Foreseen(ids["u2"], "quiet", "quiet", 0),
    }
    assert came == {"u1": seen["u1"]}


async def test_who_missed_earlier_publications_lives_through_those_first(engine):
    engine.now = WEDNESDAY
    await engine.publish(FIRST)
    await some_who_log_in(engine)
    engine.now = THURSDAY
    await engine.publish(a_journey("trial -> adoption", adoption=at_least("login", 1)))

    foreseen, came = await published_as_planned(engine, SECOND, mapping={})

    assert foreseen == came
    assert {who: (it.left, it.entered) for who, it in came.items()} == {
        "u4": ("adoption", "loyal"),
        "u5": ("adoption", "loyal"),
    }


@pytest.mark.parametrize("mapping", [{}, {"pilot": "trial"}, {"pilot": "loyal"}, {"pilot": None}])
async def test_a_mapping_is_foreseen(engine, mapping):
    await engine.publish(FIRST)
    await some_who_log_in(engine)

    foreseen, came = await published_as_planned(engine, SECOND, mapping=mapping)

    assert foreseen == came
    assert len(came) == 4


@pytest.mark.parametrize("history", History)
async def test_a_first_version_is_foreseen_with_its_past(engine, history):
    await some_who_log_in(engine)

    foreseen, came = await published_as_planned(engine, FIRST, history=history)

    assert foreseen == came
    changes = {History.FROM_NOW: 1, History.REPLAY: 3}[history]
    assert (came["u5"].entered, came["u5"].changes) == ("adoption", changes)


async def test_series_that_are_rebuilt_from_the_log_are_foreseen(engine, monkeypatch):
    monkeypatch.setattr("engine.logs.SHORT", 6)
    monkeypatch.setattr("engine.logs.PAGE", 10)
    await engine.publish(FIRST)
    for number in range(20):
        paid = [did(f"u{number}", "paid", at=MONDAY + n, amount=2) for n in range(number)]
        await engine.observe([*paid, *logins(f"u{number}", on=[TUESDAY])])
    newer = a_journey("trial -> pilot -> adoption", pilot=summing("paid", "amount", 9),
                      adoption=summing("paid", "amount", 30, within="P400D"))  # fmt: skip

    foreseen, came = await published_as_planned(engine, newer)

    assert foreseen == came
    assert {it.entered for it in came.values()} == {"adoption"}


async def test_examples_are_the_first_and_no_more_than_five(engine):
    await engine.publish(FIRST)
    await engine.observe(became(f"u{n:02}", at=MONDAY, vip=True) for n in range(12))
    vips = a_journey("trial -> vip", vip=trait_is("vip", True))

    movements = await count(engine, Plan(journey=vips, follows=1, version=2))

    first = sorted(await engine.profiles())[:5]
    assert [(it.count, list(it.examples)) for it in movements.flows] == [(12, first)]


async def test_a_profile_that_breaks_something_of_ours_is_told_and_left_alone(engine, monkeypatch):
    await engine.publish(FIRST)
    await some_who_log_in(engine)
    poison = (await engine.profile("u5")).id

    def rule(profile, **how):
        if profile.id == poison:
            raise ZeroDivisionError(poison)
        return republished(profile, **how)

    monkeypatch.setattr("engine.sitting.republished", rule)
    movements = await count(engine, Plan(journey=SECOND, follows=1, version=2))

    assert (movements.total, movements.failed, movements.moved) == (6, 1, 3)


async def test_a_rehearsal_of_what_no_longer_follows_is_abandoned(engine):
    await engine.publish(FIRST)

    with pytest.raises(Abandoned):
        await count(engine, Plan(journey=SECOND, follows=0, version=1))


async def test_a_rehearsal_that_nobody_wants_is_abandoned_after_the_profile_at_hand(engine):
    await engine.publish(FIRST)
    await some_who_log_in(engine)
    told = []

    def going(done):
        told.append(done)
        return done < 4

    with pytest.raises(Abandoned):
        await count(engine, Plan(journey=SECOND, follows=1, version=2), going=going)

    assert told == [1, 2, 3, 4]

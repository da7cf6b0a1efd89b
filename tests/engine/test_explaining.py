"""An explanation is of now, by what the profile was last judged under, and moves nobody."""

import pytest

from domain.instants import DAY
from engine.explaining import explained
from tests.builders import MONDAY, TUESDAY, WEDNESDAY, a_journey, at_least, became, logins, trait_is

pytestmark = pytest.mark.anyio

LEAD = a_journey("new -> active -> paying", active=at_least("login", 2, within="P7D"),
                 paying=trait_is("plan", "pro"))  # fmt: skip


async def explanation(engine, who, journey="lead"):
    profile = await engine.profile(who)

    async def work(tx):
        (one,) = await explained(tx, engine.shelf, [(profile, journey, engine.now)])
        return one

    return await engine.database.read(engine.workspace, work)


async def test_the_reason_is_what_the_feed_keeps_of_the_move(engine):
    await engine.publish(LEAD)
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    engine.now = WEDNESDAY

    shown = await explanation(engine, "u1")

    assert shown.sentence == (
        "Stands in Active since 6 Jan 2026 because it had 2 logins within 7 days; to reach Paying "
        "it needs plan to be pro (it is not known)."
    )
    assert (shown.placement.stage, shown.placement.since) == ("active", TUESDAY)


async def test_of_several_profiles_and_journeys_each_has_its_own_reason(engine):
    await engine.publish(LEAD)
    await engine.publish(a_journey("free -> pro", key="plan", pro=trait_is("plan", "pro")))
    await engine.observe([*logins("u1", on=[MONDAY]), became("u2", at=MONDAY, plan="pro")])
    asked = [
        (await engine.profile(who), journey, engine.now)
        for who in ("u1", "u2")
        for journey in ("lead", "plan")
    ]

    shown = await engine.database.read(
        engine.workspace, lambda tx: explained(tx, engine.shelf, asked)
    )

    assert [one.reason for one in shown] == [
        "everybody begins there",
        "everybody begins there",
        "plan was pro",
        "plan was pro",
    ]


async def test_nobody_is_moved_by_being_explained(engine):
    aged = {"signal": {"age": {"first": "login"}}, "is": "gte", "value": "P3D"}
    await engine.publish(a_journey("new -> old", old=aged))
    await engine.observe(logins("u1", on=[MONDAY]))
    engine.now = MONDAY + 9 * DAY

    shown = await explanation(engine, "u1")

    assert shown.placement.stage == "new"
    assert shown.sentence.endswith("; Old is open to it.")
    assert await engine.population() == {"new": 1}


async def test_whom_a_first_publication_has_not_reached_is_shown_as_it_will_find_them(engine):
    engine.now = MONDAY
    await engine.publish(a_journey("free -> pro", key="plan", pro=trait_is("plan", "pro")))
    await engine.observe(logins("u1", on=[MONDAY - DAY, MONDAY]))
    engine.now = TUESDAY
    await engine.publish(LEAD)

    shown = await explanation(engine, "u1")

    assert (shown.placement.stage, shown.placement.since) == ("active", TUESDAY)
    assert [stage.get("entry", {}).get("actual") for stage in shown.tree["stages"]] == [
        None,
        2,
        None,
    ]
    assert (await engine.profile("u1")).placements.keys() == {"plan"}

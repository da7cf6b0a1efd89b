"""A journey is archived: everybody leaves it at that instant, and may return with its return."""

import asyncio

import pytest
from sqlalchemy import select

from domain.document import load
from domain.instants import DAY, HOUR, NEVER
from domain.journey import Movement, ProfileKind
from domain.refusals import BadArgument, HistoryNotFirst, NotFound, VersionConflict
from engine.archiving import archive
from engine.doctor import examined
from engine.migration import followed
from store import journeys
from store.visits import visits
from tests.builders import (
    MONDAY,
    TUESDAY,
    a_journey,
    a_stage_change,
    at_least,
    document_of,
    logins,
    silent,
)
from tests.foreseeing import published_as_planned
from tests.living import REPLAY

pytestmark = pytest.mark.anyio

LEAD = a_journey(
    "trial -> adoption -> quiet", adoption=at_least("login", 2), quiet=silent("login", "P30D")
)
OTHER = a_journey("in -> out", key="other", out=silent("login", "P60D"))


async def archived(engine, key="lead", **how):
    return await archive(engine.database, engine.workspace, key, now=engine.now, **how)


async def well(engine):
    assert await examined(engine.database, engine.workspace) == []


def of_lead(told):
    return [change for change in told if change.journey == "lead"]


@pytest.fixture
async def populated(engine):
    """Two profiles in two journeys, one of which time will move."""
    await engine.publish(LEAD)
    await engine.publish(OTHER)
    await engine.observe(logins("u1", on=[engine.now - 2 * DAY, engine.now - DAY]))
    await engine.observe(logins("u2", on=[engine.now - HOUR]))
    return engine


async def test_everybody_leaves_at_the_instant_of_the_archiving(populated):
    engine = populated
    before = engine.now

    await archived(engine)
    engine.now += DAY
    await engine.visit()

    assert [change for change in await engine.told() if change.entered is None] == [
        a_stage_change(
            "u1", left="adoption", entered=None, at=before, move="LEAVE", trigger="PUBLISH"
        ),
        a_stage_change(
            "u2", left="trial", entered=None, at=before, move="LEAVE", trigger="PUBLISH"
        ),
    ]
    assert await engine.read(lambda tx: journeys.live_version(tx, "lead")) is None
    placement = (await engine.profile("u1")).placements["lead"]
    assert (placement.stage, placement.due, placement.visit) == (None, NEVER, 2)
    await well(engine)


async def test_whoever_comes_with_data_first_leaves_first(populated):
    engine = populated
    at = engine.now
    await archived(engine)
    engine.now += DAY

    await engine.observe(logins("u2", on=[engine.now]))
    await engine.visit()

    left = [change for change in await engine.feed() if change.entered is None]
    assert [(change.at, change.trigger) for change in left] == [(at, "PUBLISH")] * 2
    assert left[0].profile == (await engine.profile("u2")).id
    await well(engine)


async def test_time_is_served_up_to_the_archiving_and_not_beyond_in_that_journey(populated):
    engine = populated
    engine.now += 40 * DAY
    at = engine.now
    await archived(engine)

    await engine.sweep(engine.now + 40 * DAY)
    await engine.visit()

    moves = [(change.entered, change.at == at) for change in of_lead(await engine.feed())]
    assert moves[-4:] == [("quiet", False), (None, True)] * 2
    others = [change for change in await engine.feed() if change.journey == "other"]
    assert [change.entered for change in others] == ["in", "in", "out", "out"]
    await well(engine)


async def test_published_again_it_takes_in_who_is_there_and_goes_on_counting(populated):
    engine = populated
    await archived(engine)
    await engine.visit()
    engine.now += DAY

    published = await engine.publish(LEAD)
    await engine.visit()

    assert published.version == 2
    back = [change for change in await engine.feed() if change.version == 2]
    assert [(it.left, it.entered, it.move, it.at) for it in back] == [
        (None, "adoption", "ENTER", engine.now),
        (None, "trial", "ENTER", engine.now),
    ]
    assert (await engine.profile("u1")).placements["lead"].visit == 3
    await well(engine)


async def test_who_was_away_all_the_while_lives_through_all_of_it(populated):
    engine = populated
    gone, back = engine.now + DAY, engine.now + 3 * DAY
    engine.now = gone
    await archived(engine)
    engine.now = back
    await engine.publish(LEAD)
    engine.now += DAY

    await engine.observe(logins("u1", on=[engine.now]))

    moves = [change for change in of_lead(await engine.feed()) if change.at >= gone]
    assert [(it.left, it.entered, it.at) for it in moves] == [
        ("adoption", None, gone),
        (None, "adoption", back),
    ]
    await engine.visit()
    await well(engine)


async def test_a_stay_ends_with_the_archiving(populated):
    engine = populated
    await archived(engine)
    await engine.visit()

    rows = await engine.read(
        lambda tx: tx.rows(
            select(visits.c.stage, visits.c.left_at).where(visits.c.journey == "lead")
        )
    )

    ended = [stage for stage, left in rows if left == engine.now]
    assert sorted(ended) == ["adoption", "trial"]
    assert None not in [left for _, left in rows]


async def test_an_archived_journey_is_known_by_its_revision(populated):
    engine = populated
    done = await archived(engine)

    def known(revision):
        return engine.read(lambda tx: journeys.definitions_at(tx, revision))

    assert [one.journey for one in await known(done.revision - 1)] == ["lead", "other"]
    assert [one.journey for one in await known(done.revision)] == ["other"]
    again = await engine.publish(LEAD)
    assert [(one.journey, one.version) for one in await known(again.revision)] == [
        ("lead", 2),
        ("other", 1),
    ]
    assert [one.journey for one in await known(done.revision)] == ["other"]
    definitions = await engine.read(lambda tx: engine.shelf.at(tx, done.revision))
    assert (definitions.at, list(definitions.courses)) == (done.at, ["other"])


async def test_only_a_live_journey_is_archived_and_only_the_version_that_is_meant(populated):
    engine = populated
    for wrong in ("none", "lead"):
        with pytest.raises((NotFound, VersionConflict)) as refused:
            await archived(engine, wrong, expected_version=7)
        assert refused.value.path == ("key" if wrong == "none" else "expectedVersion")

    await archived(engine, expected_version=1)

    with pytest.raises(NotFound):
        await archived(engine)


async def test_a_journey_that_was_there_before_is_never_replayed_and_keeps_its_kind(populated):
    engine = populated
    await archived(engine)

    with pytest.raises(HistoryNotFirst):
        await engine.publish(LEAD, history=REPLAY)
    with pytest.raises(BadArgument):
        await engine.publish(a_journey("trial", kind=ProfileKind.ACCOUNT))


async def test_a_journey_that_was_replayed_is_archived_like_any_other(engine):
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    await engine.publish(LEAD, history=REPLAY)
    await engine.visit()

    await archived(engine)
    await engine.visit()

    assert [(it.entered, it.at) for it in (await engine.feed())[-2:]] == [
        ("quiet", TUESDAY + 30 * DAY),
        (None, engine.now),
    ]
    await well(engine)


async def test_who_stands_nowhere_is_due_nowhere_either(engine):
    # Unplaced, and yet time alone could have placed it.
    await engine.publish(a_journey("trial", key="lead", trial=silent("login", "P30D")))
    await engine.observe(logins("u1", on=[engine.now]))
    assert (await engine.profile("u1")).due < NEVER

    await archived(engine)
    await engine.sweep(engine.now + 90 * DAY)
    await engine.visit()

    assert await engine.told() == []
    assert (await engine.profile("u1")).due == NEVER
    await well(engine)


async def test_workers_and_data_meanwhile_end_in_the_same(populated):
    engine = populated
    people = [f"p{number}" for number in range(40)]
    await engine.observe([it for who in people for it in logins(who, on=[engine.now])])
    async with engine.working(2):
        done = await archived(engine)
        await asyncio.gather(*(engine.observe(logins(who, on=[engine.now])) for who in people[::2]))
        await engine.visited(done.revision)

    feed = of_lead(await engine.feed())
    assert sum(change.entered is None for change in feed) == len(people) + 2
    assert len(feed) == 2 * len(people) + 5
    await well(engine)


async def test_what_bringing_it_back_would_do_is_foreseen(populated):
    engine = populated
    await archived(engine)
    # Not everybody has left yet: what they will do by themselves is no part of the publication.
    engine.now += HOUR

    foreseen, happened = await published_as_planned(engine, LEAD)

    assert foreseen == happened
    assert {who: (one.left, one.entered) for who, one in happened.items()} == {
        "u1": (None, "adoption"),
        "u2": (None, "trial"),
    }
    await well(engine)


async def test_how_far_it_has_come_can_be_followed(populated):
    engine = populated
    done = await archived(engine)
    await engine.visit()

    told = [it async for it in followed(engine.database, engine.workspace, "lead")]

    assert [(it.version, it.revision, it.finished) for it in told] == [(1, done.revision, True)]


async def test_whoever_reads_the_journey_is_judged_again_at_that_instant(engine):
    adopts = {"signal": {"stage": "lead"}, "is": "eq", "value": "adoption"}
    reader = a_journey("away -> near", key="reader", movement=Movement.FREE, near=adopts)
    await engine.publish(LEAD)
    await engine.publish(reader)
    await engine.observe(logins("u1", on=[engine.now - HOUR, engine.now]))

    at = engine.now
    await archived(engine)
    engine.now += DAY
    await engine.visit()

    last = [(it.journey, it.left, it.entered, it.at) for it in (await engine.feed())[-2:]]
    assert last == [("lead", "adoption", None, at), ("reader", "near", "away", at)]
    await well(engine)


async def test_nothing_is_known_any_more_of_how_somebody_fares_there(engine):
    measure = {"key": "logins", "signal": {"count": "login"}, "points": [[0, 0], [4, 100]]}
    fares = [{"measures": [measure]}]
    await engine.publish(load(document_of(LEAD) | {"health": fares}))
    await engine.observe(logins("u1", on=[engine.now - HOUR, engine.now]))
    assert (await engine.profile("u1")).placements["lead"].health.band == "concerning"

    await archived(engine)
    await engine.visit()

    assert (await engine.profile("u1")).placements["lead"].health is None
    await well(engine)
    await engine.publish(load(document_of(LEAD) | {"health": fares}))
    await engine.visit()
    assert (await engine.profile("u1")).placements["lead"].health.band == "concerning"
    await well(engine)

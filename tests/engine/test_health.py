"""Health in a living engine: told in the feed, kept for questions, at the instants it changes."""

import orjson
import pytest
from sqlalchemy import select, update

from domain.document import load
from domain.instants import DAY
from engine.moving import move_profile
from store import counters, placements
from store.journeys import journey_versions
from store.profiles import profile_states
from store.timers import timers
from tests.builders import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_journey,
    at_least,
    became,
    did,
    document_of,
    logins,
    trait_is,
)
from tests.living import REPLAY
from tests.proving import prove

pytestmark = pytest.mark.anyio

SILENCE = {"key": "silence", "signal": {"age": {"last": "login"}}, "points": [[0, 100], [10, 0]]}
SEATS = {"key": "seats", "signal": {"trait": "seats"}, "points": [[0, 0], [10, 100]]}


def healthy(*measures, journey=None, **fields):
    """The journey with that as everybody's health."""
    document = document_of(
        journey or a_journey("trial -> adoption", adoption=trait_is("won", True))
    )
    return load(document | {"health": [{"measures": list(measures)}]} | fields)


def brief(change):
    return change.old_band, change.band, change.score, change.at, change.trigger.value


async def kept(engine, *columns):
    rows = select(*columns).where(columns[0].table.c.workspace_id == engine.workspace)
    found = await engine.database.read(engine.workspace, lambda tx: tx.rows(rows))
    return [tuple(row) for row in found]


async def bands(engine, journey="lead"):
    every = await engine.database.read(engine.workspace, lambda tx: counters.every(tx, journey))
    return {place: number for place, number in every.items() if place[1].startswith("band.")}


async def test_stage_changes_and_health_share_the_numbers_of_the_feed(engine):
    await engine.publish(healthy(SEATS))

    await engine.observe([became("u1", at=MONDAY, seats=9), became("u2", at=MONDAY, won=True)])
    await engine.observe([became("u1", at=TUESDAY, seats=2), became("u1", at=TUESDAY, won=True)])

    assert [(type(fact).__name__, fact.number) for fact in await engine.facts()] == [
        ("RecordedChange", 1),
        ("RecordedHealth", 2),
        ("RecordedChange", 3),
        ("RecordedHealth", 4),
        ("RecordedChange", 5),
    ]
    assert [brief(one) for one in await engine.healths()] == [
        (None, "healthy", 900, MONDAY, "DATA"),
        ("healthy", "at-risk", 200, TUESDAY, "DATA"),
    ]
    await prove(engine.database, engine.workspace)


async def test_a_receipt_tells_of_moves_and_not_of_health(engine):
    await engine.publish(healthy(SEATS))

    (accepted,) = await engine.observe([became("u1", at=MONDAY, seats=9)])

    assert [change.entered for change in accepted.changes] == ["trial"]


async def test_time_brings_a_band_at_its_instant_however_late_it_is_served(engine):
    await engine.publish(healthy(SILENCE))
    await engine.observe(logins("u1", on=[MONDAY]))

    await engine.sweep()

    assert [brief(one) for one in await engine.healths()][1:] == [
        ("healthy", "concerning", 600, MONDAY + 4 * DAY, "TIME"),
        ("concerning", "at-risk", 300, MONDAY + 7 * DAY, "TIME"),
    ]
    await prove(engine.database, engine.workspace)


async def test_a_silent_day_costs_timers_for_bands_alone(engine):
    await engine.publish(healthy(SILENCE))
    await engine.observe(logins("u1", on=[MONDAY]))

    assert await kept(engine, timers.c.due) == [(MONDAY + 4 * DAY,)]

    await engine.sweep(now=MONDAY + 4 * DAY)
    assert await kept(engine, timers.c.due) == [(MONDAY + 7 * DAY,)]


async def test_bands_are_counted_by_stage_as_they_come_and_go(engine):
    await engine.publish(healthy(SEATS))
    await engine.observe([became(f"u{number}", at=MONDAY, seats=number) for number in range(1, 10)])
    await engine.observe([became("u1", at=TUESDAY, won=True), became("u9", at=TUESDAY, seats=None)])

    assert await bands(engine) == {
        ("adoption", "band.at-risk"): 1,
        ("trial", "band.at-risk"): 2,
        ("trial", "band.concerning"): 3,
        ("trial", "band.healthy"): 2,
    }
    await prove(engine.database, engine.workspace)


async def test_score_and_band_are_kept_beside_the_placement(engine):
    await engine.publish(healthy(SEATS))
    await engine.observe([became("u1", at=MONDAY, seats=9), became("u2", at=MONDAY, x=1)])

    table = placements.placements.c
    assert await kept(engine, table.score, table.band) == [(900, "healthy"), (None, None)]


async def test_a_publication_scores_everybody_from_their_logs(engine):
    await engine.publish(a_journey("trial -> adoption"), now=MONDAY)
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY, WEDNESDAY]))
    count = {
        "key": "m",
        "signal": {"count": "login", "within": "P7D"},
        "points": [[0, 0], [4, 100]],
    }

    await engine.publish(healthy(count, journey=a_journey("trial -> adoption")), now=THURSDAY)
    await engine.visit()

    assert [brief(one) for one in await engine.healths()] == [
        (None, "healthy", 750, THURSDAY, "PUBLISH")
    ]
    await prove(engine.database, engine.workspace)


async def test_a_history_lived_through_afterwards_has_its_health(engine):
    await engine.observe([*logins("u1", on=[MONDAY]), did("u1", "page", at=MONDAY + 5 * DAY)])

    await engine.publish(healthy(SILENCE), history=REPLAY)
    await engine.visit()

    assert [brief(one) for one in await engine.healths()] == [
        (None, "healthy", 1000, MONDAY, "DATA"),
        ("healthy", "concerning", 600, MONDAY + 4 * DAY, "TIME"),
        ("concerning", "at-risk", 300, MONDAY + 7 * DAY, "TIME"),
    ]
    await prove(engine.database, engine.workspace)


async def test_a_fall_that_is_first_read_looks_back_through_the_log(engine):
    await engine.publish(healthy(SEATS), now=MONDAY)
    await engine.observe([became("u1", at=MONDAY, seats=9), became("u1", at=TUESDAY, seats=4)])
    fall = {"signal": {"fall": {"health": "lead"}, "within": "P7D"}, "is": "gte", "value": 50}

    reading = a_journey("calm -> called", key="outreach", called=fall)
    await engine.publish(reading, now=WEDNESDAY)
    await engine.visit()

    assert [change.entered for change in await engine.feed() if change.journey == "outreach"] == [
        "called"
    ]


async def test_a_move_by_hand_is_followed_by_who_reads_where_it_led(engine, database):

    reading = {"signal": {"stage": "lead"}, "is": "eq", "value": "adoption"}
    await engine.publish(a_journey("trial -> adoption", adoption=at_least("paid", 1)))
    await engine.publish(a_journey("calm -> called", key="calls", called=reading))
    await engine.observe(logins("u1", on=[MONDAY]))
    who = await engine.profile("u1")

    changes = await move_profile(
        database, engine.shelf, engine.workspace, who.id, "lead", "adoption",
        now=engine.now, actor="ada",
    )  # fmt: skip

    assert [(one.journey, one.entered, one.trigger.value) for one in changes] == [
        ("lead", "adoption", "MANUAL"),
        ("calls", "called", "MANUAL"),
    ]


async def test_who_was_kept_before_health_was_is_scored_when_next_looked_at(engine, another):
    count = {
        "key": "m",
        "signal": {"count": "login", "within": "P7D"},
        "points": [[0, 0], [4, 100]],
    }
    await engine.publish(a_journey("trial -> adoption"))
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY, WEDNESDAY]))
    await as_it_was_before_health(engine, healthy(count, journey=a_journey("trial -> adoption")))

    await another.observe([did("u1", "page", at=THURSDAY)])

    assert [brief(one) for one in await engine.healths()] == [
        (None, "healthy", 750, WEDNESDAY, "TIME")
    ]


async def as_it_was_before_health(engine, journey):
    """A version that says something about health, and states in which nobody was scored by it."""
    (row,) = await kept(engine, profile_states.c.state)
    older = orjson.loads(row[0])
    for placement in older["placements"].values():
        del placement["health"]
    own = profile_states.c.workspace_id == engine.workspace
    state = update(profile_states).where(own)
    document = update(journey_versions).where(journey_versions.c.workspace_id == engine.workspace)

    async def write(tx):
        await tx.run(state.values(format=1, state=orjson.dumps(older).decode()))
        await tx.run(document.values(document=document_of(journey)))

    await engine.database.write(engine.workspace, write)

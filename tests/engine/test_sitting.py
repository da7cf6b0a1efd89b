"""What is kept of a profile stays small and exact, and is read whoever wrote it."""

from decimal import Decimal

import orjson
import pytest
from sqlalchemy import select, update

from domain.instants import HOUR, MINUTE, text_of
from domain.refusals import Failed
from domain.remembering import FORMAT, UPGRADES
from engine.ingest import Accepted
from engine.replaying import replayed
from store.profiles import profile_states
from store.series_chunks import series_chunks
from tests import naive
from tests.builders import (
    FREE,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    a_journey,
    at_least,
    became,
    did,
    document_of,
    logins,
    silent,
    summing,
    told,
)
from tests.lives import printed

pytestmark = pytest.mark.anyio

BIG = a_journey("small -> big", movement=FREE, big=summing("paid", "amount", 20_000, within="P30D"))


async def test_a_long_window_keeps_a_small_row_and_counts_as_a_replay_does(engine):
    history = [
        did(
            "u1",
            "paid",
            at=MONDAY + number * 20 * MINUTE,
            amount=Decimal(number % 23) + Decimal("0.1"),
        )
        for number in range(2_000)
    ]
    await engine.publish(BIG)
    for start in range(0, 2_000, 250):
        await engine.observe(history[start : start + 250])
    assert len(await kept(engine, series_chunks.c.number)) > 10
    (state,) = await kept(engine, profile_states.c.state)
    assert len(state) < 64 * 1024

    await engine.sweep()

    expected = [told("u1", one.fact) for one in replayed(BIG, history, engine.now)]
    assert [one.entered for one in expected] == ["small", "big", "small"]
    assert await engine.told() == expected
    assert await kept(engine, series_chunks.c.number) == []


@pytest.fixture
def small_rows(monkeypatch):
    """So little room in a row that a few events fill chunks."""
    monkeypatch.setattr("domain.profile.HEAD", 6)
    monkeypatch.setattr("domain.pairs.CHUNK", 3)
    monkeypatch.setattr("domain.pairs.MOST_OF_LEVEL", 3)
    monkeypatch.setattr("domain.pairs.MERGED", 2)


@pytest.mark.parametrize("size", [7, 1_000])
async def test_what_is_kept_in_chunks_counts_as_the_naive_evaluator_does(engine, small_rows, size):
    journey = a_journey(
        "small -> big -> huge",
        movement=FREE,
        big=summing("paid", "amount", 30, within="P2D"),
        huge={
            "all": [
                summing("paid", "amount", 33, within="P2D"),
                {
                    "signal": {"max": "paid", "property": "amount", "within": "P1D"},
                    "is": "gte",
                    "value": 4,
                },
            ]
        },
    )
    history = [
        did("u1", "paid", at=MONDAY + hours * HOUR, amount=n % 5)
        for n in range(1, 70)
        for hours in [3 * n + n % 4 - 5 * (n % 7 == 0)]  # every seventh one is late
    ]
    await engine.publish(journey)

    for start in range(0, len(history), size):
        await engine.observe(history[start : start + size])
    await engine.sweep()

    assert await as_printed(engine) == naively(journey, history, engine.now)
    assert len(await engine.feed()) > 10


@pytest.mark.parametrize("size", [1, 50, 1_000])
async def test_a_new_cycle_begins_its_chunks_anew(engine, small_rows, size):
    checked = {"all": [trait_checked(), summing("paid", "amount", 24, within="P1D")]}
    journey = a_journey(
        "lead -> big -> checked",
        big=summing("paid", "amount", 10, within="P1D"),
        checked=checked,
        ways=[{"from": "big", "to": "lead", "kind": "RECYCLE", "after": "P3D"}],
    )
    history = [did("u1", "paid", at=MONDAY + hour * HOUR, amount=1) for hour in range(131)]
    history.append(became("u1", at=MONDAY + 130 * HOUR, checked=True))
    await engine.publish(journey)

    for start in range(0, len(history), size):
        await engine.observe(history[start : start + size])

    assert [one.entered for one in await engine.told()] == ["lead", "big", "lead", "big", "checked"]
    assert await as_printed(engine) == naively(journey, history, MONDAY + 130 * HOUR)


async def test_chunks_are_rebuilt_when_a_version_asks_for_another_window(engine, small_rows):
    history = [did("u1", "paid", at=MONDAY + hour * HOUR, amount=1) for hour in range(60)]
    engine.now = MONDAY + 60 * HOUR
    await engine.publish(a_journey("small -> big", big=summing("paid", "amount", 99, within="P1D")))
    await engine.observe(history)

    await engine.publish(a_journey("small -> big", big=summing("paid", "amount", 48, within="P2D")))
    await engine.observe([did("u1", "paid", at=engine.now, amount=1)])

    assert [(one.entered, one.at) for one in await engine.told()] == [
        ("small", MONDAY),
        ("big", engine.now),
    ]


async def test_a_stay_that_begins_and_ends_in_one_transaction_is_a_visit_like_any_other(engine):
    fading = a_journey(
        "active -> quiet -> lost", quiet=silent("login", "P1D"), lost=silent("login", "P2D")
    )
    await engine.publish(fading)

    await engine.observe([*logins("u1", on=[MONDAY]), did("u1", "else", at=WEDNESDAY)])

    assert [(one.entered, one.at) for one in await engine.told()] == [
        ("active", MONDAY),
        ("quiet", TUESDAY),
        ("lost", WEDNESDAY),
    ]


async def test_a_row_of_an_older_format_is_upgraded_when_it_is_read(engine, monkeypatch):
    await engine.publish(a_journey("trial -> adoption", adoption=at_least("login", 2)))
    await engine.observe(logins("u1", on=[MONDAY]))
    (state,) = await kept(engine, profile_states.c.state)
    older = orjson.loads(state)
    older["time"] = older.pop("clock")
    await rewrite(engine, format=0, state=orjson.dumps(older).decode())
    monkeypatch.setattr("domain.remembering.UPGRADES", {**UPGRADES, 0: with_a_clock})

    await engine.observe(logins("u1", on=[TUESDAY]))

    assert await engine.population() == {"adoption": 1}
    assert await kept(engine, profile_states.c.format) == [FORMAT]


async def test_a_row_of_a_newer_format_is_left_alone(engine):
    await engine.publish(a_journey("trial -> adoption"))
    await engine.observe(logins("u1", on=[MONDAY]))
    await rewrite(engine, format=99)

    refused, accepted = await engine.observe(
        [did("u1", "login", at=TUESDAY), did("u2", "login", at=TUESDAY)]
    )

    assert (type(refused), type(accepted)) == (Failed, Accepted)
    assert sorted(await kept(engine, profile_states.c.format)) == [FORMAT, 99]
    await rewrite(engine, format=FORMAT)


def trait_checked():
    return {"signal": {"trait": "checked"}, "is": "eq", "value": True}


def with_a_clock(state):
    return {"clock": state["time"], **state}


async def as_printed(engine):
    return [printed("u1", change) for change in await engine.feed()]


def naively(journey, history, until):
    lines = [
        {
            "profile": who,
            "at": text_of(one.at),
            "traits": one.traits,
            "event": one.event,
            "properties": one.properties,
        }
        for who, one in history
    ]
    return naive.replayed(document_of(journey), lines, text_of(until))


async def kept(engine, column):
    rows = select(column).where(column.table.c.workspace_id == engine.workspace)
    found = await engine.database.read(engine.workspace, lambda tx: tx.rows(rows))
    return [row[0] for row in found]


async def rewrite(engine, **values):
    """Change every state of the workspace behind the engine's back."""
    own = profile_states.c.workspace_id == engine.workspace
    await engine.database.write(
        engine.workspace, lambda tx: tx.run(update(profile_states).where(own).values(**values))
    )

"""What teams look at all day: the numbers of nine stages in which 400,000 profiles stand.

Two thousand of them live through the engine; their rows are then copied, as they are, until there
are enough.
"""

import asyncio
import random
import time

import orjson
from sqlalchemy import Table, text

from bench.house import House, house, now
from bench.latency import Caller, served
from bench.places import Place, Places
from bench.report import line, percentile, title
from bench.workload import nine_stages
from domain.instants import DAY, HOUR
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from engine.checkup import healths_refreshed
from engine.dwelling import dwells_refreshed
from engine.keys import create_key
from engine.sweep import swept
from store.counters import counters
from store.database import Transaction
from store.placements import placements
from store.profiles import profile_states, profiles
from store.visits import visits

LIVED, COPIES = 2_000, 199
ROUNDS, SECONDS, AT_ONCE = 300, 10, 32
P50_AIM, RATE_AIM = 0.003, 300
QUERY = """
{ journey(key: "nine") { stages {
  key population arrivals(days: 7) departures(days: 7) dwell { median p90 }
  health { average median known unknown bands { key count share } }
} } }
"""
HEALTH = [
    {
        "measures": [
            {
                "key": "logins",
                "signal": {"count": "login", "within": "P14D"},
                "points": [[0, 0], [10, 100]],
                "weight": 3,
            },
            {
                "key": "silence",
                "signal": {"age": {"last": "login"}},
                "points": [[0, 100], [30, 0]],
                "missing": 0,
            },
        ]
    }
]


def run(places: Places) -> None:
    """One who looks again and again, and thirty-two at once."""
    title(f"Dashboard: nine stages, {LIVED * (COPIES + 1):,} profiles")
    for place in places.fresh():
        asyncio.run(_measure(place))


async def _measure(place: Place) -> None:
    async with house(place.url, nine_stages() | {"health": HEALTH}) as built:
        await _filled(built)
        began = time.perf_counter()
        await dwells_refreshed(built.database, built.workspace, now)
        line(f"{place.name}: all dwells counted anew", f"{time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        await healths_refreshed(built.database, built.shelf, built.workspace, now)
        line(f"{place.name}: everybody looked at anew", f"{time.perf_counter() - began:.1f} s")
        key = await create_key(built.database, built.workspace, "bench", ("admin",), now())
    async with served(place.url) as address:
        caller = Caller(address, key)
        body = orjson.dumps({"query": QUERY})
        taken = [await _seconds(caller, body) for _ in range(ROUNDS)][ROUNDS // 10 :]
        rate = await _rate(caller, body)
    p50 = percentile(taken, 0.5)
    line(
        f"{place.name}: one connection, p50",
        f"{p50 * 1e3:.1f} ms",
        f"aim ≤ {P50_AIM * 1e3:.0f} ms",
        met=p50 <= P50_AIM,
    )
    line(
        f"{place.name}: {AT_ONCE} connections, requests a second",
        f"{rate:,.0f}",
        f"aim ≥ {RATE_AIM}",
        met=rate >= RATE_AIM,
    )


async def _seconds(caller: Caller, body: bytes) -> float:
    began = time.perf_counter()
    await caller.post(body)
    return time.perf_counter() - began


async def _rate(caller: Caller, body: bytes) -> float:
    """Requests a second of so many who each ask again once they have their answer."""
    until = time.perf_counter() + SECONDS
    answered = 0

    async def ask() -> None:
        nonlocal answered
        while time.perf_counter() < until:
            await caller.post(body)
            answered += 1

    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    return answered / SECONDS


async def _filled(built: House) -> None:
    """Profiles that log in more or less, some of them no more; and their copies."""
    dice, at = random.Random(3), now()
    lines = []
    for number in range(LIVED):
        silent = dice.choice((0, 0, 0, 0, 5, 20, 70)) * DAY
        for login in range(dice.randrange(1, 36)):
            lines.append(
                ReceivedObservation(
                    kind=ProfileKind.CONTACT,
                    external_id=f"p{number}",
                    at=at - silent - 36 * DAY + login * DAY + dice.randrange(23) * HOUR,
                    event="login",
                    traits={"plan": dice.choice(("pro", "pro", "free"))} if login == 1 else {},
                )
            )
    lines.sort(key=lambda one: one.at or 0)
    for first in range(0, len(lines), 1_000):
        await built.ingest.submit(built.workspace, lines[first : first + 1_000])
    while await swept(built.database, built.shelf, built.workspace, at):
        continue
    await built.database.write(built.workspace, _copied)


async def _copied(tx: Transaction) -> None:
    ((last,),) = await tx.rows(text("SELECT max(id) FROM profiles"))
    for table in (profiles, profile_states, placements, visits):
        await tx.run(text(_copying(table, tx.dialect, last)))
    for name, column in (("counters", "value"), ("counter_deltas", "delta")):
        await tx.run(text(f"UPDATE {name} SET {column} = {column} * {COPIES + 1}"))
    assert counters.c.value is not None
    await tx.run(text("ANALYZE"))


def _copying(table: Table, dialect: str, last: int) -> str:
    """SQL that copies the rows of a table so often, each time for other profiles."""
    numbers = (
        f"(WITH RECURSIVE n(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < {COPIES})"
        " SELECT n FROM n) AS copies"
        if dialect == "sqlite"
        else f"generate_series(1, {COPIES}) AS copies(n)"
    )
    new = {
        "id": f"id + n * {last}",
        "profile_id": f"profile_id + n * {last}",
        "external_id": "external_id || '-' || n",
    }
    columns = table.columns.keys()
    values = ", ".join(new.get(column, column) for column in columns)
    into = f"INSERT INTO {table.name} ({', '.join(columns)})"
    return f"{into} SELECT {values} FROM {table.name}, {numbers}"

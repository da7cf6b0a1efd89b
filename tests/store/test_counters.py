import asyncio

import pytest

from store import counters
from store.counters import Tally

pytestmark = pytest.mark.anyio

MQL, SQL = ("lead", "mql", "population"), ("lead", "sql", "population")


async def test_a_counter_is_the_sum_of_its_deltas_folded_or_not(database, workspace):
    async def counted(tx):
        await counters.add(tx, {MQL: 5, SQL: 2, ("plan", "mql", "population"): 9})
        await counters.add(tx, {MQL: -2, SQL: 0, ("", "", "profiles.CONTACT"): 7})
        before = await counters.read(tx, "population", "lead")
        folded = [
            await counters.fold(tx, 3),
            await counters.fold(tx, 9),
            await counters.fold(tx, 9),
        ]
        await counters.add(tx, {MQL: 1})
        return [
            before,
            folded,
            await counters.read(tx, "population", "lead"),
            await counters.read(tx, "profiles.CONTACT"),
            await counters.read(tx, "profiles.ACCOUNT"),
        ]

    assert await database.write(workspace, counted) == [
        {"mql": 3, "sql": 2},
        [3, 2, 0],
        {"mql": 4, "sql": 2},
        {"": 7},
        {},
    ]


async def test_sums_are_of_several_counters_folded_or_not(database, workspace):
    def on(day, stage="mql", journey="lead"):
        return journey, stage, f"arrivals.2026-01-0{day}"

    def days(first, last, stage="mql"):
        return Tally("lead", stage, tuple(on(day)[-1] for day in range(first, last + 1)))

    tallies = [
        days(3, 4),
        days(4, 9),
        days(4, 9, "sql"),
        Tally("lead", "mql", ("population",)),
        Tally("plan", "mql", ("population",)),
    ]

    async def counted(tx):
        await counters.add(tx, {on(day): 10**day for day in range(2, 8)} | {MQL: 4})
        await counters.add(tx, {on(4, "sql"): 3, on(5, journey="plan"): 7})
        before = await counters.sums(tx, tallies)
        await counters.fold(tx, 99)
        await counters.add(tx, {on(4): 1, MQL: -3})
        every = await counters.every(tx, "plan")
        return before, await counters.sums(tx, tallies), await counters.sums(tx, []), every

    before, after, nothing, every = await database.write(workspace, counted)

    assert list(before.values()) == [11_000, 11_110_000, 3, 4, 0]
    assert list(after.values()) == [11_001, 11_110_001, 3, 1, 0]
    assert (nothing, every) == ({}, {("mql", "arrivals.2026-01-05"): 7})


async def test_nothing_is_lost_between_those_who_add_fold_and_read(database, workspace):
    sums = []

    async def add():
        for _ in range(20):
            await database.write(workspace, lambda tx: counters.add(tx, {MQL: 1, SQL: -1}))

    async def fold():
        for _ in range(10):
            await database.write(workspace, lambda tx: counters.fold(tx, 5))

    async def read():
        for _ in range(20):
            found = await database.read(
                workspace, lambda tx: counters.read(tx, "population", "lead")
            )
            sums.append(sum(found.values()))

    await asyncio.gather(add(), add(), fold(), fold(), read())

    found = await database.read(workspace, lambda tx: counters.read(tx, "population", "lead"))
    assert (set(sums), found) == ({0}, {"mql": 40, "sql": -40})

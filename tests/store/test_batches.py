import pytest

from store.observations import messages, observations
from store.timers import timers
from tests.store.people import NOON

pytestmark = pytest.mark.anyio

ALL = ("profile_id", "due", "leased_until", "session")


@pytest.fixture
async def armed(database, workspace):
    """What `act` leaves of timers 1, 2 and 3, with their neighbours of another workspace."""

    async def after(act):
        async def work(tx):
            await tx.insert_many(
                timers, [(workspace, id, NOON + id, None, None) for id in (3, 1, 2)]
            )
            await act(tx)
            keys = [(id,) for id in range(9)]
            return await tx.select_in(timers, ALL, ("profile_id",), keys, order_by=("profile_id",))

        async def neighbour(tx):
            await tx.insert_many(timers, [(99, 1, NOON, None, None)])

        async def untouched(tx):
            return await tx.select_in(timers, ALL, ("profile_id",), [(1,)])

        await database.write(99, neighbour)
        rows = await database.write(workspace, work)
        assert await database.read(99, untouched) == [(1, NOON, None, None)]
        return rows

    return after


async def test_rows_are_updated_by_key(armed):
    rows = await armed(
        lambda tx: tx.update_many(
            timers, ("profile_id",), ("due", "session"), [(2, NOON, "i1"), (7, NOON, "i1")]
        )
    )

    assert rows == [(1, NOON + 1, None, None), (2, NOON, None, "i1"), (3, NOON + 3, None, None)]


async def test_rows_are_deleted_by_key(armed):
    rows = await armed(
        lambda tx: tx.delete_many(timers, ("profile_id", "due"), [(1, NOON + 1), (2, NOON)])
    )

    assert rows == [(2, NOON + 2, None, None), (3, NOON + 3, None, None)]


async def test_rows_that_are_there_are_replaced(armed, workspace):
    rows = await armed(
        lambda tx: tx.upsert_many(
            timers, [(workspace, 3, NOON, 5, "i1"), (workspace, 4, NOON, None, None)]
        )
    )

    assert rows[2:] == [(3, NOON, 5, "i1"), (4, NOON, None, None)]


async def test_rows_that_are_there_are_changed_as_was_said_and_when(armed, workspace):
    rows = await armed(
        lambda tx: tx.upsert_many(
            timers,
            [(workspace, id, NOON, None, "i1") for id in (1, 3, 4)],
            changes={"due": "timers.due + 10"},
            when="timers.profile_id > 1",
        )
    )

    assert rows == [
        (1, NOON + 1, None, None),
        (2, NOON + 2, None, None),
        (3, NOON + 13, None, None),
        (4, NOON, None, "i1"),
    ]


async def test_only_rows_that_clash_with_none_are_inserted_and_given_back(armed, workspace):
    given = []

    async def insert(tx):
        rows = [(workspace, id, NOON, None, None) for id in (2, 4, 5)]
        given.extend(await tx.insert_many_new(timers, rows, returning=("profile_id", "due")))

    rows = await armed(insert)

    assert sorted(given) == [(4, NOON), (5, NOON)]
    assert [id for id, *_ in rows] == [1, 2, 3, 4, 5]


async def test_no_rows_are_no_work(armed):
    async def nothing(tx):
        await tx.insert_many(timers, [])
        await tx.upsert_many(timers, [])
        await tx.update_many(timers, ("profile_id",), ("due",), [])
        await tx.delete_many(timers, ("profile_id",), [])
        assert await tx.insert_many_new(timers, [], returning=("due",)) == []
        assert await tx.select_in(timers, ("due",), ("profile_id",), []) == []

    assert len(await armed(nothing)) == 3


async def test_values_lie_in_rows_as_the_driver_takes_them_on_both_databases(database, workspace):
    row = (workspace, 1, 1, NOON, NOON, "é \"'", None, '{"a": 1.10}', None)

    async def kept(tx):
        await tx.insert_many(observations, [row])
        await tx.insert_many_new(messages, [(workspace, "é \"'", NOON)], returning=("at",))
        columns = observations.columns.keys()
        return await tx.select_in(observations, columns, ("profile_id", "number"), [(1, 1)])

    assert await database.write(workspace, kept) == [row]

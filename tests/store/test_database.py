import asyncio
import threading

import pytest

from domain.refusals import NotFound, Unavailable
from store import profiles
from store.database import EVERY_WORKSPACE, open_database
from tests.store.people import made

pytestmark = pytest.mark.anyio


async def test_what_was_done_is_there_afterwards(database, workspace):
    await database.write(workspace, lambda tx: made(tx, "ann", "bob"))

    assert await database.read(workspace, profiles.count) == 2


async def test_a_transaction_that_fails_leaves_nothing(database, workspace):
    async def fails(tx):
        await made(tx, "ann")
        raise NotFound("journey", "lead")

    with pytest.raises(NotFound):
        await database.write(workspace, fails)

    assert await database.read(workspace, profiles.count) == 0


async def test_what_takes_long_is_thought_out_where_nobody_waits_for_it(database, workspace):
    loop = threading.current_thread()

    async def think(tx):
        await made(tx, "ann")
        return await tx.apart(threading.current_thread), await profiles.count(tx)

    thread, count = await database.write(workspace, think)

    assert (thread is loop, count) == (False, 1)


async def test_a_thought_that_fails_undoes_its_transaction(database, workspace):
    def refuse():
        raise NotFound("journey", "lead")

    async def fails(tx):
        await made(tx, "ann")
        await tx.apart(refuse)

    with pytest.raises(NotFound):
        await database.write(workspace, fails)

    assert await database.read(workspace, profiles.count) == 0


async def test_a_broken_rule_of_the_database_is_our_own_failure_and_leaves_nothing(
    database, workspace
):
    async def twice_the_same(tx):
        await made(tx, "ann")
        row = (tx.workspace, 7, "CONTACT", "bob", "{}", 0)
        await tx.insert_many(profiles.profiles, [row, row])

    with pytest.raises(Exception, match=r"(?i)unique"):
        await database.write(workspace, twice_the_same)

    assert await database.read(workspace, profiles.count) == 0


async def test_who_came_to_read_cannot_write(database, workspace):
    with pytest.raises(Exception, match=r"read-?only"):
        await database.read(workspace, lambda tx: made(tx, "ann"))


async def test_many_transactions_at_once_all_come_through(database, workspace):
    names = [f"user{number}" for number in range(60)]

    await asyncio.gather(
        *(database.write(workspace, lambda tx, name=name: made(tx, name)) for name in names),
        *(database.read(workspace, profiles.count) for _ in names),
    )

    assert await database.read(workspace, profiles.count) == 60


async def test_the_bell_rings_here_and_for_everybody_else_on_the_database(
    database, database_url, workspace
):
    here, there = Heard(), Heard()
    elsewhere = await open_database(database_url)
    elsewhere.listen(there)
    database.listen(here)

    await database.write(workspace, lambda tx: made(tx, "ann"))
    database.ring(workspace)

    await here.says(workspace)
    # Across SQLite's file all that one can see is that somebody wrote.
    await there.says(workspace if database.dialect == "postgresql" else EVERY_WORKSPACE)
    await elsewhere.close()


async def test_who_has_stopped_listening_hears_nothing(database, workspace):
    heard = Heard()
    stop = database.listen(heard)

    stop()
    database.ring(workspace)

    assert heard.rings.empty()


async def test_a_database_that_cannot_be_reached_is_said_to_be_unavailable(tmp_path):
    (tmp_path / "file").touch()
    for url in (f"sqlite:///{tmp_path}", "postgresql://nobody@127.0.0.1:1/nothing"):
        database = await open_database(url)
        with pytest.raises(Unavailable):
            await database.write(1, profiles.count)
        await database.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/cairn"])
async def test_other_stores_are_refused(url):
    with pytest.raises(ValueError, match=r"SQLite|sqlite"):
        await open_database(url)


class Heard:
    """A listener that remembers."""

    def __init__(self):
        self.rings = asyncio.Queue()

    def __call__(self, workspace):
        self.rings.put_nowait(workspace)

    async def says(self, workspace):
        """Wait until it does; it may ring for nothing before."""
        async with asyncio.timeout(10):
            while await self.rings.get() != workspace:
                pass

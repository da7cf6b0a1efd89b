import asyncio
import sqlite3
import sys

import pytest
from sqlalchemy import make_url

from domain.refusals import Unavailable
from store import profiles, sqlite
from store.database import open_database
from store.sqlite import drive
from tests.store.people import made

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["sqlite"])
def database_url(request):
    return request.getfixturevalue("sqlite_url")


async def test_work_that_waits_for_something_else_is_refused_and_undone(database, workspace):
    async def sleepy(tx):
        await made(tx, "ann")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waited for something other"):
        await database.write(workspace, sleepy)

    assert await database.read(workspace, profiles.count) == 0


def test_a_coroutine_that_never_waits_is_driven_to_its_end():
    async def inner():
        return 20

    async def outer():
        return await inner() + 1

    assert drive(outer()) == 21


async def test_a_reader_keeps_its_view_while_others_write(database, database_url, workspace):
    async def before_and_after(tx):
        before = await profiles.count(tx)
        with sqlite3.connect(make_url(database_url).database) as elsewhere:
            elsewhere.execute(
                "INSERT INTO profiles VALUES (?, 1, 'CONTACT', 'ann', '{}', 0)", [workspace]
            )
        return [before, await profiles.count(tx)]

    seen = await database.read(workspace, before_and_after)

    assert [*seen, await database.read(workspace, profiles.count)] == [0, 0, 1]


WRITER = """
import asyncio, sys
from store.database import open_database
from tests.store.people import made

async def main(url, workspace):
    database = await open_database(url)
    for number in range(50):
        await database.write(workspace, lambda tx: made(tx, f"theirs{number}"))
    await database.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


async def test_a_second_process_writes_along(database, database_url, workspace):
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, database_url, str(workspace)
    )
    for number in range(50):
        await database.write(workspace, lambda tx, number=number: made(tx, f"ours{number}"))

    assert await other.wait() == 0
    assert await database.read(workspace, profiles.count) == 100


async def test_a_file_that_somebody_else_will_not_let_go_is_unavailable(
    database_url, workspace, monkeypatch
):
    impatient = [one for one in sqlite.PRAGMAS if "busy_timeout" not in one]
    monkeypatch.setattr(sqlite, "PRAGMAS", (*impatient, "PRAGMA busy_timeout = 1"))
    database = await open_database(database_url)
    hog = sqlite3.connect(make_url(database_url).database, isolation_level=None)
    hog.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable):
        await database.write(workspace, lambda tx: made(tx, "ann"))
    hog.close()
    await database.write(workspace, lambda tx: made(tx, "bob"))

    assert await database.read(workspace, profiles.count) == 1
    await database.close()

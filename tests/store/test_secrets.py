import pytest

from store import secrets

pytestmark = pytest.mark.anyio


async def test_a_secret_is_kept_by_whoever_comes_first_and_found_by_all(database, workspace):
    async def work(tx):
        return [
            await secrets.find(tx, "snapshot"),
            await secrets.keep(tx, "snapshot", b"first", 1),
            await secrets.keep(tx, "snapshot", b"second", 2),
            await secrets.keep(tx, "confirm", b"third", 3),
            await secrets.find(tx, "snapshot"),
        ]

    assert await database.write(workspace, work) == [None, b"first", b"first", b"third", b"first"]

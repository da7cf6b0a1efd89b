from functools import partial

import pytest
from sqlalchemy import func, select

from store.database import open_database
from store.erasing import erase_workspace
from store.metadata import metadata
from tests.store.filling import fill, within

pytestmark = pytest.mark.anyio


@pytest.fixture
async def shared(request, database_url):
    """A database in which workspaces 1 and 2 have a row each in every table."""
    url = database_url
    if url.startswith("postgresql"):
        url = request.getfixturevalue("postgres").owners(url)
    for workspace in (1, 2):
        await within(url, partial(fill, workspace=workspace))
    database = await open_database(database_url)
    yield database
    await database.close()


async def test_a_workspace_goes_with_everything_in_it_and_nothing_else(shared):
    async def left(tx):
        return [
            (await tx.rows(select(func.count()).select_from(table)))[0][0]
            for table in metadata.sorted_tables
        ]

    await shared.write(1, erase_workspace)

    rows = [await shared.read(workspace, left) for workspace in (1, 2)]
    ones = [1] * len(metadata.tables)
    # SQLite shows every workspace to whoever forgets to say which.
    assert rows == ([ones, ones] if shared.dialect == "sqlite" else [[0] * len(ones), ones])

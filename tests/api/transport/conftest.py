"""One server on a port of its own, for all that only has to do with how one speaks to it."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.settings import Settings
from engine.keys import create_key
from engine.publishing import publish
from engine.shelf import Shelf
from engine.workspaces import create_workspace
from store.database import open_database
from tests.api.client import STARTS
from tests.api.live import free_port, served
from tests.builders import a_journey, at_least, document_of

LEAD = a_journey("subscriber -> lead", lead=at_least("login", 2))


@dataclass(frozen=True, slots=True)
class Door:
    """Where the server is, and what lets one in."""

    url: str
    key: str


async def furnished(database_url: str) -> str:
    """A key to a workspace in which a journey is live."""
    database = await open_database(database_url)
    workspace = await create_workspace(database, "acme", "Acme", STARTS)
    await publish(database, Shelf(), workspace.id, document_of(LEAD), now=STARTS)
    key = await create_key(database, workspace.id, "tests", ("admin",), STARTS)
    await database.close()
    return key


@pytest.fixture(scope="module")
def door(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("door") / "cairn.db")
    settings = Settings(
        database_url=f"sqlite:///{path}",
        port=free_port(),
        origins=("https://app.example.com",),
    )
    key = asyncio.run(furnished(settings.database_url))
    with served(settings) as url:
        yield Door(url, key)

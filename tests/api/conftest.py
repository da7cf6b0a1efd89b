"""The application over a fresh database, with a workspace and a key to it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from engine.keys import create_key
from engine.workspaces import create_workspace
from store.database import Database
from tests.api.client import STARTS, Client, HandClock


async def opened_workspace(database: Database, name: str) -> tuple[int, str]:
    """A workspace and a key that opens it."""
    workspace = await create_workspace(database, name, name.title(), STARTS)
    return workspace.id, await create_key(database, workspace.id, "tests", ("admin",), STARTS)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url)


@pytest.fixture
async def client(settings: Settings, database: Database) -> AsyncIterator[Client]:
    """A client of an application that is open, on a clock that stands still."""
    clock = HandClock()
    app = create_app(settings, clock=clock)
    workspace, key = await opened_workspace(database, "acme")
    # What the application itself fails at is answered, as a server would: not raised at the client.
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://cairn.test") as http,
    ):
        yield Client(app, http, key, workspace, clock)

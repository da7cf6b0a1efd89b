"""The application with its page; what it shows does not depend on the database."""

from collections.abc import AsyncIterator

import httpx
import pytest

from api.app import create_app
from api.page.routes import page_routes
from api.settings import Settings
from store.database import Database
from tests.api.client import Client, HandClock
from tests.api.conftest import opened_workspace


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def client(settings: Settings, database: Database) -> AsyncIterator[Client]:
    clock = HandClock()
    app = create_app(settings, clock=clock, routes=page_routes())
    workspace, key = await opened_workspace(database, "acme")
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://cairn.test") as http,
    ):
        yield Client(app, http, key, workspace, clock)

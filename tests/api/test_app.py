"""The application opening, being ready, and closing."""

import asyncio

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from api.starting import NotMigrated
from store.migrating import current, newest
from tests.api.client import STARTS, HandClock
from tests.builders import MONDAY, a_journey, did, logins, silent

pytestmark = pytest.mark.anyio


async def get(app, path):
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://cairn.test") as http:
        answer = await http.get(path)
    return answer.status_code, answer.json()


async def test_it_says_that_it_lives_and_is_ready_to_anybody(client):
    assert await get(client.app, "/healthz") == (200, {"status": "ok"})
    assert await get(client.app, "/readyz") == (200, {"status": "ready"})


async def test_a_sqlite_file_is_made_and_migrated_at_the_first_start(tmp_path):
    url = f"sqlite:///{tmp_path / 'new' / 'cairn.db'}"
    app = create_app(Settings(database_url=url))

    async with app.router.lifespan_context(app):
        assert await get(app, "/readyz") == (200, {"status": "ready"})


async def test_what_others_own_is_not_migrated_without_being_told(postgres):
    app = create_app(Settings(database_url=postgres.empty()))

    with pytest.raises(NotMigrated):
        async with app.router.lifespan_context(app):
            pass


async def test_the_owners_url_is_for_migrating(postgres):
    url = postgres.empty()
    app = create_app(Settings(database_url=url, migrate_url=postgres.owners(url)))

    async with app.router.lifespan_context(app):
        assert await current(url) == newest()


async def test_a_database_that_goes_away_is_waited_for_and_comes_back(postgres, postgres_url):
    if postgres.embedded is None:
        pytest.fail("this stops the server, which only the one that comes in a wheel allows")
    app = create_app(Settings(database_url=postgres_url))

    async with app.router.lifespan_context(app):
        before = await get(app, "/readyz")
        with postgres.gone():
            meanwhile = await get(app, "/readyz")
        after = await get(app, "/readyz")

    assert [before, meanwhile, after] == [
        (200, {"status": "ready"}),
        (503, {"status": "not ready", "reason": "the database is away"}),
        (200, {"status": "ready"}),
    ]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_what_was_answered_is_there_when_the_database_comes_back(client, postgres):
    await client.publish(a_journey("subscriber -> lead"))
    await client.observe(*logins("ann", on=[MONDAY]))

    with postgres.gone():
        away = await client.post('mutation { saveTeam(key: "a", name: "A") { __typename } }')
        lost = await client.post(
            'mutation { observe(observations: [{kind: CONTACT, externalId: "bob"}]) { accepted } }'
        )
    await client.observe(*logins("cid", on=[MONDAY]))
    told = await client.ask("{ stageChanges { edges { cursor node { profile { externalId } } } } }")

    def change(cursor, who):
        return {"cursor": cursor, "node": {"profile": {"externalId": who}}}

    assert [away.status_code, lost.status_code] == [503, 503]
    assert away.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert told["stageChanges"]["edges"] == [change("1", "ann"), change("2", "cid")]


async def test_a_worker_serves_time_where_one_is_asked_for(settings, database, client):
    await client.publish(a_journey("active -> quiet", quiet=silent("login", "P3D")))
    await client.observe(did("ann", "login", at=MONDAY))
    app = create_app(settings, with_worker=True, clock=HandClock(STARTS))

    async with app.router.lifespan_context(app):
        feed = app.state.parts.engine.feed
        async for batch in feed.subscribe(client.workspace, 1):
            assert [change.entered for change in batch] == ["quiet"]
            break


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_server_whose_worker_has_failed_is_not_ready(settings, monkeypatch, caplog):
    async def failing(worker):
        raise ZeroDivisionError

    monkeypatch.setattr("api.app.Worker.run", failing)
    app = create_app(settings, with_worker=True)

    async with app.router.lifespan_context(app):
        await asyncio.wait(app.state.parts.working)
        told = await get(app, "/readyz")

    assert told == (503, {"status": "not ready", "reason": "the worker has failed"})
    assert [record.getMessage() for record in caplog.records if record.name == "cairn.api"] == [
        "the worker has failed"
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_pages_of_named_origins_may_call(settings):
    named = "https://app.example.com"
    app = create_app(Settings(database_url=settings.database_url, origins=(named,)))
    ask = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, content-type",
    }

    async def allowed(origin):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://cairn.test") as http:
            answer = await http.options("/graphql", headers={"origin": origin, **ask})
        return answer.headers.get("access-control-allow-origin")

    async with app.router.lifespan_context(app):
        assert [await allowed(named), await allowed("https://evil.example")] == [named, None]

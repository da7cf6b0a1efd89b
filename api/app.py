"""The application: what runs while it is open, and which doors it has.

/graphql      HTTP, sockets and server-sent events
/healthz      the process lives
/readyz       it can answer: the database does, and has the shape that this code expects
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from api.context import Engine
from api.identity import Gate
from api.schema import schema
from api.settings import Settings
from api.starting import is_up_to_date, make_ready, now
from api.transport.door import GraphQLDoor
from api.transport.failures import RETRY_AFTER, failure_error
from api.transport.parts import Parts
from api.transport.requests import RequestIds
from domain.refusals import Unavailable
from engine.clock import Clock
from engine.feed import Feed
from engine.ingest import Ingest
from engine.shelf import Shelf
from engine.surveying import Surveyor
from engine.together import Together
from engine.worker import Worker
from store import workspaces
from store.database import open_database

log = logging.getLogger("cairn.api")


def create_app(
    settings: Settings,
    *,
    with_worker: bool = False,
    routes: Sequence[BaseRoute] = (),
    clock: Clock = now,
) -> Starlette:
    """The application over the database that the settings name; `routes` are added to its own."""

    @asynccontextmanager
    async def open_while_serving(app: Starlette) -> AsyncIterator[None]:
        await make_ready(settings)
        async with opened(settings, clock) as parts, working(settings, parts, with_worker):
            app.state.parts = parts
            yield
            parts.closing.set()

    door = GraphQLDoor(schema, settings.origins)
    return Starlette(
        routes=[
            Route("/graphql", door),
            WebSocketRoute("/graphql", door),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *routes,
        ],
        middleware=[
            Middleware(RequestIds),
            Middleware(
                CORSMiddleware,
                allow_origins=settings.origins,
                allow_methods=("GET", "POST"),
                allow_headers=("authorization", "content-type", "x-cairn-actor", "x-request-id"),
                expose_headers=("x-request-id", "retry-after"),
                max_age=600,
            ),
        ],
        exception_handlers={Exception: failed},
        lifespan=open_while_serving,
    )


@asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[Parts]:
    """The parts of the application, let go of in turn: first what is being kept is kept."""
    database = await open_database(settings.database_url)
    shelf = Shelf()
    ingest, feed = Ingest(database, shelf, clock), Feed(database)
    surveyor = Surveyor(database, shelf)
    together = Together(database, surveyor, clock)
    engine = Engine(database, shelf, ingest, feed, surveyor, together, clock)
    try:
        yield Parts(engine, Gate(database, clock), settings)
    finally:
        await ingest.close()
        await feed.close()
        await together.close()
        await database.close()


@asynccontextmanager
async def working(settings: Settings, parts: Parts, with_worker: bool) -> AsyncIterator[None]:
    """A worker meanwhile, where one is wanted in this process."""
    if not with_worker:
        yield
        return
    engine = parts.engine
    worker = Worker(engine.database, engine.shelf, engine.clock, feed_days=settings.feed_days)
    task = asyncio.create_task(worker.run())
    task.add_done_callback(tell_how_it_ended)
    parts.working.append(task)
    try:
        yield
    finally:
        worker.stop()
        await asyncio.wait({task})


def tell_how_it_ended(worker: asyncio.Task[None]) -> None:
    """A worker ends when it is told to; one that failed leaves a server that is not ready."""
    if not worker.cancelled() and worker.exception() is not None:
        log.critical("the worker has failed", exc_info=worker.exception())


async def healthz(request: Request) -> Response:
    """The process lives."""
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """Whether it can answer."""
    reason = await trouble(Parts.of(request))
    if reason is None:
        return JSONResponse({"status": "ready"})
    return JSONResponse(
        {"status": "not ready", "reason": reason}, 503, {"retry-after": RETRY_AFTER}
    )


async def trouble(parts: Parts) -> str | None:
    """Why it cannot answer just now, or cannot serve time; None when it can."""
    if any(task.done() for task in parts.working):
        return "the worker has failed"
    try:
        await parts.engine.database.read(None, workspaces.every)
    except Unavailable:
        return "the database is away"
    if not await is_up_to_date(parts.settings):
        return "the database is not up to date"
    return None


async def failed(request: Request, error: Exception) -> Response:
    """What a client is told when this application itself has failed; the log has it all."""
    request_id = request.scope["cairn.request_id"]
    return JSONResponse({"errors": [failure_error(request_id)]}, 500)

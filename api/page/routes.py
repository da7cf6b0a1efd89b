"""The page for people at `/`, and the pictures that it shows.

The page itself holds nothing: whoever has no key sees a question for one. What it loads comes from
here, and its content security policy lets nothing else in.
"""

from collections.abc import Mapping
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.identity import Unauthenticated
from api.page.looking import Looking
from api.page.picture import picture
from api.transport.failures import RETRY_AFTER
from api.transport.parts import Parts
from domain.refusals import Unavailable

FILES = {
    "page.html": "text/html; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}
KEEP_OUT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
DRAWN = {**KEEP_OUT, "Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store"}


def page_routes() -> list[Route]:
    """The routes of the page and of its pictures, to be mounted at the root."""
    files = [_file_route(f"/page/{name}", name) for name in FILES if name != "page.html"]
    looking = Looking()

    async def drawn(request: Request) -> Response:
        return await _drawn(request, looking)

    return [_file_route("/", "page.html"), *files, Route("/journeys/{key}.svg", drawn)]


async def _drawn(request: Request, looking: Looking) -> Response:
    """A journey's picture, for whoever shows a key."""
    parts = Parts.of(request)
    engine, key = parts.engine, request.path_params["key"]
    try:
        asker = await parts.gate.admitted(request.headers.get("authorization"))
        found = await looking.at(engine, asker.workspace, key, engine.clock())
    except Unauthenticated as refusal:
        return _said(refusal.message, 401, {"WWW-Authenticate": "Bearer"})
    except Unavailable as away:
        return _said(away.message, 503, {"Retry-After": RETRY_AFTER})
    if found is None:
        return _said("There is no such journey.", 404)
    # A journey of hundreds of stages takes a while to draw; others are served meanwhile.
    text = await run_in_threadpool(picture, *found)
    return Response(text, media_type="image/svg+xml", headers=DRAWN)


def _file_route(path: str, name: str) -> Route:
    content = (Path(__file__).parent / name).read_bytes()

    async def answer(request: Request) -> Response:
        return Response(content, media_type=FILES[name], headers=KEEP_OUT)

    return Route(path, answer)


def _said(text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{text}\n", status, {**DRAWN, **(headers or {})})

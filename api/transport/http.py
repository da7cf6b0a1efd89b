"""GraphQL over HTTP: POST with a JSON body, GET for queries, and streams of events for all."""

from contextlib import aclosing
from typing import Any

from graphql import OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.context import Context
from api.identity import ACTOR, Unauthenticated, header_text
from api.transport.accepting import EVENTS, GRAPHQL, JSON, Accepted, accepted
from api.transport.bodies import MOST_BYTES, BadBody, json_in, json_out
from api.transport.events import EventStream
from api.transport.failures import RETRY_AFTER, refusal_error
from api.transport.operations import Answer, Asked, Operations, asked
from api.transport.parts import Parts
from domain.refusals import BadArgument, Unavailable


class Declined(Exception):
    """A request that does not come to its operation: an HTTP status and why."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"errors": [{"message": message}]}
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class HttpDoor:
    """Answers HTTP requests."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    async def answer(self, request: Request) -> Response:
        """The response to a request, whatever it is."""
        wants = accepted(request.headers.get("accept"))
        try:
            return await self._answer(request, wants)
        except Declined as declined:
            return _written(declined.body, wants, declined.status, declined.headers)
        except BadBody as bad:
            return _written({"errors": [{"message": str(bad)}]}, wants, 400)
        except Unauthenticated as stranger:
            headers = {"www-authenticate": 'Bearer realm="cairn"'}
            return _written({"errors": [refusal_error(stranger)]}, wants, 401, headers)
        except BadArgument as bad_header:
            return _written({"errors": [refusal_error(bad_header)]}, wants, 400)
        except Unavailable as away:
            headers = {"retry-after": RETRY_AFTER}
            return _written({"errors": [refusal_error(away)]}, wants, 503, headers)

    async def _answer(self, request: Request, wants: Accepted) -> Response:
        if request.method not in ("GET", "POST"):
            raise Declined(405, "GraphQL is asked with GET or POST.", allow="GET, POST")
        if wants.media_type is None:
            raise Declined(406, f"Accept {JSON}, {GRAPHQL} or {EVENTS}.")
        parts = Parts.of(request)
        headers = request.headers
        asker = await parts.gate.admitted(
            headers.get("authorization"), header_text(headers.get(ACTOR))
        )
        question = await _question(request)
        kind = self._operations.kind(question)
        if request.method == "GET" and kind not in (OperationType.QUERY, None):
            raise Declined(405, f"A {kind.value} is not asked with GET.", allow="POST")
        wants_events = wants.media_type == EVENTS
        if kind is OperationType.SUBSCRIPTION and not (wants_events or wants.takes_events):
            raise Declined(406, f"Subscribe with Accept: {EVENTS}, or over a socket.")
        answers = self._operations.answers(
            question, Context(parts.engine, asker), request.scope["cairn.request_id"]
        )
        if wants_events or kind is OperationType.SUBSCRIPTION:
            return EventStream(answers, parts.closing)
        async with aclosing(answers):
            return _response(await anext(answers), wants)


async def _question(request: Request) -> Asked:
    if request.method == "GET":
        values: dict[str, Any] = dict(request.query_params)
        for name in ("variables", "extensions"):
            if values.get(name):
                values[name] = json_in(values[name])
            else:
                values.pop(name, None)
        return asked(values)
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.lower().replace(" ", "").replace('"', "").partition("charset=")[2]
    if media_type.strip().lower() != JSON or charset not in ("", "utf-8", "utf8"):
        raise Declined(415, f"Send Content-Type: {JSON}, in UTF-8.", accept=JSON)
    return asked(json_in(await _body(request)))


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise Declined(413, f"A body has at most {MOST_BYTES} bytes.", connection="close")
    except ClientDisconnect:
        raise Declined(400, "The body broke off.") from None
    return bytes(body)


def _response(answer: Answer, wants: Accepted) -> Response:
    if answer.is_away:
        return _written(answer.body, wants, 503, {"retry-after": RETRY_AFTER})
    # The older media type says by its body alone how it went.
    is_bad = answer.is_declined and wants.media_type == GRAPHQL
    return _written(answer.body, wants, 400 if is_bad else 200)


def _written(
    body: object, wants: Accepted, status: int, headers: dict[str, str] | None = None
) -> Response:
    media_type = GRAPHQL if wants.media_type == GRAPHQL else JSON
    return Response(
        json_out(body).encode(),
        status,
        {**(headers or {}), "content-type": f"{media_type}; charset=utf-8"},
    )

"""The graphql-transport-ws protocol, with the close codes of its text.

    connection_init -> connection_ack       with the key in the payload, or in the handshake, and
                                            as `actor` for whom it asks
    subscribe -> next … -> complete         any operation; `error` when it was not carried out
    complete, ping, pong                    as they come

Each operation is a task that sends and then takes its next answer, so a client that does not read
stops its own operations and nothing else: nothing is queued for it.
"""

import asyncio
from collections.abc import Mapping
from contextlib import aclosing, suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from api.context import Context
from api.identity import ACTOR, Unauthenticated, header_text
from api.transport.bodies import BadBody, json_in, json_out
from api.transport.operations import Asked, Operations, asked
from api.transport.origins import is_origin_allowed
from api.transport.parts import Parts
from api.transport.requests import new_request_id
from domain.refusals import BadArgument, Unavailable
from engine.keys import Identity

PROTOCOL = "graphql-transport-ws"
PATIENCE = 10.0
"""Seconds to wait for connection_init."""
MOST_OPERATIONS = 100

GOING_AWAY, TRY_LATER = 1001, 1013
BAD_MESSAGE, UNAUTHORIZED, FORBIDDEN, BAD_PROTOCOL = 4400, 4401, 4403, 4406
TOO_SLOW, TAKEN, TOO_MANY_INITS = 4408, 4409, 4429


class Hangup(Exception):
    """We end the connection, and say why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class SocketDoor:
    """Answers sockets."""

    def __init__(
        self, operations: Operations, origins: tuple[str, ...], patience: float = PATIENCE
    ) -> None:
        self._operations = operations
        self._origins = origins
        self._patience = patience

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from the handshake to the end."""
        headers = socket.headers
        if not is_origin_allowed(headers.get("origin"), headers.get("host"), self._origins):
            # Closed before it is accepted, the handshake is answered with 403.
            await socket.close(FORBIDDEN)
            return
        if PROTOCOL not in socket.scope["subprotocols"]:
            await socket.accept()
            await socket.close(BAD_PROTOCOL, "Subprotocol not acceptable")
            return
        await socket.accept(PROTOCOL)
        await Conversation(socket, self._operations, self._patience).run()


class Conversation:
    """What is said on one socket."""

    def __init__(self, socket: WebSocket, operations: Operations, patience: float) -> None:
        self._socket = socket
        self._operations = operations
        self._patience = patience
        self._parts = Parts.of(socket)
        self._asker: Identity | None = None
        self._is_begun = False
        self._is_over = False
        self._running: dict[str, asyncio.Task[None]] = {}
        self._watches = [
            asyncio.create_task(self._hang_up_when_closing()),
            asyncio.create_task(self._hang_up_when_silent()),
        ]

    async def run(self) -> None:
        """Listen until either side ends it."""
        try:
            with suppress(WebSocketDisconnect):
                while True:
                    await self._hear(await self._socket.receive())
        except Hangup as hangup:
            await self._close(hangup.code, hangup.reason)
        finally:
            self._is_over = True
            tasks = [*self._watches, *self._running.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self, event: Mapping[str, Any]) -> None:
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(event.get("code", 1005))
        text = event.get("text")
        if text is None:
            raise Hangup(BAD_MESSAGE, "Messages are text")
        try:
            message = json_in(text)
        except BadBody:
            raise Hangup(BAD_MESSAGE, "Messages are JSON") from None
        if not isinstance(message, dict):
            raise Hangup(BAD_MESSAGE, "Messages are objects")
        match message.get("type"):
            case "connection_init":
                await self._begin(message.get("payload"))
            case "ping":
                await self._say({"type": "pong"})
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(_operation_id(message), message.get("payload"))
            case "complete":
                await self._complete(_operation_id(message))
            case _:
                raise Hangup(BAD_MESSAGE, "Unknown message type")

    async def _begin(self, payload: object) -> None:
        if self._is_begun:
            raise Hangup(TOO_MANY_INITS, "Too many initialisation requests")
        self._is_begun = True
        if payload is not None and not isinstance(payload, dict):
            raise Hangup(BAD_MESSAGE, "The payload is an object")
        authorization = self._authorization(payload or {})
        try:
            self._asker = await self._parts.gate.admitted(authorization, self._actor(payload or {}))
        except Unauthenticated as stranger:
            code = FORBIDDEN if authorization else UNAUTHORIZED
            raise Hangup(code, stranger.message) from None
        except BadArgument as bad:
            raise Hangup(BAD_MESSAGE, f"{bad.path}: {bad.message}") from None
        except Unavailable as away:
            raise Hangup(TRY_LATER, away.message) from None
        await self._say({"type": "connection_ack"})

    def _authorization(self, payload: Mapping[str, Any]) -> str | None:
        for name, value in payload.items():
            if name.lower() == "authorization" and isinstance(value, str):
                return value
        return self._socket.headers.get("authorization")

    def _actor(self, payload: Mapping[str, Any]) -> str | None:
        actor = payload.get("actor")
        if actor is not None and not isinstance(actor, str):
            raise Hangup(BAD_MESSAGE, "The actor is a string")
        return header_text(self._socket.headers.get(ACTOR)) if actor is None else actor

    async def _subscribe(self, id: str, payload: object) -> None:
        if self._asker is None:
            raise Hangup(UNAUTHORIZED, "Unauthorized")
        try:
            question = asked(payload)
        except BadBody as bad:
            raise Hangup(BAD_MESSAGE, str(bad)) from None
        if id in self._running:
            raise Hangup(TAKEN, f"Subscriber for {id} already exists")
        if len(self._running) >= MOST_OPERATIONS:
            error = {"message": f"A socket has at most {MOST_OPERATIONS} operations at a time."}
            await self._say({"id": id, "type": "error", "payload": [error]})
            return
        context = Context(self._parts.engine, self._asker)
        self._running[id] = asyncio.create_task(self._carry_out(id, question, context))

    async def _carry_out(self, id: str, question: Asked, context: Context) -> None:
        answers = self._operations.answers(question, context, new_request_id())
        async with aclosing(answers):
            async for answer in answers:
                if answer.is_declined:
                    self._running.pop(id, None)
                    errors = answer.body["errors"]
                    await self._say({"id": id, "type": "error", "payload": errors})
                    return
                await self._say({"id": id, "type": "next", "payload": answer.body})
        # Before it is said: the client may use the id again as soon as it hears.
        self._running.pop(id, None)
        await self._say({"id": id, "type": "complete"})

    async def _complete(self, id: str) -> None:
        task = self._running.pop(id, None)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def _hang_up_when_closing(self) -> None:
        await self._parts.closing.wait()
        await self._close(GOING_AWAY, "The server is closing; connect again")

    async def _hang_up_when_silent(self) -> None:
        await asyncio.sleep(self._patience)
        if not self._is_begun:
            await self._close(TOO_SLOW, "Connection initialisation timeout")

    async def _say(self, message: Mapping[str, Any]) -> None:
        if not self._is_over:
            with suppress(WebSocketDisconnect):
                await self._socket.send_text(json_out(message))

    async def _close(self, code: int, reason: str) -> None:
        if not self._is_over:
            self._is_over = True
            with suppress(WebSocketDisconnect):
                # A close frame has room for 123 bytes.
                await self._socket.close(code, reason.encode()[:123].decode(errors="ignore"))


def _operation_id(message: Mapping[str, Any]) -> str:
    id = message.get("id")
    if not isinstance(id, str) or not id or len(id) > 1_000:
        raise Hangup(BAD_MESSAGE, "A message of that type has an id")
    return id

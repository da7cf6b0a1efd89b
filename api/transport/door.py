"""The application at `/graphql`: requests by HTTP on one side, sockets on the other."""

import strawberry
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from api.transport.http import HttpDoor
from api.transport.operations import Operations
from api.transport.sockets import SocketDoor


class GraphQLDoor:
    """Everything that comes to the schema comes through here."""

    def __init__(self, schema: strawberry.Schema, origins: tuple[str, ...]) -> None:
        operations = Operations(schema)
        self._http = HttpDoor(operations)
        self._sockets = SocketDoor(operations, origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whatever came."""
        if scope["type"] == "websocket":
            await self._sockets.serve(WebSocket(scope, receive, send))
        else:
            response = await self._http.answer(Request(scope, receive))
            await response(scope, receive, send)

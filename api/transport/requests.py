"""Every request has an id, which its answer carries and the log knows it by."""

import re
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TAKEN = re.compile(r"[A-Za-z0-9_.-]{8,64}")


def new_request_id() -> str:
    """An id that nothing else has."""
    return uuid.uuid4().hex


class RequestIds:
    """Gives each HTTP request an id, the one it brought where it brought a plain one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, with its id in the scope and on the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        brought = Headers(scope=scope).get("x-request-id", "")
        request_id = brought if _TAKEN.fullmatch(brought) else new_request_id()
        scope["cairn.request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        await self._app(scope, receive, send_with_id)

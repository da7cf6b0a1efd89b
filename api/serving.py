"""Serving the application over HTTP/1.1, and closing so that nobody is left waiting.

When told to stop: new connections are refused, sockets are closed with 1001 and streams of events
ended so that clients connect again elsewhere, requests under way are answered, and last the
application closes, which finishes the commits under way.
"""

import asyncio
from socket import socket

import uvicorn
from starlette.applications import Starlette

from api.settings import Settings
from api.transport.bodies import MOST_BYTES
from engine.memory import settle

GRACE = 0.2
"""Seconds that sockets have for their closing handshake before the server takes them down."""
LONGEST_CLOSING = 10
LONGEST_IDLE = 75
"""Seconds for which an unused connection is kept: longer than the 60 that proxies commonly keep
theirs, so that none of them sends a request on one that is just being closed."""


class Server(uvicorn.Server):
    """A server that tells those who listen before it hangs up."""

    def __init__(self, app: Starlette, settings: Settings) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                loop="uvloop",
                ws="websockets-sansio",
                ws_max_size=MOST_BYTES,
                ws_per_message_deflate=False,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_keep_alive=LONGEST_IDLE,
                timeout_graceful_shutdown=LONGEST_CLOSING,
            )
        )
        self._app = app

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Say good-bye, then shut down."""
        for server in self.servers:
            server.close()
        self._app.state.parts.closing.set()
        await asyncio.sleep(GRACE)
        await super().shutdown(sockets)
        # It was told to stop and has: that is no failure to die of.
        self._captured_signals.clear()


def serve(app: Starlette, settings: Settings) -> None:
    """Serve until the process is told to stop."""
    settle()
    Server(app, settings).run()

"""Servers that really serve, on a port of their own, and clients with real sockets.

`served` runs one in a thread; `process` runs one in a process of its own, to be stopped or killed.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from api.app import create_app
from api.serving import Server
from api.settings import Settings

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30.0
"""Seconds after which a test that waits for something has failed."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """A server in a thread; the URL of its GraphQL."""
    server = Server(create_app(settings), settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until_ready(settings.port)
        yield f"http://127.0.0.1:{settings.port}/graphql"
    finally:
        server.should_exit = True
        thread.join()


@dataclass(slots=True)
class Process:
    """A server in a process of its own, with a worker in it."""

    database_url: str
    port: int = field(default_factory=free_port)
    running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"

    def start(self) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")},
            "CAIRN_DATABASE_URL": self.database_url,
            "CAIRN_PORT": str(self.port),
        }
        self.running = subprocess.Popen(
            [sys.executable, "-m", "tests.api.process"], cwd=ROOT, env=environment
        )
        wait_until_ready(self.port)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it; its exit status."""
        assert self.running is not None
        self.running.send_signal(how)
        status = self.running.wait(PATIENCE)
        self.running = None
        return status


@contextmanager
def process(database_url: str) -> Iterator[Process]:
    """A server that is stopped in the end, where it still runs."""
    one = Process(database_url)
    one.start()
    try:
        yield one
    finally:
        if one.running is not None:
            one.stop()


def wait_until_ready(port: int) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server does not come up")


@dataclass(slots=True)
class Socket:
    """A client's end of a socket that speaks graphql-transport-ws."""

    connection: ClientConnection

    async def say(self, message: Mapping[str, Any] | str | bytes) -> None:
        is_raw = isinstance(message, str | bytes)
        await self.connection.send(message if is_raw else json.dumps(message))

    async def hear(self) -> Any:
        return json.loads(await asyncio.wait_for(self.connection.recv(), PATIENCE))

    async def begin(self, **payload: Any) -> None:
        await self.say({"type": "connection_init", "payload": payload})
        assert await self.hear() == {"type": "connection_ack"}

    async def subscribe(self, query: str, id: str = "1", **variables: Any) -> None:
        payload = {"query": query, "variables": variables}
        await self.say({"id": id, "type": "subscribe", "payload": payload})

    async def next(self) -> Any:
        """The data of the next answer, whatever operation it belongs to."""
        message = await self.hear()
        assert message["type"] == "next", message
        return message["payload"]["data"]

    async def closed(self) -> tuple[int, str]:
        """The code and the reason with which the server hangs up."""
        await asyncio.wait_for(self.connection.wait_closed(), PATIENCE)
        return self.connection.close_code or 0, self.connection.close_reason or ""


@asynccontextmanager
async def socket_to(
    url: str,
    *,
    key: str | None = None,
    protocol: str = "graphql-transport-ws",
    max_queue: int | None = None,
    **headers: str,
) -> AsyncIterator[Socket]:
    """A socket; with a key, one that has begun. It reads `max_queue` messages ahead at most."""
    async with connect(
        url.replace("http", "ws", 1),
        subprotocols=[Subprotocol(protocol)],
        additional_headers=headers,
        ping_interval=None,
        max_queue=max_queue,
    ) as connection:
        one = Socket(connection)
        if key is not None:
            await one.begin(authorization=f"Bearer {key}")
        yield one

"""How soon a subscriber hears of an observation: over HTTP in, over a WebSocket out, one server."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import orjson
import websockets

from bench.house import now
from bench.places import Place, Places
from bench.report import line, percentile, title
from engine.keys import create_key
from engine.publishing import publish
from engine.shelf import Shelf
from engine.workspaces import create_workspace
from store.database import open_database

RATE, SECONDS, AIM = 200, 10, 0.05
FLIP = {
    "format": "cairn/1",
    "key": "flip",
    "name": "Flip",
    "kind": "CONTACT",
    "movement": "FREE",
    "stages": [
        {
            "key": side,
            "name": side.capitalize(),
            "entry": {"signal": {"trait": "side"}, "is": "eq", "value": side},
        }
        for side in ("heads", "tails")
    ],
    "transitions": [{"from": "heads", "to": "tails"}],
}
OBSERVE = "mutation O($o: [ObservationInput!]!) { observe(observations: $o) { __typename } }"
LISTEN = (
    'subscription { stageChanges(journey: "flip") { cursor change { profile { externalId } } } }'
)


def run(places: Places) -> None:
    """Two hundred observations a second, each of which moves its profile."""
    title(f"Latency: {RATE} observations a second over HTTP, heard over a WebSocket")
    for place in places.fresh():
        heard = asyncio.run(_measure(place))
        p50, p99 = percentile(heard, 0.5), percentile(heard, 0.99)
        line(f"{place.name}: observation to subscriber, p50", f"{p50 * 1e3:.1f} ms")
        line(
            f"{place.name}: observation to subscriber, p99 of {len(heard):,}",
            f"{p99 * 1e3:.1f} ms",
            f"aim ≤ {AIM * 1e3:.0f} ms",
            met=p99 <= AIM,
        )


async def _measure(place: Place) -> list[float]:
    database = await open_database(place.url)
    workspace = await create_workspace(database, "latency", "Latency", now())
    await publish(database, Shelf(), workspace.id, FLIP, now=now())
    key = await create_key(database, workspace.id, "bench", ("admin",), now())
    await database.close()
    async with served(place.url) as address:
        return await _heard(address, key)


@asynccontextmanager
async def served(url: str) -> AsyncIterator[str]:
    """A server process of its own on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "CAIRN_DATABASE_URL": url, "CAIRN_PORT": str(port)}
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "api", "serve", env=environment
    )
    address = f"127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(200):
                try:
                    if (await client.get(f"http://{address}/readyz")).is_success:
                        break
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.1)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        await server.wait()


class Caller:
    """Connections that stay open, and requests written beforehand: a client that costs little."""

    def __init__(self, address: str, key: str) -> None:
        self._address, self._key = address, key
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, body: bytes) -> None:
        """One request, on a connection that nobody uses just now."""
        reader, writer = await self._connection()
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: {self._address}\r\nAuthorization: Bearer {self._key}"
            f"\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = next(
            int(line.partition(b":")[2])
            for line in answer.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        )
        await reader.readexactly(length)
        self._idle.append((reader, writer))

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
        host, _, port = self._address.partition(":")
        return await asyncio.open_connection(host, int(port))


async def _heard(address: str, key: str) -> list[float]:
    """Seconds from sending each observation to hearing of it; the first second is not counted."""
    sent: dict[str, float] = {}
    taken: list[float] = []
    total = RATE * (SECONDS + 1)
    caller = Caller(address, key)
    protocol = websockets.Subprotocol("graphql-transport-ws")
    async with websockets.connect(f"ws://{address}/graphql", subprotocols=[protocol]) as listening:
        hello = {"type": "connection_init", "payload": {"authorization": f"Bearer {key}"}}
        await listening.send(json.dumps(hello))
        await listening.recv()
        subscribe = {"id": "1", "type": "subscribe", "payload": {"query": LISTEN}}
        await listening.send(json.dumps(subscribe))
        await asyncio.sleep(0.5)

        async def listen() -> None:
            while len(taken) < total:
                message = orjson.loads(await listening.recv())
                name = message["payload"]["data"]["stageChanges"]["change"]["profile"]["externalId"]
                taken.append(time.perf_counter() - sent[name])

        async def send(number: int) -> None:
            name = f"p{number}"
            one = {"kind": "CONTACT", "externalId": name, "traits": {"side": "heads"}}
            body = orjson.dumps({"query": OBSERVE, "variables": {"o": [one]}})
            sent[name] = time.perf_counter()
            await caller.post(body)

        hearing = asyncio.create_task(listen())
        began = time.perf_counter()
        async with asyncio.TaskGroup() as sending:
            for number in range(total):
                await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
                sending.create_task(send(number))
        await asyncio.wait_for(hearing, 60)
    return taken[RATE:]

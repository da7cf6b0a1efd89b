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
    async with _served(place.url) as address:
        return await _heard(address, key)


@asynccontextmanager
async def _served(url: str) -> AsyncIterator[str]:
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


async def _heard(address: str, key: str) -> list[float]:
    """Seconds from sending each observation to hearing of it; the first second is not counted."""
    sent: dict[str, float] = {}
    taken: list[float] = []
    total = RATE * (SECONDS + 1)
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        websockets.connect(
            f"ws://{address}/graphql", subprotocols=[websockets.Subprotocol("graphql-transport-ws")]
        ) as socket_,
        httpx.AsyncClient(headers=headers, limits=httpx.Limits(max_connections=64)) as client,
    ):
        hello = {"authorization": headers["Authorization"]}
        await socket_.send(json.dumps({"type": "connection_init", "payload": hello}))
        await socket_.recv()
        subscribe = {"id": "1", "type": "subscribe", "payload": {"query": LISTEN}}
        await socket_.send(json.dumps(subscribe))
        await asyncio.sleep(0.5)

        async def listen() -> None:
            while len(taken) < total:
                message = json.loads(await socket_.recv())
                name = message["payload"]["data"]["stageChanges"]["change"]["profile"]["externalId"]
                taken.append(time.perf_counter() - sent[name])

        async def send(number: int) -> None:
            name = f"p{number}"
            one = {"kind": "CONTACT", "externalId": name, "traits": {"side": "heads"}}
            sent[name] = time.perf_counter()
            await client.post(
                f"http://{address}/graphql", json={"query": OBSERVE, "variables": {"o": [one]}}
            )

        listening = asyncio.create_task(listen())
        began = time.perf_counter()
        async with asyncio.TaskGroup() as sending:
            for number in range(total):
                await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
                sending.create_task(send(number))
        await asyncio.wait_for(listening, 30)
    return taken[RATE:]

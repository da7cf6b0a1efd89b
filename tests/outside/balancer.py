"""One address for several servers: each connection goes to the next of them that answers.

So a socket and the requests made beside it are served by different processes, and whoever loses a
server finds another at the same address.
"""

import asyncio
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(slots=True)
class Balancer:
    """Connections passed on in turn."""

    ports: Sequence[int]
    _turn: Iterator[int]

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, until either side ends it."""
        # That we end it is no fault, though asyncio would log it as one.
        with suppress(asyncio.CancelledError):
            try:
                async with asyncio.TaskGroup() as both:
                    there_reader, there_writer = await self._reached()
                    both.create_task(_pass_on(reader, there_writer))
                    both.create_task(_pass_on(there_reader, writer))
            except* OSError:
                writer.close()

    async def _reached(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        turn = next(self._turn)
        for more in range(len(self.ports)):
            port = self.ports[(turn + more) % len(self.ports)]
            with suppress(ConnectionRefusedError):
                return await asyncio.open_connection("127.0.0.1", port)
        raise ConnectionRefusedError


@contextmanager
def balanced(ports: Sequence[int]) -> Iterator[int]:
    """The port at which the servers at those ports are found."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    balancer = Balancer(ports, itertools.count())
    listening = asyncio.start_server(balancer.meet, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(listening, loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while some := await reader.read(2**16):
            writer.write(some)
            await writer.drain()
    finally:
        writer.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    connections = asyncio.all_tasks() - {asyncio.current_task()}
    for task in connections:
        task.cancel()
    await asyncio.gather(*connections, return_exceptions=True)

"""Answers as server-sent events, in the manner of graphql-sse: `next` for each, then `complete`."""

import asyncio
from collections.abc import AsyncGenerator

from starlette.responses import StreamingResponse

from api.transport.bodies import json_out
from api.transport.operations import Answer

HEARTBEAT = 12.0
"""Seconds of silence after which a comment tells both sides, and all between, that we are here."""


class EventStream(StreamingResponse):
    """A response that goes on while there are answers, and ends when the server closes."""

    def __init__(self, answers: AsyncGenerator[Answer, None], closing: asyncio.Event) -> None:
        super().__init__(
            _frames(answers, closing),
            media_type="text/event-stream",
            headers={"cache-control": "no-cache", "x-accel-buffering": "no"},
        )


async def _frames(
    answers: AsyncGenerator[Answer, None], closing: asyncio.Event
) -> AsyncGenerator[str, None]:
    # Lines end with LF alone: clients that split at empty lines expect nothing else.
    end = asyncio.ensure_future(closing.wait())
    coming: asyncio.Task[Answer] | None = None
    try:
        # At once, so that whoever waits for the headers need not wait for the first answer.
        yield ":\n\n"
        while not closing.is_set():
            coming = coming or asyncio.ensure_future(anext(answers))
            await asyncio.wait(
                {coming, end}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED
            )
            if not coming.done():
                if not closing.is_set():
                    yield ":\n\n"
                continue
            if isinstance(coming.exception(), StopAsyncIteration):
                yield "event: complete\ndata:\n\n"
                return
            answer, coming = coming.result(), None
            yield f"event: next\ndata: {json_out(answer.body)}\n\n"
    finally:
        end.cancel()
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
        await answers.aclose()

"""A process that sends observations, four callers at once, and prints what was acknowledged.

    python -m tests.scenarios.writing URL WORKSPACE NAME

A line for each call: its messages, and the feed's numbers of the changes that they brought. Whoever
sends under the same NAME sends the same messages; about the same profiles everybody sends.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from functools import partial

from engine.ingest import Accepted
from store.database import open_database
from tests.builders import MONDAY, Happening, a_journey, at_least, did, sent
from tests.living import LivingEngine

CALLERS, CALLS, TOGETHER = 4, 30, 10
PEOPLE = 5
"""So many profiles for each caller, who are another's in every process."""

LOGGING_IN = a_journey(
    "trial -> onboarding -> adoption -> habit",
    onboarding=at_least("login", 2),
    adoption=at_least("login", 20),
    habit=at_least("login", 45, within="P60D"),
)


def messages_of(name: str, caller: int) -> list[tuple[str, Happening]]:
    """All that a caller sends, with the messages' ids."""
    return [
        (f"{name}-{caller}-{n}", did(f"u{caller}-{n % PEOPLE}", "login", at=MONDAY + n))
        for n in range(CALLS * TOGETHER)
    ]


async def write(
    engine: LivingEngine, name: str, say: Callable[[str], None] = lambda line: None
) -> None:
    """Send all of it."""

    async def call(caller: int) -> None:
        messages = messages_of(name, caller)
        for start in range(0, len(messages), TOGETHER):
            batch = messages[start : start + TOGETHER]
            receipts = await engine.observe([sent(what, id) for id, what in batch])
            numbers = [
                change.number
                for receipt in receipts
                if isinstance(receipt, Accepted)
                for change in receipt.changes
            ]
            say(json.dumps({"messages": [id for id, _ in batch], "changes": numbers}))

    await asyncio.gather(*map(call, range(CALLERS)))


async def main(url: str, workspace: str, name: str) -> None:
    """Open the database, write, and close."""
    database = await open_database(url)
    engine = LivingEngine(database, int(workspace))
    await write(engine, name, partial(print, flush=True))
    await engine.ingest.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

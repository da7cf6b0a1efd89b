"""A hundred thousand timers that are due at one instant."""

import asyncio
import time

from bench.house import House, house
from bench.places import Place, Places
from bench.report import line, title
from domain.instants import DAY, Instant
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from engine.sweep import swept

TIMERS, AIM = 100_000, 60.0
SILENT = {
    "format": "cairn/1",
    "key": "silence",
    "name": "Silence",
    "kind": "CONTACT",
    "movement": "FREE",
    "stages": [
        {"key": "active", "name": "Active", "role": "ENTRY"},
        {
            "key": "silent",
            "name": "Silent",
            "entry": {"signal": {"age": {"last": "seen"}}, "is": "gte", "value": "P7D"},
        },
    ],
    "transitions": [{"from": "active", "to": "silent"}],
}


def run(places: Places) -> None:
    """Everybody falls silent at the same instant, and every one of them moves."""
    title(f"Timers: {TIMERS:,} due at once, each moving its profile")
    asyncio.run(_measure(places.fresh()))


async def _measure(pair: tuple[Place, Place]) -> None:
    for place in pair:
        async with house(place.url, SILENT) as built:
            seconds = await _served(built)
        line(
            f"{place.name}: served by one worker",
            f"{seconds:.1f} s",
            f"aim ≤ {AIM:.0f} s",
            met=seconds <= AIM,
        )


async def _served(built: House) -> float:
    at: Instant = time.time_ns() // 1_000 - DAY
    for first in range(0, TIMERS, 1_000):
        await built.ingest.submit(
            built.workspace,
            [
                ReceivedObservation(
                    kind=ProfileKind.CONTACT, external_id=f"s{number}", at=at, event="seen"
                )
                for number in range(first, first + 1_000)
            ],
        )
    began = time.perf_counter()
    while await swept(built.database, built.shelf, built.workspace, at + 8 * DAY):
        continue
    return time.perf_counter() - began

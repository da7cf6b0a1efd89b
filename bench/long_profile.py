"""One profile with a million events beside one with a thousand."""

import asyncio
import time

from bench.house import House, house
from bench.places import Place, Places
from bench.report import line, title
from domain.instants import DAY, Instant
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation

MANY, FEW, SAMPLE = 1_000_000, 1_000, 5_000
SPENDING = {
    "format": "cairn/1",
    "key": "spending",
    "name": "Spending",
    "kind": "CONTACT",
    "movement": "FREE",
    "stages": [
        {"key": "new", "name": "New", "role": "ENTRY"},
        {
            "key": "big",
            "name": "Big",
            "entry": {
                "all": [
                    {
                        "signal": {"sum": "order", "property": "total", "within": "P30D"},
                        "is": "gte",
                        "value": 50,
                    },
                    {"signal": {"count": "order", "within": "P7D"}, "is": "gte", "value": 5},
                ]
            },
        },
    ],
    "transitions": [{"from": "new", "to": "big"}],
}


def run(places: Places) -> None:
    """The cost of one more observation, after a thousand events and after a million."""
    title(f"Long profiles: one more event after {MANY:,} and after {FEW:,}")
    asyncio.run(_measure(places.fresh()))


async def _measure(pair: tuple[Place, Place]) -> None:
    for place in pair:
        async with house(place.url, SPENDING) as built:
            start = time.time_ns() // 1_000 - 20 * DAY
            await _live(built, "few", start, FEW)
            await _live(built, "many", start, MANY)
            few = await _live(built, "few", start + 19 * DAY, SAMPLE)
            many = await _live(built, "many", start + 19 * DAY, SAMPLE)
        line(
            f"{place.name}: one more costs {many:.0f} µs, after {FEW:,} only {few:.0f} µs",
            f"{many / few:.2f} ×",
            "aim ≤ 1.2 ×",
            met=many / few <= 1.2,
        )


async def _live(built: House, name: str, start: Instant, events: int) -> float:
    """Microseconds an observation for so many events of one profile, one second apart."""
    began = time.perf_counter()
    for first in range(0, events, 1_000):
        await built.ingest.submit(
            built.workspace,
            [
                ReceivedObservation(
                    kind=ProfileKind.CONTACT,
                    external_id=name,
                    at=start + number * 1_000_000,
                    event="order",
                    properties={"total": number % 40},
                )
                for number in range(first, min(first + 1_000, events))
            ],
        )
    return (time.perf_counter() - began) / events * 1e6

"""What a server holds in memory once a hundred thousand profiles have passed through it."""

import asyncio
import gc

from bench.house import house
from bench.machine import resident_bytes
from bench.places import Places
from bench.report import line, title
from bench.workload import back_and_forth, lights

PROFILES = 100_000


def run(places: Places) -> None:
    """Resident memory before and after: the engine keeps profiles in the store, not in memory."""
    title(f"Memory at {PROFILES:,} profiles")
    for place in places.fresh():
        before, after = asyncio.run(_grown(place.url))
        line(
            f"{place.name}: resident after {PROFILES:,} profiles",
            f"{after / 2**20:,.0f} MiB",
            f"from {before / 2**20:,.0f} MiB",
        )


async def _grown(url: str) -> tuple[int, int]:
    async with house(url, back_and_forth()) as built:
        gc.collect()
        before = resident_bytes()
        for batch in lights(PROFILES // 1_000, 1_000, PROFILES, 0.05):
            await built.ingest.submit(built.workspace, batch)
        gc.collect()
        return before, resident_bytes()

"""How fast observations are kept and judged, beside bare drivers writing the same rows."""

import asyncio
import time

from bench.bare import bare_rate
from bench.house import House, house
from bench.places import Place, Places
from bench.report import line, percentile, title
from bench.workload import back_and_forth, lights
from domain.instants import HOUR, Instant
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation

SIZE, PROFILES, ROUNDS, WARM = 1_000, 20_000, 12, 20
CALLERS, CALLS = 50, 60


def run(places: Places) -> None:
    """Batches of 1,000 with 5 % and with all of them moving, and 50 callers of one each."""
    title("Ingest: committed observations, both databases in turn")
    pair = places.fresh()
    asyncio.run(_measure(pair))


async def _measure(pair: tuple[Place, Place]) -> None:
    for moving, aim in ((0.05, 15_000), (1.0, 6_000)):
        rates: dict[str, list[float]] = {place.name: [] for place in pair}
        bare: dict[str, list[float]] = {place.name: [] for place in pair}
        for _ in range(2):
            for place in pair:
                async with house(place.url, back_and_forth()) as built:
                    rates[place.name].append(await _batches(built, moving))
                bare[place.name].append(await bare_rate(place.url, SIZE, moving, ROUNDS))
        for place in pair:
            got, raw = max(rates[place.name]), max(bare[place.name])
            line(
                f"{place.name}: batches of {SIZE:,}, {moving:.0%} moving"
                f" ({got / raw:.0%} of the bare driver's {raw:,.0f}/s)",
                f"{got:,.0f}/s",
                f"aim ≥ {aim:,}/s",
                met=got >= aim,
            )
    for place in pair:
        async with house(place.url, back_and_forth()) as built:
            rate, p50, p99 = await _callers(built)
        line(
            f"{place.name}: {CALLERS} callers of one observation each",
            f"{rate:,.0f}/s",
            "aim ≥ 2,000/s",
            met=rate >= 2_000,
        )
        line("    … a call, p50", f"{p50 * 1e3:.1f} ms")
        line("    … a call, p99", f"{p99 * 1e3:.1f} ms", "aim ≤ 50 ms", met=p99 <= 0.05)


async def _batches(built: House, moving: float) -> float:
    """Observations a second once every profile is there."""
    start = _hours_ago(2)
    for batch in lights(WARM, SIZE, PROFILES, 0.0, start=start):
        await built.ingest.submit(built.workspace, batch)
    batches = list(lights(ROUNDS, SIZE, PROFILES, moving, start=start + HOUR))
    began = time.perf_counter()
    for batch in batches:
        await built.ingest.submit(built.workspace, batch)
    return ROUNDS * SIZE / (time.perf_counter() - began)


async def _callers(built: House) -> tuple[float, float, float]:
    taken: list[float] = []

    async def caller(number: int) -> None:
        for call in range(CALLS):
            one = ReceivedObservation(
                kind=ProfileKind.CONTACT, external_id=f"c{number}-{call % 20}", event="seen"
            )
            began = time.perf_counter()
            await built.ingest.submit(built.workspace, [one])
            taken.append(time.perf_counter() - began)

    await asyncio.gather(*(caller(number) for number in range(CALLERS)))
    taken.clear()
    began = time.perf_counter()
    await asyncio.gather(*(caller(number) for number in range(CALLERS)))
    rate = CALLERS * CALLS / (time.perf_counter() - began)
    return rate, percentile(taken, 0.5), percentile(taken, 0.99)


def _hours_ago(hours: int) -> Instant:
    return time.time_ns() // 1_000 - hours * HOUR

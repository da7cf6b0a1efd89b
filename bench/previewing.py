"""What a designer asks before anything is published: where would everybody go?

The preview is asked for as the API does it, and worked out as a worker does it.
"""

import asyncio
import time
from itertools import count
from typing import Any

from bench.house import House, house, now
from bench.places import Place, Places
from bench.report import line, title
from bench.workload import nine_stages
from domain.draft import PREFIXES, ElementKind
from domain.instants import DAY
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from engine.designing import create_draft
from engine.outlook import Intent
from engine.preview_work import worked
from engine.previewing import Preview, PreviewState, previewed
from engine.surveying import Surveyor

PROFILES, TOGETHER = 100_000, 1_000


def run(places: Places) -> None:
    """On both databases, of a journey with nine stages."""
    title(f"Previews: where {PROFILES:,} profiles would go")
    for place in places.fresh():
        preview, seconds = asyncio.run(_previewed(place))
        found = preview.movements
        assert found is not None
        line(
            f"{place.name}: a preview in which {found.moved:,} of {found.total:,} move",
            f"{seconds:.1f} s",
            "aim ≤ 10 s",
            met=seconds <= 10,
        )


async def _previewed(place: Place) -> tuple[Preview, float]:
    """The preview of a version that asks less, and the seconds it took."""
    async with house(place.url, nine_stages()) as built:
        start = now() - 2 * DAY
        for first in range(0, PROFILES, TOGETHER):
            batch = [_arrival(number, start) for number in range(first, first + TOGETHER)]
            await built.ingest.submit(built.workspace, batch)
        return await _preview_of(built, _easier())


async def _preview_of(built: House, document: dict[str, object]) -> tuple[Preview, float]:
    numbers = count(1)
    database, shelf, workspace = built.database, built.shelf, built.workspace
    surveyor = Surveyor(database, shelf)

    def ids(kind: ElementKind) -> str:
        return f"{PREFIXES[kind]}{next(numbers)}"

    made = await create_draft(
        database, workspace, document, ids, "jrn_bench", actor="bench", now=now()
    )
    intent = Intent(draft=str(made.draft.id))
    began = time.perf_counter()
    preview = await previewed(database, shelf, surveyor, workspace, intent, now())
    while preview.state is not PreviewState.DONE:
        await worked(database, shelf, workspace, now)
        preview = await previewed(database, shelf, surveyor, workspace, intent, now())
    return preview, time.perf_counter() - began


def _arrival(number: int, start: int) -> ReceivedObservation:
    """Everybody has logged in once; one in three pays, and is who an easier version lets on."""
    traits = {"plan": "team"} if number % 3 == 0 else {"plan": "free"}
    return ReceivedObservation(
        kind=ProfileKind.CONTACT,
        external_id=f"p{number}",
        at=start + number,
        traits=traits,
        event="login",
    )


def _easier() -> dict[str, object]:
    """The nine stages, the first of which asks for one login instead of four."""
    document: dict[str, Any] = nine_stages()
    document["stages"][1]["entry"]["all"][0]["value"] = 1
    return document

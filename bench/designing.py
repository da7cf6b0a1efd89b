"""What a designer waits for: an edit in a draft of 500 stages, and a layout of 100.

Edits are answered by the application in this process, without a network. A request asks for what a
canvas needs: the revision, what to draw anew and, where it says so, what became of the problems.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from statistics import median
from typing import Any

import httpx
import orjson

from api.app import create_app
from api.settings import Settings
from bench.house import now
from bench.large_draft import arrivals, large_document
from bench.places import Place, Places
from bench.report import line, title
from domain.checks.survey import Survey
from domain.draft import PREFIXES, Cosmetic, ElementKind, Ids
from domain.draft_document import draft_of, journey_of
from domain.layout import arranged
from domain.problems import ADVICE, CHECKS, Surroundings, found_by
from engine.keys import create_key
from engine.memory import settle
from engine.workspaces import create_workspace
from store.database import open_database

STAGES, LAID_OUT = 500, 100
EDITS, WARM = 30, 3
SOLVING = frozenset({"what criteria come to", "branches", "churn in success"})
"""The checks that ask the solver."""

OBSERVE = """mutation ($observations: [ObservationInput!]!) {
  observe(observations: $observations) { accepted }
}"""
PUBLISH = """mutation ($document: JSON!) {
  publishDocument(document: $document) { __typename ... on Refusal { message } }
}"""
CREATE = """mutation ($document: JSON!) {
  createJourney(input: {fromDocument: $document}) {
    ... on JourneyCreated { draft { id document } }
    ... on Refusal { message }
  }
}"""
APPLY = """mutation ($input: ApplyJourneyEditsInput!, $judged: Boolean!) {
  applyJourneyEdits(input: $input) {
    ... on EditsApplied {
      revision touched nodes { id position { x y } data } edges { id source target label }
      problems @include(if: $judged) { added { id code message } resolved { id } total }
    }
    ... on Refusal { message }
  }
}"""


def run(places: Places) -> None:
    """Edits on both databases, a layout by itself."""
    title(f"Designing: an edit in a draft of {STAGES} stages, a layout of {LAID_OUT}")
    asyncio.run(_edits(places.fresh()))
    ids = _ids()
    drawn = draft_of(large_document(LAID_OUT + 1), ids)
    draft = replace(drawn, cosmetic=Cosmetic())
    taken = _median(lambda: arranged(draft))
    what = f"layout of {len(draft.stages)} stages, {len(draft.transitions)} transitions"
    line(what, f"{taken:.0f} ms", "aim ≤ 50 ms", met=taken <= 50)


async def _edits(pair: tuple[Place, Place]) -> None:
    checks = _checks_without_solver()
    for place in pair:
        async with _desk(place) as desk:
            alone = await desk.typical(judged=False)
            judged = await desk.typical(judged=True)
        line(f"{place.name}: an edit, answered with what to draw anew, p50", f"{alone:.0f} ms")
        line(
            f"    … and every check but the solver ({checks:.0f} ms beside it)",
            f"{alone + checks:.0f} ms",
            "aim ≤ 40 ms",
            met=alone + checks <= 40,
        )
        line(
            "    new criteria, answered with the problems they bring, p50",
            f"{judged:.0f} ms",
            "aim ≤ 150 ms",
            met=judged <= 150,
        )


@dataclass(slots=True)
class _Desk:
    """A designer before a large draft of a journey that is live."""

    http: httpx.AsyncClient
    draft: str
    stages: list[str]
    revision: int = 0

    async def typical(self, *, judged: bool) -> float:
        """Milliseconds from a request to its answer; each asks something new of another stage."""
        taken = []
        for _ in range(EDITS + WARM):
            stage = self.stages[(7 * self.revision) % len(self.stages)]
            began = time.perf_counter()
            answer = await self._ask(APPLY, input=self._edit(stage), judged=judged)
            taken.append((time.perf_counter() - began) * 1e3)
            self.revision = answer["applyJourneyEdits"]["revision"]
        return median(taken[WARM:])

    async def _ask(self, query: str, **variables: Any) -> Any:
        return await asked(self.http, query, **variables)

    def _edit(self, stage: str) -> dict[str, object]:
        count = {"signal": {"count": "login"}, "is": "gte", "value": 1_000 + self.revision}
        plan = {"signal": {"trait": "plan"}, "is": "in", "value": ["team", "business"]}
        edit = {"elementId": stage, "slot": "ENTRY", "criteria": {"all": [count, plan]}}
        return {
            "draftId": self.draft,
            "clientId": "bench",
            "baseRevision": self.revision,
            "edits": [{"setCriteria": edit}],
        }


@asynccontextmanager
async def _desk(place: Place) -> AsyncIterator[_Desk]:
    async with client_of(place) as http:
        document = large_document(STAGES)
        await asked(http, OBSERVE, observations=arrivals())
        await asked(http, PUBLISH, document=document)
        made = (await asked(http, CREATE, document=document))["createJourney"]["draft"]
        stages = [stage["id"] for stage in made["document"]["stages"] if "entry" in stage]
        yield _Desk(http, made["id"], stages)


@asynccontextmanager
async def client_of(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application in this process, with the key of a new workspace."""
    settle()  # as `cairn serve` does
    database = await open_database(place.url)
    workspace = await create_workspace(database, f"bench-{now()}", "Bench", now())
    key = await create_key(database, workspace.id, "bench", ("admin",), now())
    await database.close()
    app = create_app(Settings(database_url=place.url))
    transport = httpx.ASGITransport(app)
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=transport, base_url="http://bench", headers=headers, timeout=60
        ) as http,
    ):
        yield http


async def asked(http: httpx.AsyncClient, query: str, **variables: Any) -> Any:
    """The data that a request is answered with, which must be no refusal."""
    body = orjson.dumps({"query": query, "variables": variables})
    answer = orjson.loads((await http.post("/graphql", content=body)).content)
    assert "errors" not in answer, answer
    [said] = answer["data"].values()
    assert "message" not in said, said
    return answer["data"]


def _checks_without_solver() -> float:
    """Milliseconds that they take of a draft which they have never seen but for a few elements."""
    draft = draft_of(large_document(STAGES), _ids())
    checks = [check for check in (*CHECKS, *ADVICE) if check.name not in SOLVING]
    around = Surroundings(teams=frozenset({"marketing", "sales", "customer-success"}))

    def look() -> object:
        return found_by(checks, Survey(journey=journey_of(draft), surroundings=around))

    look()
    return _median(look)


def _median(work: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    taken = []
    for _ in range(EDITS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1e3)
    return median(taken)


def _ids() -> Ids:
    numbers = count(1)

    def minted(kind: ElementKind) -> str:
        return f"{PREFIXES[kind]}{next(numbers)}"

    return minted

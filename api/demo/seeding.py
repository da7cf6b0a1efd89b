"""The demo workspace at its first start: journeys published, months of history behind everybody.

Begun again after an interruption it goes on: every observation has a message id, and all instants
are counted from the day on which the workspace was made.
"""

from collections.abc import Callable
from importlib.resources import files
from itertools import islice

from api.demo.clicks import past_clicks
from api.demo.company import company_past
from api.documents import read_yaml
from engine.clock import Clock
from engine.importing import end_import, start_import
from engine.ingest import Ingest
from engine.keys import SCOPES, create_key, list_keys
from engine.publishing import publish
from engine.shelf import Shelf
from engine.sweep import swept
from engine.workspaces import create_workspace, list_workspaces
from store import journeys
from store.database import Database
from store.workspaces import Workspace

DEMO = "demo"
JOURNEYS = (
    ("api.demo", "storefront.yaml"),
    ("templates", "inbound-lead.yaml"),
    ("templates", "customer-lifecycle.yaml"),
)
TOGETHER = 1_000

Progress = Callable[[int, int], None]
"""How many observations of how many."""


async def demo_workspace(
    database: Database, shelf: Shelf, clock: Clock, progress: Progress
) -> Workspace:
    """The demo workspace with its history; made at the first start."""
    every = {one.key: one for one in await list_workspaces(database)}
    made = every.get(DEMO) or await create_workspace(database, DEMO, "Demo", clock())
    if not await _is_seeded(database, made.id):
        await _publish(database, shelf, clock, made.id)
        await _import(database, shelf, clock, made, progress)
    return made


async def new_key(database: Database, workspace: int, clock: Clock) -> str:
    """A key to the demo workspace; that there is one says that its history is complete."""
    return await create_key(database, workspace, DEMO, SCOPES, clock())


async def _is_seeded(database: Database, workspace: int) -> bool:
    return any(key.name == DEMO for key in await list_keys(database, workspace))


async def _publish(database: Database, shelf: Shelf, clock: Clock, workspace: int) -> None:
    live = {one.journey for one in await database.read(workspace, journeys.live)}
    for package, name in JOURNEYS:
        document = read_yaml(files(package).joinpath(name).read_bytes())
        assert isinstance(document, dict)
        if document["key"] not in live:
            await publish(database, shelf, workspace, document, actor="cairn demo", now=clock())


async def _import(
    database: Database, shelf: Shelf, clock: Clock, workspace: Workspace, progress: Progress
) -> None:
    today = workspace.created_at
    history = [*past_clicks(today), *company_past(today)]
    history.sort(key=lambda one: one.at or today)
    ingest = Ingest(database, shelf, clock)
    session = await start_import(database, workspace.id, clock())
    rest = iter(history)
    done = 0
    while together := list(islice(rest, TOGETHER)):
        await ingest.submit(workspace.id, together, session)
        done += len(together)
        progress(done, len(history))
    await ingest.close()
    await end_import(database, workspace.id, session, clock())
    while await swept(database, shelf, workspace.id, clock()):
        pass

"""`cairn demo`: a workspace full of life, served on this machine; what `make run` calls."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from socket import socket

import click
import uvloop
from starlette.applications import Starlette

from api.app import create_app
from api.commands.opening import answered, settings
from api.commands.saying import log_to_stderr
from api.commands.serve import address, refuse_busy_port
from api.demo.living import Living
from api.demo.seeding import demo_workspace, new_key
from api.page.routes import page_routes
from api.serving import Server
from api.settings import Settings
from api.starting import make_ready, now
from api.transport.parts import Parts
from engine.keys import identified
from engine.shelf import Shelf
from store.database import open_database

KEY_FILE = Path(".cairn/demo.key")

WHERE = "{ journeys { name stages { name population } } }"
PUSH = """
mutation {
  observe(observations: [
    {kind: CONTACT, externalId: "ada@example.com", event: "demo_requested"}
  ]) {
    results { ... on ObservationAccepted { changes { from { name } to { name } move at } } }
  }
}
"""
LISTEN = """
subscription {
  stageChanges {
    cursor
    change { profile { externalId } journey { name } from { name } to { name } trigger }
  }
}
"""
OPERATIONS = (
    ("Where does everybody stand?", WHERE, ()),
    ("Push what somebody did, and see where it takes her.", PUSH, ()),
    ("Listen: whoever moves from now on.", LISTEN, ("Accept: text/event-stream",)),
)


@click.command("demo")
def command() -> None:
    """Serve a demo: real clicks of a shop, a made-up company, and both going on.

    The first start makes the workspace `demo` with months of history; later ones go on with it.
    """
    found = settings()
    log_to_stderr()
    refuse_busy_port(found)
    key = answered(_prepared(found))
    with suppress(KeyboardInterrupt):
        uvloop.run(_served(found, key))


async def _prepared(found: Settings) -> str:
    """The database migrated, the workspace filled, and a key to it."""
    await make_ready(found)
    database = await open_database(found.database_url)
    try:
        workspace = await demo_workspace(database, Shelf(), now, _progress)
        if (kept := _kept_key()) is not None:
            asker = await identified(database, kept, now())
            if asker is not None and asker.workspace == workspace.id:
                return kept
        key = await new_key(database, workspace.id, now)
        _keep_key(key)
        return key
    finally:
        await database.close()


class DemoServer(Server):
    """A server that says when it is up."""

    def __init__(self, app: Starlette, found: Settings) -> None:
        super().__init__(app, found)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self.up.set()


async def _served(found: Settings, key: str) -> None:
    """Serve, and let life go on in the workspace that the key opens."""
    app = create_app(found, with_worker=True, routes=page_routes())
    server = DemoServer(app, found)
    async with asyncio.TaskGroup() as together:
        serving = together.create_task(server.serve())
        living = together.create_task(_lived(server, app, key, found))
        serving.add_done_callback(lambda _: living.cancel())


async def _lived(server: DemoServer, app: Starlette, key: str, found: Settings) -> None:
    await server.up.wait()
    if not server.started:
        return
    click.echo(told(address(found), key))
    parts: Parts = app.state.parts
    asker = await parts.gate.admitted(f"Bearer {key}")
    engine = parts.engine
    await Living(engine.database, engine.ingest, asker.workspace, engine.clock).run()


def told(url: str, key: str) -> str:
    """What somebody who has just started the demo wants to know."""
    return "\n".join(
        [
            "",
            f"  page  {url}/#key={key}",
            f"  key   {key}",
            f"        (kept in {KEY_FILE})",
            "",
            "Three things to paste into another terminal:",
            "",
            *(_operation(url, key, *operation) for operation in OPERATIONS),
            "Cairn is running; Ctrl-C stops it.",
        ]
    )


def _operation(url: str, key: str, what: str, query: str, headers: Sequence[str]) -> str:
    given = (f"Authorization: Bearer {key}", "Content-Type: application/json", *headers)
    words = " ".join(f"-H '{header}'" for header in given)
    body = json.dumps({"query": " ".join(query.split())})
    return f"# {what}\ncurl -sN {url}/graphql {words} \\\n  -d '{body}'\n"


def _kept_key() -> str | None:
    try:
        return KEY_FILE.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _keep_key(key: str) -> None:
    """Keep the key where nobody else on this machine can read it."""
    KEY_FILE.parent.mkdir(parents=True, exist_ok=True)
    KEY_FILE.unlink(missing_ok=True)
    descriptor = os.open(KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{key}\n")


def _progress(done: int, total: int) -> None:
    """How far the seeding has come: on one line where somebody looks."""
    if sys.stderr.isatty():
        ending = "\n" if done == total else ""
        click.echo(f"\rLiving through the past: {done:,} of {total:,} ", nl=False, err=True)
        click.echo(ending, nl=False, err=True)
    elif done == total:
        click.echo(f"Lived through the past: {total:,} observations.", err=True)

"""What commands that need the database begin with: settings, the store, a workspace."""

import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import click
import uvloop

from api.commands.saying import BadInput, Failing
from api.settings import BadSetting, Settings, settings_from, strange_names
from api.starting import NotMigrated, make_ready, now
from domain.refusals import Refusal, Unavailable
from engine.shelf import Shelf
from engine.workspaces import create_workspace, find_workspace, list_workspaces
from store.database import Database, open_database
from store.workspaces import Workspace

T = TypeVar("T")

DEFAULT = "default"

in_workspace = click.option(
    "--workspace",
    metavar="KEY",
    help=f"The workspace; by default the only one, or `{DEFAULT}`.",
)
for_programs = click.option("--json", "for_program", is_flag=True, help="Print JSON.")


@dataclass(frozen=True, slots=True)
class Opened:
    """The store of this installation, and what judges need beside it."""

    database: Database
    shelf: Shelf

    async def workspace(self, key: str | None) -> Workspace:
        """The workspace of that key; without one the only one, or `default`.

        Where there is none at all, `default` is made: somebody is just beginning.
        """
        if key is not None:
            return await find_workspace(self.database, key)
        every = await list_workspaces(self.database)
        if not every:
            return await create_workspace(self.database, DEFAULT, "Default", now())
        if len(every) == 1:
            return every[0]
        for workspace in every:
            if workspace.key == DEFAULT:
                return workspace
        keys = ", ".join(workspace.key for workspace in every)
        raise BadInput(f"--workspace: there are several, name one of {keys}")


def settings() -> Settings:
    """The settings of this process; variables that mean nothing are warned of."""
    for sentence in strange_names(os.environ):
        click.echo(sentence, err=True)
    try:
        return settings_from(os.environ)
    except BadSetting as bad:
        raise BadInput(str(bad)) from None


@asynccontextmanager
async def opened() -> AsyncIterator[Opened]:
    """The store, migrated where it has to be."""
    found = settings()
    await make_ready(found)
    database = await open_database(found.database_url)
    try:
        yield Opened(database, Shelf())
    finally:
        await database.close()


def answered(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives; what is refused is said in one line."""
    try:
        return uvloop.run(work)
    except Unavailable as away:
        raise Failing(away.message) from None
    except NotMigrated as behind:
        raise Failing(str(behind)) from None
    except Refusal as refusal:
        raise BadInput(refusal.message) from None
    except OSError as fault:
        raise Failing(f"The store cannot be reached: {fault}") from None

"""A journey as it is named on a command line: a file, or one that this installation has.

lead.yaml         a file in one of the formats that are read
lead              the live version of the journey lead
lead@3            its version 3
lead@draft        its draft
"""

import re
from dataclasses import dataclass
from pathlib import Path

from api.commands.documents import journey_at
from api.commands.opening import Opened
from api.commands.saying import BadInput
from api.formats.catalogue import format_of
from domain.document import load
from domain.draft_document import journey_of
from domain.journey import Journey
from store import drafts, journeys
from store.database import Transaction

DRAFT = "draft"
_NAME = re.compile(r"(?P<key>[a-z0-9][a-z0-9-]*)(?:@(?P<which>[1-9][0-9]*|draft))?")


@dataclass(frozen=True, slots=True)
class Kept:
    """A journey of this installation: `which` is a version, `draft`, or None for the live one."""

    key: str
    which: str | None = None

    def __str__(self) -> str:
        if self.which is None:
            return f"live version of {self.key}"
        return f"{'draft' if self.which == DRAFT else f'version {self.which}'} of {self.key}"


def kept_name(name: str) -> Kept | None:
    """What a name means that is no file's; None for a file's."""
    found = _NAME.fullmatch(name)
    if found is None or Path(name).is_file() or format_of(name) is not None:
        return None
    return Kept(found["key"], found["which"])


async def find(here: Opened, workspace: int, kept: Kept) -> Journey | None:
    """The journey of that name, None where there is none."""

    async def work(tx: Transaction) -> Journey | None:
        if kept.which == DRAFT:
            draft = await drafts.find_by_key(tx, kept.key)
            return None if draft is None else journey_of(draft)
        if kept.which is None:
            version = await journeys.live_version(tx, kept.key)
        else:
            version = await journeys.version(tx, kept.key, int(kept.which))
        return None if version is None else load(version.document)

    return await here.database.read(workspace, work)


async def load_kept(here: Opened, workspace: int, kept: Kept) -> Journey:
    """The journey of that name, which has to be there."""
    found = await find(here, workspace, kept)
    if found is None:
        raise BadInput(f"There is no {kept}.")
    return found


async def load_named(here: Opened, workspace: int, name: str) -> Journey:
    """The journey that a name means, whichever it is."""
    kept = kept_name(name)
    return journey_at(name) if kept is None else await load_kept(here, workspace, kept)

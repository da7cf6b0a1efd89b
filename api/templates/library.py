"""Ready-made journeys, read once from the files that come with Cairn."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import templates as shelf
from api.documents import read_document
from domain.document import dump, load
from domain.journey import Journey
from domain.refusals import NotFound


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A journey to begin with, and its document."""

    journey: Journey
    document: dict[str, object]


@cache
def ready_made() -> tuple[ReadyMade, ...]:
    """All of them, by key."""
    folder = Path(str(files(shelf)))
    journeys = (load(read_document(path)) for path in folder.glob("*.yaml"))
    found = (ReadyMade(journey, dict(dump(journey))) for journey in journeys)
    return tuple(sorted(found, key=lambda one: one.journey.key))


def template_named(key: str, path: str) -> ReadyMade:
    """The one of that key; `path` is the argument that asks for it. Raises NotFound."""
    for one in ready_made():
        if one.journey.key == key:
            return one
    raise NotFound("template", key, path)

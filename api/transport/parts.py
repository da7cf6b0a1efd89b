"""What the doors find in the application: its engine, its gate, and word that it is closing."""

import asyncio
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from api.context import Engine
from api.identity import Gate
from api.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """The running parts of the application; `app.state.parts` while it is open."""

    engine: Engine
    gate: Gate
    settings: Settings
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    working: list[asyncio.Task[None]] = field(default_factory=list)

    @staticmethod
    def of(connection: HTTPConnection) -> "Parts":
        """Those of the application that a connection came to."""
        parts: Parts = connection.app.state.parts
        return parts

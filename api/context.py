"""What resolvers are given: the engine of this process, who asks, and when.

Never passed below `api`: engine and store are told what they need, one argument each.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import strawberry

from api.loaders import Loaders
from domain.instants import Instant
from engine.clock import Clock
from engine.feed import Feed
from engine.ingest import Ingest
from engine.keys import Identity
from engine.shelf import Shelf
from engine.surveying import Surveyor
from engine.together import Together
from store.database import Database, Transaction

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Engine:
    """The running parts of a process that serves."""

    database: Database
    shelf: Shelf
    ingest: Ingest
    feed: Feed
    surveyor: Surveyor
    together: Together
    clock: Clock


@dataclass(slots=True)
class Context:
    """One operation: who asks for it, as of when, and what has been loaded for it."""

    engine: Engine
    asker: Identity
    now: Instant = field(init=False)
    loaders: Loaders = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Look at the world anew: a subscription does so before each batch of facts."""
        self.now = self.engine.clock()
        engine = self.engine
        self.loaders = Loaders(engine.database, engine.shelf, engine.surveyor, self.asker.workspace)

    @property
    def workspace(self) -> int:
        """The workspace of whoever asks."""
        return self.asker.workspace

    async def read(self, work: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
        """Read something from the workspace that nobody else asks for in lists."""
        return await self.engine.database.read(self.workspace, work)


Info: TypeAlias = strawberry.Info[Context, None]

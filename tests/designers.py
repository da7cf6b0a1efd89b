"""People who design together: each edits in a tab, and draws what it hears of all others."""

import random
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from domain.canvas import Canvas, canvas_of
from domain.draft import PREFIXES, Draft
from domain.draft_document import document_of
from domain.instants import Instant
from domain.presence import Presence, presence_of
from domain.refusals import EditConflict, EditRejected
from engine.designing import Author, Edited, apply_edits, create_draft
from engine.news import Done, Event, Found, Seen, Whole
from engine.together import Together
from store import drafts
from store.database import Database
from tests.builders import MONDAY
from tests.drawing import Drawer
from tests.editing import a_line
from tests.strategies.dice import Dice
from tests.strategies.edits import counted, written

LINE = document_of(a_line("trial", "adoption"))
DRAFT = "jrn_1"
numbers = count(1)


@dataclass(slots=True)
class Tab:
    """One client: where it is in the draft, and what it has been told."""

    database: Database
    together: Together
    workspace: int
    name: str = "ann"
    now: Instant = MONDAY
    revision: int | None = None
    drawer: Drawer | None = None
    problems: set[str] = field(default_factory=set)
    others: dict[str, Presence] = field(default_factory=dict)
    heard: list[Event] = field(default_factory=list)

    @property
    def author(self) -> Author:
        return Author(self.name, f"{self.name}'s tab")

    async def create(self, document: dict[str, Any] = LINE) -> Draft:
        made = await create_draft(
            self.database,
            self.workspace,
            document,
            counted(1_000),
            DRAFT,
            actor=self.name,
            now=self.now,
        )
        return made.draft

    async def edit(self, *edits: dict[str, Any], base: int | None = None, **how: Any) -> Edited:
        """Edit what it knows, or the newest revision where it has heard nothing."""
        known = self.revision if base is None else base
        return await apply_edits(
            self.database,
            self.workspace,
            DRAFT,
            list(edits),
            lambda kind: f"{PREFIXES[kind]}{self.name}{next(numbers)}",
            self.author,
            base_revision=(await self.draft()).revision if known is None else known,
            now=self.now,
            **how,
        )

    async def show(self, draft: str = DRAFT, **shown: Any) -> Presence:
        """Show the others where it is."""
        author = self.author
        presence = presence_of(shown, actor=author.actor, client=author.client, at=self.now)
        await self.together.presences.show(self.workspace, draft, presence)
        return presence

    async def scribble(self, times: int, seed: int) -> None:
        """Edit at random, whatever others do; what does not fit is left."""
        chance = random.Random(seed)
        dice = Dice(lambda _: chance.randrange(2**16))  # type: ignore[arg-type,return-value]
        done = 0
        while done < times:
            now = await self.draft()
            try:
                done += (await self.edit(written(dice, now), base=now.revision)).recorded
            except (EditRejected, EditConflict):
                continue

    async def draft(self) -> Draft:
        """The draft as it is kept."""
        found = await self.database.read(self.workspace, lambda tx: drafts.find(tx, DRAFT))
        assert found is not None
        return found

    def events(self) -> AsyncGenerator[Event, None]:
        """What comes after what it has heard."""
        return self.together.subscribe(self.workspace, DRAFT, self.author, self.revision)

    async def listen(self, until: int, most: int = 10_000) -> None:
        """Hear of all up to a revision and its problems, or so many events and hang up then."""
        async with aclosing(self.events()) as events:
            async for event in events:
                self.hear(event)
                most -= 1
                if most == 0 or (isinstance(event, Whole | Found) and event.revision >= until):
                    return

    def hear(self, event: Event) -> None:
        """Draw along, as the schema tells clients to do."""
        self.heard.append(event)
        self.revision = max(self.revision or 0, event.revision)
        match event:
            case Whole():
                self.revision, self.drawer = event.revision, Drawer(canvas_of(event.draft))
                self.problems = {problem.id for problem in event.problems}
                self.others = {one.presence.actor: one.presence for one in event.presence}
            case Done():
                assert self.drawer is not None
                self.drawer.change(event.canvas)
            case Seen(left=True):
                del self.others[event.presence.actor]
            case Seen():
                self.others[event.presence.actor] = event.presence
            case Found():
                self.problems -= {problem.id for problem in event.resolved}
                self.problems |= {problem.id for problem in event.added}
                self.problems &= {problem.id for problem in event.problems}

    @property
    def canvas(self) -> Canvas:
        assert self.drawer is not None
        return self.drawer.canvas

    @property
    def revisions(self) -> list[int]:
        """Of the batches that it was told."""
        return [event.revision for event in self.heard if isinstance(event, Done)]

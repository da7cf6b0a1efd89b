"""Somebody who previews and publishes a draft, in the workspace of a living engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.journey import Journey
from engine.designing import Author, Edited, apply_edits, create_draft
from engine.history import History
from engine.outlook import Intent
from engine.preview_work import worked
from engine.previewing import Preview, previewed
from engine.publishing import Published
from engine.releasing import publish_draft
from engine.surveying import Surveyor
from tests.builders import document_of
from tests.living import LivingEngine
from tests.strategies.edits import counted

FROM_NOW = History.FROM_NOW


@dataclass(slots=True)
class Publisher:
    """An engine, and a draft in its workspace."""

    engine: LivingEngine
    draft: str = "jrn_1"
    surveyor: Surveyor = field(init=False)

    def __post_init__(self) -> None:
        self.surveyor = Surveyor(self.engine.database, self.engine.shelf)

    async def drafts(self, journey: Journey) -> None:
        """Begin a draft of a journey."""
        engine = self.engine
        document = document_of(journey) | {"id": self.draft}
        how = {"actor": "ann", "now": engine.now}
        await create_draft(
            engine.database, engine.workspace, document, counted(), self.draft, **how
        )

    async def edit(self, *edits: Mapping[str, Any], by: str = "ann", base: int = 0) -> Edited:
        """Edit the draft."""
        engine = self.engine
        return await apply_edits(
            engine.database,
            engine.workspace,
            self.draft,
            list(edits),
            counted(),
            Author(by, "tab"),
            base_revision=base,
            now=engine.now,
        )

    def intent(
        self, mapping: Mapping[str, str | None] | None = None, history: History = FROM_NOW
    ) -> Intent:
        """To publish the draft so."""
        return Intent(draft=self.draft, mapping=mapping or {}, history=history)

    async def preview(self, **how: Any) -> Preview:
        """What publishing the draft would do."""
        engine = self.engine
        return await previewed(
            engine.database,
            engine.shelf,
            self.surveyor,
            engine.workspace,
            self.intent(**how),
            engine.now,
        )

    async def token(self, **how: Any) -> str:
        """What confirms a preview that there must be."""
        token = (await self.preview(**how)).confirm_token
        assert token is not None
        return token

    async def publish(self, token: str, *, actor: str = "ann", **how: Any) -> Published:
        """Publish the draft."""
        engine = self.engine
        effects = {"effects": how.pop("effects")} if "effects" in how else {}
        return await publish_draft(
            engine.database,
            engine.shelf,
            self.surveyor,
            engine.workspace,
            self.intent(**how),
            token,
            actor=actor,
            now=engine.now,
            **effects,
        )

    async def work(self) -> None:
        """Finish every preview that waits."""
        engine = self.engine
        while await worked(engine.database, engine.shelf, engine.workspace, engine.clock):
            pass

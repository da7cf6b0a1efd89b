"""Asking for drafts."""

from functools import partial
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.designer.types import JourneyDraft
from api.fields import field, told
from domain.draft import Draft
from domain.refusals import BadArgument
from store import drafts


@strawberry.type
class DesignerQueries:
    """Root fields about drafts."""

    @field("All drafts, by key.", of=list[JourneyDraft])
    @staticmethod
    async def journey_drafts(info: Info) -> list[Draft]:
        return await info.context.read(drafts.every)

    @field(
        "The draft of that id, or of the journey of that key; null when there is none.",
        of=JourneyDraft | None,
    )
    @staticmethod
    async def journey_draft(
        info: Info,
        id: Annotated[strawberry.ID | None, told("The draft's id.")] = None,
        key: Annotated[str | None, told("The journey's key.")] = None,
    ) -> Draft | None:
        if id is not None and key is None:
            return await info.context.read(partial(drafts.find, id=text_given(id, "id")))
        if key is not None and id is None:
            return await info.context.read(partial(drafts.find_by_key, key=text_given(key, "key")))
        raise BadArgument("Ask by id or by key, one of the two.", "id")

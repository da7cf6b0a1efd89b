"""Listening to a draft: what everybody does to it, as it is done."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.designer.inputs import author
from api.designer.news import (
    DesignerEdits,
    DesignerPresence,
    DesignerProblems,
    DesignerPublished,
    DesignerResync,
    DesignerSnapshot,
)
from api.fields import subscription, told
from engine.desk import MOST_BEHIND
from engine.news import Event

DesignerEvent = Annotated[
    DesignerSnapshot
    | DesignerResync
    | DesignerEdits
    | DesignerProblems
    | DesignerPublished
    | DesignerPresence,
    strawberry.union("DesignerEvent", description="What is told to whoever listens to a draft."),
]


@strawberry.type
class DesignerSubscriptions:
    """Root fields that go on."""

    @subscription(
        "What happens to a draft: first the draft whole, or after `after` what followed; then each "
        "batch of edits once and in order, problems as they come and go, publications, and where "
        "others are. One's own presence is not told, and is forgotten when this ends. A "
        f"client that has missed more than {MOST_BEHIND} batches is given the draft whole again.",
        of=DesignerEvent,
    )
    @staticmethod
    async def designer(
        info: Info,
        draft_id: Annotated[strawberry.ID, told("The draft.")],
        client_id: Annotated[str, told("Tells your tabs apart, as in edits.")],
        after: Annotated[
            int | None,
            told("Go on after this revision, the greatest one heard; nothing for the draft whole."),
        ] = None,
    ) -> AsyncGenerator[Event, None]:
        context, id = info.context, text_given(draft_id, "draftId")
        by = author(context, client_id)
        events = context.engine.together.subscribe(context.workspace, id, by, after)
        async with aclosing(events):
            async for event in events:
                context.begin()
                yield event

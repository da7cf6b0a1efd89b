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
    DesignerProblems,
    DesignerPublished,
    DesignerResync,
    DesignerSnapshot,
)
from api.fields import subscription, told
from engine.desk import MOST_BEHIND
from engine.together import Event

DesignerEvent = Annotated[
    DesignerSnapshot | DesignerResync | DesignerEdits | DesignerProblems | DesignerPublished,
    strawberry.union("DesignerEvent", description="What is told to whoever listens to a draft."),
]


@strawberry.type
class DesignerSubscriptions:
    """Root fields that go on."""

    @subscription(
        "What happens to a draft: first the draft whole, or after `after` what followed; then each "
        "batch of edits once and in order, problems as they come and go, and publications. A "
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
        context, _ = info.context, author(info.context, client_id)
        id = text_given(draft_id, "draftId")
        events = context.engine.together.subscribe(context.workspace, id, after)
        async with aclosing(events):
            async for event in events:
                context.begin()
                yield event

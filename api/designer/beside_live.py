"""A draft beside what is live: for its window, `JourneyDraft`."""

from functools import partial

import strawberry

from api.context import Info
from api.fields import field
from api.journeys.types import JourneyVersion
from domain.draft import Draft
from domain.draft_document import journey_of
from domain.meaning import semantic_hash
from store import journeys
from store.journeys import PublishedVersion


@strawberry.type
class BesideLive:
    """Fields of a draft about the journey's live version."""

    @field(
        "The journey's live version, with the revision of the draft that it was; null while none "
        "is live.",
        of=JourneyVersion | None,
    )
    @staticmethod
    async def published(draft: strawberry.Parent[Draft], info: Info) -> PublishedVersion | None:
        return await info.context.read(partial(journeys.live_version, journey=draft.key))

    @field(
        "Whether publishing it would change what the journey means; where things are drawn and ids "
        "mean nothing."
    )
    @staticmethod
    async def has_changes(draft: strawberry.Parent[Draft], info: Info) -> bool:
        live = (await info.context.loaders.definitions()).courses.get(draft.key)
        return live is None or semantic_hash(live.journey) != semantic_hash(journey_of(draft))

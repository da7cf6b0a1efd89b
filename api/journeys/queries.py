"""Asking for journeys."""

from typing import Annotated

import strawberry

from api.context import Info
from api.fields import field, told
from api.journeys.types import Journey
from domain.course import Course


@strawberry.type
class JourneyQueries:
    """Root fields about journeys."""

    @field(
        "The live journeys, by key; or those that are archived, or all of them.", of=list[Journey]
    )
    @staticmethod
    async def journeys(
        info: Info,
        archived: Annotated[
            bool | None, told("True for the archived ones, null for all; false where left out.")
        ] = False,
    ) -> list[Course]:
        live = (await info.context.loaders.definitions()).journeys
        if archived is False:
            return list(live.values())
        gone = await info.context.loaders.archived()
        return [one for _, one in sorted({**gone, **({} if archived else live)}.items())]

    @field("The journey of that key, live or archived; null when there is none.", of=Journey | None)
    @staticmethod
    async def journey(info: Info, key: Annotated[str, told("The journey's key.")]) -> Course | None:
        return await info.context.loaders.journey(key)

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

    @field("The live journeys, by key.", of=list[Journey])
    @staticmethod
    async def journeys(info: Info) -> list[Course]:
        return list((await info.context.loaders.definitions()).courses.values())

    @field("The live journey of that key; null when there is none.", of=Journey | None)
    @staticmethod
    async def journey(info: Info, key: Annotated[str, told("The journey's key.")]) -> Course | None:
        return (await info.context.loaders.definitions()).courses.get(key)

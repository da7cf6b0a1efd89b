"""Asking for teams."""

import strawberry

import store.teams as kept
from api.context import Info
from api.fields import field
from api.teams.types import Team


@strawberry.type
class TeamQueries:
    """Root fields about teams."""

    @field("The workspace's teams, by key.", of=list[Team])
    @staticmethod
    async def teams(info: Info) -> list[kept.Team]:
        return await info.context.read(kept.every)

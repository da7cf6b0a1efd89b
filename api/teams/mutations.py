"""Adding and renaming teams."""

from dataclasses import dataclass
from typing import Annotated

import strawberry

import store.teams as kept
from api.arguments import text_given
from api.context import Info
from api.fields import seen, told, window_on
from api.refusing import BadArgument, mutation
from api.teams.types import Team
from engine.teams import save_team


@dataclass(frozen=True, slots=True)
class Saved:
    """A team as it is kept now."""

    team: kept.Team


@strawberry.type(description="The team is there, by that name.")
class TeamSaved:
    """A window on `Saved`."""

    team: Team = seen("The team as it is now.")

    is_type_of = window_on(Saved)


@strawberry.type
class TeamMutations:
    """Root fields that change teams."""

    @mutation(
        "Add a team, or rename the one that has the key.",
        of=("SaveTeamResult", "What came of saving a team."),
        answers=(TeamSaved, BadArgument),
    )
    @staticmethod
    async def save_team(
        info: Info,
        key: Annotated[str, told("Its key: lower-case letters, digits and hyphens, at most 64.")],
        name: Annotated[str, told("Its name for people.")],
    ) -> Saved:
        context, called = info.context, text_given(name, "name")
        database = context.engine.database
        return Saved(await save_team(database, context.workspace, key, called, context.now))

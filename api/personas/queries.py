"""Asking for personas."""

import strawberry

import store.personas as kept
from api.context import Info
from api.fields import field
from api.personas.types import Persona


@strawberry.type
class PersonaQueries:
    """Root fields about personas."""

    @field(
        "The personas that the workspace lists, by key: those it began with, those saved, and "
        "those that published health is for.",
        of=list[Persona],
    )
    @staticmethod
    async def personas(info: Info) -> list[kept.Persona]:
        return await info.context.read(kept.every)

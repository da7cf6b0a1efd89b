"""Adding and renaming personas."""

from dataclasses import dataclass
from typing import Annotated

import strawberry

import store.personas as kept
from api.arguments import text_given
from api.context import Info
from api.fields import seen, told, window_on
from api.personas.types import Persona
from api.refusing import BadArgument, mutation
from engine.personas import save_persona


@dataclass(frozen=True, slots=True)
class Saved:
    """A persona as it is kept now."""

    persona: kept.Persona


@strawberry.type(description="The persona is listed, by that name.")
class PersonaSaved:
    """A window on `Saved`."""

    persona: Persona = seen("The persona as it is now.")

    is_type_of = window_on(Saved)


@strawberry.type
class PersonaMutations:
    """Root fields that change the list of personas."""

    @mutation(
        "List a persona, or rename the one that has the key.",
        of=("SavePersonaResult", "What came of saving a persona."),
        answers=(PersonaSaved, BadArgument),
    )
    @staticmethod
    async def save_persona(
        info: Info,
        key: Annotated[str, told("Its key: what the trait `persona` holds, 1 to 64 characters.")],
        name: Annotated[str, told("Its name for people.")],
    ) -> Saved:
        context = info.context
        called, database = (
            (text_given(key, "key"), text_given(name, "name")),
            context.engine.database,
        )
        return Saved(await save_persona(database, context.workspace, *called, context.now))

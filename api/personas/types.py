"""Personas as clients see them."""

import strawberry

from api.fields import seen
from api.scalars import DateTime


@strawberry.type(description="A part that contacts play, for which health may be measured apart.")
class Persona:
    """A window on `store.personas.Persona`."""

    key: str = seen("Its key: what the trait `persona` of such contacts holds, and `for` names.")
    name: str = seen("Its name for people.")
    created_at: DateTime = seen("When it was first named.")

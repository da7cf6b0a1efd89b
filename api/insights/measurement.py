"""What every measurement says of itself: as of when, and as of which place in the feed."""

from typing import Any

import strawberry

from api.fields import field, seen
from api.scalars import DateTime
from engine.measuring import Counted


@strawberry.interface(description="Something that was counted, on one view of all that is kept.")
class Measurement:
    """A window on `engine.measuring.Counted`."""

    evaluated_at: DateTime = seen("As of when it was counted.")

    @field("The feed's cursor as of which it was counted: everything up to it is in it.")
    @staticmethod
    def cursor(counted: strawberry.Parent[Counted[Any]]) -> str:
        return str(counted.cursor)

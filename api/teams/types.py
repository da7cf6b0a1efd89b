"""Teams as clients see them."""

import strawberry

from api.fields import seen
from api.scalars import DateTime


@strawberry.type(description="People who look after profiles in some stages.")
class Team:
    """A window on `store.teams.Team`."""

    key: str = seen("Its key, which journey documents name.")
    name: str = seen("Its name for people.")
    created_at: DateTime = seen("When it was first named.")

"""Things that have an id of their own, and can be asked for by it."""

import strawberry

from api.fields import field


@strawberry.interface(description="Anything with an id by which it can be asked for again.")
class Node:
    """What `node(id:)` gives."""

    @field("Opaque, unique in the workspace, and never given to anything else.")
    @staticmethod
    def id() -> strawberry.ID:
        raise NotImplementedError

"""Showing others where one is in a draft."""

from dataclasses import dataclass
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.designer.inputs import author
from api.fields import entry, given, plainly, seen, told
from api.refusing import BadArgument, NotFound, mutation
from api.scalars import DateTime, Number
from domain.instants import Instant
from domain.presence import FRESH_FOR, MOST_NODES, Presence, presence_of
from engine.designing import Author
from engine.presences import MOST_BYTES


@plainly
@strawberry.input(description="A place on the canvas, reckoned from its own corner.")
class CursorInput:
    """See `domain.presence.Point`."""

    x: Number = entry("How far to the right.", required=True)
    y: Number = entry("How far down.", required=True)


@plainly
@strawberry.input(
    description="A node while it is dragged or sized, where a canvas has it: in a lane its place "
    "is reckoned from the lane's corner."
)
class GhostInput:
    """See `domain.presence.Ghost`."""

    id: strawberry.ID = entry("The node's id.", required=True)
    x: Number = entry("How far to the right.", required=True)
    y: Number = entry("How far down.", required=True)
    width: Number | None = entry("How wide; nothing where that stays as it is.")
    height: Number | None = entry("How high; nothing where that stays as it is.")


@strawberry.input(
    description="Where a client is, in the place of all that it showed before. At most "
    f"{MOST_NODES} nodes are selected and as many dragged, {MOST_BYTES} bytes of JSON in all."
)
class ShareDesignerPresenceInput:
    """The argument of `shareDesignerPresence`."""

    draft_id: strawberry.ID = entry("The draft.", required=True)
    client_id: str = entry("Tells your tabs apart, as in edits.", required=True)
    selection: list[strawberry.ID] | None = entry("Ids of what is selected.")
    cursor: CursorInput | None = entry("Where it points.")
    ghosts: list[GhostInput] | None = entry("What is being dragged.")


@dataclass(frozen=True, slots=True)
class Shown:
    """It is told to others."""

    at: Instant
    until: Instant


@strawberry.type(description="The others have been told, of this or of something newer.")
class DesignerPresenceShared:
    """A window on `Shown`."""

    at: DateTime = seen("When it was said.")
    until: DateTime = seen("When it is forgotten, unless something is shown before.")

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Whether the value is one that this is a window on."""
        return isinstance(value, Shown)


@strawberry.type
class PresenceMutations:
    """Root fields about where people are."""

    @mutation(
        "Show everybody who listens to a draft where you are in it. It is told ten times a second "
        "at most: of what is sent more often the newest goes out. It is forgotten half a minute "
        "after the last, and when the client's `designer` subscription ends.",
        of=("ShareDesignerPresenceResult", "What came of showing where one is."),
        answers=(DesignerPresenceShared, NotFound, BadArgument),
    )
    @staticmethod
    async def share_designer_presence(
        info: Info, input: Annotated[ShareDesignerPresenceInput, told("Where you are.")]
    ) -> Shown:
        context, draft = info.context, text_given(input.draft_id, "draftId")
        presence = shown(input, author(context, input.client_id), context.now)
        await context.engine.together.presences.show(context.workspace, draft, presence)
        return Shown(presence.at, presence.at + FRESH_FOR)


def shown(input: ShareDesignerPresenceInput, by: Author, now: Instant) -> Presence:
    """Where a client says that it is. Raises BadArgument."""
    said = {name: given(getattr(input, name)) for name in ("selection", "cursor", "ghosts")}
    return presence_of(said, actor=by.actor, client=by.client, at=now)

"""Edits of lanes and notes, and of where everything is drawn, as designers send them."""

import strawberry

from api.designer.enums import Direction
from api.designer.stage_inputs import BEFORE, HEIGHT, ID, KEY, LANE, WIDTH, X, Y
from api.fields import entry
from api.scalars import Number


@strawberry.input(description="A new lane. Stages that name its key already lie in it.")
class AddLaneInput:
    """See `domain.edits.AddLane`."""

    id: strawberry.ID | None = entry(ID)
    key: str = entry(KEY, required=True)
    name: str = entry("Its name for people.", required=True)
    description: str | None = entry("What it is about.")
    color: str | None = entry("The colour that it is drawn in.")
    parent: str | None = entry("The key of the lane around it.")
    x: Number | None = entry(X)
    y: Number | None = entry(Y)
    width: Number | None = entry(WIDTH)
    height: Number | None = entry(HEIGHT)
    before: strawberry.ID | None = entry(BEFORE)


@strawberry.input(
    description="Other values for a lane: null takes one away. What lies in it follows its key."
)
class UpdateLaneInput:
    """See `domain.edits.UpdateLane`."""

    id: strawberry.ID = entry("The lane.", required=True)
    key: str | None = entry(KEY)
    name: str | None = entry("Its name for people, which it always has.")
    description: str | None = entry("What it is about.")
    color: str | None = entry("The colour that it is drawn in.")
    parent: str | None = entry("The key of the lane around it.")


@strawberry.input(description="Stages and notes put into a lane, or out of every lane.")
class SetLaneInput:
    """See `domain.edits.SetLane`."""

    node_ids: list[strawberry.ID] = entry("The stages and notes.", required=True)
    lane_id: strawberry.ID | None = entry("The lane; null for none. To be said.")


@strawberry.input(description="A new note.")
class AddNoteInput:
    """See `domain.edits.AddNote`."""

    id: strawberry.ID | None = entry(ID)
    text: str = entry("What it says.", required=True)
    stage: strawberry.ID | None = entry("The id of the stage that it belongs to.")
    lane: str | None = entry(LANE)
    color: str | None = entry("The colour that it is drawn in.")
    x: Number | None = entry(X)
    y: Number | None = entry(Y)
    width: Number | None = entry(WIDTH)
    height: Number | None = entry(HEIGHT)
    before: strawberry.ID | None = entry(BEFORE)


@strawberry.input(description="Other values for a note: null takes one away.")
class UpdateNoteInput:
    """See `domain.edits.UpdateNote`."""

    id: strawberry.ID = entry("The note.", required=True)
    text: str | None = entry("What it says, which it always does.")
    stage: strawberry.ID | None = entry("The id of the stage that it belongs to.")
    lane: str | None = entry(LANE)
    color: str | None = entry("The colour that it is drawn in.")


@strawberry.input(description="Where a node is drawn, as far as it is said: null takes it away.")
class NodePlaceInput:
    """See `domain.edits.Spot`."""

    id: strawberry.ID = entry("The stage, lane or note.", required=True)
    x: Number | None = entry("How far to the right.")
    y: Number | None = entry("How far down.")
    width: Number | None = entry("How wide; null to measure it.")
    height: Number | None = entry("How high; null to measure it.")


@strawberry.input(
    description="Nodes dragged or sized. As a canvas tells it, x and y are reckoned from the "
    "corner of the lane around each node, and what is in a lane comes along with it. The log has "
    "the same with `absolute`."
)
class MoveNodesInput:
    """See `domain.edits.Drag` and `domain.edits.MoveNodes`."""

    nodes: list[NodePlaceInput] = entry("The nodes.", required=True)
    absolute: bool | None = entry(
        "Reckon from the canvas's own corner in lanes too; nothing comes along."
    )


@strawberry.input(description="How large a canvas has found a node to be.")
class NodeSizeInput:
    """See `domain.wishes.Size`."""

    id: strawberry.ID = entry("The node.", required=True)
    width: Number = entry("How wide it is.", required=True)
    height: Number = entry("How high it is.", required=True)


@strawberry.input(
    description="Lay the journey out, once the edits before it are applied. Ask for it with any of "
    "direction, nodeIds, pinned and sizes, or none. The log has `nodes` instead, the places that "
    "were found: sent back they are taken as they are. At most 10 layouts a batch."
)
class ApplyLayoutInput:
    """See `domain.edits.LayOut` and `domain.edits.ApplyLayout`."""

    direction: Direction | None = entry("Where ways lead on to: RIGHT where left out.")
    node_ids: list[strawberry.ID] | None = entry(
        "Only these stages, or all that is in these lanes; the others stay where they are."
    )
    pinned: list[strawberry.ID] | None = entry(
        "Stages, or lanes for all that is in them, that stay where they are, so far as they are "
        "anywhere: the rest is laid out around them. A draft keeps no pins: say them each time."
    )
    sizes: list[NodeSizeInput] | None = entry(
        "What the canvas has measured; else what the draft says, else 176 by 88."
    )
    nodes: list[NodePlaceInput] | None = entry(
        "Places, reckoned from the canvas's own corner: nothing is computed."
    )


@strawberry.input(
    description="What part of the canvas is looked at, as a canvas tells it: x, y and zoom, or "
    "none of them to forget it. It is kept and never logged."
)
class SetViewportInput:
    """See `domain.edits.SetViewport`."""

    x: Number | None = entry("How far it is moved to the right.")
    y: Number | None = entry("How far it is moved down.")
    zoom: Number | None = entry("How much it is enlarged, more than 0.")

"""What is edited, how and why, in words for partners."""

from api.fields import described
from domain.draft import ElementKind
from domain.edit_log import Step
from domain.edits import Slot
from domain.merging import Mode
from domain.wishes import Direction
from engine.news import Astray

__all__ = ["Astray", "Direction", "ElementKind", "Mode", "Slot", "Step"]

described(
    Astray,
    "Why a listener cannot go on from where it was.",
    name="DesignerResyncReason",
    BEHIND="It has missed more batches than are told again.",
    AHEAD="The draft has not come so far: it is another one, or an older state of it.",
)
described(
    ElementKind,
    "What can be edited.",
    JOURNEY="The journey itself.",
    STAGE="A stage.",
    TRANSITION="A transition.",
    LANE="A lane.",
    NOTE="A note.",
)
described(
    Mode,
    "How a batch of edits meets what its client has missed.",
    name="EditMode",
    MERGE="It is applied unless a field is at odds.",
    STRICT="It is applied if it has missed nothing.",
    DRY_RUN="As MERGE, to see what would come of it; nothing is kept.",
)
described(
    Step,
    "Why a batch was sent.",
    name="EditStep",
    EDIT="To change something.",
    UNDO="To take back what the client did.",
    REDO="To do again what it took back.",
)
described(
    Slot,
    "Where criteria are.",
    name="CriteriaSlot",
    ENTRY="On a stage: what it asks of who enters it.",
    WHEN="On a transition: its guard.",
)
described(
    Direction,
    "Where the ways of a layout lead on to.",
    name="LayoutDirection",
    RIGHT="From left to right.",
    DOWN="From top to bottom.",
)

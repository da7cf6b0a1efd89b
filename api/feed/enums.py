"""How and why profiles move, in words for partners."""

from api.fields import described
from domain.stage_change import Move, Trigger

__all__ = ["Move", "Trigger"]

described(
    Move,
    "How a stage change went.",
    ENTER="From unplaced into a stage.",
    ADVANCE="To a more advanced stage.",
    REGRESS="To a less advanced stage.",
    RECYCLE="Back along a RECYCLE transition: a new cycle begins.",
    EXIT="Into an EXIT stage.",
    LEAVE="From a stage to unplaced.",
)
described(
    Trigger,
    "What brought a change. Later versions may add to this list: read what you do not know "
    "as a cause like any other.",
    DATA="An observation.",
    TIME="Time alone: a window closed, a dwell or a score was reached, a pin ended.",
    MANUAL="Somebody moved, pinned or unpinned the profile.",
    PUBLISH="A new version of the journey.",
    LINK="What happened to a profile that this one is linked with.",
    PLAYBOOK="A step of a playbook.",
)

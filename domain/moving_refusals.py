"""How we say no to a move by hand, and to a pin.

Refusal
├── StageNotFound          the journey has no such stage
├── AlreadyThere           a manual move to where it stands
├── NoTransition           a manual move along no permitted way
├── PinRequired            a manual move in a FREE journey without a pin
└── NotPlaced, NotPinned   no place to pin, no pin to take off
"""

from domain.refusals import Refusal


class StageNotFound(Refusal):
    """The journey's live version has no such stage."""

    code = "STAGE_NOT_FOUND"

    def __init__(self, stage: str, journey: str) -> None:
        super().__init__(f"The {journey} journey has no stage {stage!r}.", "stage")


class NoTransition(Refusal):
    """A manual move must follow a transition, or say `force`."""

    code = "NO_TRANSITION"

    def __init__(self, left: str | None, entered: str, journey: str) -> None:
        where = f"from {left} to {entered}" if left else f"into {entered} for an unplaced profile"
        super().__init__(
            f"The {journey} journey has no transition {where}; use force to move it there.", "stage"
        )


class AlreadyThere(Refusal):
    """A manual move to the stage in which the profile stands."""

    code = "ALREADY_THERE"

    def __init__(self, stage: str, journey: str) -> None:
        super().__init__(f"It already stands in {stage} of the {journey} journey.", "stage")


class PinRequired(Refusal):
    """In a FREE journey criteria would undo a manual move at once; a pin keeps it."""

    code = "PIN_REQUIRED"

    def __init__(self, journey: str) -> None:
        super().__init__(
            f"The {journey} journey is FREE: its criteria would undo the move. Pin it.", "pin"
        )


class NotPlaced(Refusal):
    """Only a place can be pinned or left."""

    code = "NOT_PLACED"

    def __init__(self, profile: str, journey: str) -> None:
        super().__init__(f"{profile} has no place in the {journey} journey.", "profile")


class NotPinned(Refusal):
    """There is no pin to take off."""

    code = "NOT_PINNED"

    def __init__(self, profile: str, journey: str) -> None:
        super().__init__(f"{profile} is not pinned in the {journey} journey.", "profile")

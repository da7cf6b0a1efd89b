"""The log of a draft: what was sent, and what it came to."""

from dataclasses import dataclass
from enum import StrEnum

from domain.edits import Change, Edit, Sent


class Step(StrEnum):
    """Why a batch was sent: the stacks of `undoing.py` are told by it."""

    EDIT = "EDIT"
    UNDO = "UNDO"
    REDO = "REDO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Edits that a client sends together. `client` tells an actor's tabs apart.

    Batches of one `undo_group`, such as a drag, are taken back together.
    """

    client: str
    actor: str
    edits: tuple[Sent, ...]
    undo_group: str | None = None
    step: Step = Step.EDIT


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedBatch:
    """A batch as it was applied: `revision` is the draft's after it, `changes` what it came to."""

    revision: int
    client: str
    actor: str
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]
    inverse: tuple[Edit, ...]
    undo_group: str | None = None
    step: Step = Step.EDIT

    def is_by(self, batch: Batch) -> bool:
        """Whether the same tab of the same actor sent it."""
        return (self.actor, self.client) == (batch.actor, batch.client)

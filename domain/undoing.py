"""Taking back what a client did, a step at a time, and doing it again.

Each client has its own stack. A step is a batch, or all the batches of one undo group that it sent
in a row. It is taken back by a batch of its own, which meets what others have done since through
the same test as any other (`merging.py`): base it on the revision that the step was made on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.edit_log import Batch, LoggedBatch, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """A batch that takes a step back, or takes that back; `base_revision` is what it is made on."""

    batch: Batch
    base_revision: int


def undo_batch(log: Iterable[LoggedBatch], client: str, actor: str) -> Retraction | None:
    """What takes back the last step of a client; None where there is none left."""
    done, _ = _stacks(log, client, actor)
    return _retraction(done[-1], Step.UNDO) if done else None


def redo_batch(log: Iterable[LoggedBatch], client: str, actor: str) -> Retraction | None:
    """What does again the step that a client took back last; None after a new edit of its own."""
    _, undone = _stacks(log, client, actor)
    return _retraction(undone[-1], Step.REDO) if undone else None


Stack = list[list[LoggedBatch]]


def _stacks(log: Iterable[LoggedBatch], client: str, actor: str) -> tuple[Stack, Stack]:
    """The steps that a client can take back, and those that it can do again; the last ones last."""
    done: Stack = []
    undone: Stack = []
    for batch in log:
        if (batch.actor, batch.client) != (actor, client):
            continue
        match batch.step:
            case Step.UNDO:
                del done[-1:]
                undone.append([batch])
            case Step.REDO:
                del undone[-1:]
                done.append([batch])
            case Step.EDIT:
                undone.clear()
                if done and _is_one_step(done[-1][-1], batch):
                    done[-1].append(batch)
                else:
                    done.append([batch])
    return done, undone


def _is_one_step(before: LoggedBatch, batch: LoggedBatch) -> bool:
    return (
        before.step is Step.EDIT
        and batch.undo_group is not None
        and before.undo_group == batch.undo_group
    )


def _retraction(step: list[LoggedBatch], kind: Step) -> Retraction:
    first = step[0]
    edits = tuple(edit for batch in reversed(step) for edit in batch.inverse)
    return Retraction(
        batch=Batch(client=first.client, actor=first.actor, edits=edits, step=kind),
        base_revision=first.revision,
    )

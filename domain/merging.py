"""Several clients editing one draft: what fits is rebased in silence, the rest is a conflict.

The log is one order for everybody. A batch says on which revision it was made; every batch since
then is one that its client has missed (`meanwhile.py` knows what they came to).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.draft import Draft
from domain.edit_log import Batch, LoggedBatch, Step
from domain.edits import COSMETIC, VIEWPORT, Applied, Edit, applied
from domain.meanwhile import Meanwhile
from domain.placing import placed
from domain.refusals import BadArgument, EditConflict


class Mode(StrEnum):
    """How a batch meets what it has missed."""

    MERGE = "MERGE"
    """It is applied unless a field is at odds."""
    STRICT = "STRICT"
    """It is applied if it has missed nothing."""
    DRY_RUN = "DRY_RUN"
    """As MERGE, to see what would come of it; nothing is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A draft with a batch applied; `logged` is None where there is nothing to record.

    `edits` are the batch's as they were applied, everything in its place.
    """

    draft: Draft
    edits: tuple[Edit, ...]
    applied: Applied
    logged: LoggedBatch | None


def merged(
    draft: Draft,
    base_revision: int,
    missed: Sequence[LoggedBatch],
    batch: Batch,
    mode: Mode = Mode.MERGE,
    published: frozenset[str] = frozenset(),
) -> Merged:
    """The draft with a batch that was made on that revision of it; EditConflict where they clash.

    `missed` are the batches after that revision, in order; older ones among them are passed over.
    A batch that changes nothing, or only what is looked at, is not recorded.
    """
    if not 0 <= base_revision <= draft.revision:
        message = f"The draft is at revision {draft.revision}, and has no {base_revision}."
        raise BadArgument(message, "baseRevision")
    missed = [one for one in missed if one.revision > base_revision]
    is_cosmetic = all(isinstance(edit, COSMETIC) for edit in batch.edits)
    if mode is Mode.STRICT and missed and not is_cosmetic:
        raise EditConflict((), missed, draft)
    meanwhile = Meanwhile(missed)
    sent = tuple(meanwhile.without_gone(batch.edits))
    lanes = frozenset(lane.key for lane in draft.lanes)
    conflicts = list(meanwhile.missing(sent, lanes, batch))
    if not conflicts:
        edits = placed(draft, sent, published)
        result = applied(draft, edits, published)
        conflicts = list(meanwhile.at_odds(result.changes, batch))
    if conflicts:
        raise EditConflict(conflicts, missed, draft)
    return _recorded(draft, edits, result, batch, mode)


def _recorded(
    draft: Draft, edits: tuple[Edit, ...], result: Applied, batch: Batch, mode: Mode
) -> Merged:
    # An undo counts even where others have done the same: it is off the stack.
    changed = any(change.field != VIEWPORT for change in result.changes)
    if not changed and batch.step is Step.EDIT:
        return Merged(draft=result.draft, edits=edits, applied=result, logged=None)
    revision = draft.revision + 1
    logged = LoggedBatch(
        revision=revision,
        client=batch.client,
        actor=batch.actor,
        edits=edits,
        changes=result.changes,
        inverse=result.inverse,
        undo_group=batch.undo_group,
        step=batch.step,
    )
    after = replace(result.draft, revision=revision)
    return Merged(
        draft=after,
        edits=edits,
        applied=replace(result, draft=after),
        logged=None if mode is Mode.DRY_RUN else logged,
    )

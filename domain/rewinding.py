"""A draft as it was: its log read backwards, each batch taken back by its inverse."""

from collections.abc import Sequence
from dataclasses import replace

from domain.draft import Draft
from domain.edit_log import LoggedBatch
from domain.edits import applied


def rewound(draft: Draft, later: Sequence[LoggedBatch], revision: int) -> Draft:
    """The draft as it stood at a revision; `later` are the batches since then, in order.

    What is no content, the part of the canvas that is looked at, stays as it is now.
    """
    before = draft
    for batch in reversed(later):
        if revision < batch.revision <= draft.revision:
            before = applied(before, batch.inverse).draft
    return replace(
        before,
        revision=revision,
        cosmetic=replace(before.cosmetic, viewport=draft.cosmetic.viewport),
    )

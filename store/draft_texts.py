"""Drafts as text: how a row keeps them, and what is remembered so as not to write and read it all.

A draft is read, edited and written again with every batch, and nearly all of it stays what it was.
What is remembered goes by the text itself: whoever changes that elsewhere, all of it is read again.
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from domain.document import dump, stage_to_document
from domain.draft import Draft, Viewport
from domain.draft_document import as_written, draft_of, journey_of, none_missing
from domain.journey import Stage
from domain.same import Same
from store.columns import Written, dumps, loads

REMEMBERED, REMEMBERED_STAGES = 32, 4_096


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft's document as it is kept, and the draft itself where that is at hand."""

    text: str
    draft: Draft | None = field(default=None, compare=False, repr=False)


def text_of(draft: Draft) -> DraftText:
    """A draft as it is kept; stages that are as they were are not written anew."""
    journey = journey_of(draft)
    document = dump(replace(journey, stages=()))
    document["stages"] = [_stage_text(Same(stage)) for stage in journey.stages]
    return DraftText(dumps(document), as_written(draft))


def read_text(kept: DraftText, revision: int, viewport: Viewport | None) -> Draft:
    """The draft of a document, with what is kept beside that."""
    draft = _read(kept)
    if (draft.revision, draft.cosmetic.viewport) == (revision, viewport):
        return draft
    return replace(draft, revision=revision, cosmetic=replace(draft.cosmetic, viewport=viewport))


@lru_cache(maxsize=REMEMBERED)
def _read(kept: DraftText) -> Draft:
    return kept.draft or draft_of(loads(kept.text), none_missing)


@lru_cache(maxsize=REMEMBERED_STAGES)
def _stage_text(same: Same[Stage]) -> Written:
    return Written(dumps(stage_to_document(same.value)))

"""Making drafts and editing them."""

from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.designer.conflicts import EditConflict
from api.designer.edit_inputs import plain
from api.designer.enums import ElementKind, Mode
from api.designer.inputs import (
    ApplyJourneyEditsInput,
    CreateJourneyInput,
    JourneyStepInput,
    author,
    document_wanted,
    optional_text,
)
from api.designer.types import EditsApplied, JourneyCreated
from api.fields import given, told
from api.minting import minting
from api.refusing import (
    BadArgument,
    DocumentRefused,
    EditRejected,
    IdempotencyKeyReused,
    JourneyExists,
    NotFound,
    NothingToUndo,
    mutation,
)
from engine.designing import Created, Edited, apply_edits, create_draft, redo_edits, undo_edits

STEPS = (
    EditsApplied,
    EditConflict,
    EditRejected,
    NothingToUndo,
    NotFound,
    BadArgument,
    IdempotencyKeyReused,
)


@strawberry.type
class DesignerMutations:
    """Root fields that make and change drafts."""

    @mutation(
        "Begin a draft of a journey: from a template, a version, a document, or with nothing.",
        of=("CreateJourneyResult", "What came of beginning a draft."),
        answers=(
            JourneyCreated,
            DocumentRefused,
            JourneyExists,
            NotFound,
            BadArgument,
            IdempotencyKeyReused,
        ),
    )
    @staticmethod
    async def create_journey(
        info: Info, input: Annotated[CreateJourneyInput, told("What to begin with.")]
    ) -> Created:
        context, ids = info.context, minting(info.context.now)
        return await create_draft(
            context.engine.database,
            context.workspace,
            await document_wanted(context, input),
            ids,
            ids(ElementKind.JOURNEY),
            actor=context.asker.actor,
            idempotency_key=optional_text(input.idempotency_key, "idempotencyKey"),
            now=context.now,
        )

    @mutation(
        "Apply edits to a draft, all or none, merged with what others have done meanwhile.",
        of=("ApplyJourneyEditsResult", "What came of the edits."),
        answers=(
            EditsApplied,
            EditConflict,
            EditRejected,
            NotFound,
            BadArgument,
            IdempotencyKeyReused,
        ),
    )
    @staticmethod
    async def apply_journey_edits(
        info: Info, input: Annotated[ApplyJourneyEditsInput, told("The edits.")]
    ) -> Edited:
        context, mode = info.context, given(input.mode)
        return await apply_edits(
            context.engine.database,
            context.workspace,
            text_given(input.draft_id, "draftId"),
            plain(input.edits),
            minting(context.now),
            author(context, input.client_id),
            base_revision=input.base_revision,
            mode=Mode.MERGE if mode is None else mode,
            undo_group=optional_text(input.undo_group, "undoGroup"),
            idempotency_key=optional_text(input.idempotency_key, "idempotencyKey"),
            now=context.now,
        )

    @mutation(
        "Take back the last step of a client.",
        of=("UndoJourneyEditsResult", "What came of taking a step back."),
        answers=STEPS,
    )
    @staticmethod
    async def undo_journey_edits(
        info: Info, input: Annotated[JourneyStepInput, told("Whose step.")]
    ) -> Edited:
        context = info.context
        return await undo_edits(
            context.engine.database,
            context.workspace,
            text_given(input.draft_id, "draftId"),
            author(context, input.client_id),
            idempotency_key=optional_text(input.idempotency_key, "idempotencyKey"),
            now=context.now,
        )

    @mutation(
        "Do again the step that a client took back last.",
        of=("RedoJourneyEditsResult", "What came of doing a step again."),
        answers=STEPS,
    )
    @staticmethod
    async def redo_journey_edits(
        info: Info, input: Annotated[JourneyStepInput, told("Whose step.")]
    ) -> Edited:
        context = info.context
        return await redo_edits(
            context.engine.database,
            context.workspace,
            text_given(input.draft_id, "draftId"),
            author(context, input.client_id),
            idempotency_key=optional_text(input.idempotency_key, "idempotencyKey"),
            now=context.now,
        )

"""Going back: to a version, or to what is live."""

from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.designer.inputs import author, optional_text
from api.designer.types import EditsApplied
from api.fields import entry, told
from api.refusing import BadArgument, EditRejected, IdempotencyKeyReused, NotFound, mutation
from engine.designing import Edited
from engine.redrafting import discard_changes, restore_version


@strawberry.input(description="Which version to make a draft of again.")
class RestoreJourneyVersionInput:
    """The argument of `restoreJourneyVersion`."""

    draft_id: strawberry.ID = entry("The draft.", required=True)
    version: int = entry("The version of its journey, from 1.", required=True)
    client_id: str = entry("Tells your tabs apart: each has its own undo.", required=True)
    idempotency_key: str | None = entry("Sent again with the same key it is done once.")


@strawberry.input(description="Which draft to make what is live again.")
class DiscardJourneyChangesInput:
    """The argument of `discardJourneyChanges`."""

    draft_id: strawberry.ID = entry("The draft.", required=True)
    client_id: str = entry("Tells your tabs apart: each has its own undo.", required=True)
    idempotency_key: str | None = entry("Sent again with the same key it is done once.")


STEPS = (EditsApplied, EditRejected, NotFound, BadArgument, IdempotencyKeyReused)


@strawberry.type
class RestoringMutations:
    """Root fields that go back."""

    @mutation(
        "Make of a draft what a version of its journey was, as one batch of edits: everybody sees "
        "it as such, and it is taken back in one step. What is live stays live, and publishing the "
        "draft makes the next version. What the version names and is no longer there is told as "
        "problems.",
        of=("RestoreJourneyVersionResult", "What came of going back."),
        answers=STEPS,
    )
    @staticmethod
    async def restore_journey_version(
        info: Info, input: Annotated[RestoreJourneyVersionInput, told("Which version.")]
    ) -> Edited:
        context = info.context
        return await restore_version(
            context.engine.database,
            context.workspace,
            text_given(input.draft_id, "draftId"),
            input.version,
            author(context, input.client_id),
            idempotency_key=optional_text(input.idempotency_key, "idempotencyKey"),
            now=context.now,
        )

    @mutation(
        "Make of a draft what is live, as one batch of edits, which is taken back in one step.",
        of=("DiscardJourneyChangesResult", "What came of discarding the changes."),
        answers=STEPS,
    )
    @staticmethod
    async def discard_journey_changes(
        info: Info, input: Annotated[DiscardJourneyChangesInput, told("Whose changes.")]
    ) -> Edited:
        context = info.context
        return await discard_changes(
            context.engine.database,
            context.workspace,
            text_given(input.draft_id, "draftId"),
            author(context, input.client_id),
            idempotency_key=optional_text(input.idempotency_key, "idempotencyKey"),
            now=context.now,
        )

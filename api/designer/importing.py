"""Files brought into a draft: what would come of it first, then done."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.designer.conflicts import EditConflict
from api.designer.formats import DocumentFormat
from api.designer.inputs import author, optional_text
from api.designer.types import EditsApplied, JourneyDraft
from api.designer.versions import JourneyDifferences
from api.fields import entry, field, seen, told, window_on
from api.formats.catalogue import FORMATS
from api.formats.reading import read_as
from api.problems import Problem
from api.refusing import (
    BadArgument,
    DocumentRefused,
    EditRejected,
    IdempotencyKeyReused,
    NotFound,
    answering,
    mutation,
)
from api.scalars import JSON
from domain.edit_document import edits_to_document
from engine.designing import Edited
from engine.redrafting import Import, Reading, import_journey, planned_import
from engine.surveying import DraftProblem

_READER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cairn-reader")
"""Files are read one after the other, so that many large ones hold up nobody else."""


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """What an import would come to, and the format of the file."""

    plan: Import
    format: DocumentFormat

    def __getattr__(self, name: str) -> object:
        """What is asked of it is what the plan says."""
        return getattr(self.plan, name)


@strawberry.type(
    description="What importing a file would make of a draft. Nothing is kept: apply it with "
    "`importJourney`, or send the edits."
)
class JourneyImport:
    """A window on `PlannedImport`."""

    draft: JourneyDraft = seen("The draft as it would be, at the revision that it has now.")
    diff: JourneyDifferences = seen("What would differ.")

    is_type_of = window_on(PlannedImport)

    @field(
        "Edits that lead there, to be sent with `applyJourneyEdits` as they are. More than 200 are "
        "sent in order, 200 at a time with one `undoGroup`, each batch on the revision that the "
        "one before came to; or all at once by `importJourney`, which is one batch."
    )
    @staticmethod
    def edits(planned: strawberry.Parent[PlannedImport]) -> list[JSON]:
        return [JSON(edit) for edit in edits_to_document(planned.plan.edits)]

    @field("The revision that the edits are made on: send it as `baseRevision`.")
    @staticmethod
    def base_revision(planned: strawberry.Parent[PlannedImport]) -> int:
        return planned.plan.draft.revision

    @field("All that would be wrong with the draft.", of=list[Problem])
    @staticmethod
    async def problems(
        planned: strawberry.Parent[PlannedImport], info: Info
    ) -> tuple[DraftProblem, ...]:
        return (await info.context.loaders.survey(planned.plan.draft)).found

    @field("What the file says and the draft would not, a sentence each.")
    @staticmethod
    def losses(planned: strawberry.Parent[PlannedImport]) -> list[str]:
        return list(_losses(planned))


@strawberry.input(description="A file to make of a draft what it says, as one batch of edits.")
class ImportJourneyInput:
    """The argument of `importJourney`."""

    draft_id: strawberry.ID = entry("The draft.", required=True)
    client_id: str = entry("Tells your tabs apart: each has its own undo.", required=True)
    format: DocumentFormat = entry("What the file is written in.", required=True)
    document: JSON = entry("The file: its text, or for JSON its values.", required=True)
    base_revision: int = entry(
        "The revision that the import was looked at on: what others did since stays.",
        required=True,
    )
    idempotency_key: str | None = entry("Sent again with the same key it is done once.")


@strawberry.type
class ImportQueries:
    """Root fields that look at imports."""

    @answering(
        "What importing a file would make of a draft. What the file does not draw stays where it "
        "is; key and kind of the journey stay what they are. Elements are known by their ids, "
        "those of other workspaces by what they are called.",
        of=("JourneyImportResult", "What would come of it, or why the file cannot be read."),
        answers=(JourneyImport, DocumentRefused, NotFound, BadArgument),
    )
    @staticmethod
    async def journey_import(
        info: Info,
        draft: Annotated[strawberry.ID, told("The draft's id.")],
        format: Annotated[DocumentFormat, told("What the file is written in.")],
        document: Annotated[JSON, told("The file: its text, or for JSON its values.")],
    ) -> PlannedImport:
        context = info.context
        id = text_given(draft, "draft")
        reading = await _reading(format, document)
        plan = await planned_import(context.engine.database, context.workspace, id, reading)
        return PlannedImport(plan, format)


@strawberry.type
class ImportMutations:
    """Root fields that import."""

    @mutation(
        "Make of a draft what a file says, as one batch that is merged with what others have done "
        "meanwhile, and taken back in one step. See `journeyImport`.",
        of=("ImportJourneyResult", "What came of the import."),
        answers=(
            EditsApplied,
            EditConflict,
            EditRejected,
            DocumentRefused,
            NotFound,
            BadArgument,
            IdempotencyKeyReused,
        ),
    )
    @staticmethod
    async def import_journey(
        info: Info, input: Annotated[ImportJourneyInput, told("The file.")]
    ) -> Edited:
        context = info.context
        id = text_given(input.draft_id, "draftId")
        reading = await _reading(input.format, input.document)
        return await import_journey(
            context.engine.database,
            context.workspace,
            id,
            reading,
            author(context, input.client_id),
            base_revision=input.base_revision,
            said=[input.format.value, input.document],
            idempotency_key=optional_text(input.idempotency_key, "idempotencyKey"),
            now=context.now,
        )


async def _reading(format: DocumentFormat, document: JSON) -> Reading:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_READER, read_as, format, document)


def _losses(planned: PlannedImport) -> Iterator[str]:
    plan = planned.plan
    yield from FORMATS[planned.format].unread
    if plan.brought.key != plan.draft.key:
        yield f"The draft keeps its key {plan.draft.key}; the file says {plan.brought.key}."

"""Publishing drafts: looking at what it would do, and doing it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.designer.previews import ConfirmTokenRefused, PublishPreview, StalePreview
from api.designer.types import JourneyDraft
from api.fields import entry, field, given, seen, subscription, told, window_on
from api.journeys.inputs import StageMappingInput, mapping_given
from api.journeys.types import Journey, Migration
from api.problems import Problem
from api.refusing import (
    BadArgument,
    DocumentRefused,
    HistoryNotFirst,
    NotFound,
    answering,
    mutation,
)
from domain.course import Course
from domain.draft import Draft
from engine.effects import Effects
from engine.history import History
from engine.migration import Migration as UnderWay
from engine.migration import followed as migration_followed
from engine.outlook import Intent
from engine.previewing import Preview, followed, previewed
from engine.publishing import Published
from engine.releasing import publish_draft
from store import drafts

DraftId = Annotated[strawberry.ID, told("The draft.")]
Mapping = Annotated[
    list[StageMappingInput] | None,
    told("Where those go who stand in stages that the draft has no longer."),
]
Past = Annotated[History | None, told("What to make of what happened before; FROM_NOW for null.")]


@strawberry.input(description="What to publish, and how. All but `effects` as it was previewed.")
class PublishJourneyInput:
    """The argument of `publishJourney`."""

    draft_id: strawberry.ID = entry("The draft.", required=True)
    confirm_token: str = entry("What its preview gave: it says what was seen.", required=True)
    mapping: list[StageMappingInput] | None = entry(
        "Where those go who stand in stages that the draft has no longer."
    )
    history: History | None = entry("What to make of what happened before; FROM_NOW if left out.")
    effects: Effects | None = entry(
        "What the moves that it makes bring about besides; SILENT where left out."
    )


@strawberry.type(
    description="The draft is live. Profiles are brought to it one after the other; the draft "
    "stays, to be edited further."
)
class JourneyPublished:
    """A window on `engine.publishing.Published`."""

    version: int = seen("The version that it became, from 1.")
    problems: list[Problem] = seen("What somebody should look at, though it stopped nothing.")
    created_teams: list[str] = seen("Keys of teams that it names and that were unknown before.")

    is_type_of = window_on(Published)

    @field("The journey as it is live now.", of=Journey)
    @staticmethod
    async def journey(published: strawberry.Parent[Published], info: Info) -> Course:
        return (await info.context.loaders.definitions()).courses[published.journey.key]

    @field("The draft, as it stands now.", of=JourneyDraft | None)
    @staticmethod
    async def draft(published: strawberry.Parent[Published], info: Info) -> Draft | None:
        return await info.context.read(partial(drafts.find_by_key, key=published.journey.key))


@strawberry.type
class PublishingQueries:
    """Root fields about what publishing would do."""

    @answering(
        "What publishing a draft now would do to every profile, and the token that confirms having "
        "seen it, good for 15 minutes. Where there are many profiles it is RUNNING at first: ask "
        "again, or subscribe to it, until it is DONE. Nothing is changed by it.",
        of=("PublishPreviewResult", "A preview, or why there is none."),
        answers=(PublishPreview, NotFound, HistoryNotFirst, BadArgument),
    )
    @staticmethod
    async def publish_preview(
        info: Info, draft_id: DraftId, mapping: Mapping = None, history: Past = None
    ) -> Preview:
        engine, context = info.context.engine, info.context
        intent = _intent(draft_id, mapping, history)
        return await previewed(
            engine.database,
            engine.shelf,
            engine.surveyor,
            context.workspace,
            intent,
            context.now,
        )


@strawberry.type
class PublishingMutations:
    """Root fields that publish drafts."""

    @mutation(
        "Make a draft the next version of its journey, live at once, exactly as it was previewed.",
        of=("PublishJourneyResult", "What came of publishing a draft."),
        answers=(
            JourneyPublished,
            StalePreview,
            ConfirmTokenRefused,
            DocumentRefused,
            HistoryNotFirst,
            NotFound,
            BadArgument,
        ),
    )
    @staticmethod
    async def publish_journey(
        info: Info, input: Annotated[PublishJourneyInput, told("What, and how.")]
    ) -> Published:
        engine, context = info.context.engine, info.context
        effects = given(input.effects)
        return await publish_draft(
            engine.database,
            engine.shelf,
            engine.surveyor,
            context.workspace,
            _intent(input.draft_id, given(input.mapping), given(input.history)),
            text_given(input.confirm_token, "confirmToken"),
            effects=Effects.SILENT if effects is None else effects,
            actor=context.asker.actor,
            now=context.now,
        )


@strawberry.type
class PublishingSubscriptions:
    """Root fields that go on until something is done."""

    @subscription(
        "The preview of a publication each time that it is further; it ends when it is DONE. An "
        "edit or a publication meanwhile begins it anew.",
        of=PublishPreview,
    )
    @staticmethod
    async def publish_preview(
        info: Info, draft_id: DraftId, mapping: Mapping = None, history: Past = None
    ) -> AsyncGenerator[Preview, None]:
        engine, context = info.context.engine, info.context
        intent = _intent(draft_id, mapping, history)
        previews = followed(
            engine.database,
            engine.shelf,
            engine.surveyor,
            context.workspace,
            intent,
            engine.clock,
        )
        async with aclosing(previews) as told_one_by_one:
            async for preview in told_one_by_one:
                context.begin()
                yield preview

    @subscription(
        "How far a journey's live version has come on its way to every profile, each time that it "
        "is further; it ends when it has come to all. Subscribe again to go on.",
        of=Migration,
    )
    @staticmethod
    async def migration(
        info: Info, journey: Annotated[str, told("The journey's key.")]
    ) -> AsyncGenerator[UnderWay, None]:
        context, key = info.context, text_given(journey, "journey")
        steps = migration_followed(context.engine.database, context.workspace, key)
        async with aclosing(steps) as told_one_by_one:
            async for step in told_one_by_one:
                yield step


def _intent(
    draft_id: str, mapping: list[StageMappingInput] | None, history: History | None
) -> Intent:
    """What somebody is about to publish. Raises BadArgument."""
    past = given(history)
    return Intent(
        draft=text_given(draft_id, "draftId"),
        mapping=mapping_given(mapping),
        history=History.FROM_NOW if past is None else past,
    )

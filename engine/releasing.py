"""Publishing a draft, as it was previewed: the token says what was seen, the lock that it is so."""

from functools import partial

from domain.confirmation import ConfirmTokenRefused, Staleness, StalePreview, opened
from domain.instants import Instant
from domain.problems import blocks_publishing
from domain.refusals import NotFound, UnpublishableJourney
from engine.effects import Effects
from engine.outlook import Intent, outlook_of, refuse_intent, still_meant
from engine.previewing import CONFIRMING, previewed
from engine.publishing import Published, Release, released
from engine.shelf import Shelf
from engine.signing import secret_of
from engine.surveying import Surveyor
from store import drafts
from store.database import Database, Transaction


async def publish_draft(
    database: Database,
    shelf: Shelf,
    surveyor: Surveyor,
    workspace: int,
    intent: Intent,
    token: str,
    *,
    effects: Effects = Effects.SILENT,
    actor: str | None = None,
    now: Instant,
) -> Published:
    """Make a draft the live version of its journey; the draft stays, to be edited further.

    Raises NotFound, ConfirmTokenRefused, StalePreview with a fresh preview, UnpublishableJourney
    with every problem, HistoryNotFirst, BadArgument.
    """
    draft = await database.read(workspace, partial(drafts.find, id=intent.draft))
    if draft is None:
        raise NotFound("draft", intent.draft, "draftId")
    seen, expires_at = opened(token, await secret_of(database, workspace, CONFIRMING, now))
    if (seen.workspace, seen.draft) != (workspace, intent.draft):
        raise ConfirmTokenRefused
    # What takes long is done before everybody has to wait. Nobody edits the draft in between, or
    # the token is stale.
    survey = await surveyor.survey(workspace, draft)

    async def work(tx: Transaction) -> Published:
        await tx.lock_definitions(exclusive=True)
        outlook = await outlook_of(tx, shelf, intent, lock=True)
        stale = seen.staleness(outlook.confirmation(workspace))
        if stale is None and expires_at <= now:
            stale = Staleness.EXPIRED
        if stale is not None:
            raise _Outdated(stale, still_meant(outlook))
        refuse_intent(outlook)
        problems = tuple(it.problem for it in outlook.problems(survey))
        if any(map(blocks_publishing, problems)):
            raise UnpublishableJourney(outlook.draft.key, problems)
        release = Release(
            journey=outlook.journey,
            problems=problems,
            history=intent.history,
            mapping=intent.mapping,
            effects=effects,
            actor=actor,
            draft=intent.draft,
            draft_revision=outlook.draft.revision,
        )
        return await released(tx, shelf, release, outlook.live, now)

    try:
        published = await database.write(workspace, work)
    except _Outdated as outdated:
        fresh = await previewed(database, shelf, surveyor, workspace, outdated.intent, now)
        raise StalePreview(outdated.reason, fresh) from None
    database.ring(workspace)
    return published


class _Outdated(Exception):
    """The preview is of the past: why, and what is meant now."""

    def __init__(self, reason: Staleness, intent: Intent) -> None:
        super().__init__(reason)
        self.reason, self.intent = reason, intent

"""Previews: what publishing a draft would do, and the token that confirms having seen it.

A few profiles are looked at while the caller waits. Many are looked at by whichever worker has the
time: the preview is kept with how far it is, so any process can answer for it, and one whose worker
has died is taken over.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from hashlib import sha256
from time import monotonic
from typing import cast

from domain.confirmation import GOOD_FOR, signed
from domain.difference import JourneyDiff
from domain.instants import HOUR, MINUTE, Instant
from domain.movements import Movements, movements_of
from domain.problems import blocks_publishing
from domain.rollover import RemovedStage
from engine.clock import Clock
from engine.outlook import (
    Intent,
    Outlook,
    forbids_rehearsal,
    outlook_of,
    refuse_intent,
)
from engine.rehearsing import Abandoned, rehearsed
from engine.shelf import Shelf
from engine.signing import secret_of
from engine.surveying import DraftProblem, Surveyor
from engine.waking import listening
from store import previews
from store.database import Database
from store.previews import KeptPreview

FEW = 1_000
PATIENCE = 1.0
"""So many profiles are looked at while the caller waits, for so many seconds: logs may be long."""
FRESH_FOR = MINUTE
KEPT_FOR = HOUR
CONFIRMING = "confirm"


class PreviewState(StrEnum):
    """How far a preview is."""

    RUNNING = "RUNNING"
    DONE = "DONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What publishing would do. While it is running, and where problems forbid to tell, there are
    no movements; without them, or with blocking problems, nothing to confirm."""

    outlook: Outlook
    state: PreviewState
    done: int
    total: int
    problems: tuple[DraftProblem, ...]
    at: Instant | None = None
    movements: Movements | None = None
    confirm_token: str | None = None
    expires_at: Instant | None = None

    @property
    def diff(self) -> JourneyDiff | None:
        """What differs from the live version."""
        return self.outlook.diff

    @property
    def removed_stages(self) -> tuple[RemovedStage, ...]:
        """The stages that would go."""
        return self.outlook.removed

    @property
    def contributors(self) -> tuple[str, ...]:
        """Who has edited the draft since it was last published."""
        return self.outlook.contributors

    @property
    def draft_revision(self) -> int:
        """What it is of."""
        return self.outlook.draft.revision

    @property
    def live_version(self) -> int | None:
        """What it would follow; None for nothing."""
        return self.outlook.follows or None


@dataclass(frozen=True, slots=True)
class _Seen:
    """How far a rehearsal is, and what it has found."""

    done: int
    total: int
    at: Instant | None = None
    movements: Movements | None = None


async def previewed(
    database: Database,
    shelf: Shelf,
    surveyor: Surveyor,
    workspace: int,
    intent: Intent,
    now: Instant,
) -> Preview:
    """What publishing would do now, or how far the finding out is; ask again then.

    Raises NotFound, HistoryNotFirst, BadArgument.
    """
    work = partial(outlook_of, shelf=shelf, intent=intent)
    outlook = await database.read(workspace, work)
    refuse_intent(outlook)
    survey = await surveyor.survey(workspace, outlook.draft)
    problems = outlook.problems(survey)
    if forbids_rehearsal(problems):
        return _untold(outlook, PreviewState.DONE, 0, outlook.total, problems)
    try:
        seen = await _seen(database, shelf, workspace, outlook, now)
    except Abandoned:
        # Somebody has published meanwhile, so there is something else to look at.
        return await previewed(database, shelf, surveyor, workspace, intent, now)
    if seen.movements is None or seen.at is None:
        return _untold(outlook, PreviewState.RUNNING, seen.done, seen.total, problems)
    problems = outlook.problems(survey, seen.movements.leaving)
    told = Preview(
        outlook=outlook,
        state=PreviewState.DONE,
        done=seen.done,
        total=seen.total,
        problems=problems,
        at=seen.at,
        movements=seen.movements,
    )
    if any(blocks_publishing(it.problem) for it in problems):
        return told
    secret = await secret_of(database, workspace, CONFIRMING, now)
    expires_at = seen.at + GOOD_FOR
    token = signed(outlook.confirmation(workspace), secret, expires_at)
    return replace(told, confirm_token=token, expires_at=expires_at)


def _untold(
    outlook: Outlook,
    state: PreviewState,
    done: int,
    total: int,
    problems: tuple[DraftProblem, ...],
) -> Preview:
    return Preview(outlook=outlook, state=state, done=done, total=total, problems=problems)


async def followed(
    database: Database,
    shelf: Shelf,
    surveyor: Surveyor,
    workspace: int,
    intent: Intent,
    clock: Clock,
) -> AsyncGenerator[Preview, None]:
    """The preview each time that it is further, up to the end. Raises what `previewed` does."""
    told: tuple[int, int, int] | None = None
    with listening(database, workspace) as waking:
        while True:
            preview = await previewed(database, shelf, surveyor, workspace, intent, clock())
            outlook = preview.outlook
            place = outlook.draft.revision, outlook.follows, preview.done
            if preview.state is PreviewState.DONE or place != told:
                yield preview
            if preview.state is PreviewState.DONE:
                return
            told = place
            await waking.news()


async def _seen(
    database: Database, shelf: Shelf, workspace: int, outlook: Outlook, now: Instant
) -> _Seen:
    asked = _kept(outlook, workspace, now)
    fresh_since = now - FRESH_FOR
    found = await database.read(workspace, partial(previews.find, id=asked.id))
    if found is None or (found.finished_at is not None and found.finished_at < fresh_since):
        movements = await _at_once(database, shelf, workspace, outlook, now)
        if movements is not None:
            return _Seen(movements.total, movements.total, now, movements)
        begin = partial(previews.begin, preview=asked, fresh_since=fresh_since)
        found = await database.write(workspace, begin)
    if found.result is None:
        return _Seen(found.done, found.total)
    result = dict(found.result)
    at = cast(int, result.pop("at"))
    movements = movements_of(result)
    return _Seen(movements.total, movements.total, at, movements)


async def _at_once(
    database: Database, shelf: Shelf, workspace: int, outlook: Outlook, now: Instant
) -> Movements | None:
    """What comes of it, unless that is not for a caller to wait for."""
    if outlook.total > FEW:
        return None
    until = monotonic() + PATIENCE

    def going(_: int) -> bool:
        return monotonic() < until

    try:
        return await rehearsed(database, shelf, workspace, outlook.plan, now, going)
    except Abandoned:
        if going(0):
            raise
        return None


def _kept(outlook: Outlook, workspace: int, now: Instant) -> KeptPreview:
    confirmation, intent = outlook.confirmation(workspace), outlook.intent
    return KeptPreview(
        id=sha256(repr(confirmation).encode()).hexdigest()[:32],
        draft=intent.draft,
        draft_revision=outlook.draft.revision,
        follows=outlook.follows,
        history=intent.history.value,
        mapping=intent.mapping,
        total=outlook.total,
        created_at=now,
    )

"""Saving and deleting segments, and counting one before it is saved.

A segment goes live as a journey does (`publishing.py`): the definitions revision goes up, and the
publish job or whoever loads a profile first finds out whether it is a member.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from domain.instants import Instant
from domain.problems import (
    Problem,
    Surroundings,
    blocks_publishing,
    broken_references,
    segment_problems,
)
from domain.refusals import BadArgument, NotFound, VersionConflict
from domain.segment import MOST_SEGMENTS, Segment, dump_segment
from domain.segment_refusals import SegmentHasErrors, SegmentInUse, TooManySegments
from domain.signals import SEGMENT, is_segment
from engine.archiving import Archived, taken_out
from engine.publishing import Release, brought_in
from engine.rehearsing import Plan, ahead_of, foreseen_of
from engine.shelf import Shelf
from engine.surroundings import referable
from store import journeys, profiles
from store.database import Database, Transaction

MOST_JUDGED = 2_000
"""Of more profiles a sample is judged: a share of it is out by 2 or 3 in a hundred at the most."""
MOST_EXAMPLES = 10
MOST_IDS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSegment:
    """A segment that is live, and warnings that did not stop it."""

    key: str
    version: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentPreview:
    """Who would be in a segment: how many `of` all profiles of its kind, and some of them.

    Counted one by one where all were judged, else reckoned from a sample of so many.
    """

    count: int
    of: int
    judged: int
    examples: tuple[int, ...]
    problems: tuple[Problem, ...]

    @property
    def is_exact(self) -> bool:
        """Whether everybody was judged."""
        return self.judged == self.of


async def save(
    database: Database,
    shelf: Shelf,
    workspace: int,
    segment: Segment,
    *,
    expected_version: int | None = None,
    actor: str | None = None,
    now: Instant,
) -> SavedSegment:
    """Make this the live version of its segment; what is saved as it is already, stays as it is.

    Raises SegmentHasErrors, TooManySegments, VersionConflict, and BadArgument when it changes its
    kind of profile.
    """
    problems = await _sound(database, shelf, workspace, segment)
    key = segment.journey.key

    async def work(tx: Transaction) -> SavedSegment:
        await tx.lock_definitions(exclusive=True)
        live = await journeys.live_version(tx, key)
        if expected_version is not None and expected_version != (live.version if live else 0):
            found = live.version if live else None
            raise VersionConflict(segment.key, expected_version, found, "segment")
        last = live or await journeys.last_version(tx, key)
        if last is not None and last.kind is not segment.kind:
            message = f"The segment {segment.key} is of {last.kind.value}s; that cannot change."
            raise BadArgument(message, "kind")
        definitions = await shelf.current(tx)
        if live is None and len(definitions.segments) >= MOST_SEGMENTS:
            raise TooManySegments(MOST_SEGMENTS)
        broken = broken_references(segment.journey, referable(definitions))
        if broken:
            raise SegmentHasErrors((*broken, *problems))
        version = 1 if last is None else last.version + 1
        if live is not None and live.document == dump_segment(segment):
            return SavedSegment(key=segment.key, version=live.version, problems=problems)
        await brought_in(tx, Release(journey=segment.journey, actor=actor), version, now)
        return SavedSegment(key=segment.key, version=version, problems=problems)

    saved = await database.write(workspace, work)
    database.ring(workspace)
    return saved


async def delete(
    database: Database,
    shelf: Shelf,
    workspace: int,
    key: str,
    *,
    expected_version: int | None = None,
    now: Instant,
) -> Archived:
    """Take a segment out of the definitions: everybody leaves it; its past is kept.

    Raises NotFound, VersionConflict, and SegmentInUse while anything live reads it.
    """

    async def work(tx: Transaction) -> Archived:
        await tx.lock_definitions(exclusive=True)
        live = await journeys.live_version(tx, f"{SEGMENT}{key}")
        if live is None:
            raise NotFound("segment", key, "key")
        if expected_version is not None and expected_version != live.version:
            raise VersionConflict(key, expected_version, live.version, "segment")
        definitions = await shelf.current(tx)
        readers = sorted(definitions.readers.get(live.journey, ()))
        if readers:
            segments = [one.removeprefix(SEGMENT) for one in readers if is_segment(one)]
            raise SegmentInUse(key, [one for one in readers if not is_segment(one)], segments)
        return replace(await taken_out(tx, live, now), key=key)

    deleted = await database.write(workspace, work)
    database.ring(workspace)
    return deleted


async def preview(
    database: Database, shelf: Shelf, workspace: int, segment: Segment, now: Instant
) -> SegmentPreview:
    """Who would be in a segment if it were saved now: nothing is kept, and nobody is moved.

    Raises SegmentHasErrors.
    """
    problems = await _sound(database, shelf, workspace, segment)

    async def work(tx: Transaction) -> SegmentPreview:
        live = (await shelf.current(tx)).segments.get(segment.key)
        follows = 0 if live is None else live.version
        plan = Plan(journey=segment.journey, follows=follows, version=follows + 1)
        everybody = await _ids(tx, segment)
        judged = everybody
        if len(everybody) > MOST_JUDGED:
            # The same sample every time: a count does not change where nothing does.
            judged = sorted(Random(0).sample(everybody, MOST_JUDGED))
        ahead = await ahead_of(tx, shelf, plan, now)
        members = [
            one.profile
            async for one in foreseen_of(tx, ahead, plan, judged)
            if one is not None and one.entered is not None
        ]
        count = round(len(members) * len(everybody) / len(judged)) if judged else 0
        return SegmentPreview(
            count=count,
            of=len(everybody),
            judged=len(judged),
            examples=tuple(members[:MOST_EXAMPLES]),
            problems=problems,
        )

    return await database.read(workspace, work)


async def _ids(tx: Transaction, segment: Segment) -> Sequence[int]:
    ids: list[int] = []
    while page := await profiles.ids_after(tx, ids[-1] if ids else 0, MOST_IDS, segment.kind):
        ids += page
    return ids


async def _sound(
    database: Database, shelf: Shelf, workspace: int, segment: Segment
) -> tuple[Problem, ...]:
    """What is wrong with a segment, but for what keeps it from being one: that is refused."""

    async def around(tx: Transaction) -> Surroundings:
        arrived = (await shelf.vocabularies.current(tx)).around(segment.kind)
        return replace(arrived, journeys=referable(await shelf.current(tx)))

    surroundings = await database.read(workspace, around)
    # The solver may take a while, and others want to be answered meanwhile.
    problems = await asyncio.to_thread(segment_problems, segment, surroundings)
    if any(map(blocks_publishing, problems)):
        raise SegmentHasErrors(problems)
    return problems

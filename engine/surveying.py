"""What designers are told of drafts: their problems in the workspace around them, and their fixes.

Looking for everything takes a while, the solver most of it. So it is done beside the event loop,
and once for everybody who reads the same revision in the same surroundings.
"""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TypeAlias

from domain.draft import Draft, Ids
from domain.draft_document import journey_of
from domain.edits import changes_between
from domain.fixes.offering import Fix, fixes_of
from domain.problems import Problem, Severity, Surroundings, problems_of
from engine.designing import Edited, lived_through
from engine.shelf import Shelf
from engine.surroundings import surroundings_of
from store.database import Database

MOST_SURVEYS = 64
MOST_AT_ONCE = 2
"""Threads that look at the same time: what they do holds up everything else in the process."""

DraftKey: TypeAlias = tuple[int, str | None, int]
"""Workspace, draft and revision."""


@dataclass(frozen=True, eq=False)
class DraftSurvey:
    """Everything that is wrong with a draft in its surroundings."""

    workspace: int
    draft: Draft
    around: Surroundings
    problems: tuple[Problem, ...]
    fixes: dict[str, "asyncio.Task[tuple[Fix, ...]]"] = field(default_factory=dict, repr=False)
    """Those of the problems that somebody asked for, by the problem's id."""

    @cached_property
    def found(self) -> tuple["DraftProblem", ...]:
        """Each problem with where it was found."""
        return tuple(DraftProblem(problem, self) for problem in self.problems)

    def among(self, ids: Collection[str] | None, element: str | None) -> list["DraftProblem"]:
        """Those of the problems that have these ids, and in which the element has a part."""
        return [
            one
            for one in self.found
            if (ids is None or one.problem.id in ids)
            and (element is None or element in one.problem.element_ids)
        ]

    @cached_property
    def counts(self) -> Mapping[str, Mapping[Severity, int]]:
        """How many problems of each severity an element has a part in, by its id."""
        counts: dict[str, Counter[Severity]] = {}
        for problem in self.problems:
            for id in dict.fromkeys(problem.element_ids):
                counts.setdefault(id, Counter())[problem.severity] += 1
        return counts


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """A problem of a draft, which can be mended there."""

    problem: Problem
    survey: DraftSurvey

    def __getattr__(self, name: str) -> object:
        """What is asked of it is what the problem says."""
        return getattr(self.problem, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a batch of edits has made of a draft's problems; `total` are there after it."""

    added: tuple[DraftProblem, ...]
    resolved: tuple[Problem, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """A survey that is made or being made, and of what."""

    draft: Draft
    around: Surroundings
    task: "asyncio.Task[DraftSurvey]"

    def is_of(self, draft: Draft, around: Surroundings) -> bool:
        has_failed = self.task.done() and (self.task.cancelled() or self.task.exception())
        return not has_failed and _is_alike(self.draft, draft) and self.around == around


class Surveyor:
    """Surveys of drafts, kept for those who ask next; shared by everybody in a process."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        self._database = database
        self._shelf = shelf
        self._kept: OrderedDict[DraftKey, _Kept] = OrderedDict()
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)

    async def survey(self, workspace: int, draft: Draft) -> DraftSurvey:
        """Everything that is wrong with a draft, as of now."""
        work = partial(surroundings_of, shelf=self._shelf, draft=draft)
        around = await self._database.read(workspace, work)
        draft = _content(draft)
        key = (workspace, draft.id, draft.revision)
        kept = self._kept.pop(key, None)
        if kept is None or not kept.is_of(draft, around):
            task = asyncio.create_task(self._looked(workspace, draft, around))
            kept = _Kept(draft, around, task)
        self._kept[key] = kept
        if len(self._kept) > MOST_SURVEYS:
            self._kept.popitem(last=False)
        # Whoever stops waiting must not take the survey away from the others.
        return await asyncio.shield(kept.task)

    async def effect(self, workspace: int, edited: Edited) -> Effect:
        """What a batch made of the problems, judged as of now."""
        before, after = await lived_through(self._database, workspace, edited)
        was, now = await self.survey(workspace, before), await self.survey(workspace, after)
        known = {problem.id for problem in was.problems}
        left = {problem.id for problem in now.problems}
        return Effect(
            added=tuple(one for one in now.found if one.problem.id not in known),
            resolved=tuple(problem for problem in was.problems if problem.id not in left),
            total=len(now.problems),
        )

    async def fixes(self, found: DraftProblem, ids: Ids) -> tuple[Fix, ...]:
        """How a problem can be mended; of what has been asked for before, the same edits."""
        fixes = found.survey.fixes
        task = fixes.get(found.problem.id)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = fixes[found.problem.id] = asyncio.create_task(self._mended(found, ids))
        return await asyncio.shield(task)

    async def _looked(self, workspace: int, draft: Draft, around: Surroundings) -> DraftSurvey:
        async with self._turns:
            problems = await asyncio.to_thread(problems_of, journey_of(draft), around)
        return DraftSurvey(workspace, draft, around, problems)

    async def _mended(self, found: DraftProblem, ids: Ids) -> tuple[Fix, ...]:
        survey, live = found.survey, found.survey.around.live
        published = frozenset(() if live is None else (it.key for it in live.journey.stages))
        work = partial(
            fixes_of,
            found.problem,
            survey.draft,
            ids,
            survey.around,
            published,
            survey.problems,
        )
        async with self._turns:
            return await asyncio.to_thread(work)


def _is_alike(draft: Draft, other: Draft) -> bool:
    """Whether both say the same: to Python they are equal as well where one has `true` for 1."""
    return draft is other or (draft == other and not changes_between(draft, other))


def _content(draft: Draft) -> Draft:
    """The draft without what has no part in problems, and changes with every look at it."""
    return replace(draft, cosmetic=replace(draft.cosmetic, viewport=None))

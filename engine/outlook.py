"""What is about to be published, and what it would follow: before anybody's place is looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from domain.catalogue.rule import Family
from domain.catalogue.rules import RULES
from domain.confirmation import Confirmation, manner_of
from domain.course import Course
from domain.difference import JourneyDiff, journey_diff
from domain.draft import Draft
from domain.draft_document import journey_of
from domain.journey import Journey
from domain.problems import (
    Severity,
    Standing,
    blocks_publishing,
    live_problems,
    removed_stages,
)
from domain.rollover import RemovedStage, StageMapping, suggested_target
from engine.designing import loaded
from engine.history import History
from engine.publishing import Release, refuse_mapping, refuse_release
from engine.rehearsing import Plan
from engine.shelf import Shelf
from engine.stays import POPULATION
from engine.surveying import DraftProblem, DraftSurvey
from store import counters, drafts, journeys
from store.database import Transaction
from store.journeys import PublishedVersion

LIVE = frozenset(rule.code for rule in RULES.values() if rule.family is Family.LIVE)
"""Codes of what is wrong with a draft only because of who lives by the live version."""
UNMAPPED = "STAGE_REMOVED_WITH_PROFILES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What somebody is about to publish: a draft by its id, and how."""

    draft: str
    mapping: StageMapping = field(default_factory=dict)
    history: History = History.FROM_NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A draft beside the version that is live. `total` are the profiles of its kind.

    `last` is the newest version, which in a journey that is archived is live no longer.
    """

    intent: Intent
    draft: Draft
    journey: Journey
    live: PublishedVersion | None
    last: PublishedVersion | None
    course: Course | None
    populations: Mapping[str, int]
    contributors: tuple[str, ...]
    total: int

    @property
    def follows(self) -> int:
        """The live version; 0 for none."""
        return 0 if self.live is None else self.live.version

    @property
    def plan(self) -> Plan:
        """The publication, to be rehearsed."""
        return Plan(
            journey=self.journey,
            follows=self.follows,
            version=1 if self.last is None else self.last.version + 1,
            history=self.intent.history,
            mapping=self.intent.mapping,
        )

    @property
    def diff(self) -> JourneyDiff | None:
        """What differs from the live version; None without one."""
        return None if self.course is None else journey_diff(self.course.journey, self.journey)

    @property
    def removed(self) -> tuple[RemovedStage, ...]:
        """The stages that would go, as the live version orders them."""
        if self.course is None:
            return ()
        before, mapping = self.course.journey, self.intent.mapping
        gone = {stage.key: stage for stage in removed_stages(self.journey, before)}
        return tuple(
            RemovedStage(
                key=key,
                name=gone[key].name,
                occupants=self.populations.get(key, 0),
                is_mapped=key in mapping,
                target=mapping.get(key),
                suggestion=suggested_target(key, self.course.order, before, self.journey),
            )
            for key in self.course.order
            if key in gone
        )

    def confirmation(self, workspace: int) -> Confirmation:
        """This state of things."""
        return Confirmation(
            workspace=workspace,
            draft=self.intent.draft,
            draft_revision=self.draft.revision,
            follows=self.follows,
            manner=manner_of(self.intent.mapping, self.intent.history),
        )

    def problems(self, survey: DraftSurvey, moving: int | None = None) -> tuple[DraftProblem, ...]:
        """All that is wrong with publishing it so: the draft's own problems, and those that the
        mapping leaves or makes. `moving` is how many profiles it moves, where that is known.
        """
        found = [it for it in survey.found if it.problem.code not in LIVE]
        if self.course is not None:
            around = survey.around.live
            standing = Standing(
                journey=self.course.journey,
                populations=self.populations,
                mapping=self.intent.mapping,
                moving=moving,
                former={} if around is None else around.former,
                readers={} if around is None else around.readers,
            )
            against = live_problems(self.journey, standing)
            found += [DraftProblem(problem, survey) for problem in against]
        order = list(Severity)
        return tuple(sorted(found, key=lambda it: order.index(it.problem.severity)))


async def outlook_of(
    tx: Transaction, shelf: Shelf, intent: Intent, *, lock: bool = False
) -> Outlook:
    """How things stand; with `lock` nobody else edits the draft. Raises NotFound."""
    draft = await loaded(tx, intent.draft, lock=lock)
    live = await journeys.live_version(tx, draft.key)
    since = await journeys.last_revision_of(tx, draft.key, intent.draft)
    everybody = await counters.read(tx, f"profiles.{draft.kind.value}")
    return Outlook(
        intent=intent,
        draft=draft,
        journey=journey_of(draft),
        live=live,
        last=live or await journeys.last_version(tx, draft.key),
        course=None if live is None else shelf.course(tx.workspace, live),
        populations=await counters.read(tx, POPULATION, draft.key),
        contributors=tuple(await drafts.contributors(tx, intent.draft, since)),
        total=everybody.get("", 0),
    )


def refuse_intent(outlook: Outlook) -> None:
    """Raises HistoryNotFirst and BadArgument for what can never be published so."""
    intent, course = outlook.intent, outlook.course
    refuse_release(Release(journey=outlook.journey, history=intent.history), outlook.last)
    refuse_mapping(intent.mapping, None if course is None else course.journey, outlook.journey)


def still_meant(outlook: Outlook) -> Intent:
    """What can still be meant, where the draft or the live version is another than it was: without
    stages that have come back, and without a past that is there by now.
    """
    gone = {one.key for one in outlook.removed}
    kept = {key: target for key, target in outlook.intent.mapping.items() if key in gone}
    history = History.FROM_NOW if outlook.last is not None else outlook.intent.history
    return replace(outlook.intent, mapping=kept, history=history)


def forbids_rehearsal(problems: Iterable[DraftProblem]) -> bool:
    """Whether there is no saying what a publication would do; profiles without a mapping are
    judged anew."""
    return any(blocks_publishing(it.problem) and it.problem.code != UNMAPPED for it in problems)

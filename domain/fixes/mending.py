"""A problem of a draft, with what its fixes need to know of both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from domain.checks.problem import Problem
from domain.checks.surroundings import Surroundings
from domain.checks.survey import Survey
from domain.draft import Draft, ElementKind, Ids, id_of
from domain.draft_document import journey_of
from domain.edits import AddTransition, Edit, TransitionFields, UpdateTransition
from domain.instants import Duration
from domain.journey import EVERYWHERE, Movement, Role, Stage, Transition, TransitionKind


@dataclass(frozen=True, slots=True)
class Proposal:
    """Edits that may remove a problem; `team` is one to be added to the workspace instead."""

    title: str
    edits: tuple[Edit, ...] = ()
    team: str | None = None


@dataclass(frozen=True, kw_only=True)
class Mending:
    """A problem to be mended. Stages and transitions are the draft's, named by id."""

    problem: Problem
    draft: Draft
    survey: Survey
    ids: Ids

    @property
    def around(self) -> Surroundings:
        """What is known of the workspace."""
        return self.survey.surroundings

    @cached_property
    def by_key(self) -> dict[str, Stage]:
        """The draft's stages by key."""
        return {stage.key: stage for stage in self.draft.stages}

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that the problem is about."""
        return tuple(self.by_key[key] for key in self.problem.stages if key in self.by_key)

    @cached_property
    def ways(self) -> tuple[Transition, ...]:
        """The transitions that the problem is about."""
        by_id = {id_of(way): way for way in self.draft.transitions}
        return tuple(by_id[id] for id in self.problem.transitions if id in by_id)

    @property
    def is_free(self) -> bool:
        """Whether criteria alone say where profiles stand."""
        return self.draft.movement is Movement.FREE

    @property
    def exits(self) -> list[Stage]:
        """The EXIT stages."""
        return [stage for stage in self.draft.stages if stage.role is Role.EXIT]

    def label(self, way: Transition) -> str:
        """What people call a transition."""
        names = {id_of(stage): stage.key for stage in self.draft.stages}
        return f"{names.get(way.left, 'everywhere')} -> {names[way.entered]}"

    def joining(
        self,
        left: Stage | None,
        entered: Stage,
        kind: TransitionKind = TransitionKind.ADVANCE,
        after: Duration | None = None,
    ) -> AddTransition:
        """A new transition between two stages, or from everywhere."""
        transition = Transition(
            id=self.ids(ElementKind.TRANSITION),
            left=EVERYWHERE if left is None else id_of(left),
            entered=id_of(entered),
            kind=kind,
            after=after,
        )
        return AddTransition(transition=transition)

    def made(self, way: Transition, kind: TransitionKind) -> UpdateTransition:
        """Another kind for a transition."""
        return UpdateTransition(element=id_of(way), fields=TransitionFields(kind=kind))


Proposer = Callable[[Mending], Iterator[Proposal]]


def mending_of(problem: Problem, draft: Draft, around: Surroundings, ids: Ids) -> Mending:
    """What a problem of that draft needs to be mended."""
    survey = Survey(journey=journey_of(draft), surroundings=around)
    return Mending(problem=problem, draft=draft, survey=survey, ids=ids)

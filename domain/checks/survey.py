"""A journey laid out for checks: what leads where, what asks what, and the solver's view of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from domain.catalogue.rules import RULES
from domain.checks.asked import Asked, asked_by
from domain.checks.problem import SEVERITIES, Problem, Severity
from domain.checks.surroundings import Surroundings
from domain.criteria import Criteria
from domain.journey import EVERYWHERE, Journey, Role, Stage, Transition, TransitionKind
from domain.signals import is_segment
from domain.solver.examples import ExampleProfile
from domain.solver.solving import Solved, solved
from graph.lifecycle import Edge, Lifecycle, Node
from graph.order import AdvanceCycle, advancement_order


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """Criteria with where they are: a stage's `entry` or a transition's `when`.

    `path` leads to them in the document; `what` is what people call them.
    """

    criteria: Criteria
    path: str
    what: str
    stage: str | None = None
    transition: int | None = None

    @property
    def name(self) -> str:
        """What its element calls it."""
        return "when" if self.stage is None else "entry"

    @property
    def stages(self) -> tuple[str, ...]:
        """The stage that it belongs to, where it belongs to one."""
        return () if self.stage is None else (self.stage,)

    @property
    def ways(self) -> tuple[int, ...]:
        """The transition that it belongs to, where it belongs to one."""
        return () if self.transition is None else (self.transition,)


@dataclass(frozen=True, kw_only=True)
class Survey:
    """One journey as every check looks at it, with what takes long worked out once."""

    journey: Journey
    surroundings: Surroundings = field(default_factory=Surroundings)

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """The stages by key."""
        return {stage.key: stage for stage in self.journey.stages}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where in the list each stage is."""
        return {stage.key: index for index, stage in enumerate(self.journey.stages)}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What each transition is called by programs."""
        return tuple(map(name_of, self.journey.transitions))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What each transition is called by people."""
        return tuple(map(label_of, self.journey.transitions))

    @cached_property
    def lifecycle(self) -> Lifecycle:
        """The journey as `graph` sees it."""
        return lifecycle_of(self.journey)

    @cached_property
    def ranks(self) -> Mapping[str, int] | None:
        """How advanced each stage is; None where ADVANCE transitions have no order."""
        order = self.order
        return None if order is None else {key: rank for rank, key in enumerate(order)}

    @cached_property
    def order(self) -> tuple[str, ...] | None:
        """The stages, the least advanced first; None where there is no order."""
        nodes = [(stage.key, stage.role.value) for stage in self.journey.stages]
        edges = ((left, entered, "ADVANCE") for left, entered in self.lifecycle.advances)
        try:
            return advancement_order(nodes, edges)
        except AdvanceCycle:
            return None

    @cached_property
    def depths(self) -> Mapping[str, int] | None:
        """The length of the longest ADVANCE path to each stage; None where there is no order."""
        if self.order is None:
            return None
        into: dict[str, list[str]] = {}
        for left, entered in self.lifecycle.advances:
            into.setdefault(entered, []).append(left)
        depths: dict[str, int] = {}
        # EXIT stages come last in the order, and no ADVANCE should touch them.
        for key in self.order:
            before = [depths[left] for left in into.get(key, ()) if left in depths]
            depths[key] = max(before, default=-1) + 1
        return depths

    @cached_property
    def leaving(self) -> Mapping[str, tuple[int, ...]]:
        """The transitions out of each stage and out of everywhere, by position in the list."""
        leaving: dict[str, list[int]] = {}
        for index, transition in enumerate(self.journey.transitions):
            leaving.setdefault(transition.left, []).append(index)
        return {key: tuple(indexes) for key, indexes in leaving.items()}

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """All criteria of the journey, stages before transitions."""
        return tuple(_slots(self.journey, self.labels))

    @cached_property
    def asked(self) -> Mapping[Slot, Asked]:
        """All criteria, taken apart."""
        return {slot: asked_by(slot.criteria) for slot in self.slots}

    @cached_property
    def entries(self) -> Mapping[str, Slot]:
        """The entry criteria of the stages that have any."""
        return {slot.stage: slot for slot in self.slots if slot.stage is not None}

    @cached_property
    def guards(self) -> Mapping[int, Slot]:
        """The `when` of the transitions that have one."""
        return {slot.transition: slot for slot in self.slots if slot.transition is not None}

    @cached_property
    def solved(self) -> Mapping[Slot, Solved]:
        """All criteria, solved; those that are unfinished come to nothing yet."""
        return {
            slot: solved(slot.criteria) for slot, asked in self.asked.items() if asked.is_finished
        }

    def exits_of(self, key: str) -> Iterator[int]:
        """The EXIT transitions that a profile in the stage may follow, those of `*` included."""
        everywhere = () if self.stages[key].role is Role.EXIT else self.leaving.get(EVERYWHERE, ())
        for index in (*self.leaving.get(key, ()), *everywhere):
            if self.journey.transitions[index].kind is TransitionKind.EXIT:
                yield index

    def problem(
        self,
        code: str,
        *stages: str,
        ways: tuple[int, ...] = (),
        at: str | None = None,
        about: str = "",
        witness: tuple[str, ...] = (),
        example: ExampleProfile | None = None,
        severity: Severity | None = None,
        elements: tuple[str, ...] = (),
        **args: object,
    ) -> Problem:
        """A problem of these stages and transitions, in the words of its rule.

        `at` is where it is to be mended, else the last transition or the only stage it is about;
        `about` tells it from others of the same elements; `elements` are ids of lanes.
        """
        place = self._place(stages, ways) if at is None else at
        found = self.problem_at(code, stages, ways, place, about, args, witness, example, severity)
        return replace(found, element_ids=(*found.element_ids, *elements)) if elements else found

    def problem_in(self, slot: Slot, code: str, path: str, **args: object) -> Problem:
        """A problem of one place in criteria."""
        about = f"{slot.name}{path.removeprefix(slot.path)}"
        return self.problem_at(code, slot.stages, slot.ways, path, about, args)

    def problem_at(
        self,
        code: str,
        stages: tuple[str, ...],
        ways: tuple[int, ...],
        path: str,
        about: str,
        args: Mapping[str, object],
        witness: tuple[str, ...] = (),
        example: ExampleProfile | None = None,
        severity: Severity | None = None,
    ) -> Problem:
        """A problem of these stages and transitions at a place in the document."""
        rule = RULES[code]
        names = tuple(self.names[index] for index in ways)
        labels = tuple(self.labels[index] for index in ways)
        given: dict[str, object] = {
            "stage": stages[0] if stages else "",
            "last": stages[-1] if stages else "",
            "stages": ", ".join(stages),
            "transition": labels[0] if labels else "",
            "transitions": " and ".join(labels),
            **args,
        }
        return Problem(
            code=code,
            severity=severity or SEVERITIES[rule.tier],
            message=rule.sentence.format_map(given),
            args={name: given[name] for name in rule.blanks},
            stages=stages,
            transitions=names,
            element_ids=(*(self.stages[key].id or key for key in stages), *names),
            path=path,
            about=about,
            witness=witness,
            example=example,
        )

    def _place(self, stages: tuple[str, ...], ways: tuple[int, ...]) -> str:
        if ways:
            return f"transitions[{ways[-1]}]"
        if len(stages) == 1:
            return self.stage_path(stages[0])
        return "stages" if stages or not self.journey.stages else ""

    def stage_path(self, key: str) -> str:
        """Where the stage is in the document."""
        return f"stages[{self.positions[key]}]"


def lifecycle_of(journey: Journey) -> Lifecycle:
    """The journey as `graph` sees it."""
    return Lifecycle(
        tuple(_node(stage) for stage in journey.stages),
        tuple(_edge(transition) for transition in journey.transitions),
        journey.movement,
    )


def name_of(transition: Transition) -> str:
    """What a transition is called: its id, else from, to and kind."""
    return transition.id or label_of(transition)


def label_of(transition: Transition) -> str:
    """What people call a transition: from, to and kind."""
    return f"{transition.left} -> {transition.entered} ({transition.kind})"


def _node(stage: Stage) -> Node:
    return Node(stage.key, stage.role, stage.entry is not None)


def _edge(transition: Transition) -> Edge:
    return Edge(
        transition.left,
        transition.entered,
        transition.kind,
        transition.when is not None,
        transition.after is not None,
    )


def _slots(journey: Journey, labels: tuple[str, ...]) -> Iterator[Slot]:
    for index, stage in enumerate(journey.stages):
        if stage.entry is not None:
            what, path = f"the entry criteria of {stage.key}", f"stages[{index}].entry"
            if is_segment(journey.key):
                what, path = "the criteria", "criteria"
            yield Slot(stage.entry, path, what, stage=stage.key)
    for index, transition in enumerate(journey.transitions):
        if transition.when is not None:
            what = f"the guard of {labels[index]}"
            yield Slot(transition.when, f"transitions[{index}].when", what, transition=index)

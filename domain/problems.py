"""What is wrong with a journey that could be read: every problem, and what it stands in the way of.

    ERROR     the journey cannot be published; those that are `STRUCTURAL` forbid a replay as well,
              since the rule that moves profiles has no meaning on such a map (design, section 2)
    WARNING   it can, and somebody should look
    HINT      a suggestion

The shape of a journey is judged by `graph`; this file says what its findings mean to people, and
adds what only criteria can tell (`loops.py`).
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.journey import Journey, Stage, Transition
from domain.loops import loops_at_once
from graph.findings import Finding, Flaw
from graph.lifecycle import Edge, Lifecycle, Node
from graph.lint import findings


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    HINT = "HINT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a journey: its code, in words, and the stages and transitions at fault.

    `witness` shows it: a way through the stages, or the order they would have.
    """

    code: str
    severity: Severity
    message: str
    stages: tuple[str, ...] = ()
    transitions: tuple[str, ...] = ()
    path: str = ""
    witness: tuple[str, ...] = ()

    @property
    def elements(self) -> tuple[str, ...]:
        """Everything it is about: keys of stages, then names of transitions."""
        return self.stages + self.transitions


STRUCTURAL = frozenset(
    {
        Flaw.SELF_TRANSITION,
        Flaw.ANYWHERE_NOT_EXIT,
        Flaw.EXIT_HAS_ADVANCE,
        Flaw.EXIT_TO_NON_EXIT,
        Flaw.EXIT_GOES_BACK,
        Flaw.RECYCLE_TO_EXIT,
        Flaw.RECYCLE_GOES_FORWARD,
        Flaw.RECYCLE_IN_FREE,
        Flaw.ADVANCE_CYCLE,
    }
)
"""Codes of the ERRORs that forbid a replay too; the others only stop a publication."""

_WARNINGS = frozenset(
    {
        Flaw.SEVERAL_DEFAULT_ENTRIES,
        Flaw.DEAD_END,
        Flaw.STAGE_BY_HAND_ONLY,
        Flaw.STAGE_WITHOUT_EXIT,
        Flaw.NO_EXIT_STAGE,
        Flaw.SKIP_BLOCKED_BY_AFTER,
        Flaw.GUARD_IN_FREE,
        Flaw.LIST_ORDER_DIFFERS,
    }
)

# `stage` is the first of the finding's stages, `last` its last; `way` is its witness in a line.
_SENTENCES = {
    Flaw.NO_STAGES: "A journey needs a stage.",
    Flaw.NO_ENTRY_STAGE: "A STEPWISE journey starts at ENTRY stages, and none has that role.",
    Flaw.STAGE_UNREACHABLE: "No profile can ever come to {stage}: {reason}.",
    Flaw.SELF_TRANSITION: "{transition} leads back to the stage it leaves.",
    Flaw.ANYWHERE_NOT_EXIT: "{transition} leaves from everywhere, which only EXIT transitions may.",
    Flaw.DUPLICATE_TRANSITION: "{transitions} join the same stages in the same way; one would do.",
    Flaw.EXIT_HAS_ADVANCE: "{transition} touches an EXIT stage; only EXIT transitions lead to one, "
    "only EXIT and RECYCLE lead away from one.",
    Flaw.EXIT_TO_NON_EXIT: "{transition} leads to {last}, which is not an EXIT stage.",
    Flaw.EXIT_GOES_BACK: "{transition} leads from an EXIT stage to a less advanced one.",
    Flaw.RECYCLE_TO_EXIT: "{transition} leads to an EXIT stage, which only EXIT transitions may.",
    Flaw.RECYCLE_GOES_FORWARD: "{transition} leads to a more advanced stage; "
    "RECYCLE transitions lead back.",
    Flaw.RECYCLE_IN_FREE: "{transition} is never followed: a FREE journey has no cycles.",
    Flaw.RECYCLE_LOOP_AT_ONCE: "{transition} opens the moment {stage} is entered: "
    "what opens the way to {stage} also opens the way back ({way}).",
    Flaw.ADVANCE_CYCLE: "ADVANCE transitions lead round in a circle ({way}), "
    "so that no stage is the more advanced one.",
    Flaw.SEVERAL_DEFAULT_ENTRIES: "{stages} are all ENTRY stages without criteria; "
    "profiles only ever start at {way}.",
    Flaw.DEAD_END: "Nothing leads on from {stage}.",
    Flaw.STAGE_BY_HAND_ONLY: "{stage} is entered by hand only: it asks nothing, "
    "and no guarded transition leads to it.",
    Flaw.STAGE_WITHOUT_EXIT: "No way leads from {stage} to an EXIT stage.",
    Flaw.NO_EXIT_STAGE: "No stage is an EXIT: profiles never leave this journey.",
    Flaw.SKIP_BLOCKED_BY_AFTER: "{transition} has an `after`, so that a profile in {stage} "
    "that meets {last} cannot pass over the stages between.",
    Flaw.GUARD_IN_FREE: "{transition} has a guard that a FREE journey never asks.",
    Flaw.LIST_ORDER_DIFFERS: "The list names {stages} before less advanced stages; "
    "in order of advancement it is {way}.",
}

_UNREACHABLE = {
    "FORWARD": "it asks nothing that could open it, and no way leads to it",
    "STEPWISE": "no way leads to it from an ENTRY stage",
    "FREE": "without criteria only an ENTRY stage is entered in a FREE journey",
}


def problems_of(journey: Journey) -> tuple[Problem, ...]:
    """Every problem of a journey, errors first, otherwise in reading order."""
    lifecycle = lifecycle_of(journey)
    found = (*findings(lifecycle), *loops_at_once(journey, lifecycle))
    problems = [_problem(finding, journey) for finding in found]
    ranks = list(Severity)
    return tuple(sorted(problems, key=lambda problem: ranks.index(problem.severity)))


def blocks_publishing(problem: Problem) -> bool:
    """Whether a journey with this problem cannot be published."""
    return problem.severity is Severity.ERROR


def blocks_replay(problem: Problem) -> bool:
    """Whether a journey with this problem cannot even be replayed."""
    return problem.code in STRUCTURAL


def lifecycle_of(journey: Journey) -> Lifecycle:
    """The journey as `graph` sees it."""
    return Lifecycle(
        tuple(_node(stage) for stage in journey.stages),
        tuple(_edge(transition) for transition in journey.transitions),
        journey.movement,
    )


def name_of(transition: Transition) -> str:
    """What a transition is called: its id, else from, to and kind."""
    return transition.id or f"{transition.left} -> {transition.entered} ({transition.kind})"


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


def _problem(finding: Finding, journey: Journey) -> Problem:
    """A finding in the words of the journey."""
    transitions = tuple(name_of(journey.transitions[index]) for index in finding.edges)
    sentence = _SENTENCES[finding.flaw].format(
        stage=finding.nodes[0] if finding.nodes else "",
        last=finding.nodes[-1] if finding.nodes else "",
        stages=", ".join(finding.nodes),
        transition=transitions[0] if transitions else "",
        transitions=" and ".join(transitions),
        way=" -> ".join(finding.witness),
        reason=_UNREACHABLE[journey.movement],
    )
    return Problem(
        code=finding.flaw.value,
        severity=Severity.WARNING if finding.flaw in _WARNINGS else Severity.ERROR,
        message=sentence,
        stages=finding.nodes,
        transitions=transitions,
        path=_path(finding, journey),
        witness=finding.witness,
    )


def _path(finding: Finding, journey: Journey) -> str:
    """Where in the document it is to be mended: the last transition it is about, else its stage."""
    if finding.edges:
        return f"transitions[{finding.edges[-1]}]"
    if len(finding.nodes) == 1:
        position = [stage.key for stage in journey.stages].index(finding.nodes[0])
        return f"stages[{position}]"
    return "stages" if finding.nodes or not journey.stages else ""

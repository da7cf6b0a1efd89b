"""Why a profile stands where it stands, as clients see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import strawberry

from api.feed.enums import Move
from api.fields import field, seen
from api.journeys.types import Stage, StageOf, stage_of
from api.scalars import JSON, DateTime, Duration
from domain.ahead import Ahead
from domain.course import Course
from domain.explanation import found, rule_of, rules_in
from domain.instants import LATEST, instant_of
from domain.instants import Duration as WrittenDuration
from domain.journey import TransitionKind
from domain.placement_in_words import nearest_in_words
from domain.unmet import Lack
from domain.wording import in_words
from engine.explaining import Explained

Node: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """A stage or a transition of an explained journey; `node` is what the explanation says."""

    course: Course
    node: Node

    @property
    def criteria(self) -> Node | None:
        """The criteria that it asks, explained."""
        return cast("Node | None", self.node.get("entry", self.node.get("when")))


@dataclass(frozen=True, slots=True)
class ExplainedRule:
    """A rule of an explained tree, and the path that leads to it there."""

    path: str
    node: Node


@dataclass(frozen=True, slots=True)
class NearestOf:
    """What lies ahead of an explained profile, and the rule that is nearest to hold."""

    explained: Explained
    ahead: Ahead

    @property
    def lack(self) -> Lack | None:
        """That rule."""
        return self.ahead.nearest


def _instant(text: str | None) -> DateTime | None:
    instant = None if text is None else instant_of(text)
    return None if instant is None else DateTime(instant)


def _json(value: object) -> JSON | None:
    return None if value is None else JSON(value)


def _rules(part: ExplainedPart) -> list[ExplainedRule]:
    slot = "entry" if "entry" in part.node else "when"
    found_ = () if part.criteria is None else rules_in(part.criteria, slot)
    return [ExplainedRule(path, node) for path, node in found_]


@strawberry.type(description="A rule with what was read, what was asked, and what came of it.")
class RuleExplanation:
    """A window on `ExplainedRule`."""

    path: str = seen("Where it is in its criteria: `entry.all[0]`.")

    @field("What it reads, as in the document.")
    @staticmethod
    def signal(rule: strawberry.Parent[ExplainedRule]) -> JSON:
        return JSON(rule.node["signal"])

    @field("How it compares, as in the document: `gte`.", name="is")
    @staticmethod
    def operator(rule: strawberry.Parent[ExplainedRule]) -> str:
        return str(rule.node["is"])

    @field("What is asked for; null where it takes no value.")
    @staticmethod
    def expected(rule: strawberry.Parent[ExplainedRule]) -> JSON | None:
        return cast("JSON | None", rule.node.get("value"))

    @field(
        "What was found; null when missing. Where only enough to decide is kept, `{atLeast: 3}`; "
        "of what is long `{startsWith: text}` or `{length: 4000}`."
    )
    @staticmethod
    def actual(rule: strawberry.Parent[ExplainedRule]) -> JSON | None:
        return cast("JSON | None", rule.node["actual"])

    @field("Whether it holds.")
    @staticmethod
    def holds(rule: strawberry.Parent[ExplainedRule]) -> bool:
        return bool(rule.node["holds"])

    @field("Until when at the least it will, if nothing happens; null when time never changes it.")
    @staticmethod
    def until(rule: strawberry.Parent[ExplainedRule]) -> DateTime | None:
        return _instant(rule.node["until"])

    @field("What it asks, in words.")
    @staticmethod
    def summary(rule: strawberry.Parent[ExplainedRule]) -> str:
        return in_words(rule_of(rule.node))


@strawberry.type(description="A stage, and how its criteria stand for a profile.")
class StageExplanation:
    """A window on `ExplainedPart`."""

    @field("The stage.", of=Stage)
    @staticmethod
    def stage(part: strawberry.Parent[ExplainedPart]) -> StageOf | None:
        return stage_of(part.course, part.node["stage"])

    @field("Whether its criteria hold; null when it has none.")
    @staticmethod
    def holds(part: strawberry.Parent[ExplainedPart]) -> bool | None:
        return None if part.criteria is None else bool(part.criteria["holds"])

    @field("Until when at the least that is so; null when time never changes it.")
    @staticmethod
    def until(part: strawberry.Parent[ExplainedPart]) -> DateTime | None:
        return None if part.criteria is None else _instant(part.criteria["until"])

    @field("Since when it is held: not to be entered until its criteria have lapsed once.")
    @staticmethod
    def held_since(part: strawberry.Parent[ExplainedPart]) -> DateTime | None:
        return _instant(part.node.get("heldSince"))

    @field("Every rule of its criteria, in the document's order.", of=list[RuleExplanation])
    @staticmethod
    def rules(part: strawberry.Parent[ExplainedPart]) -> list[ExplainedRule]:
        return _rules(part)


@strawberry.type(description="A way out of the stage, and how its guards stand for a profile.")
class TransitionExplanation:
    """A window on `ExplainedPart`."""

    @field("Key of the stage it leaves; `*` is every stage that is not an EXIT.", name="from")
    @staticmethod
    def left(part: strawberry.Parent[ExplainedPart]) -> str:
        return str(part.node["from"])

    @field("The stage it leads to.", of=Stage, name="to")
    @staticmethod
    def entered(part: strawberry.Parent[ExplainedPart]) -> StageOf | None:
        return stage_of(part.course, part.node["to"])

    @field("What following it means.")
    @staticmethod
    def kind(part: strawberry.Parent[ExplainedPart]) -> TransitionKind:
        return TransitionKind(part.node["kind"])

    @field("How long a profile has to have stayed before it is followed.")
    @staticmethod
    def after(part: strawberry.Parent[ExplainedPart]) -> Duration | None:
        after = part.node.get("after")
        return None if after is None else Duration(WrittenDuration.parse(after).microseconds)

    @field("Whether its criteria hold; null when it has none.")
    @staticmethod
    def holds(part: strawberry.Parent[ExplainedPart]) -> bool | None:
        return None if part.criteria is None else bool(part.criteria["holds"])

    @field("Every rule of its criteria, in the document's order.", of=list[RuleExplanation])
    @staticmethod
    def rules(part: strawberry.Parent[ExplainedPart]) -> list[ExplainedRule]:
        return _rules(part)


@strawberry.type(
    description="The next stage: the least advanced of those further on that the journey's "
    "movement could bring the profile to by itself, or from where nothing leads on, the one that a "
    "RECYCLE leads to. And the rule towards it that is nearest to hold, relative to what it asks."
)
class NearestRule:
    """A window on `NearestOf`."""

    @field("The next stage.", of=Stage)
    @staticmethod
    def stage(of: strawberry.Parent[NearestOf]) -> StageOf | None:
        return stage_of(of.explained.course, of.ahead.stage)

    @field("How the profile would move.")
    @staticmethod
    def move(of: strawberry.Parent[NearestOf]) -> Move:
        return of.ahead.move

    @field(
        "The rule, as in the document; `{after: P14D}` where a transition waits. Null where no "
        "rule is lacking: the stage opens now, is held, or is entered by hand only."
    )
    @staticmethod
    def rule(of: strawberry.Parent[NearestOf]) -> JSON | None:
        return None if of.lack is None else JSON(of.lack.written)

    @field("Whether the rule has to stop holding, being under a `not`.")
    @staticmethod
    def negated(of: strawberry.Parent[NearestOf]) -> bool:
        return of.lack is not None and of.lack.is_negated

    @field("What was found; null when missing.")
    @staticmethod
    def actual(of: strawberry.Parent[NearestOf]) -> JSON | None:
        return None if of.lack is None else _json(found(of.lack.actual))

    @field("What is asked for; null where the rule takes no value.")
    @staticmethod
    def expected(of: strawberry.Parent[NearestOf]) -> JSON | None:
        return None if of.lack is None else _json(of.lack.expected)

    @field("How much of it there is, from 0 to 1: 2 of 3 logins are 0.666667.")
    @staticmethod
    def progress(of: strawberry.Parent[NearestOf]) -> float | None:
        return None if of.lack is None else round(float(of.lack.progress), 6)

    @field(
        "How much more it takes: a number, or a length of time such as `P3D`. Null for what cannot "
        "grow into it, such as a trait that has to be another."
    )
    @staticmethod
    def missing(of: strawberry.Parent[NearestOf]) -> JSON | None:
        return None if of.lack is None else _json(found(of.lack.missing))

    @field("When time alone may meet it at the earliest; null when it never does.")
    @staticmethod
    def until(of: strawberry.Parent[NearestOf]) -> DateTime | None:
        is_never = of.lack is None or of.lack.until > LATEST
        return None if is_never or of.lack is None else DateTime(of.lack.until)

    @field("How many more rules have to hold besides.")
    @staticmethod
    def others(of: strawberry.Parent[NearestOf]) -> int:
        return max(len(of.ahead.lacks) - 1, 0)

    @field("What it takes, in words: `To reach Adoption it needs 1 more login (2 of 3).`")
    @staticmethod
    def sentence(of: strawberry.Parent[NearestOf]) -> str:
        return nearest_in_words(of.explained.course, of.explained.placement, of.ahead)


@strawberry.type(description="Why a profile stands where it stands in a journey, as of now.")
class Explanation:
    """A window on `engine.explaining.Explained`."""

    sentence: str = seen(
        "All of it in one sentence: since when it stands where and why, and what is nearest to "
        "hold of what it takes to reach the next stage."
    )

    @field("The stage it stands in; null while it is unplaced.", of=Stage | None)
    @staticmethod
    def stage(explained: strawberry.Parent[Explained]) -> StageOf | None:
        stage = explained.placement.stage
        return None if stage is None else stage_of(explained.course, stage)

    @field(
        "What brought it there, as the end of a sentence: `it had 3 logins within 30 days`. Null "
        "while it is unplaced, and where the feed no longer keeps it."
    )
    @staticmethod
    def reason(explained: strawberry.Parent[Explained]) -> str | None:
        return explained.reason or None

    @field(
        "Every stage in the order of advancement, its rules as they stand.",
        of=list[StageExplanation],
    )
    @staticmethod
    def stages(explained: strawberry.Parent[Explained]) -> list[ExplainedPart]:
        return _parts(explained, "stages")

    @field("Every way out of the stage, its guards as they stand.", of=list[TransitionExplanation])
    @staticmethod
    def transitions(explained: strawberry.Parent[Explained]) -> list[ExplainedPart]:
        return _parts(explained, "transitions")

    @field("Since when its cycle runs: earlier events no longer count here. Null in the first.")
    @staticmethod
    def cycle_since(explained: strawberry.Parent[Explained]) -> DateTime | None:
        cycle = explained.placement.cycle
        return None if cycle is None else DateTime(cycle)

    @field("The first instant at which time alone may move it; null when it never does.")
    @staticmethod
    def next_timer(explained: strawberry.Parent[Explained]) -> DateTime | None:
        due = explained.placement.due
        return None if due > LATEST else DateTime(due)

    @field(
        "What lies next, and the rule that is nearest to hold; null at the end of the way.",
        of=NearestRule | None,
    )
    @staticmethod
    def nearest(explained: strawberry.Parent[Explained]) -> NearestOf | None:
        ahead = explained.ahead
        return None if ahead is None else NearestOf(explained, ahead)

    @field("The same rules as one JSON tree, criteria nested as in the document.")
    @staticmethod
    def json(explained: strawberry.Parent[Explained]) -> JSON:
        return JSON(explained.tree)


def _parts(explained: Explained, name: str) -> list[ExplainedPart]:
    nodes = cast("list[Node]", explained.tree.get(name, []))
    return [ExplainedPart(explained.course, node) for node in nodes]

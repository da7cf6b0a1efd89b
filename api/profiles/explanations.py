"""Why a profile stands where it stands, as clients see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import strawberry

from api.fields import field, seen
from api.journeys.types import Stage, StageOf, stage_of
from api.profiles.nearest import NearestOf, NearestRule
from api.scalars import JSON, DateTime, Duration
from domain.course import Course
from domain.explanation import rule_of, rules_in
from domain.instants import LATEST, instant_of
from domain.instants import Duration as WrittenDuration
from domain.journey import TransitionKind
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

"""The rule that is nearest to bring a profile on, as clients see it."""

from dataclasses import dataclass

import strawberry

from api.feed.enums import Move
from api.fields import field
from api.journeys.types import Stage, StageOf, stage_of
from api.scalars import JSON, DateTime
from domain.ahead import Ahead
from domain.explanation import found
from domain.instants import LATEST
from domain.placement_in_words import nearest_in_words
from domain.unmet import Lack
from engine.explaining import Explained


@dataclass(frozen=True, slots=True)
class NearestOf:
    """What lies ahead of an explained profile, and the rule that is nearest to hold."""

    explained: Explained
    ahead: Ahead

    @property
    def lack(self) -> Lack | None:
        """That rule."""
        return self.ahead.nearest


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


def _json(value: object) -> JSON | None:
    return None if value is None else JSON(value)

"""Subscriptions to stage changes."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from api.context import Info
from api.feed.listening import Checkpoints, GoingOn, Told, Wanted, heard
from api.feed.queries import OfJourney, OfProfile
from api.feed.types import StageChangeEvent
from api.fields import subscription, told
from api.ids import number_named
from domain.fact import RecordedFact
from domain.signals import is_segment
from domain.stage_change import RecordedChange


@strawberry.type
class FeedSubscriptions:
    """Root fields that go on."""

    @subscription(
        "Stage changes as they are committed, in feed order, none missing and none twice: first "
        "those kept after `after`, then live ones. Each comes with the cursor to go on from.",
        of=StageChangeEvent,
    )
    @staticmethod
    async def stage_changes(
        info: Info,
        journey: OfJourney = None,
        stages: Annotated[
            list[str] | None, told("Only out of or into a stage of one of these keys.")
        ] = None,
        profile: OfProfile = None,
        after: GoingOn = None,
        checkpoints: Checkpoints = False,
    ) -> AsyncGenerator[Told, None]:
        wanted = _filter(journey, stages, profile)
        async with aclosing(heard(info.context, wanted, after, checkpoints)) as events:
            async for event in events:
                yield event


def _filter(journey: str | None, stages: list[str] | None, profile: str | None) -> Wanted:
    keys = None if stages is None else frozenset(stages)
    of = None if profile is None else number_named(profile, "Profile", "profile")

    def wanted(fact: RecordedFact) -> bool:
        return (
            isinstance(fact, RecordedChange)
            and not is_segment(fact.journey)
            and (journey is None or fact.journey == journey)
            and (of is None or fact.profile == of)
            and (keys is None or fact.left in keys or fact.entered in keys)
        )

    return wanted

"""Subscriptions to changes of health."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import strawberry

from api.context import Info
from api.feed.listening import Checkpoints, GoingOn, Told, Wanted, heard
from api.feed.queries import OfJourney, OfProfile
from api.fields import subscription
from api.health.changes import HealthChangeEvent
from api.health.queries import OfBands, WithScores, bands_given
from api.ids import number_named
from domain.fact import RecordedFact
from domain.health import RecordedHealth


@strawberry.type
class HealthSubscriptions:
    """Root fields that go on."""

    @subscription(
        "Changes of health as they are committed, in feed order, none missing and none twice: "
        "first those kept after `after`, then live ones. Other bands, and health that became known "
        "or unknown; each comes with the cursor to go on from.",
        of=HealthChangeEvent,
    )
    @staticmethod
    async def health_changes(
        info: Info,
        journey: OfJourney = None,
        bands: OfBands = None,
        scores: WithScores = False,
        profile: OfProfile = None,
        after: GoingOn = None,
        checkpoints: Checkpoints = False,
    ) -> AsyncGenerator[Told, None]:
        wanted = _filter(journey, bands, profile, with_steps=bool(scores))
        async with aclosing(heard(info.context, wanted, after, checkpoints)) as events:
            async for event in events:
                yield event


def _filter(
    journey: str | None, bands: list[str] | None, profile: str | None, *, with_steps: bool
) -> Wanted:
    keys = bands_given(bands)
    of = None if profile is None else number_named(profile, "Profile", "profile")

    def wanted(fact: RecordedFact) -> bool:
        return (
            isinstance(fact, RecordedHealth)
            and (with_steps or not fact.is_step)
            and (journey is None or fact.journey == journey)
            and (of is None or fact.profile == of)
            and (keys is None or fact.band in keys or fact.old_band in keys)
        )

    return wanted

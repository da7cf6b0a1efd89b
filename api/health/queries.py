"""Asking for changes of health that have been."""

from functools import partial
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.feed.queries import OfJourney, OfProfile, kept_after
from api.feed.types import feed_cursor, feed_cursor_text
from api.fields import field, told
from api.health.changes import HealthChangeConnection
from api.ids import number_named
from api.paging import After, Before, Connection, First, Last, connection, part
from domain.health import RecordedHealth
from domain.refusals import BadArgument
from store import health_changes

MOST_BANDS = 200

OfBands = Annotated[list[str] | None, told("Only out of or into a band of one of these keys.")]
WithScores = Annotated[bool | None, told("Also each score that data moved within a band.")]


@strawberry.type
class HealthQueries:
    """Root fields about health."""

    @field(
        "Changes of health in the order of the feed, as far as they are kept: other bands, and "
        "health that became known or unknown.",
        of=HealthChangeConnection,
    )
    @staticmethod
    async def health_changes(
        info: Info,
        journey: OfJourney = None,
        profile: OfProfile = None,
        bands: OfBands = None,
        scores: WithScores = False,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[RecordedHealth]:
        wanted = part(first, after, last, before, feed_cursor)
        await info.context.read(partial(kept_after, wanted=wanted))
        page = partial(
            health_changes.page,
            wanted=wanted,
            journey=None if journey is None else text_given(journey, "journey"),
            profile=None if profile is None else number_named(profile, "Profile", "profile"),
            bands=bands_given(bands),
            with_steps=bool(scores),
        )
        found = await info.context.read(page)
        info.context.loaders.expect_profiles(change.profile for change in found.items)
        return connection(found, feed_cursor_text)


def bands_given(bands: list[str] | None) -> frozenset[str] | None:
    """The keys of bands that somebody wants to hear of. Raises BadArgument."""
    if bands is None:
        return None
    if len(bands) > MOST_BANDS:
        raise BadArgument(f"Name {MOST_BANDS} bands at most.", "bands")
    return frozenset(text_given(band, "bands") for band in bands)

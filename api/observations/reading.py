"""Observations as clients send them, read one by one: a bad one is refused and stops no other."""

from typing import Any

import strawberry

from api.fields import entry, given
from api.scalars import JSON, DateTime, Unreadable
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from domain.receiving import received
from domain.refusals import BadObservation


@strawberry.input(description="What was observed of one profile: traits, an event, or both.")
class ObservationInput:
    """See `domain.observation.ReceivedObservation`."""

    kind: ProfileKind = entry("What the profile is.", required=True)
    external_id: str = entry("What you call the profile; 1 to 200 characters.", required=True)
    at: DateTime | None = entry("When it happened; now where nothing is said.")
    message_id: str | None = entry(
        "An id of yours. For 30 days a message of the same id is kept only once, so that sending "
        "again is safe."
    )
    traits: JSON | None = entry(
        "What became known: an object of named values. They are merged into what is known; a null "
        "takes a trait away."
    )
    event: str | None = entry("What the profile did: the name of an event.")
    properties: JSON | None = entry("Details of the event: an object.")


def read(observation: ObservationInput) -> ReceivedObservation | BadObservation:
    """The observation, or why it cannot be taken."""
    at: Any = given(observation.at)
    if isinstance(at, Unreadable):
        return BadObservation(f"{at}", "at")
    try:
        return received(
            kind=observation.kind,
            external_id=observation.external_id,
            at=at,
            message_id=given(observation.message_id),
            traits=given(observation.traits),
            event=given(observation.event),
            properties=given(observation.properties),
        )
    except BadObservation as bad:
        return bad

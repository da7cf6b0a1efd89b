"""The log of a profile, as clients see it."""

import strawberry

from api.fields import seen
from api.paging import PageInfo
from api.scalars import JSON, DateTime


@strawberry.type(description="One thing that was observed of a profile.")
class Observation:
    """A window on `domain.observation.KeptObservation`."""

    number: int = seen("Counts the profile's observations in order of arrival, from 1.")
    at: DateTime = seen("When it happened.")
    recorded_at: DateTime = seen("When it was kept.")
    message_id: str | None = seen("The id it was sent with, by which it is kept only once.")
    event: str | None = seen("What the profile did.")
    traits: JSON | None = seen("What became known of it; a null takes a trait away.")
    properties: JSON | None = seen("Details of the event.")


@strawberry.type(description="An observation on a page.")
class ObservationEdge:
    """As Relay has it."""

    node: Observation = seen("The observation.")
    cursor: str = seen("Its place in the list.")


@strawberry.type(description="A page of observations.")
class ObservationConnection:
    """As Relay has it."""

    edges: list[ObservationEdge] = seen("The observations of this page, each with its cursor.")
    page_info: PageInfo = seen("Where the page lies.")

"""What is always kept of a profile's events, whatever the definitions say: a record a name."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.instants import Instant

MOST_EVENT_NAMES = 200
MOST_NAME_BYTES = 16 * 1024
"""Of all those names together: a name may have 200 characters, and the row must stay small."""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """What is always kept of an event, whatever the definitions say."""

    count: int
    first: Instant
    last: Instant


def recorded(
    events: Mapping[str, EventRecord], event: str, at: Instant
) -> Mapping[str, EventRecord]:
    """The records after an event; a name that is one too many is not recorded."""
    record = events.get(event)
    if record is None:
        if len(events) >= MOST_EVENT_NAMES or _bytes_of(event, *events) > MOST_NAME_BYTES:
            return events
        return {**events, event: EventRecord(1, at, at)}
    return {
        **events,
        event: EventRecord(record.count + 1, min(record.first, at), max(record.last, at)),
    }


def _bytes_of(*names: str) -> int:
    return sum(len(name.encode()) for name in names)

"""An observation as it arrives from outside: plain values, checked field by field.

What is refused is one observation, by the field at fault; its neighbours are taken.
"""

from collections.abc import Mapping

from domain.instants import EARLIEST, LATEST, Instant
from domain.journey import ProfileKind
from domain.observation import (
    MAX_BYTES,
    MAX_EVENT_NAME,
    MAX_EXTERNAL_ID,
    MAX_MESSAGE_ID,
    NOTHING,
    ReceivedObservation,
)
from domain.refusals import BadObservation
from domain.signals import ANY_EVENT
from domain.values import BadValue, Value, taken, text_taken


def received(
    *,
    kind: ProfileKind,
    external_id: str,
    at: Instant | None = None,
    message_id: str | None = None,
    traits: object = None,
    event: str | None = None,
    properties: object = None,
) -> ReceivedObservation:
    """The observation that these values make. Raises BadObservation, its path the field's name."""
    if at is not None and not EARLIEST <= at <= LATEST:
        raise BadObservation("must lie between the years 1 and 9999", "at")
    if event == ANY_EVENT:
        raise BadObservation("'*' means any event in criteria and cannot be one", "event")
    if properties and event is None:
        raise BadObservation("belong to an event, and there is none", "properties")
    return ReceivedObservation(
        kind=kind,
        external_id=_name(external_id, "externalId", MAX_EXTERNAL_ID),
        at=at,
        message_id=None if message_id is None else _name(message_id, "messageId", MAX_MESSAGE_ID),
        traits=tree(traits, "traits"),
        event=None if event is None else _name(event, "event", MAX_EVENT_NAME),
        properties=tree(properties, "properties"),
    )


def _name(text: str, field: str, most: int) -> str:
    if not text.strip():
        raise BadObservation("must not be empty", field)
    if len(text) > most:
        raise BadObservation(f"has more than {most} characters", field)
    try:
        return text_taken(text, field)
    except BadValue as bad:
        raise BadObservation(bad.message, bad.path) from None


def tree(value: object, field: str) -> Mapping[str, Value]:
    """Traits or properties: an object of JSON values, at most 32 kB as text."""
    if value is None:
        return NOTHING
    if not isinstance(value, Mapping):
        raise BadObservation("must be an object", field)
    # What Python shows of a value is about as long as its JSON, and is had at once.
    if len(repr(value)) > MAX_BYTES:
        raise BadObservation(f"is larger than {MAX_BYTES // 1024} kB", field)
    try:
        kept = taken(value, field)
    except BadValue as bad:
        raise BadObservation(bad.message, bad.path) from None
    assert isinstance(kept, Mapping)
    return kept

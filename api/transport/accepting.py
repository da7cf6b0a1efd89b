"""What a client wants its answer to be, by its Accept header."""

from dataclasses import dataclass

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
EVENTS = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The media type of an answer, and whether the client could also take a stream of events."""

    media_type: str | None
    takes_events: bool


def accepted(header: str | None) -> Accepted:
    """What to answer with; no media type where the client can take nothing that we have."""
    if not header or not header.strip():
        return Accepted(JSON, takes_events=False)
    ranges = sorted(map(_range, header.split(",")), key=lambda one: -one[1])
    wanted = [media_type for media_type, quality in ranges if quality > 0]
    return Accepted(
        next(filter(None, map(_offered, wanted)), None),
        takes_events=EVENTS in wanted,
    )


def _offered(wanted: str) -> str | None:
    if wanted in (JSON, GRAPHQL, EVENTS):
        return wanted
    return JSON if wanted in ("*/*", "application/*") else None


def _range(text: str) -> tuple[str, float]:
    media_type, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media_type, float(value)
            except ValueError:
                return media_type, 0.0
    return media_type, 1.0

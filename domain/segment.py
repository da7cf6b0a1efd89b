"""Segments: live sets of profiles, and `cairn-segment/1`, the format in which they are written.

A segment is judged as a FREE journey of one stage, `member`: who meets its criteria stands there.
So who comes into it and who leaves it are stage changes, at their exact instants, and time brings
them by the same timers; nothing that judges, keeps or explains placements need know of segments.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.criteria import Criteria
from domain.criteria_document import STAND_IN, criteria_to_document, read_criteria
from domain.document import dump, load
from domain.journey import Journey, Movement, ProfileKind, Stage
from domain.reading import ABSENT, Reading, Shape, shown
from domain.signals import SEGMENT, is_segment

FORMAT = "cairn-segment/1"
MEMBER = "member"
"""The stage in which a segment's members stand."""
MOST_SEGMENTS = 1_000
"""Of a workspace: every profile may be in all of them, and its state has to hold that."""

_SEGMENT = Shape("a segment", ("format", "key", "name", "kind", "criteria"), ("description",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A live set of the profiles of a kind: those that meet its criteria."""

    key: str
    name: str
    kind: ProfileKind
    criteria: Criteria
    description: str | None = None

    @property
    def journey(self) -> Journey:
        """The journey that it is judged as."""
        return Journey(
            key=f"{SEGMENT}{self.key}",
            name=self.name,
            kind=self.kind,
            movement=Movement.FREE,
            stages=(Stage(key=MEMBER, name=self.name, entry=self.criteria),),
            description=self.description,
        )


def segment_of(journey: Journey) -> Segment:
    """The segment that is judged as that journey."""
    (member,) = journey.stages
    assert member.entry is not None
    return Segment(
        key=journey.key.removeprefix(SEGMENT),
        name=journey.name,
        kind=journey.kind,
        criteria=member.entry,
        description=journey.description,
    )


def load_segment(document: object) -> Segment:
    """The segment that a document describes; MalformedDocument lists everything wrong with it."""
    reading = Reading(document)
    fields = reading.fields(document, "", _SEGMENT)
    if fields.get("format", FORMAT) != FORMAT:
        reading.refuse("format", f"{shown(fields['format'])} is not {FORMAT}")
    key = reading.key(fields.get("key", ABSENT), "key")
    name = reading.text(fields.get("name", ABSENT), "name")
    kind = reading.choice(fields.get("kind", ABSENT), "kind", ProfileKind)
    criteria = read_criteria(reading, fields.get("criteria", ABSENT), "criteria")
    segment = Segment(
        key=key,
        name=name,
        kind=kind or ProfileKind.CONTACT,
        criteria=criteria or STAND_IN,
        description=reading.optional_text(fields.get("description", ABSENT), "description"),
    )
    reading.finish()
    return segment


def dump_segment(segment: Segment) -> dict[str, object]:
    """The document of a segment, as plain values with numbers exact."""
    document: dict[str, object] = {"format": FORMAT, "key": segment.key, "name": segment.name}
    if segment.description is not None:
        document["description"] = segment.description
    document["kind"] = segment.kind.value
    document["criteria"] = criteria_to_document(segment.criteria)
    return document


def load_definition(document: Mapping[str, object]) -> Journey:
    """What a kept document defines: a journey, or a segment as the journey it is judged as."""
    if document.get("format") == FORMAT:
        return load_segment(document).journey
    return load(document)


def dump_definition(journey: Journey) -> dict[str, object]:
    """The document to keep of a journey, or of the segment that is judged as it."""
    return dump_segment(segment_of(journey)) if is_segment(journey.key) else dump(journey)

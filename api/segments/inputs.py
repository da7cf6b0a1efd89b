"""Segments as clients send them."""

from collections.abc import Mapping
from typing import Any

import strawberry

from api.designer.rule_inputs import CriteriaInput
from api.fields import entry, plainly
from api.journeys.enums import ProfileKind
from domain.segment import FORMAT, Segment, load_segment


@plainly
@strawberry.input(description="A segment: what `cairn-segment/1` has, field for field.")
class SegmentInput:
    """The argument of `saveSegment`."""

    key: str = entry("Its key: lower-case letters, digits and hyphens.", required=True)
    name: str = entry("Its name for people.", required=True)
    description: str | None = entry("What it is about.")
    kind: ProfileKind = entry("What kind of profile is in it; for good.", required=True)
    criteria: CriteriaInput = entry("What a profile has to meet to be in it.", required=True)


@plainly
@strawberry.input(description="A segment that is not there yet, or is to become another.")
class SegmentPreviewInput:
    """The argument of `previewSegment`."""

    key: str | None = entry("The key of the segment that it would be; none yet where left out.")
    kind: ProfileKind = entry("What kind of profile would be in it.", required=True)
    criteria: CriteriaInput = entry("What a profile would have to meet.", required=True)


def segment_given(input: Mapping[str, Any]) -> Segment:
    """The segment that was sent. Raises MalformedDocument."""
    return load_segment({"format": FORMAT, **_said(input)})


def _said(value: Any) -> Any:
    """The value without fields that are null: those are not there."""
    if isinstance(value, Mapping):
        return {name: _said(part) for name, part in value.items() if part is not None}
    return [_said(part) for part in value] if isinstance(value, list) else value

"""Every way we say no about segments.

Refusal
├── SegmentHasErrors   criteria with blocking problems: all of them
├── SegmentInUse       journeys or segments that read one that is to be deleted
└── TooManySegments    a workspace has as many as it may
"""

from collections.abc import Sequence

from domain.problems import Problem
from domain.refusals import Refusal


class SegmentHasErrors(Refusal):
    """A segment with blocking problems; `problems` are all that was found, warnings included."""

    code = "SEGMENT_HAS_ERRORS"

    def __init__(self, problems: Sequence[Problem], path: str | None = None) -> None:
        blocking = [problem for problem in problems if problem.blocking]
        more = f" (and {len(blocking) - 1} more)" if len(blocking) > 1 else ""
        super().__init__(f"It cannot be a segment: {blocking[0].message}{more}", path)
        self.problems = tuple(problems)


class SegmentInUse(Refusal):
    """Journeys or segments read it; `journeys` and `segments` are their keys."""

    code = "SEGMENT_IN_USE"

    def __init__(self, key: str, journeys: Sequence[str], segments: Sequence[str]) -> None:
        readers = [f"the journey {it}" for it in journeys] + [
            f"the segment {it}" for it in segments
        ]
        super().__init__(f"The segment {key} is read by {' and '.join(readers)}.", "key")
        self.journeys, self.segments = tuple(journeys), tuple(segments)


class TooManySegments(Refusal):
    """A workspace has as many segments as it may."""

    code = "LIMIT_EXCEEDED"

    def __init__(self, most: int) -> None:
        super().__init__(f"A workspace has {most} segments at most; delete one first.", "key")

"""What a publication does to everybody, counted: how many go from where to where, and who."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from domain.values import Value

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How many go from one stage to another; None is unplaced. `examples` are the first of them."""

    left: str | None
    entered: str | None
    count: int
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movements:
    """Everybody of a journey's kind: `total` of them.

    `moved` go from stage to stage, `entered` into the journey, `left` out of it; `unplaced` stand
    nowhere afterwards. `changes` are the stage changes that all this takes. `failed` could not be
    judged: a publication leaves such a profile as it is. `flows` come with the greatest first.
    """

    total: int
    moved: int
    entered: int
    left: int
    unplaced: int
    failed: int
    changes: int
    flows: tuple[Movement, ...]

    @property
    def leaving(self) -> int:
        """How many leave the stage that they stand in."""
        return self.moved + self.left


@dataclass(slots=True)
class Tally:
    """Movements while they are counted, profile by profile in the order of their ids."""

    total: int = 0
    unplaced: int = 0
    failed: int = 0
    changes: int = 0
    counts: dict[tuple[str | None, str | None], int] = field(default_factory=dict)
    examples: dict[tuple[str | None, str | None], list[int]] = field(default_factory=dict)

    def add(self, profile: int, left: str | None, entered: str | None, changes: int) -> None:
        """One who stood there, and then here, by so many changes."""
        self.total += 1
        self.unplaced += entered is None
        self.changes += changes
        if left == entered:
            return
        flow = left, entered
        self.counts[flow] = self.counts.get(flow, 0) + 1
        shown = self.examples.setdefault(flow, [])
        if len(shown) < MOST_EXAMPLES:
            shown.append(profile)

    def fail(self) -> None:
        """One who could not be judged."""
        self.total += 1
        self.failed += 1

    def counted(self) -> Movements:
        """All that was added."""
        flows = [
            Movement(left=left, entered=entered, count=count, examples=tuple(self.examples[flow]))
            for flow, count in self.counts.items()
            for left, entered in [flow]
        ]
        flows.sort(key=lambda it: (-it.count, it.left or "", it.entered or ""))
        entered = sum(it.count for it in flows if it.left is None)
        gone = sum(it.count for it in flows if it.entered is None)
        return Movements(
            total=self.total,
            moved=sum(it.count for it in flows) - entered - gone,
            entered=entered,
            left=gone,
            unplaced=self.unplaced,
            failed=self.failed,
            changes=self.changes,
            flows=tuple(flows),
        )


def movements_to_document(movements: Movements) -> Mapping[str, Value]:
    """Movements as plain values, to be kept."""
    numbers = ("total", "moved", "entered", "left", "unplaced", "failed", "changes")
    return {
        **{name: getattr(movements, name) for name in numbers},
        "flows": [[it.left, it.entered, it.count, list(it.examples)] for it in movements.flows],
    }


def movements_of(document: Mapping[str, Value]) -> Movements:
    """Movements that were kept."""
    kept = cast("dict[str, Any]", dict(document))
    flows = tuple(
        Movement(left=left, entered=entered, count=count, examples=tuple(examples))
        for left, entered, count, examples in kept.pop("flows")
    )
    return Movements(**kept, flows=flows)

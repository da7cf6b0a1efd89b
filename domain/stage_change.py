"""The fact that a profile moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.instants import Instant
from domain.values import Value


class Move(StrEnum):
    """How a stage change went (design, section 4)."""

    ENTER = "ENTER"
    ADVANCE = "ADVANCE"
    REGRESS = "REGRESS"
    RECYCLE = "RECYCLE"
    EXIT = "EXIT"
    LEAVE = "LEAVE"


class Trigger(StrEnum):
    """What brought a stage change. Open: later versions add to it."""

    DATA = "DATA"
    TIME = "TIME"
    MANUAL = "MANUAL"
    PUBLISH = "PUBLISH"
    LINK = "LINK"
    PLAYBOOK = "PLAYBOOK"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChange:
    """One move of one profile in one journey. None is the place outside: unplaced."""

    journey: str
    version: int
    left: str | None
    entered: str | None
    at: Instant
    move: Move
    trigger: Trigger
    skipped: tuple[str, ...] = ()
    explanation: Mapping[str, Value] | None = None
    actor: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedChange:
    """A stage change in the feed: `number` is its place there, `recorded_at` when it was kept."""

    number: int
    profile: int
    journey: str
    version: int
    left: str | None
    entered: str | None
    at: Instant
    recorded_at: Instant
    move: Move
    trigger: Trigger
    skipped: tuple[str, ...] = ()
    explanation: Mapping[str, Value] | None = None
    actor: str | None = None
    reason: str | None = None

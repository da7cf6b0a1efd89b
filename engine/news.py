"""What whoever listens to a draft is told, each with the revision of the draft that it is of."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from domain.canvas_change import CanvasChange
from domain.draft import Draft
from domain.instants import Instant
from domain.presence import Presence
from domain.problems import Problem
from engine.desk import Live
from engine.surveying import DraftProblem
from store.drafts import KeptBatch


class Astray(StrEnum):
    """Why a listener cannot go on from where it was."""

    BEHIND = "BEHIND"
    """It has missed more batches than are told again."""
    AHEAD = "AHEAD"
    """The draft has not come so far: it is another one, or an older state of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A draft as it was at a revision, with its problems; `astray` tells why it is told again."""

    revision: int
    draft: Draft
    problems: tuple[DraftProblem, ...]
    live: Live | None
    presence: tuple["Seen", ...] = ()
    astray: Astray | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A batch that was applied."""

    revision: int
    batch: KeptBatch
    draft: Draft
    canvas: CanvasChange

    @property
    def added_ids(self) -> list[str]:
        """The elements that are new."""
        return [change.element for change in self.batch.changes if change.adds]

    @property
    def removed_ids(self) -> list[str]:
        """The elements that are gone."""
        return [change.element for change in self.batch.changes if change.removes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that is wrong with the draft at a revision, and what is new and gone since last told."""

    revision: int
    problems: tuple[DraftProblem, ...]
    added: tuple[DraftProblem, ...]
    resolved: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class WentLive:
    """A version of the draft's journey is live that was not when it was last told."""

    revision: int
    version: int
    at: Instant
    published_by: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Where somebody else is; one that has `left` shows nothing any more."""

    revision: int
    presence: Presence
    left: bool = False


Event: TypeAlias = Whole | Done | Found | WentLive | Seen

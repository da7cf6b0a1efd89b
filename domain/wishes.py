"""What somebody who asks for a layout wants of it (`layout.py` is how it comes about)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.values import Number


class Direction(StrEnum):
    """Where ways lead on to."""

    RIGHT = "RIGHT"
    DOWN = "DOWN"


@dataclass(frozen=True, slots=True)
class Size:
    """How large something is drawn."""

    width: Number
    height: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Some stages only, others left where they are.

    `only` and `pinned` name stages, or lanes for all that is in them. `sizes` are by id, as a
    client has measured them, and count before those that the draft keeps.
    """

    direction: Direction = Direction.RIGHT
    only: frozenset[str] | None = None
    pinned: frozenset[str] = frozenset()
    sizes: Mapping[str, Size] = field(default_factory=dict)

    def without(self, gone: Collection[str]) -> "Wishes":
        """The same of what is still there."""
        return replace(
            self,
            only=None if self.only is None else self.only.difference(gone),
            pinned=self.pinned.difference(gone),
            sizes={id: size for id, size in self.sizes.items() if id not in gone},
        )

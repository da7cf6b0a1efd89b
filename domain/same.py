"""Frozen values as keys by which object they are.

What has been worked out of a tree is remembered by the tree itself: to hash one takes as long as to
walk it, and Python finds 1 and true equal, which criteria do not. A key keeps its value alive, so
that no other comes to be taken for it.
"""

from typing import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """Equal to another only where both are of one object."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

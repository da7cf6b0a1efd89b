"""Pages by keyset: a cursor is a row's own key, so pages stay put while rows come and go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, literal, tuple_

from domain.refusals import BadCursor
from store.database import AnyRow, Transaction

T = TypeVar("T")
U = TypeVar("U")

Cursor = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a list that is wanted: `first` rows `after` a cursor, or `last` `before` one."""

    first: int | None = None
    after: Cursor | None = None
    last: int | None = None
    before: Cursor | None = None

    def __post_init__(self) -> None:
        if (self.first is None) == (self.last is None):
            raise ValueError("A slice is the first rows or the last, one of the two.")

    @property
    def is_backward(self) -> bool:
        """Whether it is counted from the end."""
        return self.last is not None

    @property
    def size(self) -> int:
        """How many rows at most."""
        return self.last if self.last is not None else self.first or 0


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A slice of a list, a cursor for each item, and whether there is more on either side."""

    items: tuple[T, ...]
    cursors: tuple[Cursor, ...]
    has_next: bool
    has_previous: bool

    def of(self, items: Sequence[U]) -> "Page[U]":
        """The same page of other things."""
        return Page(tuple(items), self.cursors, self.has_next, self.has_previous)


async def paged(
    tx: Transaction,
    statement: Select[Any],
    key: Sequence[ColumnElement[Any]],
    wanted: Slice,
    *,
    descending: bool = False,
) -> Page[AnyRow]:
    """A page of a statement's rows in the order of `key`, unique and never null."""
    after = _bound(key, wanted.after, "after")
    before = _bound(key, wanted.before, "before")
    if after is not None:
        statement = statement.where(tuple_(*key) < after if descending else tuple_(*key) > after)
    if before is not None:
        statement = statement.where(tuple_(*key) > before if descending else tuple_(*key) < before)
    falls = descending is not wanted.is_backward
    ordered = statement.order_by(*(column.desc() if falls else column for column in key))
    marks = [column.label(f"cursor_{place}") for place, column in enumerate(key)]
    rows = list(await tx.rows(ordered.add_columns(*marks).limit(wanted.size + 1)))
    has_more = len(rows) > wanted.size
    rows = rows[: wanted.size]
    if wanted.is_backward:
        rows.reverse()
    return Page(
        items=tuple(rows),
        cursors=tuple(tuple(row[-len(key) :]) for row in rows),
        has_next=before is not None if wanted.is_backward else has_more,
        has_previous=has_more if wanted.is_backward else after is not None,
    )


def _bound(
    key: Sequence[ColumnElement[Any]], cursor: Cursor | None, path: str
) -> ColumnElement[Any] | None:
    if cursor is None:
        return None
    # Cursors come back from outside.
    if len(cursor) != len(key):
        raise BadCursor(path)
    for column, value in zip(key, cursor, strict=True):
        if type(value) is not column.type.python_type:
            raise BadCursor(path)
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise BadCursor(path)
    return tuple_(*(literal(value, column.type) for column, value in zip(key, cursor, strict=True)))

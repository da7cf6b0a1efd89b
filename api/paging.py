"""Connections as Relay has them, over the store's pages by keyset.

A cursor is the sort key of a row, so that a page stays where it is while rows come and go.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

import orjson
import strawberry

from api.fields import seen, told
from domain.refusals import BadArgument, BadCursor
from store.paging import Cursor, Page, Slice

T = TypeVar("T")

PAGE = 50
LARGEST_PAGE = 1_000

First: TypeAlias = Annotated[
    int | None, told("How many from the start, or after `after`: 50 where nothing is said.")
]
After: TypeAlias = Annotated[str | None, told("Only what comes after this cursor.")]
Last: TypeAlias = Annotated[int | None, told("How many from the end, or before `before`.")]
Before: TypeAlias = Annotated[str | None, told("Only what comes before this cursor.")]


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """As Relay has it."""

    has_next_page: bool = seen("Whether more follows.")
    has_previous_page: bool = seen("Whether anything comes before.")
    start_cursor: str | None = seen("The cursor of the first item; null on an empty page.")
    end_cursor: str | None = seen("The cursor of the last item; null on an empty page.")


@dataclass(frozen=True, slots=True)
class Edge(Generic[T]):
    """An item of a page and its cursor."""

    node: T
    cursor: str


@dataclass(frozen=True, slots=True)
class Connection(Generic[T]):
    """A page as clients see it; `count` is asked only when somebody wants the total."""

    edges: list[Edge[T]]
    page_info: PageInfo
    count: Callable[[], Awaitable[int]] | None = None


def connection(
    page: Page[T],
    written: Callable[[Cursor], str] | None = None,
    count: Callable[[], Awaitable[int]] | None = None,
) -> Connection[T]:
    """The page with its cursors written out."""
    cursors = [(written or cursor_text)(cursor) for cursor in page.cursors]
    return Connection(
        edges=[Edge(item, cursor) for item, cursor in zip(page.items, cursors, strict=True)],
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        ),
        count=count,
    )


def part(
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
    read: Callable[[str, str], Cursor] | None = None,
) -> Slice:
    """The slice that the arguments ask for. Raises BadArgument and BadCursor."""
    read = read or cursor_in
    if first is not None and last is not None:
        raise BadArgument("Ask for the first or for the last, not for both.", "last")
    for size, name in ((first, "first"), (last, "last")):
        if size is not None and not 0 <= size <= LARGEST_PAGE:
            raise BadArgument(f"A page has 0 to {LARGEST_PAGE} items.", name)
    return Slice(
        first=PAGE if first is None and last is None else first,
        after=read(after, "after") if after is not None else None,
        last=last,
        before=read(before, "before") if before is not None else None,
    )


def cursor_text(cursor: Cursor) -> str:
    """A cursor on the wire, opaque to clients."""
    return base64.urlsafe_b64encode(orjson.dumps(cursor)).decode().rstrip("=")


def cursor_in(text: str, path: str) -> Cursor:
    """The cursor that a text stands for. Raises BadCursor."""
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        cursor: Any = orjson.loads(plain)
    except (binascii.Error, ValueError):
        raise BadCursor(path) from None
    if not isinstance(cursor, list) or any(isinstance(key, list | dict) for key in cursor):
        raise BadCursor(path)
    return tuple(cursor)

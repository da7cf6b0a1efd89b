"""Connections and their cursors."""

import pytest

from api.paging import Edge, connection, cursor_in, cursor_text, part
from domain.refusals import BadArgument, BadCursor
from store.paging import Page, Slice


@pytest.mark.parametrize("cursor", [(1,), ("ann", 5), (-(2**62), 0), ("é\n", 1)])
def test_a_cursor_comes_back_as_it_went(cursor):
    assert cursor_in(cursor_text(cursor), "after") == cursor


@pytest.mark.parametrize("text", ["", "é", "nonsense", "W10x", "e30", "W1tdXQ", "W3t9XQ", "\ud800"])
def test_a_text_that_is_no_cursor_is_refused(text):
    with pytest.raises(BadCursor):
        cursor_in(text, "after")


def test_a_part_is_the_first_fifty_where_nothing_is_said():
    assert part(None, None, None, None) == Slice(first=50)


def test_a_part_can_be_counted_from_either_end():
    cursor = cursor_text((7,))

    assert (part(5, cursor, None, None), part(None, None, 5, cursor)) == (
        Slice(first=5, after=(7,)),
        Slice(last=5, before=(7,)),
    )


@pytest.mark.parametrize(
    ("first", "last"), [(1, 1), (-1, None), (None, -1), (1_001, None), (None, 1_001)]
)
def test_a_part_that_cannot_be_is_refused(first, last):
    with pytest.raises(BadArgument):
        part(first, None, last, None)


def test_a_page_becomes_a_connection_with_its_ends():
    page = Page(("a", "b"), ((1,), (2,)), has_next=True, has_previous=False)

    made = connection(page, lambda cursor: str(cursor[0]))

    assert made.edges == [Edge("a", "1"), Edge("b", "2")]
    info = made.page_info
    assert (info.start_cursor, info.end_cursor, info.has_next_page, info.has_previous_page) == (
        "1",
        "2",
        True,
        False,
    )


def test_an_empty_page_has_no_ends():
    info = connection(Page((), (), has_next=False, has_previous=True)).page_info

    assert (info.start_cursor, info.end_cursor, info.has_previous_page) == (None, None, True)

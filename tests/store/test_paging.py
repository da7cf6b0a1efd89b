import pytest
from sqlalchemy import select

from domain.refusals import BadCursor
from store.observations import messages
from store.paging import Page, Slice, paged
from tests.store.people import NOON

pytestmark = pytest.mark.anyio

# Several share an instant: the order is by both.
ROWS = [("a", 1), ("b", 1), ("c", 1), ("d", 2), ("e", 3)]
PAGES = [
    (Slice(first=2), False, "ab", True, False),
    (Slice(first=2, after=(1, "b")), False, "cd", True, True),
    (Slice(first=2, after=(2, "d")), False, "e", False, True),
    (Slice(first=5), False, "abcde", False, False),
    (Slice(first=9, after=(1, "a"), before=(3, "e")), False, "bcd", False, True),
    (Slice(last=2), False, "de", False, True),
    (Slice(last=2, before=(1, "c")), False, "ab", True, False),
    (Slice(last=1, before=(1, "c")), False, "b", True, True),
    (Slice(first=2), True, "ed", True, False),
    (Slice(first=2, after=(2, "d")), True, "cb", True, True),
    (Slice(last=2), True, "ba", False, True),
    (Slice(last=2, before=(1, "b")), True, "dc", True, True),
    (Slice(first=0), False, "", True, False),
    (Slice(first=3, after=(9, "z")), False, "", False, True),
]


@pytest.fixture
async def listed(database, workspace):
    async def kept(tx):
        await tx.insert_many(messages, [(tx.workspace, id, NOON + at) for id, at in ROWS])

    await database.write(workspace, kept)
    columns = [messages.c.at, messages.c.message_id]
    statement = select(messages.c.message_id).where(messages.c.workspace_id == workspace)

    async def page(part, descending=False):
        return await database.read(
            workspace, lambda tx: paged(tx, statement, columns, part, descending=descending)
        )

    return page


async def test_a_list_is_read_in_slices_from_both_ends_and_both_ways(listed):
    at = dict(ROWS)

    pages = [await listed(shifted(part), descending) for part, descending, *_ in PAGES]

    assert [page.of([row.message_id for row in page.items]) for page in pages] == [
        Page(tuple(ids), tuple((NOON + at[id], id) for id in ids), has_next, has_previous)
        for _, _, ids, has_next, has_previous in PAGES
    ]


@pytest.mark.parametrize("cursor", [(), (1,), ("a", 1), (True, "a"), (2**63, "a"), (1, None)])
async def test_a_cursor_of_another_list_is_refused(listed, cursor):
    with pytest.raises(BadCursor) as refused:
        await listed(Slice(last=1, before=cursor))

    assert refused.value.path == "before"


def test_a_slice_is_of_one_end():
    for ends in ({}, {"first": 1, "last": 1}):
        with pytest.raises(ValueError, match="first rows or the last"):
            Slice(**ends)


def shifted(part):
    """The slice with its cursors at noon, where the rows are."""
    after, before = (
        cursor and (NOON + cursor[0], cursor[1]) for cursor in (part.after, part.before)
    )
    return Slice(part.first, after, part.last, before)

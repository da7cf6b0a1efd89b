"""A key is kept with what it answered, for a day."""

from dataclasses import replace
from functools import partial

import pytest

from store import idempotency
from store.idempotency import KEPT_FOR, Answered, Request

pytestmark = pytest.mark.anyio

ASKED = Request(actor="ann", mutation="edit", key="k", digest="d")


async def test_a_key_keeps_its_answer_for_a_day(database, workspace):
    async def answered(tx):
        assert await idempotency.claim(tx, ASKED, 0) is None
        await idempotency.answer(tx, ASKED, {"revision": 1})

    await database.write(workspace, answered)
    known = [
        await database.write(workspace, partial(idempotency.claim, request=asked, now=now))
        for asked, now in (
            (ASKED, KEPT_FOR - 1),
            (replace(ASKED, digest="other"), KEPT_FOR - 1),
            (replace(ASKED, actor="bob"), KEPT_FOR - 1),
            (replace(ASKED, mutation="undo"), KEPT_FOR - 1),
            (ASKED, KEPT_FOR),
        )
    ]

    kept = Answered("d", {"revision": 1})
    assert known == [kept, kept, None, None, None]

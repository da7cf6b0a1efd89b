from dataclasses import replace

import pytest

from domain.stage_change import Move, Trigger
from store import visits
from store.paging import Slice
from store.visits import ClosedVisit, OpenedVisit
from tests.store.people import NOON

pytestmark = pytest.mark.anyio


async def test_a_stay_begins_and_ends(database, workspace):
    first, second = a_visit(1), a_visit(2, stage="mql", entered_at=NOON + 5)

    async def stayed(tx):
        await visits.open(tx, [first, a_visit(1, profile=2), a_visit(1, journey="plan")])
        await visits.close(tx, [ClosedVisit(1, "lead", 1, NOON + 5, "mql")])
        await visits.open(tx, [second])
        return await visits.page(tx, 1, "lead", Slice(first=9))

    page = await database.write(workspace, stayed)

    assert page.items == (replace(first, left_at=NOON + 5, next_stage="mql"), second)


async def test_a_stay_that_was_over_at_once_is_written_in_one(database, workspace):
    brief = a_visit(1, left_at=NOON, next_stage=None)

    async def stayed(tx):
        await visits.open(tx, [brief])
        return await visits.page(tx, 1, "lead", Slice(last=1))

    assert (await database.write(workspace, stayed)).items == (brief,)


def a_visit(number, **what):
    given = {
        "profile": 1,
        "journey": "lead",
        "stage": "subscriber",
        "entered_at": NOON,
        "move": Move.ENTER,
        "trigger": Trigger.DATA,
        "version": 1,
    }
    return OpenedVisit(number=number, **{**given, **what})

"""Designers see where the others are, while they are there."""

import asyncio
from contextlib import aclosing, asynccontextmanager

import pytest

from domain.instants import SECOND
from domain.presence import FRESH_FOR
from domain.refusals import BadArgument, NotFound
from engine.news import Seen
from engine.surveying import Surveyor
from engine.together import Together
from engine.worker import Worker
from engine.workspaces import create_workspace
from store import presences
from tests.builders import MONDAY
from tests.designers import DRAFT, Tab
from tests.living import PATIENCE

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def together_in(engine):
    together = Together(engine.database, Surveyor(engine.database, engine.shelf), engine.clock)
    yield together
    await together.close()


@pytest.fixture
async def together(engine):
    engine.now = MONDAY
    async with together_in(engine) as together:
        yield together


@pytest.fixture
async def ann(engine, together):
    """Somebody with a draft."""
    ann = Tab(engine.database, together, engine.workspace)
    await ann.create()
    return ann


@pytest.fixture
def bob(engine, together):
    return Tab(engine.database, together, engine.workspace, "bob")


async def heard(events):
    async with asyncio.timeout(PATIENCE):
        return await anext(events)


async def test_the_others_are_told_where_one_is_and_oneself_is_not(ann, bob):
    async with aclosing(ann.events()) as anns, aclosing(bob.events()) as bobs:
        for tab, events in ((ann, anns), (bob, bobs)):
            tab.hear(await heard(events))
        shown = await ann.show(selection=["stg_trial"], cursor={"x": 1, "y": 2})
        seen = await heard(bobs)
        answer = await bob.show()

        assert seen == Seen(0, shown)
        assert await heard(anns) == Seen(0, answer)


async def test_it_is_no_part_of_the_draft(ann, bob):
    before = await ann.draft()
    await ann.show(cursor={"x": 1, "y": 2})

    await bob.listen(until=0)

    assert (await ann.draft(), bob.revision) == (before, 0)


async def test_who_comes_is_told_who_is_there(ann, bob):
    shown = await ann.show(ghosts=[{"id": "stg_trial", "x": 1, "y": 2}])
    await bob.listen(until=0)
    coming_back = Tab(bob.database, bob.together, bob.workspace, "bob", revision=0)
    async with aclosing(coming_back.events()) as events:
        told_again = await heard(events)

    assert bob.others == {"ann": shown}
    assert told_again == Seen(0, shown)


async def test_it_is_told_in_another_process_too(another, ann):
    async with together_in(another) as elsewhere:
        bob = Tab(another.database, elsewhere, another.workspace, "bob", now=MONDAY)
        another.now = MONDAY
        async with aclosing(bob.events()) as events:
            bob.hear(await heard(events))
            shown = await ann.show(cursor={"x": 1, "y": 2})

            assert await heard(events) == Seen(0, shown)


async def test_of_what_is_shown_more_often_than_it_is_told_the_newest_is(ann, bob, together):
    async with aclosing(bob.events()) as events:
        bob.hear(await heard(events))
        shown = await asyncio.gather(
            *(ann.show(cursor={"x": number, "y": 0}) for number in range(50))
        )
        while bob.others.get("ann") != shown[-1]:
            bob.hear(await heard(events))

    told = [event for event in bob.heard if isinstance(event, Seen)]
    assert len(told) <= 2


async def test_whose_line_ends_has_left(ann, bob):
    async with aclosing(bob.events()) as events:
        async with aclosing(ann.events()) as anns:
            await heard(anns)
            shown = await ann.show(selection=["stg_trial"])
            bob.hear(await heard(events))
            while "ann" not in bob.others:
                bob.hear(await heard(events))

        assert await heard(events) == Seen(0, shown.gone, left=True)


async def test_who_has_another_line_stays(ann, bob):
    async with aclosing(ann.events()) as one:
        await heard(one)
        await ann.show()
        async with aclosing(ann.events()) as other:
            await heard(other)
        await ann.together.presences.close()
        await bob.listen(until=0)

    assert set(bob.others) == {"ann"}


async def test_who_says_nothing_any_more_is_forgotten(engine, ann, bob, monkeypatch):
    monkeypatch.setattr("engine.desk.SLOW_POLL", 0.02)
    async with aclosing(bob.events()) as events:
        await heard(events)
        shown = await ann.show()
        await heard(events)
        engine.now += FRESH_FOR - 1
        await ann.edit({"updateStage": {"id": "stg_trial", "name": "Tryout"}})
        still_there = [await heard(events), await heard(events)]
        engine.now += 1

        assert not any(isinstance(event, Seen) for event in still_there)
        assert await heard(events) == Seen(1, shown.gone, left=True)


async def test_the_worker_keeps_nothing_of_it(engine, ann):
    await ann.show()
    engine.now += FRESH_FOR + SECOND

    worker = Worker(engine.database, engine.shelf, engine.clock)
    await worker._keep_house(engine.workspace)

    async def kept(tx):
        return await presences.of_draft(tx, DRAFT, 0)

    assert await engine.database.read(engine.workspace, kept) == []


async def test_in_a_draft_that_is_not_there_nobody_is(engine, ann):
    other = await create_workspace(engine.database, "other", "Other", 0)
    stranger = Tab(engine.database, ann.together, other.id, "eve")

    for showing in (ann.show("jrn_none"), stranger.show()):
        with pytest.raises(NotFound):
            await showing
    await ann.show()


async def test_what_is_too_large_is_refused(ann):
    with pytest.raises(BadArgument) as refused:
        await ann.show(selection=["stg_" + "x" * 60] * 200)

    assert refused.value.path == "input"

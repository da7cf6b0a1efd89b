"""Whoever listens to a draft has it before him as it is, whatever happens to his line."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest
from sqlalchemy import update

from domain.canvas import canvas_of
from domain.draft import Viewport
from domain.refusals import NotFound, Unavailable
from engine.news import Astray, Done, Found, WentLive, Whole
from engine.shelf import Shelf
from engine.surveying import Surveyor
from engine.teams import save_team
from engine.together import Together
from engine.workspaces import create_workspace
from store import drafts
from tests.builders import MONDAY, a_journey
from tests.designers import Tab
from tests.living import PATIENCE

pytestmark = pytest.mark.anyio


def named(name, stage="stg_trial"):
    return {"updateStage": {"id": stage, "name": name}}


@pytest.fixture
async def together(engine):
    together = Together(engine.database, Surveyor(engine.database, engine.shelf), engine.clock)
    yield together
    await together.close()


@pytest.fixture
async def ann(engine, together):
    """Somebody with a draft."""
    ann = Tab(engine.database, together, engine.workspace)
    await ann.create()
    return ann


@pytest.fixture
def bob(engine, together):
    return Tab(engine.database, together, engine.workspace, "bob")


async def drawn(tab):
    """The canvas as the store has it."""
    return replace(canvas_of(await tab.draft()), viewport=None)


async def problems_of(tab):
    """The ids of what is wrong with the draft as it is kept."""
    surveyor = Surveyor(tab.database, Shelf())
    survey = await surveyor.survey(tab.workspace, await tab.draft())
    return {problem.id for problem in survey.problems}


async def within(patience, *awaited):
    async with asyncio.timeout(patience):
        return await asyncio.gather(*awaited)


async def test_the_whole_draft_comes_first_with_its_problems(ann):
    await ann.edit(named("Tryout"))

    await ann.listen(until=1)

    (whole,) = ann.heard
    draft = await ann.draft()
    assert replace(whole, problems=()) == Whole(revision=1, draft=draft, problems=(), live=None)
    assert ann.problems == await problems_of(ann) != set()


async def test_each_batch_is_told_with_who_did_it_and_what_it_changed(ann, bob):
    await ann.listen(until=0)
    hearing = asyncio.create_task(ann.listen(until=1))

    await bob.edit(named("Tryout"), {"addStage": {"key": "lost", "name": "Lost"}}, base=0)
    await within(PATIENCE, hearing)

    (done,) = (event for event in ann.heard if isinstance(event, Done))
    assert (done.revision, done.batch.actor, done.batch.client) == (1, "bob", "bob's tab")
    assert [node.data["label"] for node in done.canvas.nodes] == ["Tryout", "Lost"]
    assert ann.canvas == await drawn(ann)


async def test_people_at_once_in_two_processes_have_the_same_draft_in_the_end(engine, another, ann):
    elsewhere = Together(another.database, Surveyor(another.database, another.shelf), another.clock)
    bob = Tab(another.database, elsewhere, another.workspace, "bob")
    hearing = [asyncio.create_task(tab.listen(until=24)) for tab in (ann, bob)]

    await within(PATIENCE, ann.scribble(12, seed=1), bob.scribble(12, seed=2))
    await within(PATIENCE, *hearing)

    kept = await drawn(ann)
    assert [repr(tab.canvas) for tab in (ann, bob)] == [repr(kept)] * 2
    assert ann.revisions == list(range(25 - len(ann.revisions), 25))
    assert ann.problems == bob.problems
    await elsewhere.close()


async def test_a_line_that_is_cut_at_every_event_loses_nothing_and_repeats_nothing(ann, bob):
    hearing = asyncio.create_task(bob.listen(until=20))
    for number in range(20):
        await ann.scribble(1, seed=number)
        if number % 4 == 0:
            await ann.listen(until=100, most=1)
    await within(PATIENCE, hearing)

    while ann.revision < 20:
        await within(PATIENCE, ann.listen(until=100, most=1))

    assert repr(ann.canvas) == repr(bob.canvas) == repr(await drawn(ann))
    whole = ann.heard[0].revision
    assert ann.revisions == list(range(whole + 1, 21))


async def test_who_comes_back_hears_from_the_store_what_memory_has_not(ann, bob):
    await ann.listen(until=0)
    await bob.scribble(30, seed=3)

    await within(PATIENCE, ann.listen(until=30))

    assert ann.revisions == list(range(1, 31))
    assert repr(ann.canvas) == repr(await drawn(ann))


async def test_who_has_missed_too_much_is_given_the_draft_whole(ann, bob, monkeypatch):
    monkeypatch.setattr("engine.listening.MOST_BEHIND", 5)
    await ann.listen(until=0)
    await bob.scribble(6, seed=3)

    await within(PATIENCE, ann.listen(until=6))

    (whole,) = ann.heard[1:]
    assert (whole.revision, whole.astray) == (6, Astray.BEHIND)
    assert repr(ann.canvas) == repr(await drawn(ann))


async def test_who_is_slow_is_given_the_draft_whole_and_goes_on(ann, bob, monkeypatch):
    monkeypatch.setattr("engine.listening.MOST_BEHIND", 5)
    monkeypatch.setattr("engine.desk.MOST_BEHIND", 5)
    async with aclosing(ann.events()) as events:
        ann.hear(await anext(events))
        hearing = asyncio.create_task(bob.listen(until=9))
        await bob.scribble(9, seed=3)
        await within(PATIENCE, hearing)
        while ann.revision < 9:
            ann.hear(await anext(events))

    assert Astray.BEHIND in [getattr(event, "astray", None) for event in ann.heard]
    assert repr(ann.canvas) == repr(await drawn(ann))


async def test_who_is_ahead_of_the_draft_is_given_it_whole(ann):
    ann.revision = 7

    await within(PATIENCE, ann.listen(until=0))

    assert [(event.revision, event.astray) for event in ann.heard] == [(0, Astray.AHEAD)]


async def test_what_was_done_in_another_process_is_not_ahead(another, ann, bob):
    hearing = asyncio.create_task(bob.listen(until=1))
    while not bob.heard:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    answered = await Tab(another.database, bob.together, ann.workspace, "cid").edit(named("Tryout"))
    ann.revision = answered.revision

    async with aclosing(ann.events()) as events:
        first = await anext(events)
    await within(PATIENCE, hearing)

    assert isinstance(first, Found)


async def test_a_log_that_cannot_be_told_again_is_made_up_for(ann, bob):
    await ann.listen(until=0)
    for number in range(3):
        await bob.edit(named(f"Name {number}"), base=number)

    async def spoil(tx):
        spoilt = [{"updateStage": {"id": "stg_nobody", "name": "x"}}]
        await tx.run(update(drafts.draft_batches).values(inverse=spoilt))

    await ann.database.write(ann.workspace, spoil)
    await within(PATIENCE, ann.listen(until=3))

    assert ann.heard[-1].astray is Astray.BEHIND
    assert repr(ann.canvas) == repr(await drawn(ann))


async def test_problems_are_told_as_they_come_and_go_of_others_too(ann, bob):
    async with asyncio.timeout(PATIENCE), aclosing(ann.events()) as events:
        ann.hear(await anext(events))
        await bob.edit(named(""), base=0)
        ann.hear(await anext(events))
        came = await anext(events)
        await bob.edit(named("Trial"), base=1)
        ann.hear(await anext(events))
        went = await anext(events)

    assert [problem.code for problem in came.added] == ["LABEL_MISSING"]
    assert (went.added, [problem.code for problem in went.resolved]) == ((), ["LABEL_MISSING"])
    assert {problem.id for problem in went.problems} == {one.id for one in ann.heard[0].problems}


async def test_a_problem_that_goes_away_without_an_edit_is_told_in_a_while(ann, monkeypatch):
    monkeypatch.setattr("engine.desk.CHECK_EVERY", 0.02)
    assigned = {"assignTeams": {"stageIds": ["stg_trial"], "teams": ["pilots"]}}
    await ann.edit(assigned, base=0)
    async with asyncio.timeout(PATIENCE), aclosing(ann.events()) as events:
        ann.hear(await anext(events))
        await save_team(ann.database, ann.workspace, "pilots", "Pilots", MONDAY)
        found = await anext(events)

    assert "TEAM_UNKNOWN" in {problem.code for problem in ann.heard[0].problems}
    assert [problem.code for problem in found.resolved] == ["TEAM_UNKNOWN"]


async def test_in_the_end_problems_are_those_of_the_newest_draft_and_are_sought_once_at_a_time(
    engine, ann, bob
):
    surveyor = CountingSurveyor(engine.database, engine.shelf)
    together = Together(engine.database, surveyor, engine.clock)
    ann.together = bob.together = together
    hearing = [asyncio.create_task(tab.listen(until=15)) for tab in (ann, bob)]
    await within(PATIENCE, ann.scribble(15, seed=5))
    await within(PATIENCE, *hearing)

    assert (ann.problems, surveyor.most) == (await problems_of(ann), 1)
    await together.close()


async def test_a_publication_is_told(ann, engine):
    async with aclosing(ann.events()) as events:
        await anext(events)
        await engine.publish(a_journey("trial -> adoption", key="lead"), actor="bob")
        live = await within(PATIENCE, anext(events))
    ann.revision = 0
    async with aclosing(ann.events()) as events:
        told_again = await anext(events)

    assert live == [WentLive(0, 1, engine.now, "bob")]
    assert told_again == live[0]


async def test_where_the_draft_was_looked_at_last_is_told_to_who_comes(ann, bob):
    async with aclosing(bob.events()) as events:
        await anext(events)
        await ann.edit({"setViewport": {"x": 1, "y": 2, "zoom": 3}}, base=0)
        await ann.listen(until=0)

    assert ann.heard[0].draft.cosmetic.viewport == Viewport(x=1, y=2, zoom=3)


async def test_a_lost_bell_only_delays(ann, bob, monkeypatch):
    monkeypatch.setattr("engine.desk.SLOW_POLL", 0.05)
    monkeypatch.setattr(ann.database, "ring", lambda workspace: None)
    hearing = asyncio.create_task(ann.listen(until=1))
    await bob.edit(named("Tryout"), base=0)

    await within(PATIENCE, hearing)

    assert repr(ann.canvas) == repr(await drawn(ann))


async def test_a_database_that_is_away_only_delays(ann, bob, monkeypatch):
    monkeypatch.setattr("engine.desk.SLOW_POLL", 0.05)
    async with aclosing(ann.events()) as events:
        ann.hear(await anext(events))
        asked = asyncio.Event()

        async def is_away(*_):
            asked.set()
            raise Unavailable

        with monkeypatch.context() as patch:
            patch.setattr(drafts, "glance", is_away)
            await bob.edit(named("Tryout"), base=0)
            await asked.wait()
        (done,) = await within(PATIENCE, anext(events))

    assert done.revision == 1


async def test_what_breaks_the_following_is_not_hidden(ann, bob, monkeypatch):
    async with aclosing(ann.events()) as events:
        await anext(events)

        async def broken(*_):
            raise ZeroDivisionError

        with monkeypatch.context() as patch:
            patch.setattr(drafts, "glance", broken)
            await bob.edit(named("Tryout"), base=0)
            with pytest.raises(ZeroDivisionError):
                await within(PATIENCE, anext(events))
    await within(PATIENCE, ann.listen(until=1))

    assert ann.revision == 1


async def test_a_draft_of_nobody_and_of_others_is_not_there(ann):
    other = await create_workspace(ann.database, "other", "Other", 0)
    stranger = Tab(ann.database, ann.together, other.id, "eve")

    with pytest.raises(NotFound):
        await stranger.listen(until=0)
    with pytest.raises(NotFound):
        await anext(ann.together.subscribe(ann.workspace, "jrn_none", ann.author))


async def test_who_leaves_takes_nothing_from_those_who_stay(ann, bob):
    async with aclosing(ann.events()) as events:
        ann.hear(await anext(events))
        await bob.listen(until=0)
        await bob.edit(named("Tryout"))
        ann.hear(*await within(PATIENCE, anext(events)))

    assert ann.revisions == [1]
    assert ann.together._desks == {}


async def test_when_it_closes_everybody_is_let_go(ann):
    async with aclosing(ann.events()) as events:
        await anext(events)
        ending = asyncio.create_task(anext(events, None))
        await asyncio.sleep(0)
        await ann.together.close()

        assert await within(PATIENCE, ending) == [None]


class CountingSurveyor(Surveyor):
    """Tells how many surveys were under way at once, at most."""

    under_way, most = 0, 0

    async def survey(self, workspace, draft):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        survey = await super().survey(workspace, draft)
        self.under_way -= 1
        return survey

"""A preview says what publishing a draft would do, at once or by and by, and gives what confirms
that it was seen.
"""

import asyncio

import pytest
from sqlalchemy import select

from domain.confirmation import GOOD_FOR
from domain.instants import DAY, SECOND
from domain.journey import ProfileKind
from domain.refusals import BadArgument, HistoryNotFirst, NotFound
from domain.rollover import RemovedStage
from engine.history import History
from engine.preview_work import SILENT_FOR, worked
from engine.previewing import FRESH_FOR, PreviewState, followed
from engine.rehearsing import rehearsed
from store import previews
from store.previews import publish_previews
from tests.builders import MONDAY, a_journey, at_least, became, logins, trait_is
from tests.living import until
from tests.publisher import Publisher

pytestmark = pytest.mark.anyio

LIVE = a_journey("trial -> pilot -> adoption", pilot=at_least("login", 1),
                 adoption=at_least("login", 3), exits=["lost"],
                 lost=trait_is("lost", True))  # fmt: skip
DRAFT = a_journey("trial -> adoption", adoption=at_least("login", 2), exits=["lost"],
                  lost=trait_is("lost", True))  # fmt: skip
MAPPED = {"pilot": "trial"}
RUNNING, DONE = PreviewState.RUNNING, PreviewState.DONE


@pytest.fixture
async def publisher(engine):
    """Six profiles of which the nth has logged in n times, and a draft of less stages."""
    await engine.publish(LIVE)
    await engine.observe(became(f"u{n}", at=MONDAY, n=n) for n in range(6))
    for number in range(6):
        await engine.observe(logins(f"u{number}", on=[MONDAY + n for n in range(number)]))
    publisher = Publisher(engine)
    await publisher.drafts(DRAFT)
    return publisher


@pytest.fixture
def many(monkeypatch):
    """Six profiles are many already."""
    monkeypatch.setattr("engine.previewing.FEW", 3)
    monkeypatch.setattr("engine.rehearsing.TOGETHER", 2)


def codes(preview):
    return [it.problem.code for it in preview.problems if it.problem.severity != "HINT"]


def flows(preview):
    return {(it.left, it.entered): it.count for it in preview.movements.flows}


async def test_a_preview_tells_everything_that_publishing_would_do(publisher):
    preview = await publisher.preview(mapping=MAPPED)

    assert (preview.state, preview.done, preview.total, preview.at) == (
        DONE,
        6,
        6,
        publisher.engine.now,
    )
    assert flows(preview) == {("pilot", "trial"): 1, ("pilot", "adoption"): 1}
    assert (preview.draft_revision, preview.live_version) == (0, 1)
    assert {(it.kind, it.name) for it in preview.diff.differences} == {
        ("REMOVED", "pilot"),
        ("CHANGED", "adoption"),
        ("REMOVED", "trial -> pilot (ADVANCE)"),
        ("REMOVED", "pilot -> adoption (ADVANCE)"),
        ("ADDED", "trial -> adoption (ADVANCE)"),
    }
    assert preview.removed_stages == (
        RemovedStage(
            key="pilot",
            name="Pilot",
            occupants=2,
            is_mapped=True,
            target="trial",
            suggestion="trial",
        ),
    )
    assert preview.confirm_token is not None
    assert preview.expires_at == publisher.engine.now + GOOD_FOR


async def test_profiles_in_a_removed_stage_have_to_be_mapped(publisher):
    preview = await publisher.preview()

    assert "STAGE_REMOVED_WITH_PROFILES" in codes(preview)
    assert (preview.confirm_token, preview.expires_at) == (None, None)
    # What would become of them is told all the same.
    assert flows(preview) == {("pilot", "trial"): 1, ("pilot", "adoption"): 1}


async def test_to_be_judged_anew_is_to_be_mapped(publisher):
    preview = await publisher.preview(mapping={"pilot": None})

    assert "STAGE_REMOVED_WITH_PROFILES" not in codes(preview)
    assert preview.confirm_token is not None


async def test_a_stage_in_which_nobody_stands_needs_no_mapping(engine):
    await engine.publish(LIVE)
    publisher = Publisher(engine)
    await publisher.drafts(DRAFT)

    preview = await publisher.preview()

    assert [it.occupants for it in preview.removed_stages] == [0]
    assert preview.confirm_token is not None


async def test_a_mapping_into_nowhere_forbids_to_tell(publisher):
    preview = await publisher.preview(mapping={"pilot": "nowhere"})

    assert "MAPPING_TARGET_MISSING" in codes(preview)
    assert (preview.state, preview.movements, preview.confirm_token) == (DONE, None, None)


async def test_a_draft_that_makes_no_sense_forbids_to_tell(engine):
    publisher = Publisher(engine)
    await publisher.drafts(a_journey("a -> b", ways=[{"from": "b", "to": "a"}]))

    preview = await publisher.preview()

    assert "ADVANCE_CYCLE" in codes(preview)
    assert (preview.state, preview.movements, preview.confirm_token) == (DONE, None, None)


async def test_when_many_would_move_it_is_said(engine):
    await engine.publish(a_journey("trial -> adoption", adoption=at_least("login", 1)))
    await engine.observe(it for n in range(15) for it in logins(f"u{n}", on=[MONDAY]))
    publisher = Publisher(engine)
    await publisher.drafts(a_journey("trial -> adoption -> loyal", loyal=at_least("login", 1)))

    problems = {it.problem.code: it.problem.args for it in (await publisher.preview()).problems}

    assert problems["MASS_MOVEMENT"] == {"moving": 15, "total": 15}


async def test_a_first_version_is_previewed_with_what_was_kept(engine):
    await engine.observe(it for n in range(4) for it in logins(f"u{n}", on=[MONDAY]))
    publisher = Publisher(engine)
    await publisher.drafts(LIVE)

    now = await publisher.preview()
    replay = await publisher.preview(history=History.REPLAY)

    assert (now.live_version, now.diff, now.removed_stages) == (None, None, ())
    assert (flows(now), now.movements.changes) == ({(None, "pilot"): 4}, 4)
    assert (flows(replay), replay.confirm_token is None) == ({(None, "pilot"): 4}, False)


async def test_contributors_are_those_since_the_last_publication(publisher):
    await publisher.edit({"updateJourney": {"name": "One"}}, by="ann")
    await publisher.edit({"updateJourney": {"name": "Two"}}, by="bob", base=1)
    before = (await publisher.preview(mapping=MAPPED)).contributors
    await publisher.publish(await publisher.token(mapping=MAPPED), mapping=MAPPED)
    between = (await publisher.preview()).contributors
    await publisher.edit({"updateJourney": {"name": "Three"}}, by="eve", base=2)

    after = (await publisher.preview()).contributors

    assert (before, between, after) == (("ann", "bob"), (), ("eve",))


async def test_what_can_never_be_published_so_is_refused(publisher):
    with pytest.raises(NotFound):
        await Publisher(publisher.engine, "jrn_9").preview()
    with pytest.raises(HistoryNotFirst):
        await publisher.preview(history=History.REPLAY)
    for mapping in ({"trial": "adoption"}, {"nowhere": None}):
        with pytest.raises(BadArgument) as refused:
            await publisher.preview(mapping=mapping)
        assert refused.value.path == "mapping"


async def test_another_kind_of_profile_is_refused(publisher):
    other = Publisher(publisher.engine, "jrn_2")
    await publisher.engine.publish(a_journey("a -> b", key="other"))
    await other.drafts(a_journey("a -> b", key="other", kind=ProfileKind.ACCOUNT))

    with pytest.raises(BadArgument):
        await other.preview()


async def test_many_profiles_are_looked_at_by_a_worker(publisher, many):
    first, again = [await publisher.preview(mapping=MAPPED) for _ in range(2)]
    await publisher.work()
    done = await publisher.preview(mapping=MAPPED)

    assert (first.state, first.done, first.total, first.movements) == (RUNNING, 0, 6, None)
    assert again == first
    assert (done.state, done.done, done.total) == (DONE, 6, 6)
    assert flows(done) == {("pilot", "trial"): 1, ("pilot", "adoption"): 1}
    assert done.confirm_token is not None


async def test_what_a_worker_found_serves_for_a_while_and_its_token_from_then_on(publisher, many):
    engine = publisher.engine
    await publisher.preview(mapping=MAPPED)
    await publisher.work()
    engine.now += FRESH_FOR

    soon = await publisher.preview(mapping=MAPPED)
    engine.now += 1
    later = await publisher.preview(mapping=MAPPED)

    assert (soon.at, soon.expires_at) == (engine.now - 1 - FRESH_FOR, soon.at + GOOD_FOR)
    assert later.state is RUNNING


@pytest.mark.parametrize("passed", [2 * FRESH_FOR, -2 * FRESH_FOR])
async def test_a_preview_is_told_however_late_it_was_begun_and_whoever_has_worked_on_it(
    publisher, many, passed
):
    engine = publisher.engine
    asked_at = engine.now
    await publisher.preview(mapping=MAPPED)
    engine.now += passed  # it has waited so long; or the worker's clock is behind
    await publisher.work()
    engine.now = max(engine.now, asked_at)

    assert (await publisher.preview(mapping=MAPPED)).state is DONE


async def test_few_profiles_with_much_behind_them_are_not_waited_for(publisher, monkeypatch):
    monkeypatch.setattr("engine.previewing.PATIENCE", 0)
    monkeypatch.setattr("engine.rehearsing.TOGETHER", 2)

    begun = await publisher.preview(mapping=MAPPED)
    await publisher.work()
    done = await publisher.preview(mapping=MAPPED)

    assert (begun.state, begun.movements, done.state, done.movements.moved) == (
        RUNNING,
        None,
        DONE,
        2,
    )


async def test_another_mapping_is_another_preview(publisher, many):
    await publisher.preview(mapping=MAPPED)
    await publisher.work()

    assert (await publisher.preview(mapping={"pilot": "adoption"})).state is RUNNING


async def test_a_preview_whose_worker_died_is_taken_over(publisher, many, monkeypatch):
    engine = publisher.engine
    await publisher.preview(mapping=MAPPED)

    async def dying(*_, **__):
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr("engine.preview_work.rehearsed", dying)
        with pytest.raises(asyncio.CancelledError):
            await publisher.work()
    engine.now += SILENT_FOR - SECOND
    await publisher.work()
    early = await publisher.preview(mapping=MAPPED)
    engine.now += SECOND
    await publisher.work()

    assert (early.state, (await publisher.preview(mapping=MAPPED)).state) == (RUNNING, DONE)


async def test_a_worker_that_is_stopped_leaves_the_preview_to_the_next(publisher, many):
    engine = publisher.engine
    await publisher.preview(mapping=MAPPED)

    await worked(engine.database, engine.shelf, engine.workspace, engine.clock, lambda: True)
    left = await publisher.preview(mapping=MAPPED)
    await publisher.work()

    assert (left.state, (await publisher.preview(mapping=MAPPED)).state) == (RUNNING, DONE)


async def test_a_preview_of_what_has_changed_meanwhile_is_given_up(publisher, many):
    await publisher.preview(mapping=MAPPED)
    await publisher.edit({"updateJourney": {"name": "Another"}})

    await publisher.work()

    engine = publisher.engine
    assert await engine.database.read(None, previews.open_workspaces) == []
    assert (await publisher.preview(mapping=MAPPED)).state is RUNNING


async def test_a_preview_that_is_superseded_while_it_runs_stops(publisher, many, monkeypatch):
    engine = publisher.engine
    monkeypatch.setattr("engine.preview_work.BEAT", 0.01)
    await publisher.preview(mapping=MAPPED)
    told = asyncio.Event()

    async def slow(database, shelf, workspace, plan, now, going):
        while going(2):
            told.set()
            await asyncio.sleep(0.01)
        return await rehearsed(database, shelf, workspace, plan, now, going)

    monkeypatch.setattr("engine.preview_work.rehearsed", slow)
    working = asyncio.create_task(
        worked(engine.database, engine.shelf, engine.workspace, engine.clock)
    )
    await told.wait()
    await until(lambda: is_at(publisher, 2))
    await publisher.edit({"updateJourney": {"name": "Another"}})
    await publisher.preview(mapping=MAPPED)

    assert await working
    assert (await publisher.preview(mapping=MAPPED)).done == 0


async def is_at(publisher, done):
    return (await publisher.preview(mapping=MAPPED)).done == done


async def test_a_preview_is_followed_to_its_end(publisher, many):
    engine = publisher.engine
    seen = []

    async def follow():
        intent = publisher.intent(mapping=MAPPED)
        async for preview in followed(
            engine.database,
            engine.shelf,
            publisher.surveyor,
            engine.workspace,
            intent,
            engine.clock,
        ):
            seen.append(preview.state)

    following = asyncio.create_task(follow())
    await until(lambda: has_begun(seen))
    async with engine.working():
        await asyncio.wait_for(following, 30)

    assert (seen[0], seen[-1]) == (RUNNING, DONE)


async def has_begun(seen):
    return bool(seen)


async def test_a_preview_that_is_at_hand_is_told_once(publisher):
    engine = publisher.engine
    intent = publisher.intent(mapping=MAPPED)
    following = followed(
        engine.database, engine.shelf, publisher.surveyor, engine.workspace, intent, engine.clock
    )

    assert [preview.state async for preview in following] == [DONE]


async def test_old_previews_are_cleared_away(publisher, many):
    engine = publisher.engine
    await publisher.preview(mapping=MAPPED)
    engine.now += DAY

    async with engine.working():
        await until(lambda: are_gone(engine))


async def are_gone(engine):
    return await engine.read(lambda tx: tx.rows(select(publish_previews))) == []

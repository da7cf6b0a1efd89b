"""What designers are told of drafts, with the workspace around them."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from domain.document import load
from domain.draft import Viewport
from domain.draft_document import document_of, journey_of
from domain.edits import applied
from domain.merging import Mode
from engine.designing import Author, apply_edits, create_draft, redo_edits, undo_edits
from engine.surveying import MOST_SURVEYS, Surveyor
from engine.teams import save_team
from store import drafts
from tests.builders import MONDAY, became, logins
from tests.editing import LOGINS, PAID, a_draft, a_stage, a_way, edited
from tests.strategies.edits import counted

pytestmark = pytest.mark.anyio

ANN = Author("ann", "tab")
START = a_stage("start", role="ENTRY")
TRIAL, ON = a_stage("trial", entry=LOGINS), a_stage("on", entry=PAID)
DRAFT = a_draft(START, TRIAL, ON, a_way("start", "trial"), a_way("trial", "on"), id="jrn_1")
WITHOUT_TRIAL = edited(DRAFT, {"removeElements": {"ids": ["stg_trial"], "bridge": True}}).draft
GOAL = {"updateStage": {"id": "stg_start", "goal": "To begin."}}
NAMELESS = {"updateStage": {"id": "stg_on", "name": ""}}


@pytest.fixture
def surveyor(engine):
    return Surveyor(engine.database, engine.shelf)


def codes(problems):
    return {problem.code for problem in problems}


async def told(surveyor, engine, draft):
    return codes((await surveyor.survey(engine.workspace, draft)).problems)


async def created(engine, draft=DRAFT):
    await create_draft(
        engine.database, engine.workspace, document_of(draft), counted(), "jrn_1",
        actor="ann", now=MONDAY,
    )  # fmt: skip


async def edit(engine, *edits, base=0, **how):
    return await apply_edits(
        engine.database, engine.workspace, "jrn_1", list(edits), counted(), ANN,
        base_revision=base, now=MONDAY, **how,
    )  # fmt: skip


async def effect_of(surveyor, engine, done):
    effect = await surveyor.effect(engine.workspace, done)
    added = {(one.problem.code, *one.problem.stages) for one in effect.added}
    return added, {(one.code, *one.stages) for one in effect.resolved}, effect.total


async def test_a_draft_is_held_against_the_teams_of_its_workspace(surveyor, engine):
    unknown = edited(DRAFT, {"assignTeams": {"stageIds": ["stg_on"], "teams": ["art"]}}).draft

    before = await told(surveyor, engine, unknown)
    await save_team(engine.database, engine.workspace, "art", "Art", MONDAY)
    after = await told(surveyor, engine, unknown)

    assert before - after == {"TEAM_UNKNOWN"}
    assert "DESCRIPTION_MISSING" in after


async def test_a_stage_that_profiles_stand_in_may_not_be_removed(surveyor, engine):
    await engine.publish(journey_of(DRAFT))
    empty = await told(surveyor, engine, WITHOUT_TRIAL)

    await engine.observe(logins("ada", on=[MONDAY] * 3))
    survey = await surveyor.survey(engine.workspace, WITHOUT_TRIAL)

    assert "STAGE_REMOVED_WITH_PROFILES" not in empty
    [removed] = [it for it in survey.found if it.problem.code == "STAGE_REMOVED_WITH_PROFILES"]
    assert (removed.problem.blocking, removed.problem.args) == (
        True,
        {"population": 1, "stage": "trial"},
    )
    [fix, _] = await surveyor.fixes(removed, counted())
    mended = applied(survey.draft, fix.edits).draft
    assert "STAGE_REMOVED_WITH_PROFILES" not in await told(surveyor, engine, mended)


async def test_criteria_are_held_against_what_has_arrived(surveyor, engine):
    before = await told(surveyor, engine, DRAFT)
    await engine.observe([*logins("ada", on=[MONDAY]), became("ada", at=MONDAY, plan="free")])
    after = await told(surveyor, engine, DRAFT)
    await engine.observe([became("ada", at=MONDAY, plan="paid")])

    assert "CRITERIA_NEVER_SEEN" in before - after
    assert "CRITERIA_UNKNOWN_VALUE" in after
    assert "CRITERIA_UNKNOWN_VALUE" not in await told(surveyor, engine, DRAFT)


async def test_the_key_of_an_older_stage_is_not_taken_up_again(surveyor, engine):
    await engine.publish(journey_of(DRAFT))
    await engine.publish(journey_of(WITHOUT_TRIAL))
    anew = edited(
        WITHOUT_TRIAL,
        {"addStage": {"id": "stg_new", "key": "trial", "name": "Trial", "entry": LOGINS}},
    ).draft

    assert "KEY_REUSED" in await told(surveyor, engine, anew)
    assert "KEY_REUSED" not in await told(surveyor, engine, DRAFT)


async def test_a_key_that_is_live_without_an_id_is_nobody_elses(surveyor, engine):
    document = document_of(DRAFT)
    await engine.publish(journey_of(DRAFT))
    for stage in document["stages"]:
        del stage["id"]
    await engine.publish(load(document))
    other = a_draft(*({**it, "id": f"{it['id']}_2"} for it in (START, TRIAL, ON)), id="jrn_1")

    assert "KEY_REUSED" not in await told(surveyor, engine, other)


async def test_those_who_read_one_revision_at_once_make_one_survey(surveyor, engine):
    seen = Viewport(x=1, y=2, zoom=3)
    looked_at = replace(DRAFT, cosmetic=replace(DRAFT.cosmetic, viewport=seen))

    surveys = await asyncio.gather(
        *(surveyor.survey(engine.workspace, draft) for draft in (DRAFT, DRAFT, looked_at))
    )
    again = await surveyor.survey(engine.workspace, DRAFT)
    other = await surveyor.survey(engine.workspace, WITHOUT_TRIAL)

    assert len({id(one) for one in (*surveys, again)}) == 1
    assert other.problems != again.problems


async def test_a_reader_who_goes_away_takes_no_survey_along(surveyor, engine):
    going = asyncio.create_task(surveyor.survey(engine.workspace, DRAFT))
    staying = asyncio.create_task(surveyor.survey(engine.workspace, DRAFT))
    await asyncio.sleep(0)
    going.cancel()

    assert codes((await staying).problems)


async def test_surveys_are_kept_for_so_many_drafts(surveyor, engine):
    first = await surveyor.survey(engine.workspace, DRAFT)
    for revision in range(1, MOST_SURVEYS + 1):
        await surveyor.survey(engine.workspace, replace(DRAFT, revision=revision))

    assert await surveyor.survey(engine.workspace, DRAFT) is not first


async def test_fixes_are_made_once(surveyor, engine):
    survey = await surveyor.survey(engine.workspace, DRAFT)
    [no_exit] = [it for it in survey.found if it.problem.code == "NO_EXIT_STAGE"]

    fixes = await surveyor.fixes(no_exit, counted(1))

    assert [fix.title for fix in fixes] == ["Add a stage for those who leave"]
    assert await surveyor.fixes(no_exit, counted(100)) is fixes


async def test_elements_know_how_many_problems_they_have_a_part_in(surveyor, engine):
    survey = await surveyor.survey(engine.workspace, edited(DRAFT, NAMELESS).draft)

    counts = survey.counts["stg_on"]

    of_it = [it for it in survey.problems if "stg_on" in it.element_ids]
    assert {severity: counts[severity] for severity in counts} == {
        severity: sum(it.severity is severity for it in of_it) for severity in counts
    }
    assert counts["ERROR"] == 1


async def test_a_batch_tells_which_problems_it_added_and_resolved(surveyor, engine):
    await created(engine)
    before = await told(surveyor, engine, DRAFT)

    done = await edit(engine, GOAL, NAMELESS)

    total = len((await surveyor.survey(engine.workspace, done.draft)).problems)
    assert "LABEL_MISSING" not in before
    assert await effect_of(surveyor, engine, done) == (
        {("LABEL_MISSING", "on")},
        {("GOAL_MISSING", "start")},
        total,
    )


async def test_a_dry_run_tells_what_would_become_of_them_and_is_not_remembered(surveyor, engine):
    await created(engine)

    dry = await edit(engine, NAMELESS, mode=Mode.DRY_RUN)
    added, resolved, _ = await effect_of(surveyor, engine, dry)
    other = await edit(engine, GOAL)

    assert (added, resolved) == ({("LABEL_MISSING", "on")}, set())
    assert (await effect_of(surveyor, engine, other))[:2] == (set(), {("GOAL_MISSING", "start")})


async def test_what_is_equal_to_python_alone_is_looked_at_anew(surveyor, engine):
    await created(engine)
    await engine.observe([became("u1", at=MONDAY, vip=True)])

    def asking_for(value):
        rule = {"signal": {"trait": "vip"}, "is": "eq", "value": value}
        return {"setCriteria": {"elementId": "stg_on", "slot": "ENTRY", "criteria": rule}}

    tried = await edit(engine, asking_for(1), mode=Mode.DRY_RUN)
    done = await edit(engine, asking_for(True))

    assert "CRITERIA_TYPE_MISMATCH" in await told(surveyor, engine, tried.draft)
    assert "CRITERIA_TYPE_MISMATCH" not in await told(surveyor, engine, done.draft)


async def test_a_step_taken_back_and_done_again_tells_as_well(surveyor, engine):
    await created(engine)
    await edit(engine, NAMELESS)

    undone = await undo_edits(engine.database, engine.workspace, "jrn_1", ANN, now=MONDAY)
    redone = await redo_edits(engine.database, engine.workspace, "jrn_1", ANN, now=MONDAY)

    nameless = {("LABEL_MISSING", "on")}
    assert (await effect_of(surveyor, engine, undone))[:2] == (set(), nameless)
    assert (await effect_of(surveyor, engine, redone))[:2] == (nameless, set())


async def test_a_replayed_answer_tells_what_its_own_batch_did(surveyor, engine):
    await created(engine)
    first = await edit(engine, NAMELESS, idempotency_key="k")
    told_then = await effect_of(surveyor, engine, first)
    await edit(engine, GOAL, {"updateStage": {"id": "stg_on", "name": "On"}}, base=1)

    again = await edit(engine, NAMELESS, idempotency_key="k")
    now = await engine.database.read(engine.workspace, partial(drafts.find, id="jrn_1"))

    assert again.replayed
    assert await effect_of(surveyor, engine, again) == told_then
    assert (again.draft, again.draft.revision) == (now, 2)


async def test_a_replayed_answer_of_nothing_tells_of_nothing(surveyor, engine):
    await created(engine)
    unchanged = {"updateStage": {"id": "stg_on", "name": "On"}}
    await edit(engine, unchanged, idempotency_key="k")
    await edit(engine, NAMELESS)

    again = await edit(engine, unchanged, idempotency_key="k")

    assert (await effect_of(surveyor, engine, again))[:2] == (set(), set())

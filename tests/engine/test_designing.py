"""Drafts: several clients edit one, each takes back its own, and all of it is kept."""

import asyncio
from functools import partial

import pytest

from domain.draft_document import document_of
from domain.edit_log import Step
from domain.instants import DAY
from domain.merging import Mode
from domain.refusals import (
    BadArgument,
    EditConflict,
    EditRejected,
    IdempotencyKeyReused,
    JourneyExists,
    MalformedDocument,
    NotFound,
    NothingToUndo,
)
from engine.designing import (
    Author,
    apply_edits,
    create_draft,
    redo_edits,
    undo_edits,
)
from store import drafts, workspaces
from store.database import open_database
from tests.builders import MONDAY, a_journey
from tests.documents import a_document
from tests.editing import a_line, a_stage
from tests.strategies.edits import counted

pytestmark = pytest.mark.anyio

ANN, BOB = Author("ann", "tab"), Author("bob", "tab")
LINE = document_of(a_line("trial", "adoption"))


class Designer:
    """An author's hands, in one workspace of a database."""

    def __init__(self, database, workspace):
        self.database, self.workspace, self.now, self.ids = database, workspace, MONDAY, counted()

    async def create(self, document=LINE, **how):
        how = {"actor": "ann", "now": self.now, **how}
        made = await create_draft(self.database, self.workspace, document, self.ids, "jrn_1", **how)
        return made.draft

    async def edit(self, *edits, by=ANN, base=0, draft="jrn_1", **how):
        how = {"base_revision": base, "now": self.now, **how}
        return await apply_edits(
            self.database, self.workspace, draft, list(edits), self.ids, by, **how
        )

    async def undo(self, by=ANN, **how):
        return await undo_edits(self.database, self.workspace, "jrn_1", by, now=self.now, **how)

    async def redo(self, by=ANN, **how):
        return await redo_edits(self.database, self.workspace, "jrn_1", by, now=self.now, **how)

    async def draft(self, id="jrn_1"):
        return await self.database.read(self.workspace, partial(drafts.find, id=id))

    async def log(self):
        return await self.database.read(
            self.workspace, partial(drafts.batches_after, draft="jrn_1", revision=0)
        )


@pytest.fixture
async def designer(database, workspace):
    return Designer(database, workspace)


def named(name, stage="stg_trial"):
    return {"updateStage": {"id": stage, "name": name}}


async def names(designer):
    return [stage.name for stage in (await designer.draft()).stages]


async def test_a_draft_is_kept_as_its_document_says(designer):
    made = await designer.create()

    assert await designer.draft() == made
    assert document_of(made) == {**LINE, "id": "jrn_1"}
    assert (made.revision, made.id) == (0, "jrn_1")


async def test_what_has_no_id_is_given_one(designer):
    made = await designer.create(a_document())

    assert [stage.id[:4] for stage in made.stages] == ["stg_", "stg_"]
    assert await designer.draft() == made


async def test_a_key_has_one_draft(designer):
    await designer.create()

    with pytest.raises(JourneyExists):
        await designer.create()


async def test_a_document_that_cannot_be_read_begins_no_draft(designer):
    for document in ("text", None, [], {"format": "cairn/1"}):
        with pytest.raises(MalformedDocument):
            await designer.create(document)


async def test_a_batch_is_applied_saved_and_logged(designer):
    await designer.create()

    edited = await designer.edit(named("Tryout"), {"addStage": {"key": "churned", "name": "Gone"}})

    (batch,) = await designer.log()
    assert await names(designer) == ["Tryout", "Adoption", "Gone"]
    assert (edited.revision, edited.recorded, edited.draft) == (1, True, await designer.draft())
    assert (batch.revision, batch.actor, batch.client, batch.at) == (1, "ann", "tab", MONDAY)
    assert edited.added == [edited.draft.stages[2].id]
    assert edited.edits[1]["addStage"]["id"] == edited.added[0]


async def test_edits_of_different_fields_are_merged_and_of_the_same_are_a_conflict(designer):
    await designer.create()
    await designer.edit(named("Ann's"))
    await designer.edit(named("Bob's", "stg_adoption"), by=BOB)

    with pytest.raises(EditConflict) as refused:
        await designer.edit(named("Bob's"), by=BOB)

    (conflict,) = refused.value.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("Trial", "Bob's", "Ann's")
    assert [batch.actor for batch in refused.value.missed] == ["ann", "bob"]
    assert await names(designer) == ["Ann's", "Bob's"]


async def test_of_clients_at_once_each_is_a_revision_of_its_own(designer):
    await designer.create()
    stages = [a_stage(f"s{number}") for number in range(8)]

    done = await asyncio.gather(
        *(designer.edit({"addStage": one}, by=Author("ann", one["key"])) for one in stages)
    )

    assert sorted(one.revision for one in done) == list(range(1, 9))
    assert len(await names(designer)) == 10


async def test_strict_edits_have_missed_nothing(designer):
    await designer.create()
    await designer.edit(named("Tryout"))

    with pytest.raises(EditConflict):
        await designer.edit(named("Bob's", "stg_adoption"), by=BOB, mode=Mode.STRICT)


async def test_a_dry_run_tells_what_would_be_and_keeps_nothing(designer):
    before = await designer.create()

    tried = await designer.edit(named("Tryout"), mode=Mode.DRY_RUN, idempotency_key="k")

    assert (tried.revision, tried.recorded, tried.draft.stages[0].name) == (1, False, "Tryout")
    assert (await designer.draft(), await designer.log()) == (before, [])
    assert not (await designer.edit(named("Other"), idempotency_key="k")).replayed


async def test_where_somebody_looks_is_kept_and_is_no_revision(designer):
    await designer.create()

    await designer.edit({"setViewport": {"x": 1, "y": 2, "zoom": 1}})

    draft = await designer.draft()
    assert (draft.revision, draft.cosmetic.viewport.y, await designer.log()) == (0, 2, [])


async def test_a_request_that_is_sent_again_is_answered_alike_and_done_once(designer):
    await designer.create()
    add = {"addStage": {"key": "churned", "name": "Gone"}}

    first = await designer.edit(add, idempotency_key="k")
    await designer.edit(named("Tryout"), base=1)
    again = await designer.edit(add, idempotency_key="k")

    assert (again.replayed, again.revision, again.added) == (True, 1, first.added)
    assert (again.edits, again.changes, again.inverse) == (
        first.edits,
        first.changes,
        first.inverse,
    )
    assert again.draft == await designer.draft()
    assert again.draft.revision == 2


async def test_of_the_same_request_sent_many_times_at_once_one_is_done(designer):
    await designer.create()
    add = {"addStage": {"key": "churned", "name": "Gone"}}

    done = await asyncio.gather(*(designer.edit(add, idempotency_key="k") for _ in range(5)))

    assert sorted(one.replayed for one in done) == [False, True, True, True, True]
    assert {tuple(one.added) for one in done} == {tuple(done[0].added)}


async def test_a_draft_is_made_once_by_one_key(designer):
    made = [await designer.create(idempotency_key="k") for _ in range(2)]

    assert made[0] == made[1]


async def test_a_key_of_another_request_is_refused_for_a_day(designer):
    await designer.create()
    await designer.edit(named("Tryout"), idempotency_key="k")

    with pytest.raises(IdempotencyKeyReused):
        await designer.edit(named("Other"), base=1, idempotency_key="k")
    elsewhere = await designer.edit(named("Bob's"), by=BOB, base=1, idempotency_key="k")
    designer.now += DAY
    later = await designer.edit(named("Other"), base=2, idempotency_key="k")

    assert (elsewhere.revision, later.revision) == (2, 3)


async def test_what_was_refused_keeps_no_key(designer):
    await designer.create()
    with pytest.raises(EditRejected):
        await designer.edit(named("Tryout", "stg_nobody"), idempotency_key="k")

    assert (await designer.edit(named("Tryout"), idempotency_key="k")).revision == 1


async def test_each_client_takes_back_its_own_and_does_it_again(designer):
    before = (await designer.create()).stages
    await designer.edit(named("Ann's"))
    await designer.edit(named("Bob's", "stg_adoption"), by=BOB)

    undone = await designer.undo()
    after_undo = await names(designer)
    redone = await designer.redo()

    assert (before[0].name, after_undo) == ("Trial", ["Trial", "Bob's"])
    assert await names(designer) == ["Ann's", "Bob's"]
    assert (undone.revision, redone.revision) == (3, 4)
    assert [batch.step for batch in await designer.log()] == [
        Step.EDIT,
        Step.EDIT,
        Step.UNDO,
        Step.REDO,
    ]


async def test_a_drag_is_taken_back_as_one_step(designer):
    before = await designer.create()
    for number in range(3):
        move = {"moveNodes": {"nodes": [{"id": "stg_trial", "x": number, "y": number}]}}
        await designer.edit(move, base=number, undo_group="drag")

    await designer.undo()

    assert (await designer.draft()).cosmetic == before.cosmetic


async def test_taking_back_what_another_client_has_changed_since_is_a_conflict(designer):
    await designer.create()
    await designer.edit(named("Ann's"))
    await designer.edit(named("Bob's"), by=BOB, base=1)

    with pytest.raises(EditConflict):
        await designer.undo()


async def test_without_a_step_there_is_nothing_to_take_back(designer):
    await designer.create()
    await designer.edit(named("Ann's"))

    for refused in (designer.undo(BOB), designer.redo(ANN)):
        with pytest.raises(NothingToUndo):
            await refused


async def test_taking_back_is_done_once_by_one_key(designer):
    await designer.create()
    await designer.edit(named("One"))
    await designer.edit(named("Two"), base=1)

    for _ in range(3):
        await designer.undo(idempotency_key="k")

    assert await names(designer) == ["One", "Adoption"]


async def test_a_revision_that_never_was_is_refused(designer):
    await designer.create()

    for base in (-1, 1):
        with pytest.raises(BadArgument):
            await designer.edit(named("Ann's"), base=base)


async def test_a_batch_is_applied_all_or_none(designer):
    before = await designer.create()

    with pytest.raises(EditRejected) as refused:
        await designer.edit(named("Tryout"), named("Other", "stg_nobody"))

    assert (refused.value.edit_index, refused.value.code) == (1, "ELEMENT_NOT_FOUND")
    assert (await designer.draft(), await designer.log()) == (before, [])


async def test_the_key_of_a_stage_that_is_live_is_for_life(designer, engine):
    await engine.publish(a_journey("trial -> adoption", key=LINE["key"]))
    await designer.create()

    with pytest.raises(EditRejected) as refused:
        await designer.edit({"updateStage": {"id": "stg_trial", "key": "tryout"}})

    assert refused.value.code == "KEY_IMMUTABLE"


async def test_drafts_of_another_workspace_are_not_there(designer, database):
    await designer.create()
    other = await database.write(None, lambda tx: workspaces.create(tx, "other", "Other", now=0))
    stranger = Designer(database, other.id)

    for refused in (stranger.edit(named("Mine")), stranger.undo(), stranger.redo()):
        with pytest.raises(NotFound):
            await refused
    assert await stranger.draft() is None
    assert await stranger.create() == await stranger.draft()


async def test_a_restart_keeps_the_draft_and_its_log(designer, database_url):
    await designer.create()
    await designer.edit(named("Tryout"))

    reopened = await open_database(database_url)
    after = Designer(reopened, designer.workspace)
    undone = await after.undo()
    found = await after.draft()
    await reopened.close()

    assert (undone.revision, found.stages[0].name) == (2, "Trial")


async def test_who_has_missed_too_much_is_told_to_read_the_draft(designer, monkeypatch):
    monkeypatch.setattr("engine.designing.MOST_MISSED", 2)
    await designer.create()
    for revision, name in enumerate("abc"):
        await designer.edit({"updateJourney": {"name": name}}, base=revision)

    with pytest.raises(BadArgument, match="3 batches further"):
        await designer.edit({"updateJourney": {"name": "d"}}, by=BOB, base=0)

    assert (await designer.edit({"updateJourney": {"description": "d"}}, by=BOB, base=1)).recorded

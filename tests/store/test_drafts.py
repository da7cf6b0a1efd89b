"""Drafts are kept as they are, and so is their log."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import update

from domain.draft import Cosmetic, Viewport
from domain.draft_document import document_of
from domain.journey import TransitionKind
from domain.merging import merged
from store import drafts
from store.drafts import Dates, Glance, KeptBatch
from store.paging import Slice
from tests.editing import a_batch, a_line, a_note

pytestmark = pytest.mark.anyio

DRAFT = replace(a_line("trial", "adoption", notes=[a_note("hello", x=1, y=2)]), id="jrn_1")
NAMED = {"updateStage": {"id": "stg_trial", "name": "Tryout"}}


async def kept(database, workspace, draft=DRAFT):
    return await database.write(workspace, partial(drafts.add, draft=draft, now=5))


async def test_a_draft_is_found_by_id_and_by_key_as_it_was_kept(database, workspace):
    seen = replace(DRAFT.cosmetic, viewport=Viewport(x=1, y=2, zoom=1))
    draft = replace(DRAFT, cosmetic=seen, revision=3)
    await kept(database, workspace, draft)

    found = [
        await database.read(workspace, partial(drafts.find, id="jrn_1")),
        await database.read(workspace, partial(drafts.find_by_key, key=DRAFT.key)),
    ]

    assert found == [draft, draft]


async def test_a_key_and_an_id_are_taken_once(database, workspace):
    drafts_of = [DRAFT, replace(DRAFT, id="jrn_2"), replace(DRAFT, key="other")]

    assert [await kept(database, workspace, one) for one in drafts_of] == [True, False, False]


async def test_a_draft_is_kept_as_it_became(database, workspace):
    await kept(database, workspace)
    further = replace(DRAFT, name="Other", revision=9, cosmetic=Cosmetic())

    await database.write(workspace, partial(drafts.save, draft=further, now=6))

    assert await database.read(workspace, partial(drafts.find, id="jrn_1")) == further


async def test_what_is_given_back_is_what_will_be_found(database, workspace):
    await kept(database, workspace)
    way = replace(DRAFT.transitions[0], kind=TransitionKind.RECYCLE, spelled=frozenset({"kind"}))
    further = [
        replace(DRAFT, name="Other", revision=1),
        replace(
            DRAFT, revision=2, cosmetic=replace(DRAFT.cosmetic, viewport=Viewport(x=1, y=2, zoom=1))
        ),
        replace(DRAFT, revision=3, transitions=(way,)),
        replace(DRAFT, revision=4),
    ]

    saved = [
        await database.write(workspace, partial(drafts.save, draft=draft, now=6))
        for draft in further
    ]

    assert saved == further
    assert [way.spelled for way in saved[2].transitions] == [frozenset()]
    assert await database.read(workspace, partial(drafts.find, id="jrn_1")) == further[-1]


async def test_a_draft_that_another_process_has_edited_is_found_as_it_is(database, workspace):
    await kept(database, workspace)
    further = replace(DRAFT, name="Other", revision=1)
    row = {"document": document_of(further), "revision": 1}

    await database.write(workspace, lambda tx: tx.run(update(drafts.journey_drafts).values(row)))

    assert await database.read(workspace, partial(drafts.find, id="jrn_1")) == further


async def test_a_glance_tells_how_far_a_draft_is_and_where_it_is_looked_at(database, workspace):
    await kept(database, workspace)
    seen = replace(DRAFT.cosmetic, viewport=Viewport(x=1, y=2, zoom=1))

    async def work(tx):
        before = await drafts.glance(tx, "jrn_1")
        await drafts.save(tx, replace(DRAFT, revision=4, cosmetic=seen), 6)
        return before, await drafts.glance(tx, "jrn_1"), await drafts.glance(tx, "jrn_2")

    assert await database.write(workspace, work) == (
        Glance(0, None),
        Glance(4, seen.viewport),
        None,
    )


async def test_which_of_some_ids_are_those_of_drafts_can_be_asked(database, workspace):
    await kept(database, workspace)

    asked = partial(drafts.those_kept, ids=["jrn_1", "jrn_2"])

    assert await database.read(workspace, asked) == {"jrn_1"}


async def test_batches_are_read_back_as_they_were_recorded(database, workspace):
    await kept(database, workspace)
    done = merged(DRAFT, 0, [], a_batch(NAMED)).logged
    assert done is not None
    later = [replace(done, revision=number, client=f"tab-{number % 2}") for number in (1, 2, 3)]

    async def record(tx):
        for batch in later:
            await drafts.record(tx, "jrn_1", batch, 7)
        return (
            await drafts.batches_after(tx, "jrn_1", 1),
            await drafts.last_batches_by(tx, "jrn_1", "tab-1", done.actor, 5),
            (await drafts.page(tx, "jrn_1", Slice(last=1))).items,
            await drafts.contributors(tx, "jrn_1"),
        )

    after, own, page, contributors = await database.write(workspace, record)

    logged = [
        KeptBatch(
            revision=batch.revision,
            client=batch.client,
            actor=batch.actor,
            edits=batch.edits,
            changes=batch.changes,
            inverse=batch.inverse,
            at=7,
        )
        for batch in later
    ]
    assert (after, own, page) == (logged[1:], [logged[0], logged[2]], (logged[2],))
    assert contributors == [done.actor]


async def test_drafts_are_found_by_their_keys_with_their_dates(database, workspace):
    other = replace(DRAFT, id="jrn_2", key="other")
    await kept(database, workspace)
    await kept(database, workspace, other)
    await database.write(workspace, partial(drafts.save, draft=other, now=9))
    keys, ids = (DRAFT.key, "other", "none"), ("jrn_1", "jrn_2", "jrn_3")

    found = await database.read(workspace, partial(drafts.find_by_keys, keys=keys))
    dates = await database.read(workspace, partial(drafts.dates, ids=ids))

    assert found == {DRAFT.key: DRAFT, "other": other}
    assert dates == {"jrn_1": Dates(5, 5), "jrn_2": Dates(5, 9)}

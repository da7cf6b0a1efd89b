"""A draft is led to what a version, the live one or a file says, in one step."""

from itertools import pairwise

import pytest

from domain.difference import journey_diff
from domain.document import load
from domain.draft import Viewport
from domain.draft_document import document_of, journey_of
from domain.edit_document import edits_to_document
from domain.refusals import BadArgument, EditConflict, IdempotencyKeyReused, NotFound
from engine.publishing import publish
from engine.redrafting import (
    Brought,
    discard_changes,
    import_journey,
    planned_import,
    restore_version,
)
from engine.shelf import Shelf
from tests.editing import a_draft, a_stage, a_way
from tests.engine.test_designing import ANN, BOB, Designer, named

pytestmark = pytest.mark.anyio


def line(*keys, names=None):
    """The document of stages in a row, which profiles may enter at the first."""
    stages = [a_stage(key, **({"name": names} if names else {})) for key in keys]
    stages[0] |= {"role": "ENTRY"}
    ways = [a_way(left, entered) for left, entered in pairwise(keys)]
    return document_of(a_draft(*stages, *ways))


LINE, LONGER = line("trial", "adoption"), line("trial", "adoption", "renewal")
BOARD = {"moveNodes": {"nodes": [{"id": "stg_trial", "x": 5, "y": 6}]}}


class Redrafter(Designer):
    """The same hands, for larger things."""

    async def create(self, document=LINE, **how):
        return await super().create(document, **how)

    async def publish(self, document=LINE):
        return await publish(self.database, Shelf(), self.workspace, document, now=self.now)

    async def restore(self, version, by=ANN, **how):
        return await restore_version(
            self.database, self.workspace, "jrn_1", version, by, now=self.now, **how
        )

    async def discard(self, by=ANN, **how):
        return await discard_changes(
            self.database, self.workspace, "jrn_1", by, now=self.now, **how
        )

    async def bring(self, document, by=ANN, base=0, viewport=None, **how):
        def read(_):
            return Brought(load(document), viewport)

        how = {"base_revision": base, "said": document, "now": self.now, **how}
        return await import_journey(self.database, self.workspace, "jrn_1", read, by, **how)

    async def plan(self, document):
        return await planned_import(
            self.database, self.workspace, "jrn_1", lambda _: Brought(load(document))
        )

    async def differs_from(self, document):
        return journey_diff(load(document), journey_of(await self.draft()))


@pytest.fixture
async def designer(database, workspace):
    return Redrafter(database, workspace)


def is_alike(diff):
    return not diff.differences and not diff.layout


async def test_a_version_is_restored_in_one_step_that_can_be_taken_back(designer):
    await designer.publish(LINE)
    await designer.publish(LONGER)
    await designer.create(LONGER)
    await designer.edit(named("Mine"), {"updateStage": {"id": "stg_renewal", "goal": "Stay"}})

    restored = await designer.restore(1)

    assert is_alike(await designer.differs_from(LINE))
    assert (restored.revision, restored.recorded) == (2, True)
    assert restored.removed == ["stg_renewal", "trn_adoption_renewal"]
    await designer.undo()
    assert [stage.name for stage in (await designer.draft()).stages] == [
        "Mine",
        "Adoption",
        "Renewal",
    ]


async def test_what_is_restored_is_known_by_its_key_where_it_had_no_id(designer):
    bare = {name: part for name, part in LINE.items() if name != "transitions"}
    first = {"key": "trial", "name": "First", "role": "ENTRY"}
    bare["stages"] = [first, {"key": "adoption", "name": "Adoption"}]
    await designer.publish(bare | {"transitions": [{"from": "trial", "to": "adoption"}]})
    await designer.create(LINE)

    restored = await designer.restore(1)

    assert restored.edits == [named("First")]


async def test_a_version_with_more_than_a_batch_can_hold_is_restored(designer):
    keys = [f"stage-{number}" for number in range(350)]
    await designer.publish(line(*keys))
    await designer.create(line(*keys, names="Renamed"))

    restored = await designer.restore(1)

    assert (len(restored.edits), restored.revision) == (350, 1)
    await designer.undo()
    assert {stage.name for stage in (await designer.draft()).stages} == {"Renamed"}


async def test_restoring_what_the_draft_is_anyway_leaves_no_trace(designer):
    await designer.publish()
    await designer.create()

    restored = await designer.restore(1)

    assert (restored.recorded, restored.revision, restored.edits) == (False, 0, [])


async def test_only_a_version_that_is_there_is_restored(designer):
    await designer.create()

    with pytest.raises(NotFound) as refused:
        await designer.restore(1)

    assert refused.value.path == "version"


async def test_a_stage_keeps_the_key_that_it_is_live_by(designer):
    trial, won = line("trial"), line("won")
    trial["stages"][0]["id"] = won["stages"][0]["id"] = "stg_a"
    await designer.publish(trial)
    await designer.publish(won)
    await designer.create(won)

    restored = await designer.restore(1)

    assert restored.removed == ["stg_a"]
    assert [stage.key for stage in restored.draft.stages] == ["trial"]


async def test_changes_are_discarded_in_one_step(designer):
    await designer.publish()
    await designer.create()
    await designer.edit(named("Mine"), BOARD)
    await designer.edit({"addLane": {"key": "left", "name": "Left"}}, by=BOB, base=1)

    discarded = await designer.discard()

    assert is_alike(await designer.differs_from(LINE))
    assert discarded.revision == 3
    await designer.undo()
    assert [lane.key for lane in (await designer.draft()).lanes] == ["left"]


async def test_there_is_nothing_to_go_back_to_before_the_first_version(designer):
    await designer.create()

    with pytest.raises(NotFound) as refused:
        await designer.discard()

    assert refused.value.path == "draftId"


async def test_a_step_is_done_once_by_its_key(designer):
    await designer.publish()
    await designer.create()
    await designer.edit(named("Mine"))
    first = await designer.discard(idempotency_key="k")
    await designer.edit(named("Mine again"), base=2)

    again = await designer.discard(idempotency_key="k")

    assert (again.replayed, again.revision) == (True, first.revision)
    with pytest.raises(IdempotencyKeyReused):
        await designer.discard(by=BOB.__class__("ann", "other"), idempotency_key="k")


async def test_a_plan_tells_what_an_import_would_do_and_keeps_nothing(designer):
    made = await designer.create()

    plan = await designer.plan(LONGER)

    assert await designer.draft() == made
    assert is_alike(journey_diff(load(LONGER), journey_of(plan.draft)))
    assert [one.name for one in plan.diff.differences] == [
        "renewal",
        "adoption -> renewal (ADVANCE)",
    ]
    edited = await designer.edit(*edits_to_document(plan.edits))
    assert edited.draft.stages == plan.draft.stages


async def test_an_import_applies_what_was_planned_and_leaves_what_others_did_since(designer):
    await designer.create()
    plan = await designer.plan(LONGER | {"name": "Longer"})
    await designer.edit(named("Bob's"), by=BOB)

    imported = await designer.bring(LONGER | {"name": "Longer"})

    assert imported.edits == edits_to_document(plan.edits)
    assert [stage.name for stage in imported.draft.stages] == ["Bob's", "Adoption", "Renewal"]
    assert imported.draft.name == "Longer"
    await designer.undo()
    assert [stage.name for stage in (await designer.draft()).stages] == ["Bob's", "Adoption"]


async def test_an_import_that_is_at_odds_with_what_others_did_is_a_conflict(designer):
    await designer.create()
    await designer.edit(named("Bob's"), by=BOB)
    mine = LINE | {"stages": [{**LINE["stages"][0], "name": "Mine"}, LINE["stages"][1]]}

    with pytest.raises(EditConflict) as refused:
        await designer.bring(mine)

    (conflict,) = refused.value.conflicts
    assert (conflict.mine, conflict.theirs) == ("Mine", "Bob's")


async def test_what_a_file_draws_nowhere_stays_where_it_is(designer):
    await designer.create()
    await designer.edit(BOARD)

    imported = await designer.bring(LONGER, base=1, viewport=Viewport(x=1, y=2, zoom=1))

    cosmetic = imported.draft.cosmetic
    assert [(id, box.x, box.y) for id, box in cosmetic.boxes.items()] == [("stg_trial", 5, 6)]
    assert cosmetic.viewport == Viewport(x=1, y=2, zoom=1)


async def test_a_journey_keeps_its_key_and_its_kind_of_profile(designer):
    await designer.create()

    imported = await designer.bring(LONGER | {"key": "sales"})
    with pytest.raises(BadArgument) as refused:
        await designer.bring(LINE | {"kind": "ACCOUNT"})

    assert (imported.draft.key, len(imported.draft.stages)) == ("lead", 3)
    assert refused.value.path == "document.kind"


async def test_an_import_is_seen_from_a_revision_that_there_is(designer):
    await designer.create()

    for base in (-1, 1):
        with pytest.raises(BadArgument) as refused:
            await designer.bring(LONGER, base=base)
        assert refused.value.path == "baseRevision"


async def test_what_a_file_has_no_ids_for_gets_the_same_in_the_plan_and_in_the_import(designer):
    await designer.create()
    bare = LONGER | {
        "stages": [
            {name: value for name, value in stage.items() if name != "id"}
            for stage in LONGER["stages"]
        ],
        "transitions": [
            {"from": "trial", "to": "renewal"},
            {"from": "trial", "to": "adoption"},
        ],
    }

    plan, imported = await designer.plan(bare), await designer.bring(bare)

    assert imported.edits == edits_to_document(plan.edits)
    assert imported.draft.stages == plan.draft.stages

from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.draft import Box, ElementKind
from domain.edit_log import Batch, Step
from domain.edits import (
    JOURNEY,
    AddStage,
    ApplyLayout,
    InsertStage,
    MoveNodes,
    UpdateJourney,
    applied,
)
from domain.edits.references import ids_in
from domain.meanwhile import FieldConflict
from domain.merging import Mode, merged
from domain.refusals import BadArgument, EditConflict, EditRejected
from tests.editing import (
    PAID,
    a_batch,
    a_draft,
    a_lane,
    a_line,
    a_note,
    a_stage,
    a_way,
    edits,
    parts_of,
)
from tests.strategies.edits import batches, drafts

LINE = a_line("new", "active", "won")
RENAME = {"updateStage": {"id": "stg_new", "name": "Mine"}}
REMOVE = {"removeElements": {"ids": ["stg_new"]}}


def after(draft, *sent, base=0, log=()):
    """The draft and the log after these batches, each made on that revision."""
    kept = list(log)
    for batch in sent:
        result = merged(draft, base, kept, batch)
        draft = result.draft
        kept += [result.logged] if result.logged else []
    return draft, kept


def met(draft, theirs, mine, mode=Mode.MERGE):
    """What becomes of my edits when others came before them: a draft, or a conflict."""
    draft, log = after(draft, a_batch(*theirs, client="their"))
    try:
        return merged(draft, 0, log, a_batch(*mine, client="my"), mode).draft
    except EditConflict as conflict:
        return conflict


def at_odds(draft, theirs, mine):
    """Element, field, base, mine and theirs of every field at odds."""
    conflict = met(draft, theirs, mine)
    assert isinstance(conflict, EditConflict), conflict
    return [(it.element, it.field, it.base, it.mine, it.theirs) for it in conflict.conflicts]


def test_every_recorded_batch_is_a_revision():
    draft, log = after(LINE, a_batch(RENAME), a_batch(REMOVE))

    assert (draft.revision, [batch.revision for batch in log]) == (2, [1, 2])


def test_what_is_looked_at_is_no_revision():
    seeing = a_batch({"setViewport": {"x": 1, "y": 2, "zoom": 1}})

    result = merged(LINE, 0, (), seeing)

    assert (result.draft.revision, result.logged) == (0, None)
    assert result.draft.cosmetic.viewport is not None


def test_a_batch_that_changes_nothing_is_not_recorded():
    result = merged(LINE, 0, (), a_batch({"updateStage": {"id": "stg_new", "name": "New"}}))

    assert (result.draft, result.logged) == (LINE, None)


def test_edits_of_other_fields_are_rebased_in_silence():
    theirs = {"updateStage": {"id": "stg_new", "goal": "Buy", "entry": PAID}}

    draft = met(LINE, [theirs], [RENAME])

    assert parts_of(draft, "stages")[0] == a_stage("new", name="Mine", goal="Buy", entry=PAID)


def test_a_field_that_two_clients_changed_is_at_odds():
    theirs = {"updateStage": {"id": "stg_new", "name": "Theirs"}}

    conflict = met(LINE, [theirs], [RENAME])

    assert conflict.conflicts == (
        FieldConflict(
            kind=ElementKind.STAGE,
            element="stg_new",
            field="name",
            base="New",
            mine="Mine",
            theirs="Theirs",
            revision=1,
            client="their",
            actor="their's",
        ),
    )
    assert ([batch.revision for batch in conflict.missed], conflict.draft.revision) == ([1], 1)


def test_two_clients_may_come_to_the_same_value():
    assert met(LINE, [RENAME], [RENAME]).revision == 1


def test_a_field_that_was_changed_and_changed_back_is_not_at_odds():
    draft, log = after(
        LINE,
        a_batch({"updateStage": {"id": "stg_new", "name": "Theirs"}}, client="their"),
    )
    draft, log = after(
        draft,
        a_batch({"updateStage": {"id": "stg_new", "name": "New"}}, client="their"),
        base=1,
        log=log,
    )

    assert merged(draft, 0, log, a_batch(RENAME)).draft.stages[0].name == "Mine"


def test_a_client_is_never_at_odds_with_itself():
    again = {"updateStage": {"id": "stg_new", "name": "Once more"}}

    draft, _ = after(LINE, a_batch(RENAME), a_batch(again))

    assert draft.stages[0].name == "Once more"


def test_two_tabs_of_one_actor_are_two_clients():
    draft, log = after(LINE, Batch(client="one", actor="ada", edits=edits(RENAME)))
    other = edits({"updateStage": {"id": "stg_new", "name": "Other"}})

    with pytest.raises(EditConflict):
        merged(draft, 0, log, Batch(client="two", actor="ada", edits=other))


def test_a_true_value_is_at_odds_with_one():
    def asking(value):
        rule = {"signal": {"trait": "paid"}, "is": "eq", "value": value}
        return {"setCriteria": {"elementId": "stg_new", "slot": "ENTRY", "criteria": rule}}

    assert len(at_odds(LINE, [asking(1)], [asking(True)])) == 1


@pytest.mark.parametrize(
    ("mine", "element"),
    [
        (RENAME, "stg_new"),
        ({"setCriteria": {"elementId": "stg_new", "slot": "ENTRY", "criteria": PAID}}, "stg_new"),
        ({"assignTeams": {"stageIds": ["stg_won", "stg_new"], "teams": []}}, "stg_new"),
        ({"addTransition": {"from": "stg_won", "to": "stg_new"}}, "stg_new"),
        ({"addTransition": {"from": "stg_new", "to": "stg_won"}}, "stg_new"),
        ({"updateTransition": {"id": "trn_active_won", "to": "stg_new"}}, "stg_new"),
        ({"updateTransition": {"id": "trn_new_active", "after": "P1D"}}, "trn_new_active"),
        ({"addNote": {"text": "Look", "stage": "stg_new"}}, "stg_new"),
        ({"addStage": {"key": "x", "name": "X", "before": "stg_new"}}, "stg_new"),
        ({"reorder": {"places": [{"id": "stg_won", "before": "stg_new"}]}}, "stg_new"),
        (
            {"insertStage": {"transitionId": "trn_new_active", "stage": {"key": "x", "name": "X"}}},
            "trn_new_active",
        ),
        (
            {"restoreElements": {"snapshot": {"notes": [{"text": "Look", "stage": "stg_new"}]}}},
            "stg_new",
        ),
    ],
)
def test_what_another_client_removed_is_neither_edited_nor_joined(mine, element):
    (found,) = at_odds(LINE, [REMOVE], [mine])

    name = next(iter(mine))
    assert (found[0], found[1], list(found[3]), found[4]) == (element, "*", [name], None)


def test_what_another_client_removed_is_told_as_it_was():
    (found,) = at_odds(LINE, [REMOVE], [RENAME])

    assert found[2] == a_stage("new")


@pytest.mark.parametrize(
    "mine",
    [
        {"setLane": {"nodeIds": ["stg_new"], "laneId": "lane_left"}},
        {"updateStage": {"id": "stg_new", "lane": "left"}},
        {"addLane": {"key": "in", "name": "In", "parent": "left"}},
    ],
)
def test_nothing_is_put_into_a_lane_that_another_client_removed(mine):
    draft = a_draft(a_stage("new"), a_lane("left"))
    remove = {"removeElements": {"ids": ["lane_left"]}}

    assert [it[0] for it in at_odds(draft, [remove], [mine])] == ["lane_left"]


def test_nothing_is_put_into_a_lane_by_the_key_that_it_had():
    draft = a_draft(a_stage("new"), a_lane("left"))
    rename = {"updateLane": {"id": "lane_left", "key": "west"}}
    mine = {"updateStage": {"id": "stg_new", "lane": "left"}}

    (found,) = at_odds(draft, [rename], [mine])

    assert (found[0], found[1], found[2], found[4]) == ("lane_left", "key", "left", "west")


def test_what_another_client_changed_is_not_removed():
    goal = {"updateStage": {"id": "stg_new", "goal": "Buy", "name": "Theirs"}}

    assert at_odds(LINE, [goal], [REMOVE]) == [
        ("stg_new", "name", "New", None, "Theirs"),
        ("stg_new", "goal", None, None, "Buy"),
    ]


def test_a_removal_takes_nothing_along_that_another_client_joined_to_it():
    join = {"addTransition": {"id": "trn_x", "from": "stg_won", "to": "stg_new"}}

    (found,) = at_odds(LINE, [join], [REMOVE])

    assert found == (
        "trn_x",
        "*",
        None,
        None,
        {"id": "trn_x", "from": "stg_won", "to": "stg_new"},
    )


def test_two_clients_may_remove_the_same():
    draft = met(LINE, [REMOVE], [{"removeElements": {"ids": ["stg_new", "stg_won"]}}])

    assert [stage.key for stage in draft.stages] == ["active"]


def test_a_removed_element_that_came_back_as_it_was_is_not_at_odds():
    draft, log = after(LINE, a_batch(REMOVE, client="their"))
    back = Batch(client="their", actor="their's", edits=log[0].inverse, step=Step.UNDO)
    draft, log = after(draft, back, base=1, log=log)

    assert merged(draft, 0, log, a_batch(RENAME)).draft.stages[0].name == "Mine"


def test_a_removed_element_that_came_back_changed_is_at_odds_where_it_was():
    draft, log = after(LINE, a_batch(REMOVE, client="their"))
    changed = a_stage("new", name="Theirs")
    back = a_batch({"restoreElements": {"snapshot": {"stages": [changed]}}}, client="their")
    draft, log = after(draft, back, base=1, log=log)

    with pytest.raises(EditConflict) as conflict:
        merged(draft, 0, log, a_batch(RENAME))
    goal = a_batch({"updateStage": {"id": "stg_new", "goal": "Buy"}})

    assert [it.field for it in conflict.value.conflicts] == ["name"]
    assert merged(draft, 0, log, goal).draft.revision == 3


def moving(x, id="stg_new"):
    return {"moveNodes": {"nodes": [{"id": id, "x": x, "y": 0}]}}


@pytest.mark.parametrize("mode", Mode)
def test_of_two_who_draw_the_same_the_last_one_wins(mode):
    draft = met(LINE, [moving(1)], [moving(2)], mode)

    assert draft.cosmetic.boxes["stg_new"] == Box(x=2, y=0)


def test_what_another_client_removed_is_no_longer_drawn():
    draft = met(LINE, [REMOVE], [{"applyLayout": {"nodes": [{"id": "stg_new", "x": 1, "y": 1}]}}])

    assert (draft.revision, draft.cosmetic.boxes) == (1, {})


def test_moving_is_not_at_odds_with_removing():
    assert met(LINE, [moving(1)], [REMOVE]).revision == 2


def test_a_strict_batch_has_missed_nothing():
    theirs = {"updateStage": {"id": "stg_won", "name": "Theirs"}}

    assert met(LINE, [], [RENAME], Mode.STRICT).revision == 1
    assert isinstance(met(LINE, [theirs], [RENAME], Mode.STRICT), EditConflict)


def test_a_dry_run_tells_what_would_come_of_it_and_records_nothing():
    result = merged(LINE, 0, (), a_batch(RENAME), Mode.DRY_RUN)

    assert (result.draft.stages[0].name, result.logged) == ("Mine", None)
    assert [change.after for change in result.applied.changes] == ["Mine"]


@pytest.mark.parametrize("base", [-1, 1])
def test_a_revision_that_never_was_is_refused(base):
    with pytest.raises(BadArgument) as refused:
        merged(LINE, base, (), a_batch(RENAME))

    assert refused.value.path == "baseRevision"
    assert refused.value.message == f"The draft is at revision 0, and has no {base}."


def test_an_edit_that_never_had_a_place_is_rejected_and_not_at_odds():
    draft, log = after(LINE, a_batch(REMOVE, client="their"))

    with pytest.raises(EditRejected) as rejected:
        merged(draft, 0, log, a_batch({"updateStage": {"id": "stg_x", "name": "X"}}))

    assert rejected.value.code == "ELEMENT_NOT_FOUND"


def test_an_edit_keeps_its_number_when_one_before_it_has_nothing_left_to_do():
    draft, log = after(LINE, a_batch(REMOVE, client="their"))
    mine = a_batch(REMOVE, {"updateStage": {"id": "stg_x", "name": "X"}})

    with pytest.raises(EditRejected) as rejected:
        merged(draft, 0, log, mine)

    assert rejected.value.edit_index == 1


def test_notes_and_ways_are_merged_like_stages():
    draft = a_draft(a_stage("new"), a_way("new", "new"), a_note("hi"))
    theirs = {"updateNote": {"id": "note_hi", "text": "Theirs"}}
    mine = {"updateNote": {"id": "note_hi", "text": "Mine"}}

    assert at_odds(draft, [theirs], [mine]) == [("note_hi", "text", "hi", "Mine", "Theirs")]


def contents(draft, batch):
    """A draft without the order in which what is new came into its lists.

    Where a new stage is found a place depends on what is there by then.
    """
    parts = (*draft.stages, *draft.transitions, *draft.lanes, *draft.notes)
    own = (draft.name, draft.description, draft.movement, draft.health)
    found = {
        edit.stage.id
        for edit in batch
        if isinstance(edit, AddStage | InsertStage) and edit.box.x is None
    }
    boxes = {id: box for id, box in draft.cosmetic.boxes.items() if id not in found}
    return {part.id: part for part in parts}, own, boxes


def drawn_by(batch):
    return {
        spot.element
        for edit in batch
        if isinstance(edit, MoveNodes | ApplyLayout)
        for spot in edit.spots
    }


def named_by(batch):
    """What a batch names, whether or not it is changed: it may be told to stay as it is."""
    own = {JOURNEY for edit in batch if isinstance(edit, UpdateJourney)}
    return own.union(*map(ids_in, batch))


@given(st.data(), drafts())
@settings(max_examples=150)
def test_batches_that_are_not_at_odds_always_commute(data, draft):
    one, other = data.draw(batches(draft, 1_000, 3)), data.draw(batches(draft, 2_000, 3))
    # Of two who draw the same the last one wins, whoever that is.
    assume(not drawn_by(one) & drawn_by(other))
    mine = Batch(client="my", actor="me", edits=one)
    theirs = Batch(client="their", actor="they", edits=other)
    try:
        here, _ = after(draft, mine, theirs)
        there, _ = after(draft, theirs, mine)
    except (EditConflict, EditRejected):
        return  # an id or a key that both chose is refused

    assert contents(here, one + other) == contents(there, one + other)


@given(st.data(), drafts())
@settings(max_examples=100)
def test_batches_that_touch_different_elements_are_never_at_odds(data, draft):
    one, other = data.draw(batches(draft, 1_000, 2)), data.draw(batches(draft, 2_000, 2))
    here, there = applied(draft, one), applied(draft, other)
    # What is gone, and a lane that has another key, may be what the other joins something to.
    lost = {(change.kind, change.field) for change in (*here.changes, *there.changes)}
    assume(not here.removed and not there.removed)
    assume((ElementKind.LANE, "key") not in lost)
    assume(not (named_by(one) | {*here.touched}) & (named_by(other) | {*there.touched}))
    mine = Batch(client="my", actor="me", edits=one)
    theirs = Batch(client="their", actor="they", edits=other)
    with suppress(EditRejected):  # a key that both chose is not at odds, but refused
        after(draft, mine, theirs)

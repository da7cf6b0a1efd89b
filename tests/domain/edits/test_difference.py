"""What takes a batch back, and what leads from any draft to any other."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.document import load
from domain.draft_document import document_of, draft_of, journey_of
from domain.edits import COSMETIC, RemoveElements, UpdateStage, applied, edits_between
from domain.edits.fields import StageFields
from domain.meaning import semantic_hash
from domain.refusals import EditRejected
from tests.editing import a_draft, a_lane, a_line, a_note, a_stage, edited, exactly, no_ids
from tests.strategies.edits import any_drafts, batches


@given(st.data(), any_drafts())
@settings(max_examples=120)
def test_a_batch_is_always_taken_back_by_its_inverse(data, draft):
    batch = data.draw(batches(draft))

    result = applied(draft, batch)
    back = applied(result.draft, result.inverse)
    again = applied(back.draft, back.inverse)

    assert exactly(back.draft) == exactly(draft)
    assert exactly(again.draft) == exactly(result.draft)


@given(st.data(), any_drafts())
@settings(max_examples=60)
def test_whatever_was_edited_can_be_written_as_a_document_that_loads(data, draft):
    edited = applied(draft, data.draw(batches(draft))).draft

    document = document_of(edited)

    assert draft_of(document, no_ids) == replace(
        edited, cosmetic=replace(edited.cosmetic, viewport=None)
    )
    assert load(document) == journey_of(edited)


@given(st.data(), any_drafts())
@settings(max_examples=60)
def test_how_a_draft_is_drawn_never_changes_what_it_means(data, draft):
    batch = data.draw(batches(draft))
    cosmetic = [edit for edit in batch if isinstance(edit, COSMETIC)]
    try:
        result = applied(draft, cosmetic)
    except EditRejected:
        return  # it draws what another edit of the batch would have added

    assert semantic_hash(journey_of(result.draft)) == semantic_hash(journey_of(draft))
    assert all(change.is_cosmetic for change in result.changes)


@given(any_drafts(), any_drafts())
@settings(max_examples=60)
def test_edits_lead_from_any_draft_to_any_other(here, there):
    there = replace(there, key=here.key, kind=here.kind, id=here.id)

    reached = applied(here, edits_between(here, there)).draft

    assert exactly(reached) == exactly(there)


def test_a_draft_is_taken_to_another_in_the_fewest_words():
    here = a_line("new", "active", "won")
    there = edited(
        here,
        {"updateStage": {"id": "stg_won", "name": "Customer"}},
        {"removeElements": {"ids": ["stg_active"]}},
    ).draft

    assert edits_between(here, there) == (
        RemoveElements(elements=("stg_active", "trn_new_active", "trn_active_won")),
        UpdateStage(element="stg_won", fields=StageFields(name="Customer")),
    )


def test_nothing_leads_from_a_draft_to_itself():
    line = a_line("new", "won")

    assert edits_between(line, replace(line)) == ()


def test_a_lane_that_somebody_named_before_it_was_drawn_is_named_still_when_it_is_gone_again():
    draft = a_draft(a_stage("new", lane="left"), a_lane("in"), a_note("hi", lane="left"))
    added = edited(
        draft,
        {"addLane": {"id": "lane_left", "key": "left", "name": "Left"}},
        {"updateLane": {"id": "lane_in", "parent": "left"}},
    )

    assert applied(added.draft, added.inverse).draft == draft


def test_lanes_swap_their_keys_and_back():
    draft = a_draft(
        a_stage("new", lane="left"),
        a_stage("won", lane="right"),
        a_lane("left"),
        a_lane("right"),
        a_lane("in", parent="right"),
    )
    swapped = edited(
        draft,
        {"updateLane": {"id": "lane_left", "key": "mid"}},
        {"updateLane": {"id": "lane_right", "key": "left"}},
        {"updateLane": {"id": "lane_left", "key": "right"}},
    )

    assert [stage.lane for stage in swapped.draft.stages] == ["right", "left"]
    assert applied(swapped.draft, swapped.inverse).draft == draft

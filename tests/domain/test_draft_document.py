from dataclasses import fields, is_dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.document import load
from domain.draft import Box, Cosmetic, Draft, Lane, Note
from domain.draft_document import as_written, document_of, draft_of, journey_of
from domain.edits import applied
from domain.journey import Movement, ProfileKind, Stage, Transition
from domain.refusals import MalformedDocument
from store.columns import dumps, loads
from tests.documents import a_document, case_documents
from tests.editing import a_draft, a_lane, a_note, a_stage, a_way, no_ids
from tests.strategies.documents import documents
from tests.strategies.edits import any_drafts, batches, counted

PARTS = ("stages", "transitions", "lanes", "notes")


def without_ids(document):
    """A document as it is written without the ids of its elements."""
    return {
        name: [{key: part[key] for key in part if key != "id"} for part in value]
        if name in PARTS
        else value
        for name, value in document.items()
    }


def test_a_document_becomes_a_draft():
    draft = a_draft(
        a_stage("new", lane="left"),
        a_stage("active"),
        a_way("new", "active"),
        a_way("*", "active", kind="EXIT"),
        a_lane("left", x=0, y=1, width=300),
        a_note("hi", stage="active", x=5),
        layout={"positions": {"new": {"x": 10, "y": 20, "height": 60}}},
    )

    assert draft == Draft(
        key="lead",
        name="Lead lifecycle",
        kind=ProfileKind.CONTACT,
        movement=Movement.FORWARD,
        stages=(
            Stage(id="stg_new", key="new", name="New", lane="left"),
            Stage(id="stg_active", key="active", name="Active"),
        ),
        transitions=(
            Transition(id="trn_new_active", left="stg_new", entered="stg_active"),
            Transition(id="trn_all_active", left="*", entered="stg_active", kind="EXIT"),
        ),
        lanes=(Lane(id="lane_left", key="left", name="Left"),),
        notes=(Note(id="note_hi", text="hi", stage="stg_active"),),
        cosmetic=Cosmetic(
            boxes={
                "stg_new": Box(x=10, y=20, height=60),
                "lane_left": Box(x=0, y=1, width=300),
                "note_hi": Box(x=5),
            }
        ),
    )


def test_what_has_no_id_is_given_one():
    draft = draft_of(a_document(lanes=[{"key": "left", "name": "Left"}]), counted())

    assert [part.id for part in (*draft.stages, *draft.transitions, *draft.lanes)] == [
        "stg_1",
        "stg_2",
        "trn_4",
        "lane_3",
    ]


def test_an_id_that_is_new_is_none_that_the_document_has():
    stages = [{"key": "new", "name": "New"}, {"id": "stg_1", "key": "old", "name": "Old"}]

    draft = draft_of(a_document(stages=stages, transitions=[]), counted())

    assert [stage.id for stage in draft.stages] == ["stg_2", "stg_1"]


def test_what_has_no_id_is_called_like_its_namesake_in_another_draft():
    known = a_draft(
        a_stage("new"), a_stage("active"), a_way("new", "active"), a_lane("left"), a_note("hi")
    )
    document = without_ids(document_of(known))

    assert draft_of(document, no_ids, like=known) == known


def test_namesakes_share_no_id():
    known = a_draft(a_note("hi"))
    document = a_document(stages=[], transitions=[], notes=[{"text": "hi"}, {"text": "hi"}])

    draft = draft_of(document, counted(), like=known)

    assert [note.id for note in draft.notes] == ["note_hi", "note_1"]


def test_a_stage_cannot_be_called_what_stands_for_every_stage():
    stages = [{"id": "*", "key": "new", "name": "New"}]

    draft = draft_of(a_document(stages=stages, transitions=[]), counted())

    assert [stage.id for stage in draft.stages] == ["stg_1"]


def test_a_document_that_cannot_be_read_becomes_no_draft():
    with pytest.raises(MalformedDocument):
        draft_of(a_document(movement="SIDEWAYS"), counted())


@pytest.mark.parametrize(("name", "document"), case_documents().items())
def test_a_draft_of_a_case_is_written_as_the_case_was(name, document):
    assert without_ids(document_of(draft_of(document, counted()))) == without_ids(document)


@given(documents())
@settings(max_examples=50)
def test_nothing_is_ever_lost_between_a_document_and_its_draft(document):
    draft = draft_of(document, counted())
    written = document_of(draft)

    assert without_ids(written) == without_ids(document)
    assert draft_of(written, no_ids) == draft
    assert journey_of(draft) == load(written)


@given(st.data())
@settings(max_examples=100)
def test_a_draft_as_written_is_the_one_that_is_read_from_its_document(data):
    draft = data.draw(any_drafts())
    batch = data.draw(batches(draft))
    edited = applied(draft, batch).draft

    read = draft_of(loads(dumps(document_of(edited))), no_ids)

    assert in_full(as_written(edited)) == in_full(
        replace(read, cosmetic=replace(read.cosmetic, viewport=edited.cosmetic.viewport))
    )


def in_full(value):
    """All of a value, what no comparison looks at and the types of numbers included."""
    if is_dataclass(value):
        return type(value), {it.name: in_full(getattr(value, it.name)) for it in fields(value)}
    if isinstance(value, dict):
        return {name: in_full(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value), [in_full(part) for part in value]
    return type(value), str(value) if isinstance(value, Decimal) else value

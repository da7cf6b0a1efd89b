import pytest
from hypothesis import given, settings

from domain.document import load
from domain.draft import Box, Cosmetic, Draft, Lane, Note
from domain.draft_document import document_of, draft_of, journey_of
from domain.journey import Movement, ProfileKind, Stage, Transition
from domain.refusals import MalformedDocument
from tests.documents import a_document, case_documents
from tests.editing import a_draft, a_lane, a_note, a_stage, a_way, no_ids
from tests.strategies.documents import documents
from tests.strategies.edits import counted

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

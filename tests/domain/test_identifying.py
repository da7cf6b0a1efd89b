"""Ids for what was published without."""

from dataclasses import replace

from hypothesis import given

from domain.document import load
from domain.draft_document import drafted, journey_of
from domain.identifying import identified, own_ids
from domain.meaning import semantic_hash
from tests.documents import a_document, a_stage
from tests.editing import no_ids
from tests.strategies.edits import any_drafts, counted


def all_ids(journey):
    return [id for ids in own_ids(journey).values() for id in ids]


def test_everything_has_an_id_and_the_same_each_time():
    document = a_document(
        lanes=[{"key": "left", "name": "Left"}],
        notes=[{"text": "Look"}, {"text": "Look"}],
        transitions=[{"from": "new", "to": "active"}, {"from": "new", "to": "active"}],
    )

    ids = all_ids(identified(load(document)))

    assert ids == all_ids(identified(load(document)))
    assert len(set(ids)) == 7
    assert [id.partition("_")[0] for id in ids] == [
        *("stg", "stg", "lane", "trn", "trn", "note", "note"),
    ]
    assert drafted(identified(load(document)), no_ids).stages[0].id == ids[0]


def test_an_id_that_another_has_by_now_is_not_given_again():
    (id, _) = own_ids(identified(load(a_document())))["stages"]
    renamed = a_document(stages=[a_stage("renamed", id=id), a_stage("new")], transitions=[])

    ids = own_ids(identified(load(renamed)))["stages"]

    assert ids[0] == id
    assert len(set(ids)) == 2


@given(any_drafts())
def test_it_changes_nothing_else(draft):
    journey = journey_of(draft)
    without = replace(journey, stages=tuple(replace(s, id=None) for s in journey.stages))

    assert identified(journey) == journey
    assert semantic_hash(identified(without)) == semantic_hash(journey)
    assert drafted(identified(without), counted()).spelled == draft.spelled

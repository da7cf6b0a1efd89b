from decimal import Decimal

import pytest
from hypothesis import given, settings

from domain.document import load
from domain.draft_document import draft_of, journey_of
from domain.meaning import semantic_hash
from tests.documents import RULE, a_document, a_stage, asking
from tests.strategies.documents import documents
from tests.strategies.edits import counted

AMOUNT = {"signal": {"trait": "amount"}, "is": "gte"}


def hashed(document):
    return semantic_hash(load(document))


WAYS = [{"from": "new", "to": "active"}, {"from": "active", "to": "new", "kind": "RECYCLE"}]
NEW, ACTIVE = a_stage("new"), a_stage("active")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a_document(), a_document(layout={"positions": {"new": {"x": 1, "y": 2}}})),
        (a_document(), a_document(id="jrn_1")),
        (a_document(stages=[NEW, ACTIVE]), a_document(stages=[{**NEW, "id": "s1"}, ACTIVE])),
        (
            a_document(stages=[NEW, ACTIVE]),
            a_document(stages=[{**NEW, "role": "STAGE", "teams": []}, ACTIVE]),
        ),
        (a_document(transitions=WAYS), a_document(transitions=[*reversed(WAYS)])),
        (
            a_document(notes=[{"text": "Look", "x": 1}]),
            a_document(notes=[{"text": "Look", "width": 90}]),
        ),
        (a_document(), a_document(lanes=[])),
        (asking({**AMOUNT, "value": 7}), asking({**AMOUNT, "value": Decimal("7.00")})),
        (asking({**AMOUNT, "value": 100}), asking({**AMOUNT, "value": Decimal("1E+2")})),
        (asking({**AMOUNT, "value": 0}), asking({**AMOUNT, "value": Decimal("-0.0")})),
    ],
)
def test_journeys_that_say_the_same_have_the_same_hash(one, other):
    assert hashed(one) == hashed(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a_document(), a_document(name="Other")),
        (a_document(), a_document(movement="FREE")),
        (a_document(stages=[NEW, ACTIVE]), a_document(stages=[ACTIVE, NEW])),
        (a_document(stages=[NEW, ACTIVE]), a_document(stages=[{**NEW, "role": "ENTRY"}, ACTIVE])),
        (a_document(), a_document(notes=[{"text": "Look"}])),
        (asking({**AMOUNT, "value": 1}), asking({**AMOUNT, "value": True})),
        (asking({**AMOUNT, "value": 1}), asking({**AMOUNT, "value": "1"})),
        (asking({"all": [RULE]}), asking({"any": [RULE]})),
    ],
)
def test_journeys_that_differ_in_meaning_have_different_hashes(one, other):
    assert hashed(one) != hashed(other)


@given(documents())
@settings(max_examples=30)
def test_a_draft_always_means_what_its_document_does(document):
    assert semantic_hash(journey_of(draft_of(document, counted()))) == hashed(document)

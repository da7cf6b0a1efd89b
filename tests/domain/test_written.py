from decimal import Decimal

import pytest
from hypothesis import given

from domain.document import dump, load
from domain.written import LONGEST, written
from tests.documents import a_document, a_stage, asking, faults_of, moving
from tests.strategies.documents import documents

ALIKE = [
    (True, 1),
    (False, 0),
    (1, 1.0),
    (7, Decimal(7)),
    (Decimal("0.5"), Decimal("0.50")),
    ("7", 7),
    ([1], (1,)),
]


@pytest.mark.parametrize(("one", "other"), ALIKE, ids=range(len(ALIKE)))
def test_what_is_written_otherwise_is_another_key(one, other):
    assert written({"value": one}) != written({"value": other})


@pytest.mark.parametrize("value", [value for pair in ALIKE for value in pair], ids=repr)
def test_what_is_written_alike_is_one_key(value):
    assert written({"value": value}) == written({"value": value})


def test_what_is_long_has_no_key():
    assert written("x" * LONGEST) is None


@pytest.mark.parametrize(("one", "other"), [(True, 1), (1, Decimal("1.0")), (1, "1")])
def test_nothing_is_taken_for_what_was_loaded_before(one, other):
    first, second = (
        asking({"signal": {"trait": "plan"}, "is": "eq", "value": value}) for value in (one, other)
    )

    assert [repr(dump(load(it))) for it in (first, second, first)] == [
        repr(it) for it in (first, second, first)
    ]


@given(documents())
def test_a_document_that_was_loaded_before_is_loaded_alike(document):
    assert repr(load(document)) == repr(load(document))


def test_who_changes_a_dump_changes_nothing_else():
    document = a_document(stages=[a_stage("new", health=[{"measures": [MEASURE]}])], transitions=[])
    dump(load(document))["stages"][0]["health"][0]["measures"].clear()

    assert dump(load(document)) == document


MEASURE = {"key": "a", "signal": {"count": "a"}, "points": [[0, 0]]}


@pytest.mark.parametrize(
    ("document", "faults"),
    [
        (a_document(stages=[a_stage("new"), a_stage("new")], transitions=[]), ["stages[1].key"]),
        (a_document(stages=[a_stage("new", id="x"), a_stage("on", id="x")], transitions=[]),
         ["stages[1].id"]),
        (moving(to="elsewhere"), ["transitions[0].to"]),
        (a_document(stages=[a_stage("new")]), ["transitions[0].to"]),
        (a_document(stages=[a_stage("a", name=3), a_stage("a", name=3)], transitions=[]),
         ["stages[0].name", "stages[1].name", "stages[1].key"]),
    ],
    ids=range(5),
)  # fmt: skip
def test_what_is_wrong_is_found_again(document, faults):
    assert [[path for path, _ in faults_of(document)] for _ in range(2)] == [faults, faults]

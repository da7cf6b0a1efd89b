"""Which stages a fault is about, in documents that are broken in more places than one."""

import pytest

from domain.document import load
from domain.refusals import MalformedDocument
from domain.whereabouts import stages_at

RULE = {"signal": {"count": "login"}, "is": "gte", "value": 2}
BROKEN = {
    "format": "cairn/1",
    "key": "trial",
    "name": "Trial",
    "kind": "PERSON",
    "movement": "FORWARD",
    "stages": [
        {"key": "new", "name": "New", "role": "ENTRY"},
        {"key": "active", "name": "Active", "entry": {**RULE, "is": "like"}},
        {"key": "Bad Key", "name": "", "entry": RULE},
        "none",
    ],
    "transitions": [
        {"from": "new", "to": "active", "after": "P1M"},
        {"from": "active", "to": "nowhere"},
        {"from": "*", "to": ["new"]},
        5,
    ],
}


def test_every_fault_names_the_stages_that_it_is_about():
    with pytest.raises(MalformedDocument) as refused:
        load(BROKEN)

    assert {(fault.path, fault.stages) for fault in refused.value.faults} >= {
        ("kind", ()),
        ("stages[1].entry.is", ("active",)),
        ("stages[2].key", ()),
        ("stages[3]", ()),
        ("transitions[0].after", ("new", "active")),
        ("transitions[1].to", ("active",)),
        ("transitions[3]", ()),
    }


@pytest.mark.parametrize("document", [None, "stages[0]", {"stages": {"0": 1}, "transitions": None}])
def test_where_there_are_no_stages_a_path_is_about_none(document):
    assert stages_at(document, "stages.0") == stages_at(document, "") == ()

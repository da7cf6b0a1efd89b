import re

import pytest

from tests.documents import nested
from tests.editing import LOGINS, PAID, a_draft, a_line, a_stage, a_way, edited, parts_of, rejection

BRIDGE = {"removeElements": {"ids": ["stg_gone"], "bridge": True}}
ENDS = [
    a_stage("new"),
    a_stage("gone"),
    a_stage("won"),
    a_stage("lost", role="EXIT"),
]


def bridged(*ways, edit=BRIDGE):
    """The transitions that are left, without their ids."""
    after = edited(a_draft(*ENDS, *ways), edit).draft
    return [{**way, "id": "?"} for way in parts_of(after, "transitions")]


def between(left, entered, **fields):
    return {"id": "?", "from": left, "to": entered, **fields}


def test_the_neighbours_of_a_removed_stage_are_joined():
    assert bridged(a_way("new", "gone"), a_way("gone", "won")) == [between("new", "won")]


def test_without_asking_no_bridge_is_built():
    plain = {"removeElements": {"ids": ["stg_gone"]}}

    assert bridged(a_way("new", "gone"), a_way("gone", "won"), edit=plain) == []


@pytest.mark.parametrize(
    ("ways", "bridge"),
    [
        (
            [a_way("new", "gone"), a_way("gone", "lost", kind="EXIT")],
            [between("new", "lost", kind="EXIT")],
        ),
        (
            [a_way("lost", "gone", kind="RECYCLE"), a_way("gone", "won")],
            [between("lost", "won", kind="RECYCLE")],
        ),
        ([a_way("won", "gone", kind="RECYCLE"), a_way("gone", "new")], []),
        ([a_way("*", "gone", kind="EXIT"), a_way("gone", "won")], []),
        ([a_way("new", "gone"), a_way("gone", "new")], []),
        ([a_way("new", "gone"), a_way("gone", "gone"), a_way("gone", "gone", id="trn_x")], []),
    ],
)
def test_a_bridge_is_of_the_kind_that_going_through_had(ways, bridge):
    assert bridged(*ways) == bridge


@pytest.mark.parametrize(
    ("first", "second", "guards"),
    [
        ({"when": PAID}, {}, {"when": PAID}),
        ({}, {"when": PAID, "after": "P2D"}, {"when": PAID, "after": "P2D"}),
        (
            {"when": PAID, "after": "P1D"},
            {"when": LOGINS, "after": "P2D"},
            {"when": {"all": [PAID, LOGINS]}, "after": "P1D"},
        ),
        (
            {"when": {"all": [PAID, PAID]}},
            {"when": {"any": [LOGINS]}},
            {"when": {"all": [PAID, PAID, {"any": [LOGINS]}]}},
        ),
    ],
)
def test_a_bridge_asks_what_both_asked(first, second, guards):
    ways = [a_way("new", "gone", **first), a_way("gone", "won", **second)]

    assert bridged(*ways) == [between("new", "won", **guards)]


def test_guards_that_are_too_large_together_are_not_joined():
    ways = [a_way("new", "gone", when=nested(6, PAID)), a_way("gone", "won", when=PAID)]

    assert rejection(a_draft(*ENDS, *ways), BRIDGE) == (
        0,
        "LIMIT_EXCEEDED",
        "edits[0].removeElements.bridge",
    )


def test_what_is_joined_already_is_not_joined_again():
    ways = [a_way("new", "gone"), a_way("gone", "won"), a_way("new", "won", when=PAID)]

    assert bridged(*ways) == [between("new", "won", when=PAID)]


def test_a_bridge_leads_over_all_the_stages_that_go():
    line = a_line("a", "b", "c", "d")

    for ids in (["stg_b", "stg_c"], ["stg_c", "stg_b"]):
        after = edited(line, {"removeElements": {"ids": ids, "bridge": True}}).draft
        assert [(way.left, way.entered) for way in after.transitions] == [("stg_a", "stg_d")]


def test_bridges_are_called_the_same_whoever_builds_them():
    draft = a_draft(*ENDS, a_way("new", "gone"), a_way("gone", "won"))

    once, again = edited(draft, BRIDGE), edited(draft, BRIDGE)

    assert once.added == again.added
    assert re.fullmatch("trn_[0-7][0-9A-HJKMNP-TV-Z]{25}", *once.added)

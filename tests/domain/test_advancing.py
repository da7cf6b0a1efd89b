"""Ways on: which stages are passed over, what opens a way, and when to look again."""

import pytest

from domain.instants import NEVER
from tests.domain.building import (
    a_course,
    a_ladder,
    advance,
    at_least,
    became,
    day,
    did,
    entry,
    is_on,
    lived,
    moved,
    rule,
    stage,
)

# FORWARD


def test_forward_stages_in_between_are_skipped():
    life = lived(a_ladder(), became(day(0)), became(day(1), c=True))

    assert life.moves[1:] == [moved("new", "c", day(1), "ADVANCE", "DATA", "a", "b")]


def test_forward_a_stage_is_reached_along_transitions_only():
    course = a_course(
        entry("new"), stage("a", is_on("a")), stage("island", is_on("island")), advance("new", "a")
    )

    life = lived(course, became(day(0)), became(day(1), island=True), became(day(2), a=True))

    assert life.stages == ["new", "a"]


@pytest.mark.parametrize(
    ("ways", "skipped"),
    [
        (["ab", "bz", "az"], ""),
        (["ab", "bc", "cz", "bz"], "b"),
        (["ac", "ab", "bz", "cz"], "b"),
        (["ad", "ac", "dz", "cz"], "c"),
        (["ab", "bd", "ac", "cd", "dz"], "bd"),
        (["ac", "cb", "bz", "ad", "dz"], "d"),
    ],
)
def test_the_way_with_fewest_stages_is_followed_and_of_equals_the_lower_ranked(ways, skipped):
    course = a_course(
        entry("a"),
        *(stage(key, is_on(key)) for key in "bcdz"),
        *(advance(*way) for way in ways),
    )

    life = lived(course, became(day(0)), became(day(1), z=True))

    assert life.moves[1:] == [moved("a", "z", day(1), "ADVANCE", "DATA", *skipped)]


@pytest.mark.parametrize(
    ("first", "second", "entered"),
    [
        ({}, {}, "b"),
        ({"when": is_on("x")}, {"when": is_on("x")}, "b"),
        ({"when": is_on("x")}, {"when": is_on("y")}, "a"),
        ({"when": is_on("y")}, {"when": is_on("x")}, None),
        ({"after": "P1D"}, {}, "b"),
        ({"after": "P2D"}, {}, None),
        ({}, {"after": "PT1S"}, "a"),
        ({"after": "P1D", "when": is_on("y")}, {}, None),
    ],
)
def test_every_guard_on_the_way_must_hold_and_no_waiting_is_passed_over(first, second, entered):
    course = a_course(
        entry("new"),
        stage("a", is_on("x")),
        stage("b", is_on("x")),
        advance("new", "a", **first),
        advance("a", "b", **second),
    )

    life = lived(course, became(day(0)), became(day(1), x=True))

    assert life.stages[1:2] == [entered] * (entered is not None)


def test_a_guarded_way_round_may_be_longer_than_one_that_is_shut():
    course = a_course(
        entry("new"),
        stage("a", is_on("a")),
        stage("z", is_on("z")),
        advance("new", "z", when=is_on("shut")),
        advance("new", "a"),
        advance("a", "z"),
    )

    life = lived(course, became(day(0)), became(day(1), z=True))

    assert life.moves[1:] == [moved("new", "z", day(1), "ADVANCE", "DATA", "a")]


# Guards


@pytest.mark.parametrize("movement", ["FORWARD", "STEPWISE"])
@pytest.mark.parametrize(
    ("asks", "guards", "traits", "opens"),
    [
        (None, {}, {"x": True}, False),
        (None, {"when": is_on("x")}, {"x": True}, True),
        (None, {"when": is_on("x")}, {}, False),
        (None, {"after": "P1D"}, {}, True),
        (None, {"after": "P1DT0.000001S"}, {}, False),
        (None, {"after": "P1D", "when": is_on("x")}, {}, False),
        (None, {"after": "P1D", "when": is_on("x")}, {"x": True}, True),
        (is_on("y"), {}, {"y": True}, True),
        (is_on("y"), {"when": is_on("x")}, {"y": True}, False),
        (is_on("y"), {"when": is_on("x")}, {"x": True}, False),
        (is_on("y"), {"when": is_on("x")}, {"x": True, "y": True}, True),
        (is_on("y"), {"after": "P2D"}, {"y": True}, False),
    ],
)
def test_a_way_opens_when_its_guards_hold_and_its_target_asks_for_no_more(
    movement, asks, guards, traits, opens
):
    course = a_course(
        entry("new"), stage("next", asks), advance("new", "next", **guards), movement=movement
    )

    life = lived(course, became(day(0)), became(day(1), **traits))

    assert life.stages == (["new", "next"] if opens else ["new"])


def test_a_plain_stage_is_passed_over_by_whoever_goes_further():
    course = a_course(
        entry("new"), stage("plain"), stage("b", is_on("b")), advance("new", "plain"),
        advance("plain", "b"),
    )  # fmt: skip

    life = lived(course, became(day(0)), became(day(1), b=True))

    assert life.moves[1:] == [moved("new", "b", day(1), "ADVANCE", "DATA", "plain")]


def test_a_plain_stage_is_entered_by_its_guarded_way_and_by_no_other():
    course = a_course(
        entry("new"),
        stage("a", is_on("a")),
        stage("plain"),
        advance("new", "plain"),
        advance("new", "a"),
        advance("a", "plain", when=is_on("x")),
    )

    life = lived(course, became(day(0)), became(day(1), x=True))

    assert life.moves[1:] == [moved("new", "plain", day(1), "ADVANCE", "DATA", "a")]


def test_waiting_starts_again_in_each_stage():
    course = a_course(
        entry("a"), stage("b"), stage("c"), advance("a", "b", after="P1D"),
        advance("b", "c", after="P2D"),
    )  # fmt: skip

    life = lived(course, became(day(0)), until=day(9))

    assert life.moves[1:] == [
        moved("a", "b", day(1), "ADVANCE", "TIME"),
        moved("b", "c", day(3), "ADVANCE", "TIME"),
    ]


# When to look again


@pytest.mark.parametrize(
    ("guards", "asks", "due"),
    [
        ({"after": "P3D"}, None, day(3)),
        ({"after": "P3D", "when": is_on("x")}, None, NEVER),
        ({"when": is_on("x")}, None, NEVER),
        ({"when": rule({"age": {"last": "login"}}, "gte", "P5D")}, None, day(5)),
        ({"after": "P3D", "when": rule({"age": {"last": "login"}}, "gte", "P5D")}, None, day(5)),
        ({"after": "P3D"}, is_on("x"), NEVER),
        ({"after": "P3D"}, at_least("login", 1, within="P1D"), day(3)),
        ({}, rule({"age": {"last": "login"}}, "gt", "P2D"), day(2) + 1),
        ({"after": "P3D"}, rule({"age": {"last": "login"}}, "gt", "P2D"), day(3)),
    ],
)
@pytest.mark.parametrize("movement", ["FORWARD", "STEPWISE"])
def test_a_timer_is_armed_for_the_first_instant_that_may_open_a_way(movement, guards, asks, due):
    course = a_course(
        entry("new"), stage("next", asks), advance("new", "next", **guards), movement=movement
    )

    life = lived(course, became(day(0)), did("login", day(0)))

    assert (life.stages, life.profile.due) == (["new"], due)

"""The rule that moves a profile, movement by movement."""

import pytest

from domain.placement import move_between, settled
from domain.profile import Placement
from domain.stage_change import Move, Trigger
from tests.domain.building import (
    START,
    a_course,
    a_ladder,
    advance,
    at_least,
    became,
    day,
    did,
    entry,
    final,
    is_on,
    leave,
    lived,
    moved,
    rule,
    stage,
)

# FREE


@pytest.mark.parametrize(
    ("traits", "entered"),
    [
        ({}, "new"),
        ({"a": True}, "a"),
        ({"c": True}, "c"),
        ({"a": True, "b": True, "c": True}, "c"),
        ({"lost": True, "c": True}, "lost"),
    ],
)
def test_in_free_movement_the_most_advanced_stage_that_holds_is_entered(traits, entered):
    life = lived(a_ladder("FREE"), became(START, **traits))

    assert life.moves == [moved(None, entered, START, "ENTER", "DATA")]


def test_in_free_movement_a_profile_goes_wherever_its_criteria_say_in_one_move():
    life = lived(
        a_ladder("FREE"),
        became(day(0)),
        became(day(1), c=True),
        became(day(2), lost=True),
        became(day(3), lost=None, a=True),
        became(day(4), c=False),
        became(day(5), a=False),
    )

    assert life.moves == [
        moved(None, "new", day(0), "ENTER", "DATA"),
        moved("new", "c", day(1), "ADVANCE", "DATA"),
        moved("c", "lost", day(2), "EXIT", "DATA"),
        moved("lost", "c", day(3), "REGRESS", "DATA"),
        moved("c", "a", day(4), "REGRESS", "DATA"),
        moved("a", "new", day(5), "REGRESS", "DATA"),
    ]


def test_in_free_movement_a_profile_without_a_stage_leaves_and_enters_again():
    course = a_course(
        stage("a", at_least("login", 1, within="P2D")), stage("b", is_on("b")), movement="FREE"
    )

    life = lived(course, did("login", day(0)), became(day(3), b=True))

    assert life.moves == [
        moved(None, "a", day(0), "ENTER", "DATA"),
        moved("a", None, day(2), "LEAVE", "TIME"),
        moved(None, "b", day(3), "ENTER", "DATA"),
    ]
    assert life.placement == Placement(version=1, stage="b", since=day(3), visit=2)


def test_in_free_movement_branches_of_one_depth_rank_by_the_list():
    course = a_course(
        entry("new"),
        stage("retention", is_on("x")),
        stage("expansion", is_on("x")),
        advance("new", "expansion"),
        advance("new", "retention"),
        movement="FREE",
    )

    assert lived(course, became(START, x=True)).stages == ["expansion"]


# Unplaced


@pytest.mark.parametrize(
    ("movement", "traits", "stages"),
    [
        ("FORWARD", {}, ["new"]),
        ("FORWARD", {"b": True}, ["b"]),
        ("FORWARD", {"b": True, "lost": True}, ["lost"]),
        ("STEPWISE", {}, ["new"]),
        ("STEPWISE", {"b": True}, ["new"]),
        ("STEPWISE", {"a": True, "b": True}, ["new", "a", "b"]),
        ("STEPWISE", {"b": True, "lost": True}, ["new", "lost"]),
    ],
)
def test_a_new_profile_enters_anywhere_going_forward_and_at_an_entry_going_stepwise(
    movement, traits, stages
):
    life = lived(a_ladder(movement), became(START, **traits))

    assert life.stages == stages
    assert life.moves[0] == moved(None, stages[0], START, "ENTER", "DATA")


@pytest.mark.parametrize("movement", ["FORWARD", "STEPWISE"])
def test_the_most_advanced_entry_that_holds_is_chosen(movement):
    course = a_course(
        entry("open"), entry("second"), entry("asking", is_on("x")), movement=movement
    )

    assert lived(course, became(START)).stages == ["second"]
    assert lived(course, became(START, x=True)).stages == ["asking"]


@pytest.mark.parametrize("movement", ["FORWARD", "STEPWISE", "FREE"])
def test_a_profile_stays_unplaced_until_something_holds(movement):
    silent = rule({"age": {"last": "login"}}, "gte", "P1D")
    course = a_course(entry("silent", silent), stage("later"), movement=movement)

    life = lived(course, became(day(0)), did("login", day(1)))
    waiting = life.placement

    assert (life.moves, waiting) == ([], Placement(version=1, due=day(2)))
    assert life.until(day(9)).moves == [moved(None, "silent", day(2), "ENTER", "TIME")]


# EXIT


def test_leaving_goes_before_advancing():
    life = lived(a_ladder(), became(day(0)), became(day(1), a=True, lost=True))

    assert life.moves[1:] == [moved("new", "lost", day(1), "EXIT", "DATA")]


def test_of_several_ways_out_the_most_advanced_is_taken():
    course = a_course(
        entry("new"),
        *(final(key, is_on("x")) for key in ("bad", "worse")),
        leave("*", "bad"),
        leave("new", "worse"),
    )

    assert lived(course, became(day(0)), became(day(1), x=True)).stages == ["new", "worse"]


def test_an_exit_is_left_by_its_own_transitions_only_and_to_a_more_advanced_one():
    course = a_course(
        entry("new"),
        final("paused", is_on("paused")),
        final("lost", is_on("lost")),
        final("gone", is_on("gone")),
        leave("*", "paused"),
        leave("*", "gone"),
        leave("paused", "lost"),
    )

    life = lived(
        course,
        became(day(0)),
        became(day(1), paused=True),
        became(day(2), gone=True),
        became(day(3), lost=True),
    )

    assert life.moves[1:] == [
        moved("new", "paused", day(1), "EXIT", "DATA"),
        moved("paused", "lost", day(3), "EXIT", "DATA"),
    ]


def test_a_profile_goes_through_several_exits_at_once():
    course = a_course(
        entry("new"),
        final("paused", is_on("x")),
        final("lost", is_on("x")),
        leave("*", "paused"),
        leave("paused", "lost"),
    )

    life = lived(course, became(day(0)), became(day(1), x=True))

    assert life.moves[1:] == [
        moved("new", "paused", day(1), "EXIT", "DATA"),
        moved("paused", "lost", day(1), "EXIT", "DATA"),
    ]


# STEPWISE


def test_stepwise_a_profile_passes_through_each_stage():
    life = lived(a_ladder("STEPWISE"), became(day(0), b=True, c=True), became(day(1), a=True))

    assert life.moves == [
        moved(None, "new", day(0), "ENTER", "DATA"),
        moved("new", "a", day(1), "ADVANCE", "DATA"),
        moved("a", "b", day(1), "ADVANCE", "DATA"),
        moved("b", "c", day(1), "ADVANCE", "DATA"),
    ]


@pytest.mark.parametrize("movement", ["FORWARD", "STEPWISE"])
def test_going_on_never_goes_back(movement):
    life = lived(a_ladder(movement), became(day(0), a=True), became(day(1), a=False))

    assert life.placement.stage == "a"


def test_stepwise_the_most_advanced_branch_that_opens_is_taken():
    course = a_course(
        entry("new"),
        stage("left", is_on("x")),
        stage("right", is_on("x")),
        advance("new", "right"),
        advance("new", "left"),
        movement="STEPWISE",
    )

    assert lived(course, became(START, x=True)).stages == ["new", "right"]


# Always


@pytest.mark.parametrize("movement", ["FORWARD", "STEPWISE", "FREE"])
def test_evaluating_again_changes_nothing(movement):
    course = a_ladder(movement)
    life = lived(course, did("login", day(0)), became(day(1), b=True, a=True))

    again, changes = settled(life.profile, course, day(1), Trigger.DATA)

    assert (again, changes) == (life.profile, ())


@pytest.mark.parametrize(
    ("left", "entered", "move"),
    [
        (None, "new", Move.ENTER),
        (None, "lost", Move.ENTER),
        ("new", "b", Move.ADVANCE),
        ("b", "new", Move.REGRESS),
        ("b", "lost", Move.EXIT),
        ("lost", "b", Move.REGRESS),
        ("lost", None, Move.LEAVE),
    ],
)
def test_a_move_is_named_by_where_it_leads(left, entered, move):
    assert move_between(a_ladder(), left, entered) is move

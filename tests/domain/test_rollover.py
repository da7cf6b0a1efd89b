"""Whoever stands in a stage that the next version lacks goes where it says, or is judged anew."""

import pytest

from domain.profile import Pin, Placement
from domain.rollover import suggested_target
from domain.stage_change import Move, StageChange, Trigger
from tests.domain.building import (
    a_course,
    a_journey,
    a_ladder,
    advance,
    became,
    by_hand,
    day,
    entry,
    final,
    is_on,
    leave,
    lived,
    moved,
    pin,
    recycle,
    republished_to,
    stage,
)

IN_B = lived(a_ladder(), became(day(0), b=True))
PUBLISHED = {"at": day(5), "trigger": "PUBLISH"}


def without_b(*more, **fields):
    """The ladder without `b`."""
    ladder = (entry("new"), stage("a", is_on("a")), stage("c", is_on("c")))
    ways = (advance("new", "a"), advance("a", "c"))
    return a_course(*ladder, *ways, *more, version=2, **fields)


def test_a_mapped_placement_takes_the_new_stage_and_dwells_there_from_now():
    life = republished_to(IN_B, without_b(), at=day(5), mapping={"b": "a"})

    assert life.changes[1:] == (
        StageChange(
            journey="lead",
            version=2,
            left="b",
            entered="a",
            at=day(5),
            move=Move.REGRESS,
            trigger=Trigger.PUBLISH,
            explanation={"removed": "b", "mapped": "a"},
        ),
    )
    assert life.placement == Placement(version=2, stage="a", since=day(5), visit=2)


@pytest.mark.parametrize(
    ("target", "move"), [("new", "REGRESS"), ("a", "REGRESS"), ("c", "ADVANCE"), ("lost", "EXIT")]
)
def test_a_removed_stage_counts_as_lying_behind_the_one_before_it(target, move):
    newer = without_b(final("lost", is_on("lost")), leave("*", "lost"))

    life = republished_to(IN_B, newer, at=day(5), mapping={"b": target})

    assert life.moves[1] == moved("b", target, day(5), move, "PUBLISH")


def test_after_a_first_stage_that_is_gone_every_stage_is_an_advance():
    newer = a_course(stage("a"), entry("b"), advance("b", "a"), version=2)

    life = republished_to(lived(a_ladder(), became(day(0))), newer, at=day(5), mapping={"new": "a"})

    assert life.moves[1:] == [moved("new", "a", day(5), "ADVANCE", "PUBLISH")]


def test_whoever_was_mapped_is_judged_there_at_once():
    life = republished_to(
        lived(a_ladder(), became(day(0), b=True, c=False)).observing(became(day(1), z=1)),
        without_b(stage("d", is_on("b")), advance("a", "d")),
        at=day(5),
        mapping={"b": "a"},
    )

    assert life.moves[1:] == [
        moved("b", "a", day(5), "REGRESS", "PUBLISH"),
        moved("a", "d", day(5), "ADVANCE", "PUBLISH"),
    ]


def test_a_pin_goes_along_to_the_stage_it_is_mapped_to():
    pinned = pin(IN_B, day(1), until=day(9))

    life = republished_to(pinned, without_b(), at=day(5), mapping={"b": "a"})

    assert life.placement == Placement(
        version=2, stage="a", since=day(5), visit=2, pin=Pin(day(9), "ada"), due=day(9)
    )


def test_a_stage_that_takes_in_the_mapped_is_not_held_for_them():
    back = by_hand(lived(a_ladder(), became(day(0), b=True, c=True)), "b", day(1), force=True)
    assert back.placement.held == {"c": day(1)}

    life = republished_to(back, without_b(), at=day(5), mapping={"b": "c"})

    assert (life.placement.stage, life.placement.held) == ("c", {})


@pytest.mark.parametrize("mapping", [{}, {"b": None}, {"a": "new"}])
def test_whoever_is_not_mapped_leaves_and_is_judged_anew(mapping):
    life = republished_to(IN_B, without_b(), at=day(5), mapping=mapping)

    assert life.moves[1:] == [
        moved("b", None, day(5), "LEAVE", "PUBLISH"),
        moved(None, "new", day(5), "ENTER", "PUBLISH"),
    ]


def test_a_mapping_of_a_stage_that_is_still_there_moves_nobody():
    life = republished_to(IN_B, a_ladder_again(), at=day(5), mapping={"b": "a"})

    assert life.moves == IN_B.moves


def a_ladder_again():
    return a_course(
        entry("new"),
        *(stage(key, is_on(key)) for key in "abc"),
        advance("new", "a"),
        advance("a", "b"),
        advance("b", "c"),
        version=2,
    )


def test_a_stage_that_keeps_its_id_keeps_whoever_stands_in_it_under_another_key():
    older = a_course(entry("new"), stage("old", is_on("x"), id="stg_1"), advance("new", "old"))
    newer = a_course(
        entry("new"), stage("now", is_on("x"), id="stg_1"), advance("new", "now"), version=2
    )
    pinned = pin(lived(older, became(day(0), x=True)), day(1))

    life = republished_to(pinned, newer, at=day(5))

    assert life.changes[-1].explanation == {"renamed": "old"}
    assert life.moves[1:] == [moved("old", "now", day(5), "ADVANCE", "PUBLISH")]
    assert life.placement == Placement(
        version=2, stage="now", since=day(0), visit=2, pin=Pin(None, "ada")
    )


def test_what_is_held_is_held_under_another_key():
    def version(number, key):
        return a_course(
            entry("new"),
            stage(key, is_on("x"), id="stg_1"),
            advance("new", key),
            recycle(key, "new"),
            version=number,
        )

    older = by_hand(lived(version(1, "old"), became(day(0), x=True)), "new", day(1))

    life = republished_to(older, version(2, "now"), at=day(5))

    assert (life.moves, life.placement.held) == (older.moves, {"now": day(1)})


def a_map(*keys, leaving=(), **ids):
    """A journey along these stages, with these EXIT stages."""
    return a_journey(
        *(stage(key, **({"id": ids[key]} if key in ids else {})) for key in keys),
        *(final(key) for key in leaving),
    )


@pytest.mark.parametrize(
    ("removed", "draft", "target"),
    [
        ("b", a_map("a", "c", leaving=["won", "lost"]), "a"),
        ("b", a_map("c", "d", leaving=["won", "lost"]), "c"),
        ("a", a_map("d", leaving=["won", "lost"]), "d"),
        ("won", a_map("a", "d", leaving=["lost"]), "lost"),
        ("won", a_map("a", "d"), None),
        ("b", a_map("z", leaving=["won", "lost"]), None),
        ("b", a_map("first", "d", first="stg_a", leaving=["won"]), "first"),
    ],
)
def test_the_nearest_stage_that_is_kept_is_suggested(removed, draft, target):
    live = a_map("a", "b", "c", "d", a="stg_a", leaving=["won", "lost"])
    order = ("a", "b", "c", "d", "won", "lost")

    assert suggested_target(removed, order, live, draft) == target

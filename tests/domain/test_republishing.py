"""What a publication does to those who are in the journey, and to those who are not yet."""

from dataclasses import replace

from domain.instants import NEVER
from domain.journey import ProfileKind
from domain.profile import Pin, Placement
from domain.stage_change import Move, StageChange, Trigger
from tests.domain.building import (
    Life,
    a_course,
    a_ladder,
    a_profile,
    a_swing,
    advance,
    became,
    by_hand,
    day,
    did,
    entry,
    lived,
    moved,
    pin,
    published,
    republished_to,
    stage,
    trait,
)


def test_a_new_version_judges_at_its_instant():
    older = a_course(entry("new"), stage("pro", trait("plan", "pro")), advance("new", "pro"))
    newer = a_course(
        entry("new"), stage("pro", trait("plan", "team")), advance("new", "pro"), version=2
    )
    life = lived(older, became(day(0), plan="team"))

    life = republished_to(life, newer, at=day(5))

    assert life.moves[1:] == [moved("new", "pro", day(5), "ADVANCE", "PUBLISH")]
    assert (life.changes[-1].version, life.placement.version) == (2, 2)
    assert (life.profile.revision, life.profile.clock) == (2, day(5))


def test_time_up_to_a_publication_is_served_under_the_older_version():
    life = lived(a_swing(), did("login", day(0)))

    life = republished_to(life, a_swing(version=2), at=day(3))

    assert life.moves[1:] == [moved("active", "new", day(2), "REGRESS", "TIME")]
    assert [change.version for change in life.changes] == [1, 1]
    assert life.placement == Placement(version=2, stage="new", since=day(2), visit=2)


def test_a_timer_that_the_new_version_does_not_know_no_longer_rings():
    older = a_course(entry("new"), stage("next"), advance("new", "next", after="P3D"))
    newer = a_course(entry("new"), stage("next"), advance("new", "next"), version=2)

    life = republished_to(lived(older, became(day(0))), newer, at=day(1))

    assert (life.profile.due, life.until(day(9)).stages) == (NEVER, ["new"])


def test_a_journey_published_for_the_first_time_takes_in_who_is_there():
    life = republished_to(
        lived(a_swing("a"), became(day(0))), a_swing("a"), a_swing("b"), at=day(4)
    )

    assert [(change.journey, *brief_of(change)) for change in life.changes[1:]] == [
        ("b", None, "new", day(4), Move.ENTER, Trigger.PUBLISH)
    ]


def brief_of(change):
    return change.left, change.entered, change.at, change.move, change.trigger


def test_a_journey_that_did_not_change_is_not_judged():
    life = Life(published(a_swing("a"), a_swing("b")), a_profile()).observing(became(day(0)))

    after = republished_to(life, a_swing("a"), a_swing("b", version=2), at=day(4))

    assert after.changes == life.changes
    assert {key: it.version for key, it in after.profile.placements.items()} == {"a": 1, "b": 2}


def test_who_stands_in_a_stage_that_was_removed_leaves_it_and_enters_anew():
    life = lived(a_ladder(), became(day(0), b=True))
    newer = a_course(entry("new"), stage("a", trait("a", True)), advance("new", "a"), version=2)

    life = republished_to(life, newer, at=day(5))

    assert life.changes[1] == StageChange(
        journey="lead",
        version=2,
        left="b",
        entered=None,
        at=day(5),
        move=Move.LEAVE,
        trigger=Trigger.PUBLISH,
        explanation={"removed": "b"},
    )
    assert life.moves[2:] == [moved(None, "new", day(5), "ENTER", "PUBLISH")]
    assert life.placement == Placement(version=2, stage="new", since=day(5), visit=2)


def test_where_nothing_takes_it_in_who_stood_in_a_removed_stage_is_unplaced():
    life = lived(a_ladder(), became(day(0), b=True))
    newer = a_course(stage("z", trait("z", 1)), version=2)

    life = republished_to(life, newer, at=day(5))

    assert life.moves[1:] == [moved("b", None, day(5), "LEAVE", "PUBLISH")]
    assert life.placement == Placement(version=2, visit=1)


def test_a_pin_goes_with_the_stage_that_it_held_and_stays_otherwise():
    older = lived(a_ladder(), became(day(0), b=True))
    kept = a_course(entry("new"), stage("b"), stage("c", trait("b", True)), advance("b", "c"),
                    version=2)  # fmt: skip
    gone = a_course(entry("new"), version=2)

    pinned = pin(older, day(1), until=day(9))

    assert republished_to(pinned, kept, at=day(5)).placement == Placement(
        version=2, stage="b", since=day(0), visit=1, pin=Pin(day(9), "ada"), due=day(9)
    )
    assert republished_to(pinned, gone, at=day(5)).placement == Placement(
        version=2, stage="new", since=day(5), visit=2
    )


def test_a_held_stage_stays_held_in_a_new_version_that_still_claims_for_it():
    def version(number, *more):
        return a_course(
            entry("new"), stage("a", trait("x", True)), advance("new", "a"), *more, version=number
        )

    older = by_hand(lived(version(1), became(day(0), x=True)), "new", day(1), force=True)
    unclaimed = a_course(entry("new"), stage("a"), advance("new", "a"), version=2)

    assert republished_to(older, version(2), at=day(5)).placement.held == {"a": day(1)}
    assert republished_to(older, unclaimed, at=day(5)).placement.held == {}


def test_a_publication_before_a_profiles_clock_judges_at_its_clock():
    life = lived(a_ladder(), became(day(9), a=True))
    newer = a_course(entry("new"), stage("a"), stage("d", trait("a", True)), advance("a", "d"),
                     version=2)  # fmt: skip

    life = republished_to(life, newer, at=day(5))

    assert life.moves[1:] == [moved("a", "d", day(9), "ADVANCE", "PUBLISH")]


def test_only_profiles_of_its_kind_know_of_a_journey():
    account = replace(a_profile(), kind=ProfileKind.ACCOUNT)

    life = Life(published(a_swing()), account).observing(did("login", day(0)))

    assert (life.changes, life.profile.placements, life.profile.series) == ((), {}, {})

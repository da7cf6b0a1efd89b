"""Cycles, and stages that are held so that nothing bounces (design, section 4)."""

import pytest

from domain.instants import NEVER
from domain.placement import settled
from domain.profile import Placement
from domain.stage_change import Trigger
from tests.domain.building import (
    a_course,
    advance,
    at_least,
    became,
    day,
    did,
    entry,
    final,
    leave,
    lived,
    moved,
    recycle,
    rule,
    stage,
    trait,
)

LEAD = (
    entry("subscriber"),
    stage("lead", at_least("page_viewed", 2)),
    stage("customer", trait("plan", "pro")),
    final("closed-lost", trait("deal", "lost")),
    advance("subscriber", "lead"),
    advance("lead", "customer"),
    leave("*", "closed-lost"),
    recycle("closed-lost", "subscriber", after="P90D"),
)


def test_after_its_time_a_profile_comes_back_in_a_new_cycle():
    life = lived(
        a_course(*LEAD),
        did("page_viewed", day(0)),
        did("page_viewed", day(1)),
        became(day(2), deal="lost"),
        became(day(3), deal="open"),
        did("page_viewed", day(100)),
        did("page_viewed", day(101)),
    )

    assert life.moves[2:] == [
        moved("lead", "closed-lost", day(2), "EXIT", "DATA"),
        moved("closed-lost", "subscriber", day(92), "RECYCLE", "TIME"),
        moved("subscriber", "lead", day(101), "ADVANCE", "DATA"),
    ]
    assert life.placement.cycle == day(92)


def test_a_stage_whose_claim_holds_even_so_is_held_until_it_has_lapsed_once():
    life = lived(
        a_course(*LEAD),
        became(day(0), deal="lost"),
        became(day(100)),
        became(day(101), deal="open"),
        became(day(102), deal="lost"),
    )

    assert life.moves == [
        moved(None, "closed-lost", day(0), "ENTER", "DATA"),
        moved("closed-lost", "subscriber", day(90), "RECYCLE", "TIME"),
        moved("subscriber", "closed-lost", day(102), "EXIT", "DATA"),
    ]
    [in_between] = [
        lived(a_course(*LEAD), became(day(0), deal="lost"), until=day(95)).profile.placements[
            "lead"
        ]
    ]
    assert in_between == Placement(
        version=1,
        stage="subscriber",
        since=day(90),
        visit=2,
        cycle=day(90),
        held={"closed-lost": day(90)},
    )


def test_a_claim_lapses_by_time_too():
    course = a_course(
        entry("new"),
        stage("active", at_least("login", 1, within="P3D", lifetime=True)),
        final("lost"),
        advance("new", "active"),
        leave("active", "lost", when=trait("lost", True)),
        recycle("lost", "new", after="P1D"),
    )

    life = lived(
        course,
        did("login", day(0)),
        became(day(0), lost=True),
        became(day(0.5), lost=False),
        did("login", day(1.5)),
    )
    held = life.placement
    life = life.until(day(5)).observing(did("login", day(6)))

    assert (held.held, held.due) == ({"active": day(1)}, day(4.5))
    assert life.moves[-2:] == [
        moved("lost", "new", day(1), "RECYCLE", "TIME"),
        moved("new", "active", day(6), "ADVANCE", "DATA"),
    ]


BACK = (
    entry("new"),
    stage("paying", at_least("paid", 1)),
    advance("new", "paying"),
    recycle("paying", "new", when=at_least("refund", 1)),
)


def test_an_event_at_the_very_instant_of_a_cycle_is_before_it():
    life = lived(
        a_course(*BACK),
        did("paid", day(0)),
        did("refund", day(1)),
        did("paid", day(1)),
        did("paid", day(0.5)),
        did("paid", day(1) + 1),
    )

    assert life.moves[1:] == [
        moved("paying", "new", day(1), "RECYCLE", "DATA"),
        moved("new", "paying", day(1) + 1, "ADVANCE", "DATA"),
    ]


def test_what_counts_for_a_lifetime_survives_a_cycle():
    course = a_course(
        entry("new"),
        stage("paying", at_least("paid", 1)),
        stage("loyal", at_least("paid", 3, lifetime=True)),
        advance("new", "paying"),
        advance("paying", "loyal"),
        recycle("paying", "new", when=at_least("refund", 1)),
    )

    life = lived(
        course,
        did("paid", day(0)),
        did("paid", day(1)),
        did("refund", day(2)),
        did("paid", day(3)),
    )

    assert life.moves[1:] == [
        moved("paying", "new", day(2), "RECYCLE", "DATA"),
        moved("new", "loyal", day(3), "ADVANCE", "DATA", "paying"),
    ]


def test_the_first_event_is_of_the_whole_lifetime_and_the_last_of_the_cycle():
    course = a_course(
        *BACK,
        stage("old", rule({"age": {"first": "paid"}}, "gte", "P10D")),
        stage("silent", rule({"last": "paid"}, "missing")),
        advance("new", "old"),
        advance("old", "silent", when=trait("quiet", True)),
    )

    life = lived(course, did("paid", day(0)), did("refund", day(1)), until=day(20))

    assert life.moves[-1] == moved("new", "old", day(10), "ADVANCE", "TIME")
    assert life.placement.held == {"silent": day(1)}


@pytest.mark.parametrize(
    ("guards", "moves"), [({}, False), ({"after": "P1D"}, True), ({"when": trait("x", 1)}, True)]
)
def test_a_recycle_without_a_guard_is_for_moves_by_hand(guards, moves):
    course = a_course(
        entry("new"),
        stage("next", trait("x", 1)),
        advance("new", "next"),
        recycle("next", "new", **guards),
    )

    life = lived(course, became(day(0)), became(day(1), x=1), until=day(5))

    assert (life.stages[2:] == ["new"]) is moves


def test_of_several_recycles_the_most_advanced_is_taken_whatever_its_target_asks():
    course = a_course(
        entry("new"),
        stage("a", trait("a", 1)),
        stage("b", trait("b", 1)),
        advance("new", "a"),
        advance("a", "b"),
        recycle("b", "new", when=trait("back", 1)),
        recycle("b", "a", when=trait("back", 1)),
    )

    life = lived(course, became(day(0), b=1), became(day(1), back=1))

    assert life.moves == [
        moved(None, "b", day(0), "ENTER", "DATA"),
        moved("b", "a", day(1), "RECYCLE", "DATA"),
    ]


def test_going_on_goes_before_going_back():
    course = a_course(
        entry("new"),
        stage("a", trait("a", 1)),
        stage("b", trait("b", 1)),
        advance("new", "a"),
        advance("a", "b"),
        recycle("a", "new", when=trait("b", 1)),
    )

    assert lived(course, became(day(0), a=1), became(day(1), b=1)).stages == ["a", "b"]


def test_a_held_stage_is_passed_over_but_not_entered():
    course = a_course(
        entry("new"),
        stage("a", trait("a", 1)),
        stage("b", trait("b", 1)),
        advance("new", "a"),
        advance("a", "b"),
        recycle("a", "new", when=at_least("refund", 1)),
    )

    life = lived(course, became(day(0), a=1), did("refund", day(1)), became(day(2), b=1))

    assert life.moves[1:] == [
        moved("a", "new", day(1), "RECYCLE", "DATA"),
        moved("new", "b", day(2), "ADVANCE", "DATA", "a"),
    ]


def test_every_stage_but_the_target_is_held_that_claims_the_profile():
    course = a_course(
        entry("first", trait("x", 1)),
        stage("target", trait("x", 1)),
        stage("guarded"),
        stage("waited-for"),
        stage("unasked"),
        stage("no", trait("y", 1)),
        stage("from", trait("x", 1)),
        final("out", trait("lost", 1)),
        advance("first", "target"),
        advance("target", "guarded", when=trait("x", 1)),
        advance("guarded", "waited-for", after="P1D"),
        advance("waited-for", "unasked"),
        advance("unasked", "no"),
        advance("no", "from"),
        leave("*", "out"),
        recycle("from", "target", when=at_least("refund", 1)),
    )

    life = lived(course, became(day(0), x=1), did("refund", day(1)))

    standing = life.placement
    assert (standing.stage, standing.held) == (
        "target",
        {key: day(1) for key in ("first", "guarded", "from")},
    )


def test_a_new_cycle_forgets_what_an_older_one_held():
    course = a_course(
        entry("new"),
        stage("a", at_least("paid", 1)),
        stage("b", trait("plan", "pro")),
        advance("new", "a"),
        advance("a", "b"),
        recycle("b", "new", when=at_least("refund", 1)),
        recycle("a", "new", when=at_least("refund", 1)),
    )

    life = lived(
        course, became(day(0), plan="pro"), did("refund", day(1)), did("paid", day(2)),
        did("refund", day(3)),
    )  # fmt: skip

    assert life.stages == ["b", "new", "a", "new"]
    assert life.placement.held == {"b": day(3)}


def test_whoever_is_already_claimed_elsewhere_at_the_end_of_a_cycle_does_not_bounce():
    always = trait("x", 1)
    course = a_course(
        entry("new"),
        stage("a", always),
        advance("new", "a"),
        recycle("a", "new", when=always),
    )

    life = lived(course, became(day(0), x=1), until=day(100))
    again, changes = settled(life.profile, course, day(0), Trigger.TIME)

    assert life.stages == ["a", "new"]
    assert life.profile.due == NEVER
    assert (again, changes) == (life.profile, ())

import pytest

from domain.ahead import ahead_of
from domain.instants import NEVER
from domain.journey import ProfileKind
from domain.moving import pinned
from domain.placement_in_words import nearest_in_words, placement_in_words
from domain.profile import Pin, at_clock
from tests.domain.building import (
    a_course,
    a_swing,
    advance,
    at_least,
    became,
    by_hand,
    course_of,
    day,
    did,
    entry,
    final,
    is_on,
    leave,
    lived,
    pin,
    recycle,
    rule,
    stage,
    trait,
)

LADDER = (
    entry("new"),
    stage("active", at_least("login", 3, within="P30D")),
    stage("paying", trait("plan", "pro")),
    final("lost", is_on("lost")),
    advance("new", "active"),
    advance("active", "paying"),
    leave("*", "lost"),
)


def sentence(life, now, reason=""):
    course = course_of(life)
    profile = at_clock(life.profile, now, life.definitions.windows[ProfileKind.CONTACT])
    return placement_in_words(profile, course, ahead_of(profile, course, now), reason, now)


@pytest.mark.parametrize("movement", ["FORWARD", "STEPWISE", "FREE"])
def test_the_nearest_rule_towards_the_next_stage_is_said(movement):
    course = a_course(*LADDER, movement=movement)
    life = lived(course, became(day(0)), did("login", day(1)), did("login", day(2)))

    assert sentence(life, day(3), "it signed up") == (
        "Stands in New since 5 Jan 2026 because it signed up; to reach Active it needs 1 more "
        "login within 30 days (2 of 3)."
    )


def test_of_what_lies_ahead_the_least_advanced_stage_is_aimed_at_never_an_exit():
    course = a_course(*LADDER)
    life = lived(course, became(day(0)))

    assert ahead_of(life.profile, course, day(0)).stage == "active"
    paying = lived(course, became(day(0), plan="pro"))
    assert sentence(paying, day(1)) == "Stands in Paying since 5 Jan 2026; nothing lies further on."


def test_how_many_rules_are_lacking_besides_is_said_too():
    both = {"all": [at_least("login", 3), trait("plan", "pro"), trait("vip", True)]}
    course = a_course(entry("new"), stage("active", both), advance("new", "active"))

    assert sentence(lived(course, did("login", day(0))), day(0)).endswith(
        "to reach Active it needs 2 more logins (1 of 3), and 2 more rules to hold."
    )


def test_a_transition_that_waits_is_a_rule_like_any_other():
    course = a_course(
        entry("new"), stage("active", trait("plan", "pro")), advance("new", "active", after="P14D")
    )
    life = lived(course, became(day(0)))

    (wait, plan) = ahead_of(life.profile, course, day(7)).lacks

    assert sentence(life, day(7)).endswith(
        "to reach Active it needs to stay until 19 Jan 2026 (7 days of 14 days), and 1 more rule "
        "to hold."
    )
    assert (wait.written, wait.expected, wait.until) == ({"after": "P14D"}, "P14D", day(14))
    assert (float(wait.progress), wait.is_negated) == (0.5, False)
    assert (plan.written, plan.expected, plan.until) == (trait("plan", "pro"), "pro", NEVER)


def test_a_guard_on_the_way_is_lacking_as_well_as_the_criteria_at_its_end():
    course = a_course(
        entry("new"),
        stage("active", trait("plan", "pro")),
        advance("new", "active", when=at_least("login", 2)),
    )

    assert sentence(lived(course, did("login", day(0))), day(0)).endswith(
        "to reach Active it needs 1 more login (1 of 2), and 1 more rule to hold."
    )


def test_a_pin_is_said_with_who_and_until_when():
    course = a_course(*LADDER)
    life = lived(course, became(day(0)))
    until_then = pin(life, day(1), day(9))
    for_good = life.acting(
        lambda it: pinned(it, course, Pin(None, "ada", "waits for legal"), day(1))
    )

    assert sentence(until_then, day(2)) == (
        "Stands in New since 5 Jan 2026, pinned there by ada until 14 Jan 2026; to reach Active "
        "it needs 3 logins within 30 days (none yet)."
    )
    assert "pinned there by ada until somebody unpins it (“waits for legal”)" in sentence(
        for_good, day(2)
    )


def test_a_held_stage_says_since_when_and_what_has_to_happen():
    course = a_course(
        entry("new"),
        stage("paying", trait("plan", "pro")),
        advance("new", "paying"),
        recycle("paying", "new", when=at_least("refund", 1)),
    )
    life = lived(course, became(day(0), plan="pro"), did("refund", day(2)))

    assert sentence(life, day(3)) == (
        "Stands in New since 7 Jan 2026; Paying is held since 7 Jan 2026: what asks for it has to "
        "lapse once before it is entered."
    )


def test_a_stage_that_only_hands_reach_is_said_to_be_one():
    course = a_course(entry("new"), stage("vip"), advance("new", "vip"))

    assert sentence(lived(course, became(day(0))), day(0)).endswith(
        "; Vip is entered by hand only."
    )


def test_whom_nobody_ever_placed_hears_what_it_takes_to_begin():
    course = a_course(entry("new", trait("plan", "pro")), stage("active", at_least("login", 9)))

    assert sentence(lived(course), day(0)) == (
        "Stands in no stage of Lead; to enter New it needs plan to be pro (it is not known)."
    )


def test_from_an_exit_it_is_said_what_brings_it_back():
    course = a_course(*LADDER, recycle("lost", "new", when={"not": is_on("lost")}))
    life = lived(course, became(day(0), lost=True))

    assert sentence(life, day(1)) == (
        "Stands in Lost since 5 Jan 2026; to come back to New it needs lost not to be true "
        "(it is true)."
    )


def test_in_free_movement_it_is_said_when_what_keeps_it_there_lapses():
    life = lived(a_swing(), became(day(0)), did("login", day(1)))

    assert sentence(life, day(2)) == (
        "Stands in Active since 6 Jan 2026; nothing lies further on; if nothing happens, what "
        "keeps it there lapses on 8 Jan 2026."
    )


def test_a_stage_that_has_come_to_open_by_time_is_said_to_be_open():
    course = a_course(
        entry("new"),
        stage("old", rule({"age": {"first": "login"}}, "gte", "P7D")),
        advance("new", "old"),
    )
    life = lived(course, did("login", day(0)))
    ahead = ahead_of(life.profile, course, day(8))

    assert nearest_in_words(course, life.placement, ahead) == "Old is open to it."


def test_after_a_move_by_hand_what_would_go_on_is_held():
    course = a_course(*LADDER)
    life = by_hand(lived(course, became(day(0), plan="pro")), "new", day(1), force=True)

    assert sentence(life, day(1)).endswith(
        "to reach Active it needs 3 logins within 30 days (none yet)."
    )

from dataclasses import replace

import pytest

from domain.instants import HOUR, NEVER, SECOND, Instant
from domain.pairs import ChunkNeeded
from domain.profile import Placement, Profile, at_clock
from domain.timeline import Outcome, brought_to, observed, time_served
from tests.domain.building import (
    START,
    Life,
    a_course,
    a_profile,
    a_swing,
    advance,
    at_least,
    became,
    day,
    did,
    entry,
    lived,
    moved,
    published,
    rule,
    stage,
    trait,
)

# Time


def test_time_is_served_at_its_own_instants_and_before_the_data_that_comes_then():
    course = a_course(
        entry("new"), stage("waited"), stage("done", trait("x", 1)),
        advance("new", "waited", after="P1D"), advance("waited", "done"),
    )  # fmt: skip

    life = lived(course, became(day(0)), became(day(1), x=1))

    assert life.moves[1:] == [
        moved("new", "waited", day(1), "ADVANCE", "TIME"),
        moved("waited", "done", day(1), "ADVANCE", "DATA"),
    ]


def test_time_moves_nobody_before_its_instant():
    life = lived(a_swing(), did("login", day(0)), until=day(2) - 1)

    assert life.stages == ["active"]
    assert life.until(day(2)).moves[1:] == [moved("active", "new", day(2), "REGRESS", "TIME")]


def test_each_timer_is_served_in_turn_however_late_somebody_looks():
    course = a_course(
        *(stage(key) for key in "bcd"), entry("a"), advance("a", "b", after="P1D"),
        advance("b", "c", after="P1D"), advance("c", "d", after="PT1H"),
    )  # fmt: skip

    at_once = lived(course, became(day(0)), until=day(400))
    by_the_hour = lived(course, became(day(0)))
    for number in range(60):
        by_the_hour = by_the_hour.until(day(0) + number * HOUR)

    assert at_once.moves == [
        moved(None, "a", day(0), "ENTER", "DATA"),
        moved("a", "b", day(1), "ADVANCE", "TIME"),
        moved("b", "c", day(2), "ADVANCE", "TIME"),
        moved("c", "d", day(2) + HOUR, "ADVANCE", "TIME"),
    ]
    assert by_the_hour.changes == at_once.changes


def test_time_that_brings_nothing_leaves_the_profile_as_it_was():
    life = lived(a_swing(), did("login", day(0)))

    assert time_served(life.profile, life.definitions, day(1)) == (life.profile, ())


def test_time_is_served_once():
    life = lived(a_swing(), did("login", day(0)), until=day(9))

    assert life.until(day(9)).until(day(5)) == life


def test_a_timer_that_rings_early_is_armed_again():
    spent = rule({"sum": "order", "property": "amount", "within": "P1D"}, "gte", 1)
    course = a_course(entry("new"), stage("buyer", spent), movement="FREE")
    orders = [did("order", START + n, amount=1) for n in range(200)]

    life = lived(course, *orders)
    rings = []
    while life.profile.due != NEVER:
        rings.append(life.profile.due)
        life = life.until(life.profile.due)

    assert rings == [day(1) + n for n in (64, 129, 194, 199)]
    assert life.moves[1:] == [moved("buyer", "new", day(1) + 199, "REGRESS", "TIME")]


# Data


def test_the_clock_never_runs_backwards():
    life = lived(a_swing(), became(day(2)), did("login", day(1)))

    assert life.profile.clock == day(2)
    assert life.moves == [
        moved(None, "new", day(2), "ENTER", "DATA"),
        moved("new", "active", day(2), "ADVANCE", "DATA"),
    ]
    assert life.profile.due == day(3)


def test_what_comes_too_late_for_its_window_changes_nothing():
    life = lived(a_swing(), became(day(2)), did("login", day(0)))

    assert life.stages == ["new"]


def test_a_late_observation_serves_no_time():
    life = lived(a_swing(), did("login", day(0)), became(day(1)), became(day(0.5)))

    assert (life.profile.clock, life.profile.due) == (day(1), day(2))


def test_traits_follow_the_order_of_arrival():
    course = a_course(entry("new"), stage("pro", trait("plan", "pro")), movement="FREE")

    life = lived(course, became(day(2), plan="free"), became(day(1), plan="pro"))

    assert life.moves[1:] == [moved("new", "pro", day(2), "ADVANCE", "DATA")]


def test_an_observation_is_judged_once_with_its_traits_and_its_event():
    course = a_course(
        entry("new"), stage("plan", trait("plan", "pro")),
        stage("both", {"all": [trait("plan", "pro"), at_least("login", 1)]}), movement="FREE",
    )  # fmt: skip
    both = replace(did("login", day(1)), traits={"plan": "pro"})

    assert lived(course, became(day(0)), both).stages == ["new", "both"]


def test_whatever_comes_first_places_a_profile():
    life = lived(a_swing(), did("something-else", day(0)))

    assert life.moves == [moved(None, "new", day(0), "ENTER", "DATA")]


def test_what_no_criteria_read_is_kept_and_judged_by_nobody():
    before = lived(a_swing(), did("login", day(0)))

    after = before.observing(became(day(1), name="Ada"))

    assert (after.changes, after.placement) == (before.changes, before.placement)
    assert after.profile.traits == {"name": "Ada"}


def test_a_profile_is_judged_by_the_journeys_of_its_kind_in_the_order_of_their_keys():
    definitions = published(
        a_swing("b"), a_swing("a"), a_swing("of-accounts", kind="ACCOUNT"), a_swing("c")
    )

    life = Life(definitions, a_profile()).observing(did("login", day(0))).until(day(9))

    assert [(change.journey, change.entered, change.at) for change in life.changes] == [
        *((key, "active", day(0)) for key in "abc"),
        *((key, "new", day(2)) for key in "abc"),
    ]


def test_timers_of_several_journeys_are_served_in_the_order_of_their_instants():
    def waiting(key, after):
        return a_course(entry("new"), stage("next"), advance("new", "next", after=after), key=key)

    definitions = published(waiting("a", "P3D"), waiting("b", "P1D"), waiting("c", "P3D"))

    life = Life(definitions, a_profile()).observing(became(day(0))).until(day(9))

    assert [(change.journey, change.at) for change in life.changes[3:]] == [
        ("b", day(1)),
        ("a", day(3)),
        ("c", day(3)),
    ]


def test_cycles_of_one_journey_are_not_those_of_another():
    def going_round(key):
        return a_course(
            entry("new"), stage("active", at_least("login", 2)), advance("new", "active"), key=key
        )

    definitions = published(going_round("a"), going_round("b"))
    profile = a_profile().placed("a", Placement(version=1, stage="new", since=day(0), cycle=day(1)))

    life = Life(definitions, profile).observing(did("login", day(1)), did("login", day(2)))

    assert [(change.journey, change.entered) for change in life.changes] == [
        ("b", "new"),
        ("b", "active"),
    ]


def test_whoever_asks_is_told_which_chunk_is_needed():
    spent = rule({"sum": "order", "property": "amount", "within": "P1D"}, "gte", 1)
    course = a_course(entry("new"), stage("buyer", spent), movement="FREE")
    life = lived(course, *(did("order", START + n, amount=1) for n in range(600)))
    [series] = life.profile.series

    with pytest.raises(ChunkNeeded) as needed:
        observed(life.profile, life.definitions, became(day(1) + 5))

    assert (needed.value.series, needed.value.number) == (series, 1)


def test_what_was_lived_through_before_a_chunk_was_needed_is_not_lived_again():
    spent = rule({"sum": "order", "property": "amount", "within": "P1D"}, "gte", 1)
    course = a_course(entry("new"), stage("buyer", spent), movement="FREE")
    life = lived(course, *(did("order", START + n * SECOND, amount=1) for n in range(600)))
    asked: list[Instant] = []

    def serve(profile: Profile) -> Outcome:
        asked.append(profile.clock)
        return time_served(profile, life.definitions, day(2))

    ended = life.acting(serve)

    assert ended.moves[len(life.moves) :] == [
        moved("buyer", "new", day(1) + 599 * SECOND, "REGRESS", "TIME")
    ]
    assert asked[0] < asked[-1]


# By hand


def test_before_a_move_by_hand_time_is_served_and_the_clock_brought_to_now():
    life = lived(a_swing(), did("login", day(0)))

    profile, changes = brought_to(life.profile, life.definitions, day(5))

    assert (profile.clock, [change.at for change in changes]) == (day(5), [day(2)])
    assert profile == at_clock(life.until(day(5)).profile, day(5), ())


def test_whose_clock_is_ahead_stays_there():
    life = lived(a_swing(), did("login", day(5)))

    assert brought_to(life.profile, life.definitions, day(1)) == (life.profile, ())

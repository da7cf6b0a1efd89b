"""Criteria that read where a profile stands in other journeys, and how its score fell."""

from domain.instants import NEVER
from tests.domain.building import (
    Life,
    a_course,
    a_profile,
    advance,
    became,
    day,
    did,
    entry,
    is_on,
    moved,
    published,
    republished_to,
    rule,
    stage,
)

DOWN = [[0, 100], [10, 0]]
SILENT = {"key": "silence", "signal": {"age": {"last": "login"}}, "points": DOWN}
SCORE = {"health": "trial"}


def a_trial(**fields):
    """new, then active by a trait; a score that loses ten a silent day."""
    health = [{"measures": [SILENT]}]
    return a_course(
        entry("new"), stage("active", is_on("active")), advance("new", "active"),
        key="trial", health=health, **fields,
    )  # fmt: skip


def an_outreach(criteria, **fields):
    """A journey that comes before `trial` by its key, and so must wait for it."""
    parts = entry("calm"), stage("called", criteria), advance("calm", "called")
    return a_course(*parts, key="outreach", movement="FREE", **fields)


def lived_in_both(criteria, *observations, until=None):
    life = Life(published(an_outreach(criteria), a_trial()), a_profile())
    life = life.observing(*observations)
    return life if until is None else life.until(until)


def called(life):
    """When the outreach began and ended a call."""
    return [
        (one.entered, one.at, one.trigger.value) for one in life.moved if one.journey == "outreach"
    ][1:]


def test_a_stage_elsewhere_is_read_in_the_evaluation_that_enters_it():
    life = lived_in_both(rule({"stage": "trial"}, "eq", "active"), became(day(0), x=1))

    life = life.observing(became(day(1), active=True))

    assert [(one.journey, one.entered) for one in life.moved][2:] == [
        ("trial", "active"),
        ("outreach", "called"),
    ]


def test_where_it_stands_nowhere_nothing_is_known():
    course = an_outreach({"all": [rule({"stage": "trial"}, "missing"), rule(SCORE, "missing")]})
    life = Life(published(course), a_profile()).observing(became(day(0), x=1))

    assert life.stages == ["called"]


def test_a_band_elsewhere_is_read_at_the_instant_that_time_brings_it():
    life = lived_in_both(rule({"band": "trial"}, "eq", "at-risk"), did("login", day(0)))

    assert called(life.until(day(30))) == [("called", day(7), "TIME")]


def test_a_score_elsewhere_is_compared_between_its_bands():
    life = lived_in_both(rule(SCORE, "lte", 50), did("login", day(0)))

    life = life.until(day(5.5)).observing(did("login", day(5.5)))

    assert called(life) == [("called", day(5), "TIME"), ("calm", day(5.5), "DATA")]


def test_nothing_is_armed_for_a_score_that_will_not_turn_the_answer():
    life = lived_in_both(rule(SCORE, "gte", 0), did("login", day(0)), until=day(8))

    assert life.profile.placements["outreach"].due == NEVER


def test_how_long_it_has_stood_elsewhere_turns_at_its_instant():
    life = lived_in_both(
        rule({"dwell": "trial"}, "gt", "P3D"), became(day(0), x=1), became(day(1), active=True)
    )

    assert called(life.until(day(30))) == [("called", day(4) + 1, "TIME")]


def test_a_fall_is_from_the_greatest_score_in_the_window():
    life = lived_in_both(rule({"fall": SCORE, "within": "P2D"}, "gte", 20), did("login", day(0)))

    assert called(life.until(day(30))) == [
        # 100 ends at day 1; a day after the score has stopped falling the window has forgotten.
        ("called", day(2), "TIME"),
        ("calm", day(11), "TIME"),
    ]


def test_a_fall_begins_with_the_stay():
    life = lived_in_both(
        rule({"fall": SCORE, "within": "P30D"}, "gte", 20),
        did("login", day(0)),
        became(day(1.5), active=True),
    )

    assert called(life.until(day(30))) == [("called", day(3), "TIME")]


def test_data_that_lowers_a_score_is_a_fall():
    health = [
        {
            "measures": [
                {"key": "seats", "signal": {"trait": "seats"}, "points": [[0, 0], [10, 100]]}
            ]
        }
    ]
    reading = an_outreach(rule({"fall": SCORE, "within": "P7D"}, "gt", 30))
    life = Life(published(reading, a_course(entry("new"), key="trial", health=health)), a_profile())

    life = life.observing(became(day(0), seats=9), became(day(1), seats=5)).until(day(30))

    assert called(life) == [("called", day(1), "DATA"), ("calm", day(8), "TIME")]


def test_an_own_fall_is_read_too():
    course = a_course(
        entry("new"),
        stage("sinking", rule({"fall": {"health": "lead"}, "within": "P7D"}, "gte", 30)),
        advance("new", "sinking"),
        health=[{"measures": [SILENT]}],
    )
    life = Life(published(course), a_profile()).observing(did("login", day(0))).until(day(30))

    assert life.moves[1:] == [moved("new", "sinking", day(3), "ADVANCE", "TIME")]


def test_a_measure_may_read_a_score_elsewhere():
    measure = {"key": "trial", "signal": SCORE, "points": [[0, 0], [100, 100]]}
    course = an_outreach(is_on("x"), health=[{"measures": [measure]}])
    life = Life(published(course, a_trial()), a_profile()).observing(did("login", day(0)))

    life = life.until(day(4.5))

    assert life.profile.placements["outreach"].health.band == "concerning"


def test_a_publication_judges_those_who_read_the_journey_too():
    reading = an_outreach(rule({"band": "trial"}, "eq", "bad"))
    older, newer = a_trial(), a_trial(version=2)
    bands = [{"key": "bad", "from": 0}]
    newer = a_course(
        entry("new"), stage("active", is_on("active")), advance("new", "active"),
        key="trial", version=2, health=[{"measures": [SILENT], "bands": bands}],
    )  # fmt: skip
    life = Life(published(reading, older), a_profile()).observing(did("login", day(0)))

    life = republished_to(life, reading, newer, at=day(1))

    assert called(life) == [("called", day(1), "PUBLISH")]


def test_journeys_are_judged_in_the_order_of_their_references_else_of_their_keys():
    reads = {name: rule({"stage": other}, "exists") for name, other in (("a", "c"), ("c", "d"))}
    courses = [a_course(entry("new", reads.get(key)), key=key) for key in "cbade"]

    assert list(published(*courses).courses) == ["b", "d", "c", "a", "e"]

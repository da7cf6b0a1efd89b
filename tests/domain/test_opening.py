from domain.instants import NEVER
from domain.opening import NOW, path_to, stages_reached, way_opens
from tests.domain.building import (
    a_course,
    advance,
    at_least,
    became,
    day,
    entry,
    is_on,
    leave,
    lived,
    stage,
)


def opens(course, life, left, entered, now):
    [way] = [way for way in course.places[left].advances if way.entered == entered]
    return way_opens(life.profile, course, life.placement, way, life.placement.since, now)


def test_a_way_opens_when_its_guards_and_the_criteria_of_its_stage_hold():
    course = a_course(entry("new"), stage("a", is_on("a")), advance("new", "a", after="P7D"))
    life = lived(course, became(day(0), a=True))

    assert opens(course, life, "new", "a", day(1)) == day(7)
    assert opens(course, life, "new", "a", day(7)) == NOW


def test_a_way_that_only_data_can_open_never_does_by_time():
    course = a_course(entry("new"), stage("a", is_on("a")), advance("new", "a", after="P7D"))

    assert opens(course, lived(course, became(day(0))), "new", "a", day(1)) == NEVER


def test_a_way_without_any_condition_is_for_hands_alone():
    course = a_course(entry("new"), stage("a"), advance("new", "a"))

    assert opens(course, lived(course, became(day(0))), "new", "a", day(9)) == NEVER


def test_a_stage_is_reached_when_the_guards_of_some_path_to_it_hold():
    course = a_course(
        entry("new"),
        stage("a", is_on("a")),
        stage("b", is_on("b")),
        stage("c", is_on("c")),
        advance("new", "a", after="P2D"),
        advance("new", "b", when=is_on("x")),
        advance("a", "c"),
        advance("b", "c", after="P1D"),
    )
    life = lived(course, became(day(0)))

    reached = stages_reached(life.profile, course, life.placement, day(1))

    assert reached == {"a": day(2), "b": NEVER, "c": day(2)}


def test_of_paths_the_one_with_fewest_stages_and_then_the_least_advanced_is_followed():
    course = a_course(
        entry("new"),
        stage("a", is_on("a")),
        stage("b", is_on("b")),
        stage("c", is_on("c")),
        advance("new", "a"),
        advance("new", "b"),
        advance("a", "b"),
        advance("a", "c"),
        advance("b", "c"),
    )
    placement = lived(course, became(day(0))).placement

    path = path_to(course, placement, "c", lambda way: True)

    assert [way.entered for way in path] == ["a", "c"]
    assert path_to(course, placement, "c", lambda way: way.entered != "c") is None


def test_an_exit_is_a_way_like_any_other():
    course = a_course(
        entry("new"),
        stage("lost", at_least("cancelled", 1), role="EXIT"),
        leave("*", "lost"),
    )
    life = lived(course, became(day(0)))
    [way] = course.places["new"].exits

    opens = way_opens(life.profile, course, life.placement, way, life.placement.since, day(1))

    assert opens == NEVER

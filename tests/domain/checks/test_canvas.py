import pytest

from domain.problems import Severity, problems_of
from tests.domain.building import a_journey, advance, entry, stage
from tests.domain.checks.finding import found, logins, stages_of

ON = stage("on", logins(3))
WAY = advance("new", "on")
APART = {"new": {"x": 0, "y": 0}, "on": {"x": 200, "y": 0}}


def drawn(positions, *parts, **fields):
    layout = {} if positions is None else {"layout": {"positions": positions}}
    return a_journey(entry("new"), *(parts or (ON, WAY)), **layout, **fields)


def crossing(count):
    """So many stages on the left, each joined with all on the right."""
    left, right = ([f"{side}{number}" for number in range(count)] for side in "lr")
    places = {
        key: {"x": 400 * column, "y": 100 * row}
        for column, keys in enumerate((left, right))
        for row, key in enumerate(keys)
    }
    ways = [advance(one, other) for one in left for other in right]
    return a_journey(
        *(stage(key, logins(3)) for key in (*left, *right)), *ways, layout={"positions": places}
    )


def test_a_stage_without_a_place_is_remarked_on():
    [unplaced] = found(drawn({"new": {"x": 0, "y": 0}}), "NODE_UNPLACED")

    assert (unplaced.severity, unplaced.stages) == (Severity.HINT, ("on",))
    assert unplaced.message == "The stage on is still without a place on the canvas."


def test_a_journey_that_nobody_has_drawn_is_told_so_once():
    [unplaced] = found(drawn(None), "NODE_UNPLACED")

    assert unplaced.message == "Every stage is still without a place on the canvas."
    assert found(drawn(APART), "NODE_UNPLACED") == []


def test_stages_that_lie_on_each_other_are_named():
    [overlap] = found(drawn(APART | {"on": {"x": 175, "y": 87}}), "NODES_OVERLAP")

    assert (overlap.severity, overlap.message) == (Severity.HINT, "on lies on new.")


@pytest.mark.parametrize(
    "place",
    [
        {"x": 176, "y": 0},
        {"x": 0, "y": 88},
        {"x": 0, "y": -88},
        {"x": -20, "y": 0, "width": 20},
    ],
    ids=str,
)
def test_stages_side_by_side_do_not_overlap(place):
    assert found(drawn(APART | {"on": place}), "NODES_OVERLAP") == []


@pytest.mark.parametrize(
    ("lane", "is_outside"),
    [
        ({"key": "a", "name": "A", "x": 0, "y": -10, "width": 400, "height": 100}, False),
        ({"key": "a", "name": "A", "x": 0, "y": 10, "width": 400, "height": 90}, True),
        ({"key": "a", "name": "A"}, False),
        ({"key": "b", "name": "B"}, True),
    ],
    ids=["inside", "outside", "no box", "not drawn"],
)
def test_a_stage_outside_its_lane_is_remarked_on(lane, is_outside):
    inside = stage("on", logins(3), lane="a")

    outside = stages_of(drawn(APART, inside, WAY, lanes=[lane]), "CHILD_OUTSIDE_LANE")

    assert outside == ([("on",)] if is_outside else [])


def test_transitions_that_cross_all_the_time_are_remarked_on():
    [crossings] = found(crossing(6), "EDGE_CROSSINGS_HIGH")

    assert (crossings.severity, crossings.path) == (Severity.HINT, "layout")
    assert crossings.message == "Transitions cross each other 36 times or more."


def test_a_few_crossings_do_no_harm():
    assert found(crossing(3), "EDGE_CROSSINGS_HIGH") == []


def test_the_canvas_never_blocks_and_journeys_as_code_hear_nothing_of_it():
    journey = drawn({"new": {"x": 0, "y": 0}, "on": {"x": 0, "y": 0}})

    assert {it.severity for it in problems_of(journey)} <= {Severity.WARNING}

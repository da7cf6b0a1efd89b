from graph.drawing import crossings, overlapping
from graph.layout import Rect


def test_what_lies_on_something_is_found_and_what_touches_it_is_not():
    rects = {
        "a": Rect(0, 0, 10, 10),
        "b": Rect(10, 0, 10, 10),
        "c": Rect(5, 9, 10, 10),
        "d": Rect(100, 0, 10, 10),
    }

    assert list(overlapping(rects)) == [("a", "c"), ("c", "b")]


def test_lines_cross_within_and_not_where_they_meet():
    cross = [((0.0, 0.0), (10.0, 10.0)), ((10.0, 0.0), (0.0, 10.0))]
    meeting = ((10.0, 10.0), (20.0, 0.0))
    upright = ((5.0, -5.0), (5.0, 20.0))

    assert crossings(cross) == 1
    assert crossings([*cross, meeting]) == 1
    # Through one point all three cross each other.
    assert crossings([*cross, ((4.0, -5.0), (4.0, 20.0))]) == 3
    assert crossings([upright, ((0.0, 1.0), (10.0, 1.0)), ((5.0, 3.0), (9.0, 3.0))]) == 1


def test_crossings_are_counted_as_far_as_somebody_wants_to_know():
    across = [((0.0, float(y)), (10.0, float(y))) for y in range(20)]
    down = [((float(x), -1.0), (float(x), 30.0)) for x in range(1, 9)]

    assert crossings([*across, *down]) == 160
    assert crossings([*across, *down], most=30) == 30

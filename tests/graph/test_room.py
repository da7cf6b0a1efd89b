from hypothesis import given
from hypothesis import strategies as st

from graph.drawing import overlapping
from graph.layout import Rect
from graph.layouts.room import nearest_free, settled

BOX = Rect(0, 0, 10, 10)


def test_what_is_free_is_left_alone():
    assert nearest_free(BOX, [Rect(15, 0, 10, 10), Rect(0, 15, 10, 10)], 5, 5) == BOX


def test_what_is_taken_makes_room_where_it_is_nearest():
    assert nearest_free(BOX, [Rect(5, 3, 10, 10)], 5, 5) == Rect(0, -12, 10, 10)
    assert nearest_free(BOX, [Rect(5, -3, 10, 10)], 5, 5) == Rect(0, 12, 10, 10)
    assert nearest_free(BOX, [BOX], 5, 5) == Rect(0, 15, 10, 10)


def test_a_gap_that_is_too_small_is_passed_over():
    taken = [Rect(0, 0, 10, 10), Rect(0, 25, 10, 10), Rect(0, -18, 10, 10)]

    assert nearest_free(BOX, taken, 0, 5) == Rect(0, -33, 10, 10)
    assert nearest_free(BOX, [*taken, Rect(0, -60, 10, 40)], 0, 5) == Rect(0, 40, 10, 10)


def test_only_what_lies_on_something_fixed_makes_room():
    wanted = {"a": BOX, "b": Rect(20, 0, 10, 10), "c": Rect(0, 16, 10, 10)}

    assert settled(wanted, [Rect(0, 1, 5, 5)], 2, 2) == wanted | {"a": Rect(0, -11, 10, 10)}


rects = st.builds(
    Rect, st.integers(0, 60), st.integers(0, 60), st.integers(1, 20), st.integers(1, 20)
)


@given(st.lists(rects, max_size=8), st.lists(rects, max_size=8))
def test_what_is_settled_lies_on_nothing_fixed(wanted, fixed):
    placed = settled({str(at): rect for at, rect in enumerate(wanted)}, fixed, 3, 3)

    assert not any(rect.overlaps(other, 3) for rect in placed.values() for other in fixed)


@given(st.lists(rects, max_size=8), st.lists(rects, max_size=8))
def test_what_was_apart_stays_apart(wanted, fixed):
    apart = {}
    for at, rect in enumerate(wanted):
        if not any(rect.overlaps(other) for other in apart.values()):
            apart[str(at)] = rect

    assert list(overlapping(settled(apart, fixed, 3, 3))) == []

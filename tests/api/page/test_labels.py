"""Labels of ways hide neither stages nor one another."""

from itertools import combinations

from api.page.arrows import arrows_of
from api.page.labels import ROOMS, labelled
from api.page.lettering import breadth
from api.page.placing import Box
from domain.journey import Transition

SIZE = 12.0
BOXES = {
    "a": Box(0, 0),
    "b": Box(400, 300),
    "c": Box(800, 0),
    "d": Box(400, -200),
}
SAID = "when the number of logins within thirty days is at least three"


def arrows(*ways):
    return arrows_of([Transition(left=left, entered=entered) for left, entered in ways], BOXES)


def drawn(labels):
    return [
        Box(it.x - breadth(it.said, SIZE) / 2, it.y - SIZE, breadth(it.said, SIZE), SIZE)
        for it in labels
    ]


def overlap(one, other):
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom


def test_labels_lie_beside_stages_and_beside_each_other():
    ways = arrows(("a", "b"), ("b", "c"), ("a", "c"), ("d", "c"), ("a", "d"), ("b", "a"))

    labels = list(labelled([(way, SAID) for way in ways], BOXES.values(), SIZE))

    boxes = [*drawn(labels), *BOXES.values()]
    assert len(labels) == 6
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


def test_where_nothing_is_in_the_way_a_label_is_in_the_middle_of_its_way():
    (way,) = arrows(("a", "c"))

    (label,) = labelled([(way, "when paid")], [], SIZE)

    assert (label.said, label.x) == ("when paid", way.at(0.5)[0])


def test_where_there_is_no_room_at_all_it_is_short():
    (way,) = arrows(("a", "c"))

    (label,) = labelled([(way, SAID)], [Box(-1000, -1000, 3000, 3000)], SIZE)

    assert breadth(label.said, SIZE) <= ROOMS[-1]
    assert label.said.endswith("…")


def test_what_is_larger_than_any_map_is_drawn_over():
    (way,) = arrows(("a", "c"))
    huge = [Box(-30_000, -30_000, 60_000, 60_000)] * 500

    (label,) = labelled([(way, "when paid")], huge, SIZE)

    assert label.x == way.at(0.5)[0]

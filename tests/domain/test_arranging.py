from domain.arranging import arranged
from graph.layout import Rect
from tests.builders import a_journey


def test_a_journey_that_nobody_has_drawn_is_a_row_with_its_exits_below_the_end():
    journey = a_journey("trial -> adoption -> renewal", exits=["churn"])

    assert arranged(journey, width=100, height=20, across=10, down=5) == {
        "trial": Rect(0, 0, 100, 20),
        "adoption": Rect(110, 0, 100, 20),
        "renewal": Rect(220, 0, 100, 20),
        "churn": Rect(220, 25, 100, 20),
    }

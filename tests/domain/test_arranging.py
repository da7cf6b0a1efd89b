from domain.arranging import arranged
from tests.builders import a_journey


def test_a_journey_that_nobody_has_drawn_is_a_row_with_its_exits_below_the_end():
    journey = a_journey("trial -> adoption -> renewal", exits=["churn"])

    assert arranged(journey) == {
        "trial": (0, 0),
        "adoption": (1, 0),
        "renewal": (2, 0),
        "churn": (2, 1),
    }

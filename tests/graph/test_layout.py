from graph.layout import layered

STAGES = [(key, "STAGE") for key in ("value", "retention", "expansion")]


def test_stages_stand_in_the_column_of_their_depth_and_the_branches_of_one_beside_each_other():
    ways = [("value", "retention", "ADVANCE"), ("value", "expansion", "ADVANCE")]

    assert layered(STAGES, ways) == {
        "value": (0, 0),
        "retention": (1, -0.5),
        "expansion": (1, 0.5),
    }


def test_the_longest_way_to_a_stage_says_how_deep_it_is():
    ways = [
        ("value", "expansion", "ADVANCE"),
        ("value", "retention", "ADVANCE"),
        ("retention", "expansion", "ADVANCE"),
        ("expansion", "value", "RECYCLE"),
    ]

    assert layered(STAGES, ways) == {"value": (0, 0), "retention": (1, 0), "expansion": (2, 0)}


def test_exits_lie_below_each_under_the_first_that_leaves_for_it_and_none_on_another():
    ways = [
        ("value", "retention", "ADVANCE"),
        ("retention", "expansion", "ADVANCE"),
        ("*", "churn", "EXIT"),
        ("retention", "paused", "EXIT"),
        ("retention", "moved", "EXIT"),
    ]
    exits = [(key, "EXIT") for key in ("churn", "paused", "moved")]

    cells = layered([*STAGES, *exits], ways)

    assert {key: cells[key] for key, _ in exits} == {
        "paused": (1, 1),
        "moved": (2, 1),
        "churn": (3, 1),
    }


def test_a_journey_of_exits_alone_is_a_row():
    assert layered([("lost", "EXIT"), ("gone", "EXIT")], []) == {"lost": (0, 0), "gone": (1, 0)}

"""A copy under another key reads of itself what the original read of itself."""

from domain.rekeying import rekeyed


def measured(signal):
    return [{"measures": [{"key": "m", "signal": signal, "points": [[0, 0], [9, 100]]}]}]


def test_rules_and_measures_of_its_own_standing_follow_the_key():
    document = {
        "key": "lead",
        "health": measured({"dwell": "lead"}),
        "stages": [
            {
                "key": "hot",
                "entry": {"all": [{"signal": {"health": "lead"}, "is": "gte", "value": 70}]},
                "health": measured({"share": {"dwell": "lead"}, "of": {"trait": "days"}}),
            }
        ],
        "transitions": [
            {
                "from": "hot",
                "to": "cold",
                "when": {
                    "signal": {"fall": {"health": "lead"}, "within": "P7D"},
                    "is": "gt",
                    "value": 9,
                },
            }
        ],
    }

    assert rekeyed(document, "copy") == {
        "key": "copy",
        "health": measured({"dwell": "copy"}),
        "stages": [
            {
                "key": "hot",
                "entry": {"all": [{"signal": {"health": "copy"}, "is": "gte", "value": 70}]},
                "health": measured({"share": {"dwell": "copy"}, "of": {"trait": "days"}}),
            }
        ],
        "transitions": [
            {
                "from": "hot",
                "to": "cold",
                "when": {
                    "signal": {"fall": {"health": "copy"}, "within": "P7D"},
                    "is": "gt",
                    "value": 9,
                },
            }
        ],
    }


def test_what_is_only_called_alike_stays():
    document = {
        "key": "lead",
        "name": "lead",
        "stages": [
            {
                "key": "lead",
                "phase": "lead",
                "entry": {"signal": {"trait": "lead"}, "is": "eq", "value": "lead"},
                "health": measured({"dwell": "other"}),
            }
        ],
        "layout": {"positions": {"health": {"x": 0, "y": 0}}},
        "scenarios": [{"traits": {"stage": "lead"}}],
    }

    assert rekeyed(document, "copy") == {**document, "key": "copy"}


def test_what_makes_no_sense_is_left_for_its_reader():
    deep = ["stages"]
    for _ in range(5_000):
        deep = [deep]
    document = {"key": 7, "stages": deep, "health": None}

    assert rekeyed(document, "copy") == {"key": "copy", "stages": deep, "health": None}
    assert rekeyed({"key": "lead", "stages": None}, "copy") == {"key": "copy", "stages": None}

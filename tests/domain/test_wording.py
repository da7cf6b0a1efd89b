import pytest

from domain.criteria_document import read_criteria
from domain.instants import Duration
from domain.journey import Transition
from domain.reading import Reading
from domain.wording import duration_in_words, guards_in_words, in_words

LOGINS = {"signal": {"count": "login", "within": "P30D"}, "is": "gte", "value": 3}
PAYS = {"signal": {"trait": "plan"}, "is": "ne", "value": "free"}
KNOWN = {"signal": {"trait": "country"}, "is": "exists"}


def criteria(document):
    reading = Reading()
    read = read_criteria(reading, document, "entry")
    reading.finish()
    return read


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (LOGINS, "the number of login within 30 days is at least 3"),
        (PAYS, "plan is not free"),
        (KNOWN, "country is known"),
        ({"all": [PAYS]}, "plan is not free"),
        (
            {"all": [PAYS, {"any": [KNOWN, {"not": LOGINS}]}]},
            "plan is not free and (country is known or "
            "not (the number of login within 30 days is at least 3))",
        ),
        (
            {"signal": {"trait": "country"}, "is": "in", "value": ["FR", "DE"]},
            "country is one of FR, DE",
        ),
        ({"signal": {"trait": "country"}, "is": "in", "value": []}, "country is one of nothing"),
        ({"signal": {"trait": "x"}, "is": "eq", "value": True}, "x is true"),
        ({"signal": {"trait": "x"}, "is": "eq", "value": ""}, 'x is ""'),
        (
            {"signal": {"age": {"last": "login"}}, "is": "gt", "value": "P14D"},
            "the time since the last login is more than 14 days",
        ),
        (
            {"signal": {"until": {"trait": "renewal"}}, "is": "lte", "value": "PT0S"},
            "the time until renewal is at most no time",
        ),
        (
            {"signal": {"first": "*"}, "is": "lt", "value": "2026-01-05"},
            "the first events of any kind is before 2026-01-05",
        ),
        (
            {
                "signal": {
                    "sum": "paid",
                    "property": "amount",
                    "where": [{"property": "currency", "is": "eq", "value": "EUR"}],
                    "lifetime": True,
                },
                "is": "gte",
                "value": 100,
            },
            "the total amount of paid where currency is EUR ever is at least 100",
        ),
        (
            {
                "signal": {"share": {"trait": "used"}, "of": {"days": "open"}},
                "is": "gte",
                "value": 1,
            },
            "used as a share of the number of days with open is at least 1",
        ),
    ],
)
def test_criteria_can_be_said(document, words):
    assert in_words(criteria(document)) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("P90D", "90 days"),
        ("P1W", "7 days"),
        ("PT1H", "1 hour"),
        ("P1DT90M", "1 day 1 hour 30 minutes"),
        ("PT0S", "no time"),
        ("PT1.5S", "PT1.5S"),
    ],
)
def test_lengths_of_time_can_be_said(written, words):
    assert duration_in_words(Duration.parse(written)) == words


def test_guards_can_be_said_and_without_them_there_is_nothing_to_say():
    way = Transition(left="a", entered="b")
    both = Transition(left="a", entered="b", when=criteria(PAYS), after=Duration.parse("P90D"))

    assert (guards_in_words(way), guards_in_words(both)) == (
        None,
        "after 90 days, when plan is not free",
    )

import pytest

from domain.criteria_reading import read
from domain.refusals import MalformedDocument

LOGINS = {"signal": {"count": "login", "within": "P7D"}, "is": "gte", "value": 3}
PAID = {"signal": {"trait": "plan"}, "is": "eq", "value": "paid"}


def test_rules_are_listed_with_the_way_to_them():
    reading = read({"any": [{"not": LOGINS}, {"all": [PAID]}]})

    assert [placed.path for placed in reading.rules] == ["any[0].not", "any[1].all[0]"]
    assert reading.summary == (
        "not (the number of login within 7 days is at least 3) or plan is paid"
    )


def test_a_rule_by_itself_is_the_root():
    assert [placed.path for placed in read(PAID).rules] == [""]


@pytest.mark.parametrize("document", [None, [], {}, {"all": PAID}, {"signal": {}, "is": "eq"}])
def test_what_is_no_criteria_is_refused(document):
    with pytest.raises(MalformedDocument):
        read(document)

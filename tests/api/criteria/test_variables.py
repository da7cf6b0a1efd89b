import pytest

from api.criteria.variables import LONGEST, variables_in
from domain.criteria_reading import read


def names(*signals):
    rules = [{"signal": signal, "is": "exists"} for signal in signals]
    return [variable.name for variable in variables_in(read({"all": rules}).criteria)]


@pytest.mark.parametrize(
    ("signal", "name"),
    [
        ({"trait": "plan"}, "plan"),
        ({"trait": "deal.status"}, "deal_status"),
        ({"trait": "in"}, "trait_in"),
        ({"trait": "constructor"}, "trait_constructor"),
        ({"trait": "2nd"}, "trait_2nd"),
        ({"trait": "été"}, "t"),
        ({"trait": "日本"}, "trait"),
        ({"count": "login", "within": "P7D"}, "number_of_login_within_7_days"),
        ({"age": {"last": "login"}}, "time_since_the_last_login"),
        ({"share": {"trait": "used"}, "of": {"trait": "seats"}}, "used_as_a_share_of_seats"),
    ],
)
def test_a_signal_has_a_name_that_every_language_takes(signal, name):
    assert names(signal) == [name]


def test_names_are_told_apart():
    assert names({"trait": "a.b"}, {"trait": "a_b"}, {"trait": "a b"}, {"trait": "a.b"}) == [
        "a_b", "a_b_2", "a_b_3",
    ]  # fmt: skip


def test_signals_that_only_python_takes_for_the_same_are_two():
    def count(value):
        where = [{"property": "paid", "is": "eq", "value": value}]
        return {"count": "order", "where": where}

    assert len(names(count(1), count(True))) == 2


def test_a_name_is_not_endless():
    assert len(names({"trait": "x" * 100})[0]) == LONGEST

from collections import OrderedDict
from decimal import Decimal

import pytest

from store.columns import Written, dumps, loads

VALUES = [
    None,
    True,
    'é 1.5 " \\',
    0,
    -(2**63),
    10**29,
    -(10**29),
    Decimal("1.10"),
    Decimal("0.000000000000000000000000000001"),
    Decimal("1E+20"),
    [],
    {"a.b": [1, Decimal("2.0"), {"c": None}], "n": 9007199254740993},
    {"long": 2**64, "deep": [[{"decimal": Decimal("3.30")}]]},
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_json_keeps_every_digit(value):
    back = loads(dumps(value))

    assert (back, written(back)) == (value, written(value))


def test_decimals_are_numbers_as_they_are_written():
    assert dumps({"a": Decimal("1.10"), "b": 10**20}) == '{"a":1.10,"b":100000000000000000000}'


def test_any_mapping_and_any_sequence_will_do():
    assert dumps(OrderedDict(a=(1, 2))) == '{"a":[1,2]}'


@pytest.mark.parametrize("beside", [1, 2**64])
def test_what_is_written_already_is_put_in_as_it_is(beside):
    assert dumps({"a": [Written('{"b": 1.10}'), beside]}) == f'{{"a":[{{"b": 1.10}},{beside}]}}'


def test_what_is_not_json_is_not_written():
    for value in ({1, 2}, {"a": object()}, [10**20, object()]):
        with pytest.raises(TypeError):
            dumps(value)


def written(value):
    """The digits of all numbers in it: 1.1 and 1.10 are equal and not the same."""
    return repr(value)

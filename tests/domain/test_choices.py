import pytest

from domain.checks.reads import comparisons_in
from domain.choices import SIGNAL_FORMS, ValueType, operators_for
from domain.criteria import Rule
from domain.signal_document import SHAPES
from domain.signals import WITH_LIST, WITHOUT_VALUE, Operator, Trait

VALUES = {"string": "a", "number": 1, "boolean": True}
HELD = ["string", "number", "boolean", "list", "object"]


@pytest.mark.parametrize("type", HELD)
def test_an_operator_fits_a_type_where_some_value_makes_it_come_out(type):
    fitting = set()
    for operator in set(Operator) - WITHOUT_VALUE:
        for value in VALUES.values():
            expected = (value,) if operator in WITH_LIST else value
            [compared] = comparisons_in(Rule(Trait("x"), operator, expected))
            if type in compared.wanted:
                fitting.add(operator)

    assert set(operators_for([ValueType(type)])) == fitting | WITHOUT_VALUE


@pytest.mark.parametrize("type", [ValueType.DURATION, ValueType.INSTANT])
def test_time_is_only_ordered(type):
    assert operators_for([type]) == tuple(map(Operator, "lt lte gt gte exists missing".split()))


def test_for_several_types_what_fits_any_of_them():
    both = operators_for([ValueType.BOOLEAN, ValueType.LIST])

    assert both == tuple(map(Operator, "eq ne in not_in contains exists missing".split()))


def test_every_form_of_a_signal_is_explained():
    assert [form.name for form in SIGNAL_FORMS] == list(SHAPES)

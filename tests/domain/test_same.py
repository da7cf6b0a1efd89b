from domain.criteria import All, Rule
from domain.same import Same
from domain.signals import Operator, Trait


def asked(value):
    return All((Rule(Trait("vip"), Operator.EQ, value),))


def test_a_value_is_the_same_only_as_itself():
    criteria = asked(True)

    assert Same(criteria) == Same(criteria)
    assert Same(criteria) != Same(asked(True))


def test_what_is_worked_out_of_one_is_not_taken_for_what_python_finds_equal():
    yes, one = asked(True), asked(1)

    assert yes == one
    assert {Same(yes): "yes"}.get(Same(one)) is None


def test_nothing_else_is_the_same():
    assert Same("a") != "a"

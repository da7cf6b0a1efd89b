from domain.criteria import All, Any, Not, Rule, rules_of
from domain.signals import Operator, Trait


def a_rule(path):
    return Rule(Trait(path), Operator.EXISTS)


def test_the_rules_of_a_tree_come_in_reading_order():
    tree = All((a_rule("a"), Not(Any((a_rule("b"), Not(a_rule("c"))))), a_rule("d")))

    assert list(rules_of(tree)) == [a_rule(path) for path in "abcd"]


def test_a_rule_is_a_tree_of_one():
    assert list(rules_of(a_rule("a"))) == [a_rule("a")]

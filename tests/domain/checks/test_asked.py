from domain.checks.asked import asked_by
from domain.checks.reads import Source
from domain.criteria import Rule
from domain.document import load
from domain.signals import Operator, Trait
from tests.documents import asking


def entry(criteria):
    return load(asking(criteria)).stages[0].entry


def test_criteria_are_taken_apart_with_the_paths_of_their_parts():
    count = {"share": {"count": "login", "within": "PT0S"}, "of": {"trait": "seats"}}
    criteria = {"all": [{"not": {"any": []}}, {"signal": count, "is": "gte", "value": 2}]}

    asked = asked_by(entry(criteria))

    [rule] = asked.rules
    assert (rule.path, rule.sources) == (
        ".all[1]",
        (Source("event", "login"), Source("trait", "seats")),
    )
    assert [it.path for it in rule.comparisons] == ["", ".signal.of"]
    assert asked.empty_groups == ((".all[0].not.any", "any"),)
    assert [path for path, _ in asked.empty_windows] == [".all[1].signal.share.within"]
    assert not asked.is_finished


def test_what_python_finds_equal_is_taken_apart_by_itself():
    yes, one = (Rule(Trait("vip"), Operator.EQ, value) for value in (True, 1))

    assert [asked_by(it).rules[0].comparisons[0].wanted for it in (yes, one)] == [
        {"boolean"},
        {"number"},
    ]

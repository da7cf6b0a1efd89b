"""Criteria in the languages of others: the same meaning, or none and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.criteria.rendering import CriteriaFormat, rendered
from domain import comparing
from domain.criteria import All, Any, Not, Rule
from domain.criteria_reading import read
from domain.signals import WITH_LIST, WITHOUT_VALUE, Operator, Trait
from tests.api.criteria.javascript import holds

JSON_LOGIC, CEL, QUERY = CriteriaFormat


def rule(signal, operator, *value):
    written = {"signal": signal, "is": operator}
    return written | {"value": value[0]} if value else written


PLAN = {"trait": "plan"}
COUNT = {"count": "login", "within": "P30D"}
AGE = {"age": {"last": "login"}}

GOLDEN = [
    (
        rule(PLAN, "eq", "free"),
        {"===": [{"var": "plan"}, "free"]},
        'plan == "free"',
        {"field": "plan", "operator": "=", "value": "free"},
    ),
    (
        rule(PLAN, "not_in", ["free", 1, True]),
        {"!": {"in": [{"var": "plan"}, ["free", 1, True]]}},
        '!(plan in ["free", 1, true])',
        {"field": "plan", "operator": "notIn", "value": ["free", 1, True]},
    ),
    (
        rule(COUNT, "gte", 3),
        {
            "and": [
                {
                    "===": [
                        {"+": [{"var": "number_of_login_within_30_days"}]},
                        {"var": "number_of_login_within_30_days"},
                    ]
                },
                {">=": [{"var": "number_of_login_within_30_days"}, 3]},
            ]
        },
        "type(number_of_login_within_30_days) in [int, uint, double]"
        " && number_of_login_within_30_days >= 3",
        {"field": "number_of_login_within_30_days", "operator": ">=", "value": 3},
    ),
    (
        rule(AGE, "lt", "PT36H"),
        {
            "and": [
                {
                    "===": [
                        {"+": [{"var": "time_since_the_last_login"}]},
                        {"var": "time_since_the_last_login"},
                    ]
                },
                {"<": [{"var": "time_since_the_last_login"}, 129600]},
            ]
        },
        "time_since_the_last_login != null"
        ' && time_since_the_last_login < duration("129600s")',
        {"field": "time_since_the_last_login", "operator": "<", "value": "PT36H"},
    ),
    (
        rule({"last": "login"}, "gt", "2026-01-05"),
        {
            "and": [
                {"===": [{"+": [{"var": "last_login"}]}, {"var": "last_login"}]},
                {">": [{"var": "last_login"}, 1767571200]},
            ]
        },
        'last_login != null && last_login > timestamp("2026-01-05T00:00:00Z")',
        {"field": "last_login", "operator": ">", "value": "2026-01-05"},
    ),
    (
        rule({"trait": "tags"}, "contains", "vip"),
        {"in": ["vip", {"var": "tags"}]},
        '(type(tags) == string && tags.contains("vip")) || (type(tags) == list && "vip" in tags)',
        {"field": "tags", "operator": "contains", "value": "vip"},
    ),
    (
        rule({"trait": "tags"}, "contains", 1),
        {
            "and": [
                {"!": {"===": [{"cat": [{"var": "tags"}]}, {"var": "tags"}]}},
                {"in": [1, {"var": "tags"}]},
            ]
        },
        "type(tags) == list && 1 in tags",
        {"field": "tags", "operator": "contains", "value": 1},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("criteria", "json_logic", "cel", "query"), GOLDEN, ids=range(len(GOLDEN)))
def test_a_rule_is_said_in_each_language(criteria, json_logic, cel, query):
    said = [rendered(read(criteria).criteria, format) for format in CriteriaFormat]

    assert [one.value for one in said] == [
        json_logic, cel, {"combinator": "and", "rules": [query]},
    ]  # fmt: skip
    assert [one.reason for one in said] == [None] * 3


def test_groups_are_said_in_each_language():
    free, paid, known = rule(PLAN, "eq", "free"), rule(PLAN, "ne", "free"), rule(PLAN, "exists")
    criteria = read({"all": [{"any": [free, {"not": paid}]}, {"not": {"all": [known]}}]}).criteria

    json_logic, cel, query = (rendered(criteria, format).value for format in CriteriaFormat)

    var = {"var": "plan"}
    assert json_logic == {
        "and": [
            {"or": [{"===": [var, "free"]}, {"!": {"!==": [var, "free"]}}]},
            {"!": {"and": [{"!==": [var, None]}]}},
        ]
    }
    assert cel == '(plan == "free" || !(plan != "free")) && !(plan != null)'
    equal, unequal, there = (
        {"field": "plan", "operator": operator, "value": value}
        for operator, value in (("=", "free"), ("!=", "free"), ("notNull", None))
    )
    assert query == {
        "combinator": "and",
        "rules": [
            {
                "combinator": "or",
                "rules": [equal, {"combinator": "and", "rules": [unequal], "not": True}],
            },
            {"combinator": "and", "rules": [there], "not": True},
        ],
    }


@pytest.mark.parametrize(
    ("criteria", "format", "reason"),
    [
        (rule(PLAN, "lt", "b"), JSON_LOGIC, "it orders text otherwise, by UTF-16 code units"),
        (
            rule(PLAN, "eq", 1234567890123456),
            JSON_LOGIC,
            "1234567890123456 has more digits than its numbers keep",
        ),
        (rule(PLAN, "eq", 10**19), CEL, f"{10**19} is greater than its integers are"),
    ],
)
def test_what_would_mean_something_else_is_not_said(criteria, format, reason):
    said = rendered(read(criteria).criteria, format)

    assert (said.value, said.reason) == (None, reason)
    assert rendered(read(criteria).criteria, QUERY).value is not None


@pytest.mark.parametrize(
    ("criteria", "cel"),
    [
        (rule(PLAN, "lt", "b"), 'type(plan) == string && plan < "b"'),
        (rule(PLAN, "eq", 'a"\\\n é 🙂'), 'plan == "a\\"\\\\\\n é 🙂"'),
        (rule({"trait": "on"}, "gt", True), "false"),
    ],
)
def test_what_only_cel_says_is_said_in_it(criteria, cel):
    assert rendered(read(criteria).criteria, CEL).value == cel


def test_groups_of_nothing_keep_their_meaning():
    everybody, nobody = All(()), Any(())

    assert [rendered(everybody, one).value for one in (JSON_LOGIC, CEL)] == [True, "true"]
    assert [rendered(nobody, one).value for one in (JSON_LOGIC, CEL)] == [False, "false"]


SCALARS = st.one_of(
    st.booleans(), st.integers(-2, 2), st.sampled_from(["", "1", "a", "ab", "true", "-1"])
)
ACTUAL = st.one_of(st.none(), SCALARS, st.lists(SCALARS, max_size=2), st.just({"a": 1}))


@st.composite
def rules(draw):
    operator = draw(st.sampled_from(Operator))
    if operator in WITHOUT_VALUE:
        return Rule(Trait("x"), operator)
    if operator in WITH_LIST:
        return Rule(Trait("x"), operator, tuple(draw(st.lists(SCALARS, max_size=2))))
    return Rule(Trait("x"), operator, draw(SCALARS))


TREES = st.recursive(
    rules(),
    lambda part: st.one_of(
        st.lists(part, max_size=2).map(lambda parts: All(tuple(parts))),
        st.lists(part, max_size=2).map(lambda parts: Any(tuple(parts))),
        part.map(Not),
    ),
    max_leaves=4,
)


def met(criteria, actual):
    match criteria:
        case All(parts):
            return all(met(part, actual) for part in parts)
        case Any(parts):
            return any(met(part, actual) for part in parts)
        case Not(part):
            return not met(part, actual)
        case Rule(_, operator, value):
            return comparing.tester(operator, value)(actual)


@given(TREES, ACTUAL)
def test_json_logic_always_comes_to_the_same_or_says_nothing(criteria, actual):
    said = rendered(criteria, JSON_LOGIC)

    if said.reason is None:
        assert holds(said.value, {"x": actual}) == met(criteria, actual)

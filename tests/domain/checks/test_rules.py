from decimal import Decimal

import pytest

from domain.journey import Journey
from domain.problems import Seen, Severity, Surroundings, problems_of
from tests.domain.building import a_journey, advance, at_least, entry, rule, stage, trait
from tests.domain.checks.finding import LOST, OUT, found, logins, paths_of

TEXT, NUMBER = Seen(frozenset({"string"})), Seen(frozenset({"number"}))
KNOWN = Surroundings(
    traits={
        "plan": TEXT,
        "seats": NUMBER,
        "vip": Seen(frozenset({"boolean"})),
        "tags": Seen(frozenset({"list"})),
        "mixed": Seen(frozenset({"string", "number"})),
    },
    events={"paid": {"amount": NUMBER, "color": TEXT}},
)


def asking(criteria) -> Journey:
    return a_journey(entry("new"), stage("on", criteria), advance("new", "on"), LOST, OUT)


MISMATCHES = [
    (rule({"count": "login"}, "gte", "3"), "", "The number of login is a number", "a string"),
    (rule({"days": "login"}, "in", ["1", True]), "", "The number of days with login is a number",
     "a boolean or a string"),
    (rule({"sum": "paid", "property": "amount"}, "contains", 3), "", "The sum of paid is a number",
     "a list"),
    (rule({"share": {"trait": "seats"}, "of": {"trait": "seats"}}, "eq", True), "",
     "The share of the trait seats in the trait seats is a number", "a boolean"),
    (rule({"trait": "anything"}, "lt", True), "", "The trait anything is without order",
     "a boolean"),
    (trait("seats", "5"), "", "The trait seats is a number", "a string"),
    (trait("plan", 5), "", "The trait plan is a string", "a number"),
    (rule({"trait": "vip"}, "gte", 1), "", "The trait vip is a boolean", "a number"),
    (rule({"trait": "seats"}, "contains", "5"), "", "The trait seats is a number",
     "a list or a string"),
    (rule({"age": {"trait": "seats"}}, "lt", "P3D"), ".signal.age", "The trait seats is a number",
     "a string"),
    (rule({"share": {"trait": "plan"}, "of": {"trait": "seats"}}, "gt", 1), ".signal.share",
     "The trait plan is a string", "a number"),
    (rule({"sum": "paid", "property": "color"}, "gt", 1), ".signal.property",
     "The property color of paid is a string", "a number"),
    (at_least("paid", 1, where=[{"property": "amount", "is": "eq", "value": "5"}]),
     ".signal.where[0]", "The property amount of paid is a number", "a string"),
    (at_least("paid", 1, where=[{"property": "amount", "is": "lt", "value": True}]),
     ".signal.where[0]", "The property amount of paid is a number", "a boolean"),
]  # fmt: skip


@pytest.mark.parametrize(("criteria", "path", "has", "asked"), MISMATCHES, ids=range(14))
def test_values_that_never_compare_are_an_error(criteria, path, has, asked):
    [mismatch] = found(asking(criteria), "CRITERIA_TYPE_MISMATCH", KNOWN)

    assert (mismatch.severity, mismatch.path) == (Severity.ERROR, f"stages[1].entry{path}")
    assert mismatch.message == f"{has}, which never compares with {asked}."


@pytest.mark.parametrize(
    "criteria",
    [
        logins(3),
        rule({"count": "login"}, "in", [1, "2"]),
        rule({"count": "login"}, "in", []),
        rule({"count": "login"}, "exists"),
        rule({"trait": "anything"}, "eq", True),
        rule({"trait": "plan"}, "gt", "free"),
        rule({"trait": "plan"}, "contains", "fr"),
        rule({"trait": "plan"}, "missing"),
        rule({"trait": "tags"}, "contains", 1),
        rule({"trait": "mixed"}, "gt", 3),
        rule({"trait": "seats"}, "lt", Decimal("2.5")),
        rule({"age": {"trait": "plan"}}, "lt", "P3D"),
        at_least("paid", 1, where=[{"property": "color", "is": "exists"}]),
        at_least("paid", 1, where=[{"property": "color", "is": "in", "value": []}]),
        at_least("refund", 1, where=[{"property": "amount", "is": "eq", "value": "5"}]),
    ],
    ids=range(15),
)
def test_values_that_may_compare_are_let_be(criteria):
    assert found(asking(criteria), "CRITERIA_TYPE_MISMATCH", KNOWN) == []


def test_types_of_traits_are_not_guessed_where_nothing_is_known():
    assert found(asking(trait("seats", "5")), "CRITERIA_TYPE_MISMATCH") == []


def test_every_mismatch_of_a_tree_is_found_where_it_is():
    tree = {"any": [logins(1), {"not": rule({"count": "login"}, "eq", "1")}]}

    assert paths_of(asking(tree), "CRITERIA_TYPE_MISMATCH") == ["stages[1].entry.any[1].not"]


@pytest.mark.parametrize(
    ("criteria", "path", "group"),
    [
        ({"all": []}, ".all", "all"),
        ({"not": {"any": [{"all": []}, logins(3)]}}, ".not.any[0].all", "all"),
        ({"any": []}, ".any", "any"),
    ],
    ids=range(3),
)
def test_a_group_without_rules_is_an_error(criteria, path, group):
    [empty] = found(asking(criteria), "CRITERIA_EMPTY_GROUP")

    assert (empty.blocking, empty.path) == (True, f"stages[1].entry{path}")
    assert empty.message == f"There is an {group} without rules in the entry criteria of on."


def test_a_group_with_a_rule_is_not_empty():
    assert found(asking({"all": [logins(3)]}), "CRITERIA_EMPTY_GROUP") == []


@pytest.mark.parametrize(
    ("signal", "path", "of"),
    [
        ({"count": "login", "within": "PT0S"}, "", "the number of login"),
        (
            {"share": {"sum": "paid", "property": "amount", "within": "P0W"}, "of": {"count": "a"}},
            ".share",
            "the sum of paid",
        ),
    ],
    ids=range(2),
)
def test_a_window_of_no_length_is_an_error(signal, path, of):
    [empty] = found(asking(rule(signal, "gte", 1)), "WINDOW_EMPTY")

    assert (empty.blocking, empty.path) == (True, f"stages[1].entry.signal{path}.within")
    assert empty.message == f"The window of {of} has no length."


def test_a_wait_of_no_length_is_an_error():
    journey = a_journey(entry("new"), stage("on", logins(3)), advance("new", "on", after="PT0S"))

    [empty] = found(journey, "WINDOW_EMPTY")

    assert (empty.blocking, empty.path) == (True, "transitions[0].after")
    assert empty.message == "The wait before new -> on (ADVANCE) has no length."


def test_a_window_and_a_wait_of_some_length_are_let_be():
    journey = a_journey(
        entry("new"),
        stage("on", logins(3, within="PT0.000001S")),
        advance("new", "on", after="PT1S"),
    )

    assert found(journey, "WINDOW_EMPTY") == []


@pytest.mark.parametrize(
    "unfinished", [{"all": []}, logins(3, within="PT0S")], ids=["group", "window"]
)
def test_what_is_unfinished_says_nothing_yet_of_what_it_comes_to(unfinished):
    journey = a_journey(
        entry("new"),
        stage("one", {"all": [trait("plan", "pro"), unfinished]}),
        stage("other", trait("plan", "pro")),
        advance("new", "one"),
        advance("new", "other", when={"not": trait("plan", "pro")}),
        LOST,
        OUT,
    )

    codes = {problem.code for problem in problems_of(journey, Surroundings())}

    assert not codes & {"RULE_FAILED", "BRANCHES_OVERLAP", "BRANCH_SHADOWED"}
    assert not {code for code in codes if code.startswith("CRITERIA_")} - {
        "CRITERIA_EMPTY_GROUP",
        "CRITERIA_CONTRADICTION",
    }

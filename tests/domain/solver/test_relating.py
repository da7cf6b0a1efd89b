"""What nobody can meet, and what comes near and can be met: each shown by somebody."""

from decimal import Decimal

import pytest

from domain.solver.satisfying import example_of
from domain.solver.solving import solved
from tests.domain.solver.sampled import criteria_of, example_meets

GREEN = [{"property": "color", "is": "eq", "value": "green"}]
END = {"trait": "end"}
RED = [{"property": "color", "is": "eq", "value": "red"}]


def rule(signal, operator, *value):
    return {"signal": signal, "is": operator, **({"value": value[0]} if value else {})}


def logins(operator, value, **signal):
    return rule({"count": "login", **signal}, operator, value)


def anything(operator, value, **signal):
    return rule({"count": "*", **signal}, operator, value)


def days(operator, value, **signal):
    return rule({"days": "login", **signal}, operator, value)


def quiet(operator, value, **signal):
    return rule({"age": {"last": "login", **signal}}, operator, value)


def since_first(operator, value, **signal):
    return rule({"age": {"first": "login", **signal}}, operator, value)


def paid(kind, operator, *value, **signal):
    return rule({kind: "paid", "property": "amount", **signal}, operator, *value)


def plan(operator, *value):
    return rule({"trait": "plan"}, operator, *value)


IMPOSSIBLE = [
    [plan("eq", "free"), plan("eq", "pro")],
    [plan("eq", "free"), plan("missing")],
    [plan("in", ["free", "pro"]), plan("not_in", ["pro", "free"])],
    [plan("contains", "pro"), plan("eq", "free")],
    [plan("gt", "m"), plan("lt", "m")],
    [plan("eq", 1), plan("eq", True)],
    [logins("gt", 2), logins("lt", 3)],
    [logins("lt", 0)],
    [logins("eq", "3")],
    [logins("eq", Decimal("2.5"))],
    [logins("gte", 3, within="P7D"), logins("lt", 3, within="P30D")],
    [logins("gte", 3, within="P7D"), logins("lt", 3, within="P1W")],
    [logins("gte", 3, within="P30D"), logins("lt", 3)],
    [logins("gte", 3), logins("lt", 3, lifetime=True)],
    [logins("gte", 3, within="P7D"), anything("lt", 3, within="P7D")],
    [logins("gte", 2, where=GREEN), logins("lt", 2)],
    [logins("gte", 1, where=[*GREEN, *RED])],
    [days("gte", 3), logins("lt", 3)],
    [days("gte", 9, within="P7D")],
    [days("gte", 2, within="P7D"), days("lte", 1, within="P14D")],
    [logins("gte", 1), days("eq", 0)],
    [quiet("gte", "P14D"), logins("gte", 1, within="P14D")],
    [quiet("gt", "P14D"), logins("gte", 1, within="P14D")],
    [quiet("lt", "P7D"), logins("eq", 0, within="P7D")],
    [quiet("lt", "P7D"), anything("eq", 0, within="P7D")],
    [rule({"age": {"last": "*"}}, "gte", "P30D"), quiet("lt", "P7D")],
    [rule({"last": "login"}, "missing"), logins("gte", 1)],
    [rule({"last": "login"}, "exists"), logins("eq", 0)],
    [rule({"first": "login"}, "missing"), logins("gte", 1, within="P7D")],
    [quiet("gte", "P30D"), since_first("lt", "P30D")],
    [since_first("lt", "P3D"), quiet("gt", "P3D")],
    [quiet("lt", "PT0S")],
    [rule({"until": {"last": "login"}}, "gt", "PT0S")],
    [rule({"until": END}, "gt", "PT0S"), rule({"age": END}, "gt", "PT0S")],
    [paid("sum", "gt", 5), rule({"count": "paid"}, "eq", 0)],
    [paid("max", "exists"), rule({"count": "paid"}, "eq", 0)],
    [paid("min", "gt", 5), paid("max", "lt", 5)],
    [paid("min", "gt", 5), paid("avg", "lte", 5)],
    [paid("avg", "gt", 5), paid("max", "missing")],
    [rule({"share": {"count": "a"}, "of": {"count": "b"}}, "lt", 0)],
    [
        rule({"share": {"count": "a"}, "of": {"count": "b"}}, "gte", 1),
        rule({"count": "b"}, "eq", 0),
    ],
]
POSSIBLE = [
    [plan("ne", "free"), plan("ne", "pro")],
    [plan("ne", "free"), plan("missing")],
    [plan("contains", "pro"), plan("ne", "pro")],
    [plan("contains", 1)],
    [rule({"trait": "deal"}, "missing"), rule({"trait": "deal.won"}, "eq", True)],
    [rule({"trait": "deal"}, "eq", "won"), rule({"trait": "deal.won"}, "eq", True)],
    [logins("gt", 2), logins("lt", 4)],
    [logins("gte", 3, within="P30D"), logins("lt", 1, within="P7D")],
    [logins("gte", 3, within="P7D"), logins("lte", 3, within="P30D")],
    [logins("gte", 3, within="P7D"), logins("gte", 5), logins("ne", 6)],
    [logins("gte", 3), anything("eq", 3)],
    [anything("gte", 4), logins("lte", 3)],
    [logins("gte", 2, where=GREEN), logins("eq", 0, where=RED)],
    [logins("gte", 3), days("eq", 1)],
    [days("gte", 8, within="P7D")],
    [days("gte", 2, within="PT6H")],
    [days("gte", 40), days("eq", 0, within="P7D")],
    [days("gte", 5, within="P7D"), logins("lte", 5)],
    [quiet("gte", "P14D"), logins("gte", 1, within="P15D")],
    [quiet("gte", "P14D"), logins("gte", 3)],
    [quiet("lte", "P7D"), logins("eq", 0, within="P7D")],
    [{"not": quiet("lt", "P7D")}, logins("eq", 0)],
    [quiet("lt", "P7D"), since_first("gte", "P30D")],
    [quiet("gte", "P30D"), since_first("lte", "P30D")],
    [since_first("gte", "P30D"), logins("eq", 2)],
    [rule({"last": "login"}, "gte", "2026-01-05"), rule({"last": "login"}, "lt", "2026-01-06")],
    [rule({"first": "login"}, "lt", "2020-01-01"), quiet("lt", "P1D")],
    [rule({"until": END}, "lte", "P3D"), rule({"until": END}, "gte", "PT0S")],
    [rule({"age": {"trait": "at"}}, "gt", "P3D"), rule({"trait": "at"}, "lt", "2026-01-05")],
    [rule({"age": {"trait": "at"}}, "missing"), rule({"trait": "at"}, "exists")],
    [paid("sum", "gte", 100), paid("max", "lt", 50)],
    [paid("sum", "gte", 10, within="P7D"), paid("sum", "eq", 25, within="P30D")],
    [paid("min", "gt", 1), paid("avg", "eq", 5), paid("max", "gte", 7)],
    [paid("sum", "eq", 0), paid("max", "exists")],
    [paid("max", "missing"), rule({"count": "paid"}, "gte", 1)],
    [rule({"share": {"trait": "used"}, "of": {"trait": "limit"}}, "gte", Decimal("0.8"))],
    [rule({"share": {"count": "used"}, "of": {"trait": "limit"}}, "gte", Decimal("0.8"))],
    [rule({"share": {"count": "opened"}, "of": {"count": "sent"}}, "eq", Decimal("0.75"))],
    [rule({"share": {"trait": "used"}, "of": {"trait": "limit"}}, "missing")],
]  # fmt: skip


def clauses(rules):
    return solved(criteria_of({"all": rules})).holds


@pytest.mark.parametrize("rules", IMPOSSIBLE, ids=range(len(IMPOSSIBLE)))
def test_what_nobody_can_meet_has_no_clause(rules):
    assert clauses(rules) == ()


@pytest.mark.parametrize("rules", POSSIBLE, ids=range(len(POSSIBLE)))
def test_what_only_comes_near_is_met_by_an_example(rules):
    criteria = {"all": rules}
    example = example_of(clauses(rules), criteria_of(criteria))

    assert example is not None
    assert example_meets(example, criteria)

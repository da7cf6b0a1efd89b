from decimal import Decimal

import pytest
from sqlalchemy import select

from domain import comparing
from domain.signals import Operator
from domain.values import at_path
from store.columns import dumps
from store.profiles import profiles
from store.traits import TraitTest, holds
from tests.store.people import NOON

pytestmark = pytest.mark.anyio

VALUES = [
    1,
    0,
    -7,
    Decimal("1.0"),
    Decimal("0.1"),
    Decimal("0.10000000000000000000000000001"),
    9007199254740993,
    True,
    False,
    "",
    "1",
    "true",
    "pro",
    "Pro",
    "é",
    "z",
    "\U0001f600",
    "\uffee",
    'a"b%_',
]
TREES = [
    {},
    {"plan": None},
    {"plan": {"name": "pro"}},
    {"plan": {"name": None}},
    {"plan": "flat", "plan.name": "whole"},
    {"plan": {"name": "inner"}, "plan.name": None},
    {"plan": ["pro", 1, True, ["free"], None]},
    {"plan": [{"name": "pro"}]},
    {"plan": []},
    *({"plan": value} for value in VALUES),
    *({"plan": [value]} for value in VALUES),
]
SINGLE = [
    operator for operator in Operator if operator not in ("in", "not_in", "exists", "missing")
]
TESTS = [
    *(TraitTest("plan", operator, value) for operator in SINGLE for value in VALUES),
    *(
        TraitTest("plan", operator, values)
        for operator in (Operator.IN, Operator.NOT_IN)
        for values in ((), ("pro", 1), (True, "z"), (Decimal("0.1"),))
    ),
    *(
        TraitTest(path, operator)
        for operator in (Operator.EXISTS, Operator.MISSING)
        for path in ("plan", "plan.name", "plan.0", "a.b.c", "")
    ),
    *(TraitTest("plan.name", operator, "pro") for operator in SINGLE),
]


async def test_the_database_answers_as_the_rules_do(database, workspace):
    async def answers(tx):
        await tx.insert_many(
            profiles,
            [
                (tx.workspace, id, "CONTACT", f"{id}", dumps(tree), NOON)
                for id, tree in enumerate(TREES)
            ],
        )
        asked = select(profiles.c.id).where(profiles.c.workspace_id == tx.workspace)
        return [
            {id for (id,) in await tx.rows(asked.where(holds(profiles.c.traits, test, tx.dialect)))}
            for test in TESTS
        ]

    found = await database.write(workspace, answers)

    assert list(zip(TESTS, found, strict=True)) == [(test, by_rule(test)) for test in TESTS]


def by_rule(test):
    passes = comparing.tester(test.operator, test.value)
    return {id for id, tree in enumerate(TREES) if passes(at_path(tree, test.path))}

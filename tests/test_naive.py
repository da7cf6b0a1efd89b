"""The naive evaluator answers every case as written: only then may it judge the engine."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.naive import replayed

CASES = [
    json.loads(path.read_text(), parse_float=Decimal)
    for path in sorted((Path(__file__).parent / "cases").glob("*.json"))
]
PLACEMENT_CASES = [case for case in CASES if not case["health"]]


@pytest.mark.parametrize("case", PLACEMENT_CASES, ids=lambda case: case["name"])
def test_the_naive_evaluator_answers_the_case(case):
    changes = replayed(case["journey"], case["observations"], case["until"])

    assert changes == case["changes"]

"""The engine answers every placement case as written."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.lives import lived
from tests.strategies import Story

CASES = [
    json.loads(path.read_text(), parse_float=Decimal)
    for path in sorted((Path(__file__).parent.parent / "cases").glob("*.json"))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_engine_answers_the_case(case):
    story = Story(case["journey"], case["observations"], case["until"])

    assert lived(story, with_health=case["health"]) == case["changes"]

"""The naive evaluator answers every case as written: only then may it judge the engine."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.naive import replayed
from tests.strategies import by_profile, stories, touched

CASES = [
    json.loads(path.read_text(), parse_float=Decimal)
    for path in sorted((Path(__file__).parent / "cases").glob("*.json"))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_naive_evaluator_answers_the_case(case):
    changes = replayed(
        case["journey"], case["observations"], case["until"], with_health=case["health"]
    )

    assert changes == case["changes"]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_the_naive_evaluator_says_does_not_hang_on_when_it_is_asked(data):
    story = data.draw(stories())
    asked_more = data.draw(touched(story))

    once = replayed(story.document, story.lines, story.until)
    often = replayed(asked_more.document, asked_more.lines, asked_more.until)

    assert by_profile(often) == by_profile(once)

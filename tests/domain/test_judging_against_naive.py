"""Compiled criteria say what the naive evaluator reads from scratch, and for exactly how long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.instants import NEVER
from tests.domain.asking import asked
from tests.domain.building import (
    START,
)
from tests.lives import arrived
from tests.naive import criteria as naive
from tests.naive.replay import Standing
from tests.naive.replay import arrived as naively_arrived
from tests.strategies.criteria import criteria
from tests.strategies.criteria import rule as random_rule
from tests.strategies.dice import Dice
from tests.strategies.histories import STEPS, history

OFTEN = settings(max_examples=300)


@st.composite
def questions(draw, make):
    """Criteria, the lines of one profile's history, and how long after them it is asked."""
    dice = Dice(draw)
    lines = [line for line in history(dice) if line["profile"] == "u1"]
    later = dice.one_of(STEPS).total_seconds()
    return make(dice), lines, round(later * 1_000_000)


def naive_verdict(tree, past, now):
    """By definition: the rules turn where they turn, and trees last as section 3 says."""
    parts = [naive_verdict(part, past, now) for part in tree.get("all", tree.get("any", []))]
    match tree:
        case {"not": part}:
            answer, until = naive_verdict(part, past, now)
            return not answer, until
        case {"all": _} | {"any": _}:
            decisive = "any" in tree
            deciding = [until for answer, until in parts if answer is decisive]
            if deciding:
                return decisive, max(deciding)
            return not decisive, min(until for _, until in parts)
    answer = naive.holds(tree, past, now)
    ahead = sorted({turn for turn in naive.turns(tree, past) if turn > now})
    turned = (turn for turn in ahead if naive.holds(tree, past, turn) is not answer)
    return answer, next(turned, NEVER)


def both_verdicts(question):
    tree, lines, later = question
    observations = [arrived(line) for line in lines]
    standing = Standing("u1", naive.History({}, ()))
    for line, observation in zip(lines, observations, strict=True):
        standing = naively_arrived(standing, line, observation.at)
    now = max((one.at for one in observations), default=START) + later
    return asked(tree, *observations, now=now).verdict, naive_verdict(tree, standing.history, now)


@OFTEN
@given(questions(random_rule))
def test_a_rule_says_what_it_says_read_from_scratch_and_exactly_how_long(question):
    compiled, by_definition = both_verdicts(question)

    if "share" in question[0]["signal"]:
        assert (compiled[0], compiled[1] <= by_definition[1]) == (by_definition[0], True)
    else:
        assert compiled == by_definition


@OFTEN
@given(questions(criteria))
def test_a_tree_lasts_as_long_as_its_rules_let_it(question):
    compiled, by_definition = both_verdicts(question)

    if "'share'" in str(question[0]):
        assert (compiled[0], compiled[1] <= by_definition[1]) == (by_definition[0], True)
    else:
        assert compiled == by_definition


@OFTEN
@given(questions(random_rule))
def test_a_rule_is_the_same_with_its_windows_in_chunks(question):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domain.compiling.MOST_INSTANTS", 1)
        patch.setattr("domain.profile.HEAD", 3)
        patch.setattr("domain.pairs.CHUNK", 2)
        patch.setattr("domain.pairs.MOST_OF_LEVEL", 2)
        patch.setattr("domain.pairs.MERGED", 2)
        compiled, by_definition = both_verdicts(question)

    assert (compiled[0], compiled[1] <= by_definition[1]) == (by_definition[0], True)

"""What the solver says of everybody, held against many lives looked at one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.criteria import Not
from domain.solver.deciding import example_meeting, excludes
from domain.solver.satisfying import example_of
from domain.solver.solving import solved
from tests.domain.solver.sampled import criteria_of, example_meets, somebody_meets
from tests.strategies.criteria import criteria
from tests.strategies.dice import Dice

OFTEN = settings(max_examples=300)
trees = st.composite(lambda draw: criteria(Dice(draw)))()


@OFTEN
@given(trees)
def test_nobody_meets_what_is_called_a_contradiction(tree):
    asked = criteria_of(tree)
    clauses = solved(asked).holds

    if not clauses:
        assert not somebody_meets(tree)
        assert example_of(clauses, asked) is None


@OFTEN
@given(trees)
def test_everybody_meets_what_is_said_to_hold_always(tree):
    if not solved(criteria_of(tree)).fails:
        assert not somebody_meets({"not": tree})


@OFTEN
@given(trees)
def test_an_example_meets_what_it_is_an_example_of(tree):
    asked = criteria_of(tree)
    meeting = example_of(solved(asked).holds, asked)
    failing = example_of(solved(asked).fails, Not(asked))

    assert meeting is None or example_meets(meeting, tree)
    assert failing is None or not example_meets(failing, tree)


@OFTEN
@given(trees, trees)
def test_nobody_meets_two_criteria_that_exclude_each_other(one, other):
    if excludes(solved(criteria_of(one)).holds, solved(criteria_of(other)).holds):
        assert not somebody_meets(one, other)


@OFTEN
@given(trees, trees)
def test_whoever_meets_criteria_meets_what_they_imply(one, other):
    if excludes(solved(criteria_of(one)).holds, solved(criteria_of(other)).fails):
        assert not somebody_meets(one, {"not": other})


@OFTEN
@given(trees, trees)
def test_an_example_of_two_criteria_meets_both(one, other):
    example = example_meeting(tuple(solved(criteria_of(tree)) for tree in (one, other)))

    assert example is None or (example_meets(example, one) and example_meets(example, other))


@settings(max_examples=60)
@given(st.composite(lambda draw: [criteria(Dice(draw)) for _ in range(20)])())
def test_most_criteria_that_can_be_met_are_shown_to_be(trees):
    asked = [criteria_of(tree) for tree in trees]
    possible = [(one, clauses) for one in asked if (clauses := solved(one).holds)]
    unknown = [one for one, clauses in possible if example_of(clauses, one) is None]

    assert len(unknown) <= max(2, len(possible) // 3)

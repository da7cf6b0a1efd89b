"""What the solver says of everybody, held against many lives looked at one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.criteria import Not
from domain.solver.deciding import MOST_TOGETHER, example_meeting, excludes
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
    example = example_meeting(*((solved(criteria_of(tree)),) for tree in (one, other)))

    assert example is None or (example_meets(example, one) and example_meets(example, other))


@settings(max_examples=60)
@given(st.composite(lambda draw: [criteria(Dice(draw)) for _ in range(20)])())
def test_most_criteria_that_can_be_met_are_shown_to_be(trees):
    asked = [criteria_of(tree) for tree in trees]
    possible = [(one, clauses) for one in asked if (clauses := solved(one).holds)]
    unknown = [one for one, clauses in possible if example_of(clauses, one) is None]

    assert len(unknown) <= max(2, len(possible) // 3)


def test_somebody_meets_two_criteria_that_everybody_meets():
    always = (solved(criteria_of({"signal": {"count": "login"}, "is": "gte", "value": 0})),)

    assert example_meeting(always, always) is not None


def test_a_list_of_very_many_values_is_not_gone_through():
    listed = {"signal": {"trait": "plan"}, "is": "in", "value": [f"p{it}" for it in range(501)]}
    asked = {"count": "login", "where": [{"property": "plan", **listed}]}
    del asked["where"][0]["signal"]

    assert not solved(criteria_of(listed)).is_known
    assert not solved(criteria_of({"signal": asked, "is": "gte", "value": 1})).is_known


def test_a_proof_that_would_take_long_is_not_given():
    tangle = {"all": [{"any": [has(f"a{it}"), has(f"b{it}")]} for it in range(7)]}
    other = {"all": [{"any": [has(f"c{it}"), has(f"d{it}")]} for it in range(7)]}
    pair = ({"all": [tangle, {"not": has("x")}]}, {"all": [other, has("x")]})
    left, right = (solved(criteria_of(one)).holds for one in pair)

    assert len(left) * len(right) > MOST_TOGETHER
    assert not excludes(left, right)


def has(trait):
    return {"signal": {"trait": trait}, "is": "eq", "value": 1}

import pytest

from domain.solver.normal_form import ALWAYS, MAX_CLAUSES, NEVER
from domain.solver.solving import solved
from tests.domain.solver.sampled import criteria_of


def has(trait, value):
    return {"signal": {"trait": trait}, "is": "eq", "value": value}


def below(value):
    return {"signal": {"count": "login"}, "is": "lt", "value": value}


A, B, C = has("a", 1), has("b", 1), has("c", 1)
PAIRS = [{"any": [has(f"a{number}", 1), has(f"b{number}", 1)]} for number in range(9)]


def shape(tree):
    """How many rules each clause has left."""
    return sorted(len(clause) for clause in solved(criteria_of(tree)).holds)


@pytest.mark.parametrize(
    ("tree", "sizes"),
    [
        (A, [1]),
        ({"all": [A, B]}, [2]),
        ({"any": [A, B]}, [1, 1]),
        ({"any": [has("a", 1), has("a", 2)]}, [1]),
        ({"all": [{"any": [A, B]}, C]}, [2, 2]),
        ({"not": {"all": [A, B]}}, [1, 1]),
        ({"not": {"any": [A, B]}}, [2]),
        ({"all": [A, {"any": [has("a", 2), B]}]}, [2]),
        ({"any": [{"all": [A, B]}, {"all": [B, A]}]}, [2]),
        ({"all": PAIRS[:8]}, [8] * 256),
    ],
    ids=str,
)
def test_criteria_become_clauses(tree, sizes):
    assert shape(tree) == sizes


@pytest.mark.parametrize(
    "tree",
    [
        {"any": [below(5), {"not": below(5)}]},
        {"any": [below(5), below(3), {"not": below(2)}]},
        {"signal": {"count": "login"}, "is": "gte", "value": 0},
        {"signal": {"count": "login"}, "is": "exists"},
        {"signal": {"trait": "a"}, "is": "not_in", "value": []},
        {"any": [A, {"not": A}]},
        {"not": {"all": [A, has("a", 2)]}},
    ],
    ids=str,
)
def test_what_always_holds_has_one_clause_that_asks_nothing(tree):
    assert solved(criteria_of(tree)).holds == ALWAYS
    assert solved(criteria_of(tree)).fails == NEVER


def test_criteria_of_too_many_clauses_are_not_guessed_at():
    enough, many = (solved(criteria_of({"all": PAIRS[:count]})) for count in (8, 9))

    assert len(enough.holds) == MAX_CLAUSES
    assert (many.holds, many.is_known) == (None, False)
    assert len(many.fails) == 9


def test_an_any_of_too_many_clauses_is_not_guessed_at_either():
    many = solved(criteria_of({"any": [{"all": PAIRS[:8]}, {"all": [A, B]}]}))

    assert (many.holds, many.is_known) == (None, False)


def test_a_part_that_nobody_meets_decides_whatever_the_others_are():
    never = {"signal": {"count": "login"}, "is": "lt", "value": 0}

    assert solved(criteria_of({"all": [*PAIRS, never]})).holds == NEVER
    assert solved(criteria_of({"any": [{"all": PAIRS}, {"not": never}]})).holds == ALWAYS


def test_what_is_equal_to_python_alone_is_solved_apart():
    yes, one = (solved(criteria_of(has("a", value))) for value in (True, 1))

    assert yes.holds != one.holds
    assert solved(criteria_of(has("a", True))) is yes


def test_parts_that_exclude_each_other_keep_clauses_few():
    exclusive = [{"any": [has("a", 1), has("a", 2)]} for _ in range(20)]

    assert shape({"all": exclusive}) == [1]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.order import AdvanceCycle, advance_cycle, advance_cycles, advancement_order


def stages(*keys):
    """Stages of these keys; those that end in `!` are EXIT stages."""
    return [(key.strip("!"), "EXIT" if key.endswith("!") else "STAGE") for key in keys]


def ways(text, kind="ADVANCE"):
    """`a>b b>c` as transitions."""
    return [(*pair.split(">"), kind) for pair in text.split()]


@pytest.mark.parametrize(
    ("listed", "transitions", "order"),
    [
        (["a", "b", "c"], ways("a>b b>c"), "a b c"),
        (["c", "b", "a"], ways("a>b b>c"), "a b c"),
        (["a", "b", "c", "d"], ways("a>b a>c b>d"), "a b c d"),
        (["a", "c", "b", "d"], ways("a>b a>c b>d"), "a c b d"),
        (["a", "b", "c", "d"], ways("a>d a>b b>c c>d"), "a b c d"),
        (["a", "b", "d", "c"], ways("a>d a>b b>c c>d"), "a b c d"),
        (["x!", "a", "b"], ways("a>b"), "a b x"),
        (["y!", "x!", "a"], [], "a y x"),
        (["a", "b"], ways("b>a", "RECYCLE"), "a b"),
        (["a", "b", "x!"], [*ways("a>b"), ("*", "x", "EXIT"), ("*", "b", "ADVANCE")], "a b x"),
        ([], [], ""),
    ],
    ids=range(11),
)
def test_stages_sort_by_exit_then_the_longest_way_to_them_then_the_list(listed, transitions, order):
    assert " ".join(advancement_order(stages(*listed), transitions)) == order


@st.composite
def maps(draw):
    """Stages and ADVANCE transitions that close no cycle, in any list order."""
    keys = [f"s{number}" for number in range(draw(st.integers(1, 8)))]
    pairs = [(left, entered) for i, left in enumerate(keys) for entered in keys[i + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else []
    return draw(st.permutations(keys)), [(*pair, "ADVANCE") for pair in chosen]


def depth(key, transitions):
    """The length of the longest way to a stage, from the definition."""
    before = [left for left, entered, _ in transitions if entered == key]
    return max((depth(left, transitions) + 1 for left in before), default=0)


@given(maps())
def test_the_order_is_always_the_definitions(drawn):
    keys, transitions = drawn

    order = advancement_order(stages(*keys), transitions)

    assert list(order) == sorted(keys, key=lambda key: (depth(key, transitions), keys.index(key)))


def test_where_a_cycle_is_there_is_no_order():
    with pytest.raises(AdvanceCycle) as refused:
        advancement_order(stages("a", "b", "c", "d"), ways("a>b b>c c>d d>b"))

    assert refused.value.witness == ("b", "c", "d", "b")
    assert str(refused.value) == "ADVANCE transitions close a cycle: b -> c -> d -> b"


@pytest.mark.parametrize(
    ("keys", "transitions", "cycles"),
    [
        ("a b c", ways("a>b b>c"), []),
        ("a b", ways("a>b") + ways("b>a", "RECYCLE"), []),
        ("a", ways("a>a"), [("a", "a")]),
        ("a b", ways("b>a a>b"), [("a", "b", "a")]),
        ("a b c d", ways("a>b b>c c>d d>a c>a"), [("a", "b", "c", "a")]),
        ("d c b a", ways("a>b b>a c>d d>c b>c"), [("d", "c", "d"), ("b", "a", "b")]),
    ],
)
def test_every_knot_of_transitions_has_one_witness(keys, transitions, cycles):
    assert list(advance_cycles(keys.split(), transitions)) == cycles
    assert advance_cycle(keys.split(), transitions) == (cycles[0] if cycles else None)

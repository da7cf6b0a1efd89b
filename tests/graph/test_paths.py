from graph.lifecycle import Edge, Lifecycle, Node
from graph.paths import advance_paths, leading_to, reachable, shortest_advance_path

MAP = Lifecycle(
    nodes=(Node("a"), Node("b"), Node("c"), Node("d"), Node("alone"), Node("lost", "EXIT")),
    edges=(
        Edge("a", "b"),
        Edge("b", "c"),
        Edge("a", "c"),
        Edge("c", "d"),
        Edge("*", "lost", "EXIT"),
        Edge("lost", "b", "RECYCLE"),
    ),
)


def test_what_can_be_reached_lies_behind_transitions_of_every_kind():
    assert reachable(MAP, ["d"]) == {"d", "lost", "b", "c"}
    assert reachable(MAP, ["lost"]) == {"lost", "b", "c", "d"}
    assert reachable(MAP, []) == frozenset()


def test_what_leads_to_a_stage_lies_before_transitions_of_every_kind():
    assert leading_to(MAP, ["lost"]) == {"a", "b", "c", "d", "alone", "lost"}
    assert leading_to(MAP, ["a"]) == {"a"}
    assert leading_to(MAP, []) == frozenset()


def test_ways_ahead_are_the_shortest():
    assert advance_paths(MAP, "a") == {
        "a": ("a",),
        "b": ("a", "b"),
        "c": ("a", "c"),
        "d": ("a", "c", "d"),
    }


def test_a_way_ahead_names_both_ends_or_there_is_none():
    transitions = [(edge.left, edge.entered, edge.kind) for edge in MAP.edges]

    assert shortest_advance_path(MAP.keys, transitions, "b", "d") == ("b", "c", "d")
    assert shortest_advance_path(MAP.keys, transitions, "d", "b") is None

"""What `graph` finds by itself; every code, with its message, is tried in `test_problems.py`."""

from graph.findings import Finding, Flaw
from graph.lifecycle import FREE, STEPWISE, Edge, Lifecycle, Node
from graph.lint import findings

START = Node("a", "ENTRY")
LOST = Node("lost", "EXIT", has_criteria=True)
OUT = Edge("*", "lost", "EXIT")


def asking(key):
    return Node(key, has_criteria=True)


def test_a_sound_journey_has_nothing_to_be_found():
    journey = Lifecycle(
        (START, asking("b"), asking("c"), LOST),
        (Edge("a", "b"), Edge("b", "c"), OUT, Edge("lost", "b", "RECYCLE", has_after=True)),
    )

    assert findings(journey) == ()


def test_without_stages_nothing_else_is_said():
    assert findings(Lifecycle((), (), STEPWISE)) == (Finding(Flaw.NO_STAGES),)


def test_a_cycle_is_shown_by_its_transitions_and_leaves_the_rest_to_be_judged():
    journey = Lifecycle(
        (START, asking("b"), asking("c"), LOST),
        (Edge("a", "b"), Edge("b", "c"), Edge("c", "b"), OUT, Edge("b", "lost", "RECYCLE")),
    )

    assert findings(journey) == (
        Finding(Flaw.RECYCLE_GOES_FORWARD, ("b", "lost"), (4,)),
        Finding(Flaw.ADVANCE_CYCLE, ("b", "c"), (1, 2), ("b", "c", "b")),
    )


def test_a_transition_to_its_own_stage_is_no_cycle():
    journey = Lifecycle((START, LOST), (Edge("a", "a"), OUT))

    assert findings(journey) == (Finding(Flaw.SELF_TRANSITION, ("a",), (0,)),)


def test_stages_that_the_list_names_too_early_are_named_with_the_order():
    journey = Lifecycle(
        (LOST, START, asking("c"), asking("b")), (Edge("a", "b"), Edge("b", "c"), OUT)
    )

    assert findings(journey) == (
        Finding(Flaw.LIST_ORDER_DIFFERS, ("lost", "c"), witness=("a", "b", "c", "lost")),
    )


def test_in_a_free_journey_transitions_only_draw_the_map():
    journey = Lifecycle(
        (START, asking("b"), Node("c"), LOST),
        (Edge("a", "b", has_when=True), Edge("b", "c"), Edge("b", "a", "RECYCLE")),
        FREE,
    )

    assert findings(journey) == (
        Finding(Flaw.GUARD_IN_FREE, ("a", "b"), (0,)),
        Finding(Flaw.RECYCLE_IN_FREE, ("b", "a"), (2,)),
        Finding(Flaw.STAGE_UNREACHABLE, ("c",)),
    )


def test_a_skip_that_another_way_allows_is_not_blocked():
    nodes = (START, asking("b"), asking("c"), asking("d"), LOST)
    edges = (Edge("a", "b"), Edge("b", "c", has_after=True), Edge("c", "d"), OUT)
    around = (Edge("a", "c"), Edge("a", "d"))

    blocked = Finding(Flaw.SKIP_BLOCKED_BY_AFTER, ("a", "b", "c"), (1,), ("a", "b", "c"))
    beyond = Finding(Flaw.SKIP_BLOCKED_BY_AFTER, ("a", "b", "d"), (1,), ("a", "b", "c"))
    assert findings(Lifecycle(nodes, edges)) == (blocked,)
    assert findings(Lifecycle(nodes, edges + around[:1])) == ()
    assert findings(Lifecycle(nodes, edges + around[1:])) == (blocked,)
    assert findings(Lifecycle((*nodes[:2], Node("c"), *nodes[3:]), edges))[0] == beyond


def test_two_default_entries_start_profiles_at_the_most_advanced_one():
    nodes = (START, Node("b", "ENTRY"), LOST)
    edges = (Edge("a", "b"), OUT)

    assert findings(Lifecycle(nodes, edges)) == (
        Finding(Flaw.SEVERAL_DEFAULT_ENTRIES, ("a", "b"), witness=("b",)),
    )
    assert findings(Lifecycle(nodes, edges, FREE)) == (
        Finding(Flaw.SEVERAL_DEFAULT_ENTRIES, ("a", "b"), witness=("a",)),
    )


def test_a_large_journey_in_knots_is_judged_at_once():
    keys = [f"s{number}" for number in range(500)]
    edges = tuple(
        Edge(keys[number % 500], keys[(number * 7 + 1) % 500], has_after=number % 3 == 0)
        for number in range(2_000)
    )

    found = findings(Lifecycle(tuple(map(asking, keys)), edges))

    assert Flaw.ADVANCE_CYCLE in {finding.flaw for finding in found}

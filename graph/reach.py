"""Who can get where: stages that nobody reaches, leaves, or enters without a hand."""

from collections.abc import Iterator

from graph.findings import Finding, Flaw
from graph.lifecycle import ENTRY, EVERYWHERE, FREE, RECYCLE, STEPWISE, Lifecycle
from graph.paths import leading_to, reachable


def reach_findings(lifecycle: Lifecycle, order: tuple[str, ...]) -> Iterator[Finding]:
    """What is wrong with the ways in, through and out. `order` is the advancement order."""
    yield from _entries(lifecycle, order)
    reached = _reached(lifecycle)
    by_itself = _entered_by_itself(lifecycle)
    has_entry = lifecycle.movement != STEPWISE or _sources(lifecycle)
    for node in lifecycle.nodes:
        # Without a way in at all, NO_ENTRY_STAGE has said it for every stage.
        if node.key not in reached and has_entry:
            yield Finding(Flaw.STAGE_UNREACHABLE, (node.key,))
        elif node.key in reached and node.key not in by_itself:
            yield Finding(Flaw.STAGE_BY_HAND_ONLY, (node.key,))
    yield from _ways_out(lifecycle)


def _entries(lifecycle: Lifecycle, order: tuple[str, ...]) -> Iterator[Finding]:
    defaults = [node.key for node in lifecycle.nodes if node.is_default_entry]
    if lifecycle.movement == STEPWISE and not _sources(lifecycle):
        yield Finding(Flaw.NO_ENTRY_STAGE)
    if len(defaults) > 1:
        rank = {key: rank for rank, key in enumerate(order)}
        taken = defaults[0] if lifecycle.movement == FREE else max(defaults, key=rank.__getitem__)
        yield Finding(Flaw.SEVERAL_DEFAULT_ENTRIES, tuple(defaults), witness=(taken,))


def _sources(lifecycle: Lifecycle) -> list[str]:
    """Where an unplaced profile may come in (design, section 4)."""
    if lifecycle.movement == STEPWISE:
        return [node.key for node in lifecycle.nodes if node.role == ENTRY]
    return [node.key for node in lifecycle.nodes if node.has_criteria or node.is_default_entry]


def _reached(lifecycle: Lifecycle) -> frozenset[str]:
    """In FREE nobody follows a transition: what criteria do not open stays empty."""
    sources = _sources(lifecycle)
    return frozenset(sources) if lifecycle.movement == FREE else reachable(lifecycle, sources)


def _entered_by_itself(lifecycle: Lifecycle) -> frozenset[str]:
    """The nodes that a profile may enter without a hand, if it comes that far."""
    nodes = {node.key: node for node in lifecycle.nodes}
    opened = {
        edge.entered
        for edge in lifecycle.edges
        if edge.is_guarded or (edge.kind != RECYCLE and nodes[edge.entered].has_criteria)
    }
    return frozenset(opened).union(_sources(lifecycle))


def _ways_out(lifecycle: Lifecycle) -> Iterator[Finding]:
    exits = [node.key for node in lifecycle.nodes if node.is_exit]
    if not exits:
        yield Finding(Flaw.NO_EXIT_STAGE)
    if lifecycle.movement == FREE:
        return
    leaves = {edge.left for edge in lifecycle.edges if edge.left != edge.entered}
    come_out = leading_to(lifecycle, exits)
    for node in lifecycle.nodes:
        if node.is_exit:
            continue
        if node.key not in leaves and EVERYWHERE not in leaves:
            yield Finding(Flaw.DEAD_END, (node.key,))
        if exits and node.key not in come_out:
            yield Finding(Flaw.STAGE_WITHOUT_EXIT, (node.key,))

"""Recycles that open the moment their stage is entered: a loop at one instant.

A RECYCLE without `after` asks nothing but its `when`. If whatever opens the way into its stage
makes that `when` hold too, a profile that comes in leaves again at the same instant, without ever
having stood there: the map says something that cannot be meant. (It ends there: from then on the
stage is held, design section 4.)

No solver is at work, so only what the trees themselves prove is reported. A way opens by everything
that its last transition asks: its `when` and its target's entry criteria. Both are read as lists of
parts that must all hold (`all` within `all` is one list). If each part of the recycle's `when` is
written among those parts, the recycle opens whenever that transition does. The way must also exist:
the transition leaves the stage that the recycle leads to, or one that ADVANCE transitions reach
from there. A recycle with an `after` waits in its stage and cannot loop at once.
"""

from collections.abc import Iterator

from domain.criteria import All, Criteria
from domain.journey import EVERYWHERE, Journey, Movement, Role, Transition, TransitionKind
from graph.findings import Finding, Flaw
from graph.lifecycle import Lifecycle
from graph.paths import advance_paths

Parts = frozenset[str]


def loops_at_once(journey: Journey, lifecycle: Lifecycle) -> Iterator[Finding]:
    """One finding for every such recycle, its witness the way round."""
    if journey.movement is Movement.FREE:
        return  # nobody follows a RECYCLE there, and `graph` has said so
    if not any(map(_may_loop, journey.transitions)):
        return
    asked = {stage.key: _parts(stage.entry) for stage in journey.stages}
    exits = frozenset(stage.key for stage in journey.stages if stage.role is Role.EXIT)
    ways: dict[str, dict[str, tuple[str, ...]]] = {}
    into: dict[str, list[tuple[str, Parts]]] = {}
    for transition in journey.transitions:
        if transition.kind is not TransitionKind.RECYCLE:
            opening = asked[transition.entered] | _parts(transition.when)
            into.setdefault(transition.entered, []).append((transition.left, opening))
    for index, recycle in enumerate(journey.transitions):
        if not _may_loop(recycle):
            continue
        wanted = _parts(recycle.when)
        for left, opening in into.get(recycle.left, ()):
            if not wanted <= opening:
                continue
            target = recycle.entered
            if target not in ways:
                ways[target] = advance_paths(lifecycle, target)
            start = target if left == EVERYWHERE and target not in exits else left
            way = ways[target].get(start)
            if way is not None and recycle.left not in way:
                witness = (recycle.left, *way, recycle.left)
                nodes = (recycle.left, target)
                yield Finding(Flaw.RECYCLE_LOOP_AT_ONCE, nodes, (index,), witness)
                break


def _may_loop(recycle: Transition) -> bool:
    return (
        recycle.kind is TransitionKind.RECYCLE
        and recycle.when is not None
        and recycle.after is None
        and recycle.left not in (EVERYWHERE, recycle.entered)
    )


def _parts(criteria: Criteria | None) -> Parts:
    """What must all hold, each part as it is written: `==` would take `true` for 1."""
    if criteria is None:
        return frozenset()
    if isinstance(criteria, All):
        return frozenset().union(*map(_parts, criteria.parts))
    return frozenset({repr(criteria)})

"""What can be wrong with the shape of a journey: the flaws by name, and where one was found."""

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """Names of structural problems; what they mean for people is said in `domain/problems.py`."""

    NO_STAGES = "NO_STAGES"
    NO_ENTRY_STAGE = "NO_ENTRY_STAGE"
    STAGE_UNREACHABLE = "STAGE_UNREACHABLE"
    SELF_TRANSITION = "SELF_TRANSITION"
    ANYWHERE_NOT_EXIT = "ANYWHERE_NOT_EXIT"
    DUPLICATE_TRANSITION = "DUPLICATE_TRANSITION"
    EXIT_HAS_ADVANCE = "EXIT_HAS_ADVANCE"
    EXIT_TO_NON_EXIT = "EXIT_TO_NON_EXIT"
    EXIT_GOES_BACK = "EXIT_GOES_BACK"
    RECYCLE_TO_EXIT = "RECYCLE_TO_EXIT"
    RECYCLE_GOES_FORWARD = "RECYCLE_GOES_FORWARD"
    RECYCLE_IN_FREE = "RECYCLE_IN_FREE"
    RECYCLE_LOOP_AT_ONCE = "RECYCLE_LOOP_AT_ONCE"
    ADVANCE_CYCLE = "ADVANCE_CYCLE"
    SEVERAL_DEFAULT_ENTRIES = "SEVERAL_DEFAULT_ENTRIES"
    DEAD_END = "DEAD_END"
    STAGE_BY_HAND_ONLY = "STAGE_BY_HAND_ONLY"
    STAGE_WITHOUT_EXIT = "STAGE_WITHOUT_EXIT"
    NO_EXIT_STAGE = "NO_EXIT_STAGE"
    SKIP_BLOCKED_BY_AFTER = "SKIP_BLOCKED_BY_AFTER"
    GUARD_IN_FREE = "GUARD_IN_FREE"
    LIST_ORDER_DIFFERS = "LIST_ORDER_DIFFERS"


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw with the nodes and edges that show it, edges by their position in the list.

    `witness` is a way through the graph, or an order of its nodes, that proves it.
    """

    flaw: Flaw
    nodes: tuple[str, ...] = ()
    edges: tuple[int, ...] = ()
    witness: tuple[str, ...] = ()

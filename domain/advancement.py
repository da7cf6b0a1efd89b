"""The advancement order of a draft, which may have none yet."""

from domain.course import order_of
from domain.journey import Journey, Role
from graph.order import AdvanceCycle


def advancement(journey: Journey) -> tuple[str, ...]:
    """Stage keys from the least to the most advanced.

    Where ADVANCE transitions close a circle, in list order, EXIT stages last.
    """
    try:
        return order_of(journey)
    except AdvanceCycle:
        ordered = sorted(journey.stages, key=lambda stage: stage.role is Role.EXIT)
        return tuple(stage.key for stage in ordered)

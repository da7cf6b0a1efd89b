"""Where the stages of a journey lie on a canvas when nobody has said so."""

from collections.abc import Mapping

from domain.journey import Journey
from graph.layout import Cell, layered


def arranged(journey: Journey) -> Mapping[str, Cell]:
    """A column and a row for each stage; the ADVANCE transitions must have an order."""
    stages = [(stage.key, stage.role.value) for stage in journey.stages]
    ways = [(way.left, way.entered, way.kind.value) for way in journey.transitions]
    return layered(stages, ways)

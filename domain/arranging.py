"""Where the stages of a journey lie in a picture when nobody has said so."""

from collections.abc import Mapping

from domain.journey import Journey, Role
from graph.layout import Block, Rect, Spacing, layered


def arranged(
    journey: Journey, width: float, height: float, across: float, down: float
) -> Mapping[str, Rect]:
    """A place for each stage, by key; lanes are not drawn.

    All are of one size, with so much room beside and below each.
    """
    blocks = [Block(stage.key, width, height, stage.role is Role.EXIT) for stage in journey.stages]
    ways = [(way.left, way.entered, way.kind.value) for way in journey.transitions]
    return layered(blocks, ways, spacing=Spacing(across, down)).blocks

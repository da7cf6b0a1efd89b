"""What the picture looks like. None of it ever stops a publication."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_hint = partial(ValidationRule, family=Family.CANVAS, tier=Tier.HINT)

RULES = (
    _hint(
        code="NODE_UNPLACED",
        summary="A stage has no place on the canvas yet.",
        sentence="{what} is still without a place on the canvas.",
        example="a stage that `layout.positions` does not name",
        mending="Lay the journey out, or drag the stage to its place.",
    ),
    _hint(
        code="NODES_OVERLAP",
        summary="Two stages lie on each other on the canvas.",
        sentence="{stage} lies on {other}.",
        example="two stages at {x: 0, y: 0}",
        mending="Move one of them, or lay the journey out.",
    ),
    _hint(
        code="CHILD_OUTSIDE_LANE",
        summary="A stage lies outside the lane that it belongs to, or its lane is not drawn.",
        sentence="{stage} lies outside its lane {lane}.",
        example="a stage in the lane `sales` at {x: 0, y: 900}, below it",
        mending="Move the stage into its lane, or give it another.",
    ),
    _hint(
        code="EDGE_CROSSINGS_HIGH",
        summary="Transitions cross each other so often that the picture is hard to read.",
        sentence="Transitions cross each other {crossings} times or more.",
        example="two columns of six stages, joined crosswise",
        mending="Lay the journey out.",
    ),
)

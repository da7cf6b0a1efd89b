"""What is refused when it is written: it could not be kept as a draft."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_rule = partial(ValidationRule, family=Family.SHAPE, tier=Tier.MALFORMED, sentence="{message}")

RULES = (
    _rule(
        code="ELEMENT_NOT_FOUND",
        summary="An edit names something that is not in the draft.",
        example="updateStage with the id of a stage that was removed",
        mending="Read the draft again; somebody may have removed the element.",
    ),
    _rule(
        code="DUPLICATE_ID",
        summary="Two elements have one id, so that neither could be named.",
        example="two stages with `id: stg_1`",
        mending="Leave the id out and one is made, or give another.",
    ),
    _rule(
        code="DUPLICATE_STAGE_KEY",
        summary="Two stages of the journey have one key.",
        example="stages `lead` and `lead`",
        mending="Give one of them another key.",
    ),
    _rule(
        code="KEY_FORMAT",
        summary="A key is made of lower-case letters, digits and hyphens, a letter or digit first.",
        example="key: Free Trial",
        mending="Write `free-trial`; the name may be anything.",
    ),
    _rule(
        code="KEY_IMMUTABLE",
        summary="The key of a stage that was published would change, and its history with it.",
        example="updateStage renames the published key `trial` to `free-trial`",
        mending="Change its name, which people see, and leave its key.",
    ),
    _rule(
        code="DANGLING_TRANSITION",
        summary="A transition leaves or enters a stage that is not there.",
        example="{from: trial, to: onbording}",
        mending="Name a stage of the journey, or `*` where an EXIT leaves from everywhere.",
    ),
    _rule(
        code="LANE_CYCLE",
        summary="A lane lies in itself, through its parents.",
        example="lane `sales` in `revenue`, lane `revenue` in `sales`",
        mending="Take one of them out of the other.",
    ),
    _rule(
        code="INVALID_COORDINATE",
        summary="A position or size on the canvas is no finite number, or a size is not positive.",
        example="{x: 0, y: 0, width: 0}",
        mending="Send finite numbers, and sizes greater than 0.",
    ),
    _rule(
        code="CRITERIA_MALFORMED",
        summary="What should be criteria cannot be read as any.",
        example="{signal: {trait: plan}, is: equals, value: pro}",
        mending="Follow the path of the problem; the message names what was probably meant.",
    ),
    _rule(
        code="LIMIT_EXCEEDED",
        summary="There is more than Cairn keeps: 200 edits in a batch, 500 stages, 2,000 "
        "transitions, criteria 6 groups deep or of 64 rules.",
        example="a batch of 10,000 edits",
        mending="Send less at once, or split the journey.",
    ),
)

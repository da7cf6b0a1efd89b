"""How profiles come in, get through and come out."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_error = partial(ValidationRule, family=Family.ENTRY, tier=Tier.ERROR)
_warning = partial(ValidationRule, family=Family.ENTRY, tier=Tier.WARNING)

RULES = (
    _error(
        code="NO_STAGES",
        summary="A journey without stages has no place for anybody.",
        sentence="A journey needs a stage.",
        example="stages: []",
        mending="Add a stage.",
    ),
    _error(
        code="NO_ENTRY_STAGE",
        summary="In a STEPWISE journey profiles start at ENTRY stages, and no stage has that role.",
        sentence="A STEPWISE journey starts at ENTRY stages, and none has that role.",
        example="movement: STEPWISE, every stage with the role STAGE",
        mending="Give the stage where profiles begin the role ENTRY.",
    ),
    _error(
        code="STAGE_UNREACHABLE",
        summary="No profile can ever come to the stage. In STEPWISE a way must lead there from an "
        "ENTRY stage; in FORWARD a way or criteria of its own; in FREE criteria, or being the "
        "ENTRY stage without any.",
        sentence="No profile can ever come to {stage}: {reason}.",
        example="a stage without criteria into which no transition leads",
        mending="Draw a transition to it, or give it criteria.",
    ),
    _error(
        code="EXIT_HAS_ADVANCE",
        summary="Only EXIT transitions lead to EXIT stages, and only EXIT and RECYCLE lead away.",
        sentence="{transition} touches an EXIT stage; only EXIT transitions lead to one, "
        "only EXIT and RECYCLE lead away from one.",
        example="{from: customer, to: churned}",
        mending="Make the transition an EXIT, or the stage something else.",
    ),
    _error(
        code="EXIT_TO_NON_EXIT",
        summary="An EXIT transition leads to a stage that is not an EXIT.",
        sentence="{transition} leads to {last}, which is not an EXIT stage.",
        example="{from: lead, to: customer, kind: EXIT}",
        mending="Make the transition an ADVANCE, or the stage an EXIT.",
    ),
    _error(
        code="EXIT_GOES_BACK",
        summary="From one EXIT stage to another only a more advanced one can be reached.",
        sentence="{transition} leads from an EXIT stage to a less advanced one.",
        example="{from: archived, to: churned, kind: EXIT}, churned before archived in the list",
        mending="Turn the transition round, or change the order of the stages in the list.",
    ),
    _error(
        code="SELF_TRANSITION",
        summary="A transition leads back to the stage it leaves.",
        sentence="{transition} leads back to the stage it leaves.",
        example="{from: lead, to: lead}",
        mending="Remove it; a profile that stays needs no transition.",
    ),
    _error(
        code="ANYWHERE_NOT_EXIT",
        summary="Only EXIT transitions leave from everywhere.",
        sentence="{transition} leaves from everywhere, which only EXIT transitions may.",
        example='{from: "*", to: customer}',
        mending="Draw a transition from each stage that it is meant for.",
    ),
    _warning(
        code="SEVERAL_DEFAULT_ENTRIES",
        summary="Several ENTRY stages ask nothing, and profiles only ever start at one of them.",
        sentence="{stages} are all ENTRY stages without criteria; profiles only ever start at "
        "{way}.",
        example="two stages with `role: ENTRY` and no `entry`",
        mending="Say in criteria who starts where, or leave one of them.",
    ),
    _warning(
        code="DEAD_END",
        summary="No transition leads on from the stage.",
        sentence="Nothing leads on from {stage}.",
        example="a last stage, and no EXIT transition from everywhere",
        mending='Draw a way on, or an EXIT transition from "*".',
    ),
    _warning(
        code="STAGE_BY_HAND_ONLY",
        summary="The stage asks nothing and no guarded transition leads to it, so that profiles "
        "come there only when somebody moves them.",
        sentence="{stage} is entered by hand only: it asks nothing, and no guarded transition "
        "leads to it.",
        example="a stage Evangelist without criteria",
        mending="Leave it so where that is meant; else give it criteria or its way a guard.",
    ),
    _warning(
        code="STAGE_WITHOUT_EXIT",
        summary="Whatever way a profile takes from the stage, it never comes to an EXIT stage.",
        sentence="No way leads from {stage} to an EXIT stage.",
        example="stages after the last EXIT transition",
        mending='Draw an EXIT transition from it, or from "*".',
    ),
    _warning(
        code="NO_EXIT_STAGE",
        summary="No stage is an EXIT, so that profiles stay in the journey for good.",
        sentence="No stage is an EXIT: profiles never leave this journey.",
        example="stages lead and customer, and no churned or closed",
        mending="Add an EXIT stage for those who leave.",
    ),
)

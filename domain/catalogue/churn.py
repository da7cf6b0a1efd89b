"""How profiles leave, and come back."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_warning = partial(ValidationRule, family=Family.CHURN, tier=Tier.WARNING)

RULES = (
    ValidationRule(
        code="EXIT_WITHOUT_CRITERIA_OR_HAND",
        family=Family.CHURN,
        tier=Tier.ERROR,
        summary="An EXIT stage asks nothing and no transition leads there, so that profiles come "
        "to it neither by themselves nor by hand.",
        sentence="{stage} can be entered neither by criteria nor by hand.",
        example="{key: churned, name: Churned, role: EXIT} without any transition to it",
        mending='Give it criteria and an EXIT transition from "*".',
    ),
    _warning(
        code="NO_CHURN_EXIT",
        summary="There are EXIT stages, and nobody comes to any of them by itself: churn is seen "
        "only when somebody enters it by hand.",
        sentence="No profile leaves by itself: {stages} can be entered by hand only.",
        example="an EXIT stage without criteria and an EXIT transition without guards",
        mending="Say in the criteria of an EXIT stage how one knows that somebody has left.",
    ),
    _warning(
        code="STAGE_CANNOT_CHURN",
        summary="No EXIT transition leaves the stage, so that whoever is lost there has to move "
        "on first.",
        sentence="Nobody can leave the journey from {stage}.",
        example="{from: customer, to: churned, kind: EXIT}, and nothing of the kind from lead",
        mending='Let the EXIT transition leave from "*", or draw one from this stage too.',
    ),
    _warning(
        code="EXIT_OVERLAPS_SUCCESS",
        summary="One profile can meet an EXIT stage and a stage at the end of the journey at once; "
        "EXIT transitions are looked at first, and it leaves. The example profile meets both.",
        sentence="One profile can meet both {stage}, where the journey ends well, and {exit}; "
        "it would leave.",
        example="champion asks for 20 logins, churned for no payment in 40 days",
        mending="Ask in the EXIT stage for something that success rules out.",
    ),
    ValidationRule(
        code="NO_WINBACK",
        family=Family.CHURN,
        tier=Tier.HINT,
        summary="No way leads back from an EXIT stage, so that whoever returns stays there.",
        sentence="Nobody comes back from {stage}.",
        example="a stage Churned without a RECYCLE transition from it",
        mending="Draw a RECYCLE transition with a guard, such as a new subscription.",
    ),
)

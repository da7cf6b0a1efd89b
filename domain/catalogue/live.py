"""What publishing a draft would do to those who live by the version before."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_error = partial(ValidationRule, family=Family.LIVE, tier=Tier.ERROR)
_warning = partial(ValidationRule, family=Family.LIVE, tier=Tier.WARNING)

RULES = (
    _error(
        code="STAGE_REMOVED_WITH_PROFILES",
        summary="Profiles stand in a stage that the draft no longer has, and nothing says where "
        "they go.",
        sentence="{population} profiles stand in {stage}, which this version removes.",
        example="removing Trial while 120 profiles are in it",
        mending="Map the stage to another one, or have its profiles evaluated anew.",
    ),
    _error(
        code="MAPPING_TARGET_MISSING",
        summary="The mapping sends profiles to a stage that the draft does not have.",
        sentence="The mapping sends profiles from {stage} to {target}, which is not in the draft.",
        example="{trial: {stageKey: free-trail}}",
        mending="Name a stage of the draft.",
    ),
    _warning(
        code="MASS_MOVEMENT",
        summary="Publishing would move a great part of all profiles at once.",
        sentence="Publishing moves {moving} of {total} profiles.",
        example="criteria of a populous stage made stricter",
        mending="Look at the preview's movements; publish when they are meant.",
    ),
    _warning(
        code="ORDER_CHANGED",
        summary="Of two stages that both versions have, the other one is now the more advanced.",
        sentence="{other} is now more advanced than {stage}.",
        example="a transition turned round",
        mending="Check what reports and recycles make of it.",
    ),
    _warning(
        code="REFERENCED_ELSEWHERE",
        summary="A segment, a playbook or a webhook reads a stage that the draft no longer has.",
        sentence="{stage} is read by {readers}, and this version removes it.",
        example="a playbook that starts when somebody enters the removed stage",
        mending="Change what reads it, or keep the stage.",
    ),
    _warning(
        code="KEY_REUSED",
        summary="A new stage has the key of another, older one, whose history it would inherit.",
        sentence="{stage} has the key of an older stage, whose history it would inherit.",
        example="Trial removed, and a new stage with the key `trial` added",
        mending="Give the new stage a key of its own.",
    ),
)

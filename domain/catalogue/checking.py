"""What the checks say of themselves, and of the stories that a journey should tell."""

from domain.catalogue.rule import Family, Tier, ValidationRule

RULES = (
    ValidationRule(
        code="SCENARIO_FAILED",
        family=Family.CHECKING,
        tier=Tier.ERROR,
        summary="A scenario that is kept with the journey ends in another stage than it expects.",
        sentence="The scenario {scenario} expects {expected} and comes to {actual}.",
        example="a scenario of three logins that expects `active`, which now asks for five",
        mending="Mend the journey, or what the scenario expects.",
    ),
    ValidationRule(
        code="RULE_FAILED",
        family=Family.CHECKING,
        tier=Tier.ERROR,
        summary="A check of ours broke, so that nothing is known of what it looks for. It is a "
        "WARNING where all that it could find are warnings and hints.",
        sentence="The check of {check} failed ({error}); what it looks for may be there.",
        example="none that we know of",
        mending="Tell us, and send the journey along.",
    ),
)

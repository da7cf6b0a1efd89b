"""What the checks say of themselves, and of the stories that a journey should tell."""

from domain.catalogue.rule import Family, Tier, ValidationRule

RULES = (
    ValidationRule(
        code="SCENARIO_FAILED",
        family=Family.CHECKING,
        tier=Tier.ERROR,
        summary="A scenario that is kept with the journey does not come to the stage that it "
        "expects, at the instant that it names or in the end. It is lived through by the rule that "
        "moves profiles in production, whenever problems are looked for, as far as the journey "
        "can be replayed at all; of what it expects the first that is not met is told.",
        sentence="By {at} the scenario {scenario} should come to {expected}, and comes to "
        "{actual}.",
        example="{name: Gets going, observations: [{at: 2026-01-05, event: login}], expect: "
        "[{at: 2026-01-06, stage: active}]}, where `active` asks for three logins",
        mending="Mend the journey, or what the scenario expects; `runScenarios` tells each step "
        "of the way.",
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

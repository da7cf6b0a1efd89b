"""Stages that compete for the same profiles."""

from domain.catalogue.rule import Family, Tier, ValidationRule

RULES = (
    ValidationRule(
        code="BRANCHES_OVERLAP",
        family=Family.BRANCHES,
        tier=Tier.WARNING,
        summary="One profile can meet two branches at once, and then nothing but the order of the "
        "list decides. The example profile meets both.",
        sentence="One profile can meet both {stage} and {other}; only their order in the list "
        "puts it into {other}.",
        example="retention asks for 10 logins, expansion for 8 of 10 seats used",
        mending="Ask for something in one that the other rules out, or put the stage that should "
        "win later in the list.",
    ),
    ValidationRule(
        code="BRANCH_SHADOWED",
        family=Family.BRANCHES,
        tier=Tier.WARNING,
        summary="Whoever meets a branch also meets a more advanced one, so that nobody is ever "
        "put into the first.",
        sentence="From {place}, whoever meets {stage} also meets {other}, which is more advanced: "
        "nobody is ever put into {stage}.",
        example="starter asks for plan in [starter, pro], team for any plan but free",
        mending="Ask for more in the more advanced one, or change their order in the list.",
    ),
    ValidationRule(
        code="BRANCH_ORDER_IMPLICIT",
        family=Family.BRANCHES,
        tier=Tier.HINT,
        summary="Branches of one depth are ordered by the list alone: the later counts as more "
        "advanced, in reports too.",
        sentence="{stages} are branches of one depth; their order in the list alone makes {last} "
        "the most advanced.",
        example="{from: value, to: retention} and {from: value, to: expansion}",
        mending="Leave it where that order is meant; else change it, or draw a transition from one "
        "to the other.",
    ),
)

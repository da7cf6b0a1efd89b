"""Who looks after a stage, and what people read of it."""

from functools import partial

from domain.catalogue.rule import Family, Tier, ValidationRule

_error = partial(ValidationRule, family=Family.OWNERSHIP, tier=Tier.ERROR)
_warning = partial(ValidationRule, family=Family.OWNERSHIP, tier=Tier.WARNING)
_hint = partial(ValidationRule, family=Family.OWNERSHIP, tier=Tier.HINT)

RULES = (
    _error(
        code="LABEL_MISSING",
        summary="A stage, a lane or the journey has no name for people to read.",
        sentence="{what} has no name.",
        example='{key: lead, name: ""}',
        mending="Give it a name.",
    ),
    _error(
        code="TEAM_UNKNOWN",
        summary="A stage is looked after by a team that the workspace does not have. Journeys "
        "published as documents bring their teams along.",
        sentence="{stage} is looked after by {team}, and there is no such team.",
        example="teams: [custommer-success]",
        mending="Add the team, or name one that exists.",
    ),
    _warning(
        code="TEAM_MISSING",
        summary="No team looks after the stage.",
        sentence="No team looks after {stage}.",
        example="a stage without `teams`",
        mending="Assign a team.",
    ),
    _warning(
        code="DUPLICATE_LABEL",
        summary="Two stages have the same name, and people cannot tell them apart.",
        sentence="{stages} are all called {label}.",
        example="stages `onboarding` and `onboarding-2`, both named Onboarding",
        mending="Rename one of them.",
    ),
    _hint(
        code="DESCRIPTION_MISSING",
        summary="Nothing says what the stage means.",
        sentence="Nothing describes {stage}.",
        example="a stage without `description`",
        mending="Describe in a sentence who stands there.",
    ),
    _hint(
        code="GOAL_MISSING",
        summary="Nothing says what a profile should reach in the stage.",
        sentence="Nothing says what the goal of {stage} is.",
        example="a stage without `goal`",
        mending="Write down what its teams work towards.",
    ),
    _hint(
        code="HANDOFF_UNMARKED",
        summary="Other teams look after the next stage, and none of them is there on both sides "
        "to hand the profile over.",
        sentence="{transition} passes profiles from {before} to {after}, and no team is on both "
        "sides.",
        example="lead is marketing's, opportunity is sales'",
        mending="Let a team look after both stages, or see to the hand-off in a playbook.",
    ),
)

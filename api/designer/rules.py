"""Every code that a problem may have, with its documentation."""

import strawberry

from api.fields import described, field, seen
from domain.catalogue.rule import Family, Tier
from domain.catalogue.rule import ValidationRule as DomainRule
from domain.catalogue.rules import validation_rules
from domain.checks.problem import SEVERITIES
from domain.problems import Severity

described(
    Tier,
    "How far a problem gets.",
    name="ProblemTier",
    MALFORMED="Not even into a draft: it is refused when it is written.",
    ERROR="Into a draft, but not into a publication.",
    WARNING="Into a publication; somebody should look.",
    HINT="Into a publication; it is a suggestion.",
)
described(
    Family,
    "What a problem is about.",
    name="ProblemFamily",
    SHAPE="How the document is written.",
    ENTRY="Where profiles come in, and whether they come to a stage at all.",
    ORDER="Which stage is the more advanced one.",
    BRANCHES="Stages beside each other.",
    CRITERIA="What is asked of profiles.",
    CHURN="Leaving, and coming back.",
    HEALTH="How health is measured.",
    OWNERSHIP="Teams, and words for people.",
    LIVE="What publishing would do to those who live by the version before.",
    CANVAS="How the journey is drawn.",
    CHECKING="The looking itself.",
)


@strawberry.type(description="What a code of a problem means.")
class ValidationRule:
    """A window on `domain.catalogue.rule.ValidationRule`."""

    code: str = seen("What problems have as their `code`; it never changes its meaning.")
    family: Family = seen("What it is about.")
    tier: Tier = seen("How far a problem of it gets.")
    title: str = seen("The code for people.")
    example: str = seen("Something that has it.")
    mending: str = seen("What to do about it.")
    docs_url: str = seen("Where it is explained.")

    @field("How much a problem of it matters; the description tells where it matters less.")
    @staticmethod
    def severity(rule: strawberry.Parent[DomainRule]) -> Severity:
        return SEVERITIES[rule.tier]

    @field("What is wrong.")
    @staticmethod
    def description(rule: strawberry.Parent[DomainRule]) -> str:
        return rule.summary

    @field("What a problem of it says, with blanks: `Nobody can meet {what}.`")
    @staticmethod
    def message(rule: strawberry.Parent[DomainRule]) -> str:
        return rule.sentence

    @field("What the blanks are called, and so the `args` of a problem.")
    @staticmethod
    def args(rule: strawberry.Parent[DomainRule]) -> list[str]:
        return list(rule.blanks)


@strawberry.type
class RuleQueries:
    """Root fields about what can be wrong."""

    @field("Every code that a problem may have, family by family.", of=list[ValidationRule])
    @staticmethod
    def validation_rules() -> tuple[DomainRule, ...]:
        return validation_rules()

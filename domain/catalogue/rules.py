"""All rules together."""

from collections.abc import Mapping

from domain.catalogue import (
    branches,
    canvas,
    checking,
    churn,
    criteria,
    entry,
    health,
    live,
    order,
    ownership,
    shape,
)
from domain.catalogue.rule import ValidationRule

_FAMILIES = (
    shape,
    entry,
    order,
    branches,
    criteria,
    churn,
    health,
    ownership,
    live,
    canvas,
    checking,
)
RULES: Mapping[str, ValidationRule] = {
    rule.code: rule for family in _FAMILIES for rule in family.RULES
}
"""Every rule by its code, in the order of the page."""


def validation_rules() -> tuple[ValidationRule, ...]:
    """Every code with its documentation, family by family."""
    return tuple(RULES.values())

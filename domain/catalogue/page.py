"""The page of problems, for people: `docs/problems.md`."""

from collections.abc import Iterator
from itertools import groupby
from textwrap import fill

from domain.catalogue.rule import Tier, ValidationRule
from domain.catalogue.rules import validation_rules

WIDTH = 100
_TIERS = {
    Tier.MALFORMED: "Malformed: refused when it is written.",
    Tier.ERROR: "Error: stops a publication.",
    Tier.WARNING: "Warning: somebody should look.",
    Tier.HINT: "Hint: a suggestion.",
}
_HEAD = """\
# Problems

What can be wrong with a journey, code by code. A draft may have any of them but those that are
malformed; errors stop its publication, warnings and hints do not. This page is printed by
`python -m domain.catalogue`.
"""


def problems_page() -> str:
    """The page, in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for family, rules in groupby(validation_rules(), key=lambda rule: rule.family):
        yield f"## {family.heading}\n"
        for rule in rules:
            yield from _paragraph(rule)


def _paragraph(rule: ValidationRule) -> Iterator[str]:
    yield f"### {rule.code}\n"
    text = f"*{_TIERS[rule.tier]}* {rule.summary} {rule.mending}"
    yield fill(text, WIDTH, break_on_hyphens=False, break_long_words=False) + "\n"
    yield f"```\n{rule.example}\n```\n"

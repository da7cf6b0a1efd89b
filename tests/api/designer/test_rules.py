"""What every code means, as clients ask for it."""

import pytest

from domain.catalogue.rules import RULES

pytestmark = pytest.mark.anyio

ASK = """
{ validationRules {
  code family tier severity title description message args mending example docsUrl
} }
"""


async def test_every_code_is_documented(client):
    rules = (await client.ask(ASK))["validationRules"]

    assert [rule["code"] for rule in rules] == list(RULES)
    assert all(
        rule[name].strip() for rule in rules for name in ("description", "example", "mending")
    )
    assert {rule["severity"] for rule in rules if rule["tier"] == "MALFORMED"} == {"ERROR"}
    assert [rule for rule in rules if rule["code"] == "STAGE_REMOVED_WITH_PROFILES"] == [
        {
            "code": "STAGE_REMOVED_WITH_PROFILES",
            "family": "LIVE",
            "tier": "ERROR",
            "severity": "ERROR",
            "title": "Stage removed with profiles",
            "description": "Profiles stand in a stage that the draft no longer has, and nothing "
            "says where they go.",
            "message": "{population} profiles stand in {stage}, which this version removes.",
            "args": ["population", "stage"],
            "mending": "Map the stage to another one, or have its profiles evaluated anew.",
            "example": "removing Trial while 120 profiles are in it",
            "docsUrl": "docs/problems.md#stage_removed_with_profiles",
        }
    ]

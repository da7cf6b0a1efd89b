"""Teams as clients see and save them."""

import pytest

pytestmark = pytest.mark.anyio

SAVE = """
mutation ($key: String!, $name: String!) {
  saveTeam(key: $key, name: $name) {
    __typename
    ... on TeamSaved { team { key name } }
    ... on Refusal { code path }
  }
}
"""


async def test_a_workspace_starts_with_five_teams(client):
    told = await client.ask("{ teams { key name } }")

    assert told["teams"] == [
        {"key": "customer-success", "name": "Customer success"},
        {"key": "marketing", "name": "Marketing"},
        {"key": "product", "name": "Product"},
        {"key": "sales", "name": "Sales"},
        {"key": "support", "name": "Support"},
    ]


async def test_a_team_is_added_and_renamed(client):
    added = await client.ask(SAVE, key="growth", name="Growth")
    renamed = await client.ask(SAVE, key="growth", name="Growth hackers")
    told = await client.ask("{ teams { key } }")

    assert [added["saveTeam"], renamed["saveTeam"]] == [
        {"__typename": "TeamSaved", "team": {"key": "growth", "name": name}}
        for name in ("Growth", "Growth hackers")
    ]
    assert [team["key"] for team in told["teams"]].count("growth") == 1


@pytest.mark.parametrize(
    ("given", "argument"),
    [
        ({"key": "Growth", "name": "Growth"}, "key"),
        ({"key": "", "name": "Growth"}, "key"),
        ({"key": "growth", "name": " "}, "name"),
        ({"key": "growth", "name": "x" * 201}, "name"),
        ({"key": "growth", "name": "\0"}, "name"),
    ],
)
async def test_a_team_that_cannot_be_is_refused(client, given, argument):
    refused = await client.ask(SAVE, **given)

    assert refused["saveTeam"] == {
        "__typename": "BadArgument",
        "code": "BAD_ARGUMENT",
        "path": argument,
    }

"""Personas as clients see and save them."""

import pytest

from tests.builders import a_journey, document_of

pytestmark = pytest.mark.anyio

SAVE = """
mutation ($key: String!, $name: String!) {
  savePersona(key: $key, name: $name) {
    __typename
    ... on PersonaSaved { persona { key name } }
    ... on Refusal { code path }
  }
}
"""


async def listed(client):
    return (await client.ask("{ personas { key name } }"))["personas"]


async def test_a_workspace_starts_with_four_personas(client):
    assert await listed(client) == [
        {"key": "decision-maker", "name": "Decision maker"},
        {"key": "end-user", "name": "End user"},
        {"key": "power-user", "name": "Power user"},
        {"key": "sponsor", "name": "Sponsor"},
    ]


async def test_a_persona_is_added_and_renamed_by_what_the_trait_holds(client):
    added = await client.ask(SAVE, key="VP Sales", name="Head of sales")
    renamed = await client.ask(SAVE, key="VP Sales", name="Vice president, sales")

    assert [added["savePersona"], renamed["savePersona"]] == [
        {"__typename": "PersonaSaved", "persona": {"key": "VP Sales", "name": name}}
        for name in ("Head of sales", "Vice president, sales")
    ]
    assert [one["key"] for one in await listed(client)].count("VP Sales") == 1


async def test_a_persona_is_offered_to_designers_before_any_contact_is_one(client):
    await client.ask(SAVE, key="buyer", name="Buyer")

    told = await client.ask("{ designerCatalog(kind: CONTACT) { personas } }")

    assert "buyer" in told["designerCatalog"]["personas"]


async def test_whom_published_health_is_for_is_listed_and_keeps_the_name_that_it_has(client):
    measures = [{"key": "size", "signal": {"trait": "size"}, "points": [[0, 0], [9, 100]]}]
    document = document_of(a_journey("trial -> adoption"))
    document["health"] = [{"for": ["buyer"], "measures": measures}, {"measures": measures}]
    document["stages"][1]["health"] = [{"for": ["sponsor", "data-steward"], "measures": measures}]
    await client.ask(SAVE, key="sponsor", name="Our sponsor")

    await client.publish(document)

    names = {one["key"]: one["name"] for one in await listed(client)}
    wanted = ("buyer", "data-steward", "sponsor")
    assert [names[key] for key in wanted] == ["Buyer", "Data steward", "Our sponsor"]


@pytest.mark.parametrize(
    ("given", "argument"),
    [
        ({"key": "", "name": "Buyer"}, "key"),
        ({"key": " buyer", "name": "Buyer"}, "key"),
        ({"key": "x" * 65, "name": "Buyer"}, "key"),
        ({"key": "\0", "name": "Buyer"}, "key"),
        ({"key": "buyer", "name": " "}, "name"),
        ({"key": "buyer", "name": "x" * 201}, "name"),
        ({"key": "buyer", "name": "\0"}, "name"),
    ],
)
async def test_a_persona_that_cannot_be_is_refused(client, given, argument):
    refused = await client.ask(SAVE, **given)

    assert refused["savePersona"] == {
        "__typename": "BadArgument",
        "code": "BAD_ARGUMENT",
        "path": argument,
    }

"""Ready-made journeys over GraphQL."""

import pytest

pytestmark = pytest.mark.anyio


async def test_every_template_is_there_and_can_be_published_as_it_is(client):
    told = await client.ask("{ templates { key name description kind movement document } }")

    published = [
        (await client.publish(template["document"]))["journey"]["key"]
        for template in told["templates"]
    ]

    assert published == [
        "account-maturity",
        "account-maturity-and-plans",
        "account-plans",
        "account-touch",
        "contact-maturity",
        "contact-personae",
        "customer-adoption",
        "customer-lifecycle",
        "customer-success",
        "inbound-lead",
    ]


async def test_a_template_says_what_its_document_says(client):
    told = await client.ask("{ templates { key name description kind movement document } }")

    said = [
        {name: template[name] for name in ("key", "name", "description", "kind", "movement")}
        for template in told["templates"]
    ]
    assert said == [
        {name: template["document"].get(name) for name in said[0]} for template in told["templates"]
    ]
